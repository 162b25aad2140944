"""Asks a store as of random days, and stores built from only what was published by those days, and compares.

    python3 tools/check-store/replay.py DETENTE LINES.jsonl [DAYS]

The input is JSON lines with `id`. A document was public from the day that the store knows it was (given, or stated in its text).
Every answer must be the same, byte for byte.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

LEARNT = "2030-01-01"
QUESTIONS = [
    "timeline STORE RUS UKR",
    "timeline STORE RUS UKR --format json",
    "timeline STORE RUS UKR --format svg",
    "ledger STORE claims --dyad RUS UKR",
    "ledger STORE threats --format json",
    "ledger STORE promises",
    "ledger STORE meetings",
    "index STORE --group dyad --format csv",
    "index STORE --dyad RUS UKR --certainty --unit report --step week",
    "index STORE --unit incident --step month --format csv",
    "index STORE --group dyad --unit origin --format csv",
    "coverage STORE",
    "search STORE border",
]


def main():
    binary, lines = sys.argv[1:3]
    n_days = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    random.seed(20)
    lines = open(lines, encoding="utf-8").readlines()
    with tempfile.TemporaryDirectory() as folder:
        every = os.path.join(folder, "all.detente")
        fill(binary, every, lines)
        documents = list(zip(public(binary, every, lines), lines))
        days = sorted(random.sample(sorted({day for day, _ in documents if day < LEARNT}), n_days))
        for n, day in enumerate(days):
            store = os.path.join(folder, f"{n}.detente")
            then = [line for known, line in documents if known <= day]
            fill(binary, store, then)
            for question in QUESTIONS:
                now, replayed = (ask(binary, question, path, day) for path in (store, every))
                assert now == replayed, f"as of {day}: {question}"
            print(f"{day}: {len(then)} documents, {len(QUESTIONS)} answers the same", flush=True)


def public(binary, store, lines):
    """The first day on which each document was surely public."""
    sql = "SELECT document_id, known FROM documents_flat"
    rows = subprocess.run([binary, "query", store, sql, "--format", "json"], check=True, capture_output=True).stdout
    known = {row["document_id"]: row["known"] for row in map(json.loads, rows.splitlines())}
    assert len(known) == len(lines), "every line has an id of its own"
    return [known[json.loads(line)["id"]] for line in lines]


def fill(binary, store, lines):
    command = [binary, "code", "--quiet", "--input-format", "jsonl", "-o", store, "--learnt", LEARNT + "T00:00:00Z", "-"]
    subprocess.run(command, input="".join(lines).encode(), check=True)


def ask(binary, question, store, day):
    command = [binary] + [store if word == "STORE" else word for word in question.split()]
    return subprocess.run(command + ["--as-of", day], check=True, capture_output=True).stdout


main()
