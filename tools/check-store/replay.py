"""Asks a store as of random days, and stores built from only what was published by those days, and compares.

    python3 tools/check-store/replay.py DETENTE LINES.jsonl [DAYS]

The input is JSON lines with `published`. Every answer must be the same, byte for byte.
"""

import json
import os
import random
import subprocess
import sys
import tempfile

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
    "coverage STORE",
    "search STORE border",
]


def main():
    binary, lines = sys.argv[1:3]
    n_days = int(sys.argv[3]) if len(sys.argv) > 3 else 20
    random.seed(20)
    documents = [(json.loads(line).get("published") or "", line) for line in open(lines, encoding="utf-8")]
    # What has no day was not surely public before we learnt it.
    days = sorted(random.sample(sorted({day[:10] for day, _ in documents if day}), n_days))
    with tempfile.TemporaryDirectory() as folder:
        every = os.path.join(folder, "all.detente")
        fill(binary, every, [line for _, line in documents])
        for n, day in enumerate(days):
            store = os.path.join(folder, f"{n}.detente")
            then = [line for published, line in documents if published and published[:10] <= day]
            fill(binary, store, then)
            for question in QUESTIONS:
                now, replayed = (ask(binary, question, path, day) for path in (store, every))
                assert now == replayed, f"as of {day}: {question}"
            print(f"{day}: {len(then)} documents, {len(QUESTIONS)} answers the same", flush=True)


def fill(binary, store, lines):
    command = [binary, "code", "--quiet", "--input-format", "jsonl", "-o", store, "--learnt", "2030-01-01T00:00:00Z", "-"]
    subprocess.run(command, input="".join(lines).encode(), check=True)


def ask(binary, question, store, day):
    command = [binary] + [store if word == "STORE" else word for word in question.split()]
    return subprocess.run(command + ["--as-of", day], check=True, capture_output=True).stdout


main()
