#!/usr/bin/env python3
"""How well the day of publication is solved where nothing states it: dated articles are stripped of their dates.

usage: quality/undated.py [--bin PATH] [--data DIR] [--keep FILE] [FILE ...]

A FILE holds JSON lines (`.xz` or not) with id, text and date. Without one, the quotation sets of DETENTE_EVAL are taken, where they are.
Hidden are the field itself, lines that are nothing but a date, and every year of four digits or after an apostrophe.
Printed are the shares of articles: with a best day, and that day right; with one year alone; with the true day among the candidates;
and confident errors: one year alone, and it is wrong. Every wrong answer is listed with its evidence.
A candidate set that leaves a bounded time at one end only counts as held, not as solved.
Python 3.11, standard library only.
"""
import argparse
import collections
import json
import lzma
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?"
DATE_LINE = re.compile(
    r"(?im)^[ \t]*(?:(?:published|updated|posted|last|modified|on|at|date|first)\W+)*(?:%s,?[ \t]*)?(?:%s[ \t]+\d{1,2}|\d{1,2}[ \t]+%s),?[ \t]*(?:\d{4})?[ \t0-9:.,apmgetsdutc]*$"
    % (DAY, MONTH, MONTH))
YEAR = re.compile(r"(?:,[ \t]*)?\b(?:1[5-9]|20)\d\d(?:s\b|-(?=\d\d\b)|\b)|(?<=\s)['’]\d\d\b")


def main():
    args = arguments()
    articles = [a for file in args.files for a in read(file)]
    if not articles:
        print("undated: no articles given and no public sets here: skipped")
        return 0
    answers = solved(args, articles)
    count = collections.Counter(judged(article, answers[article["id"]]) for article in articles)
    for verdict in count:
        for name in verdict:
            count_of[name] += count[verdict]
    n = len(articles)
    for name in NAMES:
        print("%-52s %4d  %5.1f %%" % (name, count_of[name], 100 * count_of[name] / n))
    for article in articles:
        report(article, answers[article["id"]])
    return 1 if count_of[CONFIDENT] else 0


ANSWERED = "articles with candidates"
HELD = "true day among the candidates (or nothing known)"
BEST = "articles with a best day"
EXACT = "best day is the true day"
YEAR_ALONE = "articles with one year alone"
MISSED = "true day not among the candidates"
CONFIDENT = "confident errors: one year alone, and it is wrong"
NAMES = ["articles", ANSWERED, HELD, YEAR_ALONE, BEST, EXACT, MISSED, CONFIDENT]
count_of = collections.Counter()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*")
    parser.add_argument("--bin", default=os.path.join(ROOT, "target", "release", "detente"))
    parser.add_argument("--data")
    parser.add_argument("--keep", help="where to leave the answers")
    args = parser.parse_args()
    folder = os.environ.get("DETENTE_EVAL") or os.path.join(ROOT, "..", "shared", "eval")
    sets = [os.path.join(folder, "data", "quotes", part + ".gold.jsonl.xz") for part in ("dev", "train")]
    args.files = args.files or [file for file in sets if os.path.exists(file)]
    return args


def read(file):
    opened = lzma.open(file, "rt", encoding="utf-8") if file.endswith(".xz") else open(file, encoding="utf-8")
    with opened as lines:
        return [json.loads(line) for line in lines]


def hidden(text):
    """Without date lines and years."""
    return YEAR.sub("", DATE_LINE.sub("", text))


def solved(args, articles):
    lines = "".join(json.dumps({"id": a["id"], "text": hidden(a["text"])}) + "\n" for a in articles)
    command = [args.bin, "code", "--input-format", "jsonl", "--format", "jsonl", "-q"]
    command += ["--data", args.data] if args.data else []
    done = subprocess.run(command + ["-"], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    answers = [json.loads(line) for line in done.stdout.decode().splitlines()]
    if args.keep:
        with open(args.keep, "w", encoding="utf-8") as file:
            for answer in answers:
                file.write(json.dumps({"id": answer["id"], "published": answer["article"]["published"]}) + "\n")
    return {answer["id"]: answer["article"]["published"] for answer in answers}


def judged(article, published):
    """The names of all that is true of an answer."""
    year = one_year(published)
    names = ["articles"]
    names += [ANSWERED] if published["candidates"] else []
    names += [HELD] if held(article, published) else [MISSED]
    names += [YEAR_ALONE] if year else []
    names += [BEST] if published["value"] else []
    names += [EXACT] if published["value"] == article["date"] else []
    names += [CONFIDENT] if year and year != article["date"][:4] else []
    return tuple(names)


def held(article, published):
    ranges = published["candidates"]
    return not ranges or any((a or "0") <= article["date"] <= (b or "9") for a, b in ranges)


def one_year(published):
    first, last = published["from"], published["to"]
    return first[:4] if first and last and first[:4] == last[:4] else None


def report(article, published):
    if held(article, published) and published["value"] in (None, article["date"]):
        return
    print("\n%s: %s, best day %s, candidates %s" % (article["id"], article["date"], published["value"], published["candidates"]))
    for clue in published["because"]:
        print("  %-9s %s" % (clue["role"], clue["note"]))


if __name__ == "__main__":
    sys.exit(main())
