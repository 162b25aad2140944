"""Terms of office: one record, its dates, and when two records are one."""
import datetime
import re
import unicodedata

SINCE = "1990"  # terms that ended before are left out
OLDEST = "1940"  # a term that began before is an error of its list
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "dj", "Đ": "Dj", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "ə": "a", "Ə": "A", "þ": "th", "Þ": "Th", "ʻ": "'", "ʼ": "'", "’": "'"})
SAME_OFFICE = {"premier": "prime minister", "paramount leader": "president", "taoiseach": "prime minister"}
# Offices that several people hold at a time: nobody's end follows from another's beginning.
SEVERAL = re.compile(r"^(deputy|vice |special|hamas official|opposition|un envoy|rebel|businessman|party|speaker|chief justice|democracy|dissident|drug lord|security service|northern alliance|central bank|separatist|shiite|warlord|houthi|minister of state|state councilor|icj judge|supreme court|army chief|government spokesman|foreign ministry|gang|whistleblower)|commander|advis|envoy")
# Portfolios that are merged and split too often for a successor to say when a term ended.
SHARED = re.compile(r"^(social affairs|science|industry|housing|trade|economy|natural resources|finance|europe|communications|sport|tourism|parliamentary affairs) (minister|secretary)$")
# Offices that are held for decades.
FOR_LIFE = re.compile(r"^(president|prime minister|premier|king|queen|emperor|emir|sultan|supreme leader|leader|crown prince|prince|grand duke|governor-general|chief justice|supreme court justice)$")


def ascii_form(s):
    return unicodedata.normalize("NFKD", s.translate(LETTERS)).encode("ascii", "ignore").decode()


def key(s):
    """What two spellings of one name have in common."""
    return re.sub(r"[^a-z]", "", ascii_form(s).lower())


def words(s):
    return {w for w in re.split(r"[^a-z]+", ascii_form(s).lower()) if len(w) > 2}


def date(s):
    """A date as given, if it is one: YYYY, YYYY-MM or YYYY-MM-DD."""
    s = (s or "").strip()
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", s):
        return ""
    p = [int(x) for x in s.split("-")] + [1, 1]
    try:
        datetime.date(*p[:3])
    except ValueError:
        return ""
    return s


def low(s):
    return (s + "-01-01"[len(s) - 4:])[:10] if s else "0000-00-00"


def high(s):
    return low(s) if s else "9999-12-31"


def days(a, b):
    """Days between two dates, each at least a year."""
    return abs(datetime.date.fromisoformat(low(a)).toordinal() - datetime.date.fromisoformat(low(b)).toordinal())


class Term:
    """A person in an office. `seen` says until when the source would have known of an end."""

    def __init__(self, country, office, sectors, name, aliases, start, end, qid, source, seen):
        self.country, self.office, self.sectors, self.name = country, office.lower(), sectors, name
        self.aliases, self.start, self.end, self.qid = aliases, start, end, qid
        self.source, self.seen = source, seen

    @property
    def who(self):
        return (self.country, self.office, key(self.name))

    @property
    def role(self):
        return (self.country, SAME_OFFICE.get(self.office, self.office))

    def overlaps(self, other):
        return low(self.start) < high(other.end) and low(other.start) < high(self.end)

    def is_sound(self):
        return OLDEST <= low(self.start)[:4] and low(self.start) < high(self.end) and not (self.end and self.end < SINCE)

    def add_source(self, other):
        self.source = "|".join(dict.fromkeys(self.source.split("|") + other.source.split("|")))
        self.seen = max(self.seen, other.seen)


def is_single(office):
    """Whether one person at a time holds an office."""
    return not SEVERAL.search(office) and not SHARED.search(office)


def is_stale(t):
    """An open term that its list has merely forgotten to end."""
    years = int(t.seen[:4]) - int(t.start[:4])
    return not t.end and years > 12 and not FOR_LIFE.search(t.office)


def merge_same(terms):
    """One person, one office: overlapping or adjoining terms become one."""
    out = []
    for t in sorted(terms, key=lambda t: (t.who, low(t.start), high(t.end))):
        p = out[-1] if out else None
        if p and p.who == t.who and low(t.start) <= high(p.end):
            if high(t.end) > high(p.end):
                p.end = t.end
            p.qid = p.qid or t.qid
            p.aliases += t.aliases
            p.add_source(t)
        else:
            out.append(t)
    return out


def is_same(a, b):
    """Whether two lists speak of one term."""
    if a.role != b.role:
        return False
    if key(a.name) == key(b.name) or any(key(x) == key(b.name) for x in a.aliases):
        return a.overlaps(b)
    near = days(a.start, b.start) <= 45
    share = words(a.name) & words(b.name)
    return bool(near and (a.end[:7] == b.end[:7] or not b.end) and (share or b.source.startswith("reign")))
