#!/usr/bin/env python3
"""Make data/actors/people.tsv from two public lists of office-holders and our own.

    import.py OFFICEHOLDERS.csv REIGN_LEADERS.csv [OUT.tsv]

OFFICEHOLDERS.csv: iso3,position,person,wikidata_qid,start,end,... (Wikidata, CC0).
REIGN_LEADERS.csv: the REIGN leaders list (OEF Research), names by stateabb.
Beside this file: reign-names.txt (REIGN's short names in full), unsourced.txt (terms from memory).
Order of trust for one and the same term: unsourced.txt's dates, then Wikidata, then REIGN.
"""
import calendar
import csv
import datetime
import os
import re
import sys
import unicodedata
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
SINCE = "1990"
SNAPSHOT = "2023-01"  # Wikidata's; an open end there says no more than that

# (position, office, sectors); the first hit wins, None leaves the position out.
OFFICES = [
    (r"ambassador|high commissioner|mayor|governor of (?!the (central|national) bank|the bank)|chief minister|lieutenant gov", None, None),
    (r"deputy prime|vice premier|first deputy prime", "deputy prime minister", "GOV"),
    (r"permanent representative to the united nations$", "ambassador to the united nations", "GOV"),
    (r"^(parliamentary|deputy|assistant|under|vice(?! president$|-president$)|first deputy|chief of staff to|minister of state for(?! defence$)|secretary of state (of|for (digital|parliamentary|children|la franc|tourism)))", None, None),
    (r"in crimea|of crimea|azad kashmir|sakha|bashkort|province|region|abruzzo|sicily|council of|district", None, None),
    (r"^acting president$", "acting president", "GOV"),
    (r"^(federal )?president( of the republic)?$", "president", "GOV"),
    (r"^vice[- ]president$|^first vice president$", "vice president", "GOV"),
    (r"^supreme leader", "supreme leader", "GOV"),
    (r"^(premier( of the state council)?)$", "premier", "GOV"),
    (r"^prime minister$|^alternate prime minister$", "prime minister", "GOV"),
    (r"chancellor of (germany|austria)", "chancellor", "GOV"),
    (r"general secretary of the chinese communist party", "general secretary", "GOV"),
    (r"state councilor", "state councilor", "GOV"),
    (r"secretary of state for foreign|secretary of state for foreign and commonwealth", "foreign secretary", "GOV"),
    (r"minister (of|for) (europe and )?(foreign|external) affairs|federal minister of foreign", "foreign minister", "GOV"),
    (r"^secretary of state$", "secretary of state", "GOV"),
    (r"^secretary of defen", "secretary of defense", "GOV"),
    (r"secretary of state for defence", "defence secretary", "GOV"),
    (r"minister (of|for) (the )?(national )?(defen[cs]e|armed forces)( and armed forces logistics)?$", "defense minister", "GOV"),
    (r"secretary of state for the home", "home secretary", "GOV"),
    (r"minister of home affairs|^home minister", "home minister", "GOV"),
    (r"minister (of|for) (the )?(interior|internal)( and administration| affairs| and safety)?$|minister of internal affairs|minister of interior affairs|minister of interior|federal minister of the interior", "interior minister", "GOV"),
    (r"minister of public security", "public security minister", "GOV"),
    (r"chancellor of the exchequer", "chancellor of the exchequer", "GOV"),
    (r"^secretary of the treasury$", "treasury secretary", "GOV"),
    (r"minister (of|for) (the )?(economy and finance|economy, finances|finance)|federal minister of finance", "finance minister", "GOV"),
    (r"minister of (national )?economy$|minister of economic affairs$|economy, trade and industry", "economy minister", "GOV"),
    (r"minister of justice$|secretary of state for justice", "justice minister", "GOV"),
    (r"minister of (energy|energy and natural resources|petroleum|fuel and energy)$", "energy minister", "GOV"),
    (r"minister of intelligence$|minister of state security$", "intelligence minister", "GOV"),
    (r"secretary of state for northern ireland", "northern ireland secretary", "GOV"),
    (r"minister of (mainland affairs|unification)|unification minister", "minister of mainland affairs", "GOV"),
    (r"^national security advis|director of the national security office", "national security adviser", "GOV"),
    (r"secretary of the (supreme )?(national )?security (and defense )?council", "security council secretary", "GOV"),
    (r"director of national intelligence", "director of national intelligence", "SPY"),
    (r"director of the cia", "cia director", "SPY"),
    (r"director of the fbi", "fbi director", "COP"),
    (r"director of the mossad", "mossad director", "SPY"),
    (r"chief of the secret intelligence", "mi6 chief", "SPY"),
    (r"head of the security service|chairman of the (national|state) security committee|director of the intelligence bureau", "security service chief", "SPY"),
    (r"^secretary of homeland", "homeland security secretary", "GOV"),
    (r"^secretary of commerce$", "commerce secretary", "GOV"),
    (r"^secretary of energy$", "energy secretary", "GOV"),
    (r"^attorney general$|^attorney-general$", "attorney general", "GOV"),
    (r"prosecutor[- ]general", "prosecutor general", "JUD"),
    (r"united states trade representative", "trade representative", "GOV"),
    (r"white house chief of staff", "white house chief of staff", "GOV"),
    (r"white house press secretary", "white house press secretary", "GOV"),
    (r"chief cabinet secretary", "chief cabinet secretary", "GOV"),
    (r"government spokesperson", "government spokesman", "GOV"),
    (r"foreign ministry spoke", "foreign ministry spokeswoman", "GOV"),
    (r"chairman of the joint chiefs", "chairman of the joint chiefs of staff", "MIL"),
    (r"supreme commander", None, None),
    (r"chief of (the )?(general staff|defen[cs]e staff|joint staff|army staff)|head of the general staff|chief of the national defence general staff|commander-in-chief of the armed forces|chief of staff of the army|chief of the army staff", "army chief", "MIL"),
    (r"commander-in-chief of the revolutionary guard", "irgc commander", "MIL"),
    (r"commander of the navy|chief of the naval staff|chief of naval staff", "navy chief", "MIL"),
    (r"chief of (the )?air", "air force chief", "MIL"),
    (r"speaker of the house of representatives", "house speaker", "LEG"),
    (r"speaker of the (knesset|lok sabha|national assembly|grand national|parliament|islamic|house of commons)|president of the (national assembly|senate|chamber of deputies|legislative yuan)|chairman of the (verkhovna rada|state duma)", "speaker", "LEG"),
    (r"president of the (supreme court|supreme people's court|constitutional court)|^chief justice", "chief justice", "JUD"),
    (r"governor of the (central|national) bank|governor of the bank|governor of the people's bank", "central bank governor", "GOV"),
    (r"chief of staff of the presidential|head of the (office of the president|presidential administration)", "presidential chief of staff", "GOV"),
    (r"leader of the opposition$", "leader of the opposition", "OPP"),
    (r"secretary-general of the united nations$", "un secretary-general", "IGOUNO"),
    (r"deputy secretary-general of the united nations", "un deputy secretary-general", "IGOUNO"),
    (r"president of the united nations general assembly", "president of the un general assembly", "IGOUNO"),
    (r"president of the international court of justice", "president of the international court of justice", "IGOICJ"),
    (r"director-general of the world trade organization", "wto director-general", "IGOWTO"),
    (r"osce high commissioner", "osce high commissioner on national minorities", "IGOSCE"),
]
SEVERAL = {"deputy prime minister", "vice president", "state councilor", "special envoy", "hamas official", "opposition leader", "un envoy", "army chief", "government spokesman", "foreign ministry spokesman", "foreign ministry spokeswoman", "rebel leader", "businessman", "party leader", "speaker", "chief justice", "democracy activist", "dissident", "drug lord", "security service chief", "finance minister", "economy minister", "party official", "northern alliance commander", "central bank governor", "separatist leader", "shiite cleric", "warlord", "houthi spokesman"}
# Rows of the list that are wrong: an Israeli minister among the French.
WRONG = {("FRA", "Natan Sharansky")}
QIDS = {"Emmanuel Macron": "Q3052772", "Vladimir Putin": "Q7747", "Olaf Scholz": "Q61053", "Joe Biden": "Q6279", "Volodymyr Zelensky": "Q3874799", "Donald Trump": "Q22686", "Xi Jinping": "Q15031", "Benjamin Netanyahu": "Q43723", "Angela Merkel": "Q567", "Recep Tayyip Erdoğan": "Q39259", "Narendra Modi": "Q1058", "Barack Obama": "Q76", "George W. Bush": "Q207", "Bill Clinton": "Q1124", "António Guterres": "Q311440", "Ban Ki-moon": "Q1253", "Kofi Annan": "Q1254"}
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "dj", "Đ": "Dj", "ð": "d", "Ð": "D", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "ə": "a", "Ə": "A", "þ": "th", "Þ": "Th", "ʻ": "'", "ʼ": "'", "’": "'"})


def ascii_form(s):
    return unicodedata.normalize("NFKD", s.translate(LETTERS)).encode("ascii", "ignore").decode()


def key(s):
    return re.sub(r"[^a-z]", "", ascii_form(s).lower())


def date(s):
    """A date as given, if it is one: YYYY, YYYY-MM or YYYY-MM-DD."""
    s = (s or "").strip()
    if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", s):
        return ""
    p = [int(x) for x in s.split("-")]
    try:
        datetime.date(p[0], p[1] if len(p) > 1 else 1, p[2] if len(p) > 2 else 1)
    except ValueError:
        return ""
    return s


def low(s):
    return (s + "-01-01"[len(s) - 4:])[:10] if s else "0000-00-00"


def high(s):
    return low(s) if s else "9999-12-31"


def days(a, b):
    f = lambda s: datetime.date.fromisoformat(s).toordinal()
    return abs(f(a) - f(b))


class Term:
    def __init__(self, country, office, sectors, name, aliases, start, end, qid, source):
        self.country, self.office, self.sectors, self.name = country, office.lower(), sectors, name
        self.aliases, self.start, self.end, self.qid, self.source = aliases, start, end, qid, source

    @property
    def who(self):
        return (self.country, self.office, key(self.name))

    def overlaps(self, o):
        return low(self.start) < high(o.end) and low(o.start) < high(self.end)


def valid(t):
    return bool(t.start) and low(t.start) < high(t.end) and not (t.end and t.end < SINCE)


def tidy(name):
    name = re.sub(r"\(.*?\)", "", name.replace("’", "'")).strip()
    return re.sub(r",? (Baron|Baroness|Lord|Viscount|Earl|Count|Marquess)\b.*$", "", name).strip()


def wikidata(path):
    out = []
    for r in csv.DictReader(open(path, encoding="utf-8")):
        name = tidy(r["person"])
        if not re.fullmatch(r"Q\d+", r["wikidata_qid"] or "") or " " not in name or not re.match(r"[A-Za-zÀ-ɏ]", name):
            continue
        if r["iso3"] == "IND" and r["position"] == "Minister of Foreign Affairs":
            r["position"] = "secretary of state for foreign affairs"  # the list gives India's foreign secretaries so
        if (r["iso3"], name) in WRONG:
            continue
        p = r["position"].lower().replace("federal chancellor of germany", "chancellor of germany")
        for pattern, office, sectors in OFFICES:
            if re.search(pattern, p):
                break
        else:
            continue
        if office is None:
            continue
        country = "" if r["iso3"] == "IGO" else r["iso3"]
        if not country and not sectors.startswith("IGO"):
            continue
        t = Term(country, office, sectors, name, [], date(r["start"]), date(r["end"]), r["wikidata_qid"], "wikidata")
        if valid(t):
            out.append(t)
    return out


def reign(path):
    names = {}
    for line in open(os.path.join(HERE, "reign-names.txt"), encoding="utf-8"):
        if line[0] == "#" or line.count(";") < 3:
            continue
        state, code, office, rest = line.rstrip("\n").split(";", 3)
        table = {}
        for part in re.split(r",(?! )", rest):
            if "=" in part:
                a, b = part.split("=", 1)
                table[a] = b
        names[state] = (code, office, table)
    rows = [r for r in csv.DictReader(open(path, encoding="mac_roman")) if r["syear"]]
    byst = defaultdict(list)
    for r in rows:
        byst[r["stateabb"]].append(r)
    out = []
    for state, rs in byst.items():
        if state not in names:
            continue
        code, office, table = names[state]
        iso = lambda r: "%04d-%02d-%02d" % (int(r["syear"]), int(r["smonth"]), min(int(r["sdate"] or 1), calendar.monthrange(int(r["syear"]), int(r["smonth"]))[1]))
        rs.sort(key=iso)
        for i, r in enumerate(rs):
            short = r["leader"].strip()
            full = table.get("%s@%s" % (short, r["syear"])) or table.get(short) or (short if " " in short else "-")
            full, _, end_by_hand = full.partition(">")
            full, *more = full.split(":")
            if full == "-" or not re.match(r"[A-ZÀ-ɏʻ]", full) or re.search(r"√|ƒ| and |&|\. ?[A-Z][a-z]+$", full) and full[1] != ".":
                continue
            end, source = "", "reign"
            if r["eyear"]:
                y, m = int(r["eyear"]), int(r["emonth"])
                nxt = iso(rs[i + 1]) if i + 1 < len(rs) else ""
                end = nxt if nxt[:7] == "%04d-%02d" % (y, m) else "%04d-%02d-01" % (y + m // 12, m % 12 + 1)
            elif end_by_hand:
                end, source = end_by_hand, "reign|unsourced"
            o = more[0] if more else office
            sectors = "GOV|MIL" if o in ("junta leader", "military leader") else "LEG" if o == "speaker" else "GOV"
            t = Term(more[1] if len(more) > 1 else code, o, sectors, full, [], iso(r), end, "", source)
            if valid(t):
                out.append(t)
    return out


def unsourced():
    out, head = [], None
    for line in open(os.path.join(HERE, "unsourced.txt"), encoding="utf-8"):
        line = line.rstrip("\n")
        if not line or line[0] == "#":
            continue
        if line[0] == "@":
            head = line[1:].split(";")
            continue
        names, start, end = line.split(";")
        name, *aliases = names.split("|")
        t = Term(head[0], head[1], head[2], name, aliases, date(start), date(end), "", "unsourced")
        if not valid(t):
            sys.exit("bad term: " + line)
        out.append(t)
    return out


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
            p.source = "|".join(dict.fromkeys(p.source.split("|") + t.source.split("|")))
        else:
            out.append(t)
    return out


SAME_OFFICE = {"premier": "prime minister", "paramount leader": "president"}


def same_term(a, b):
    if a.country != b.country or SAME_OFFICE.get(a.office, a.office) != SAME_OFFICE.get(b.office, b.office):
        return False
    if key(a.name) == key(b.name) or any(key(x) == key(b.name) for x in a.aliases):
        return a.overlaps(b)
    x, y = set(ascii_form(a.name).lower().split()), set(ascii_form(b.name).lower().split())
    near = days(low(a.start), low(b.start)) <= 45
    return bool(near and (a.end[:7] == b.end[:7] or not b.end) and (x & y or b.source.startswith("reign")))


def main():
    wd, rg, own = wikidata(sys.argv[1]), reign(sys.argv[2]), unsourced()
    out_path = sys.argv[3] if len(sys.argv) > 3 else os.path.join(HERE, "../../data/actors/people.tsv")
    # One spelling of a name throughout: ours.
    ours = {(t.country, key(a)): t.name for t in own for a in t.aliases}
    for t in own:
        ours[(t.country, key(t.name))] = t.name
    for t in wd + rg:
        name = ours.get((t.country, key(t.name)), t.name)
        if name != t.name:
            t.aliases.append(t.name)
            t.name = name
    terms = merge_same(own)
    own_ids = {id(t) for t in terms}
    for extra in (merge_same(wd), merge_same(rg)):
        by = defaultdict(list)
        for t in terms:
            by[t.country].append(t)
        new = []
        for t in extra:
            hits = [o for o in by[t.country] if same_term(o, t)]
            if not hits:
                new.append(t)
                continue
            for o in hits:
                o.qid = o.qid or t.qid
                if key(t.name) != key(o.name):
                    o.aliases.append(t.name)
                if o.source == "unsourced" and t.source == "wikidata" and o.start == t.start and (o.end == t.end or not t.end):
                    o.source = "wikidata" if o.end == t.end else "wikidata|unsourced"
        terms += new
    # An end that the snapshot did not know: the day the next one took the office.
    by = defaultdict(list)
    for t in terms:
        by[(t.country, SAME_OFFICE.get(t.office, t.office))].append(t)
    for (country, office), ts in by.items():
        if office in SEVERAL:
            continue
        ts.sort(key=lambda t: low(t.start))
        for t in ts:
            if not t.end and id(t) not in own_ids:
                later = [o for o in ts if low(o.start) > low(t.start) and key(o.name) != key(t.name)]
                if later:
                    t.end = later[0].start
    # One person: one QID and all spellings on every row.
    qid, alias = {}, defaultdict(list)
    for t in terms:
        k = key(t.name)
        if t.qid:
            qid.setdefault((t.country, k), t.qid)
        alias[(t.country, k)] += t.aliases
    rows = set()
    for t in terms:
        k = key(t.name)
        q = QIDS.get(t.name) or t.qid or qid.get((t.country, k), "")
        names = []
        for a in [t.name] + alias[(t.country, k)]:
            names += [a, ascii_form(a)]
            if "'" in a:
                names.append(a.replace("'", "’"))
            if "đ" in a or "Đ" in a:
                names.append(ascii_form(a.replace("đ", "d").replace("Đ", "D")))
        names = [n for n in dict.fromkeys(names) if n and n != t.name and (" " in n or n in ("Timochenko", "Prachanda", "Hemedti", "Akihito", "Naruhito"))]
        rows.add((t.name, "|".join(names), t.country, t.sectors, t.office, t.start, t.end, q, t.source))
    rows = sorted(rows)
    head = [
        "schema = detente.people/1",
        "licence = MIT OR Apache-2.0; rows with source wikidata: CC0 (Wikidata)",
        "source = wikidata: Wikidata through the lists of every-politician-scrapers (snapshots 2022-07 to 2023-01); reign: REIGN (OEF Research), to March 2021, names spelled out by hand; unsourced: from memory. Made by tools/import-officeholders/import.py, which holds the corrections: edit there",
        "reviewed = 2026-11-24",
        "known problems: the IGO, NGO and IMG rows have no country and their organisation's code under sectors",
        "known problems: an open end in a wikidata row says only that the term ran at the beginning of 2023; where the next holder is known the term is closed with that day",
        "known problems: reign gives the month of an end, so the end is the successor's first day or the first of the next month; its office is the effective leader's usual one; leaders of some small states whose first names it lacks are left out",
        "known problems: sectors follow the office as in the seats of countries.tsv: defense ministers and attorneys general GOV, heads of agencies SPY or COP; opposition and rebel leaders have the role, not an office",
        "known problems: the years 2025 and 2026 are thin and unsourced",
    ]
    with open(out_path, "w", encoding="utf-8", newline="\n") as f:
        for h in head:
            f.write("# " + h + "\n")
        f.write("\t".join("name names country sectors office from to wikidata source".split()) + "\n")
        for r in rows:
            f.write("\t".join(r) + "\n")
    count = defaultdict(int)
    for r in rows:
        count[r[8]] += 1
    print(len(rows), "terms,", len({(r[0], r[2]) for r in rows}), "people", dict(count))


main()
