"""Kills `detente code -o STORE` at random moments and looks whether the store is whole.

    python3 tools/check-store/kill.py DETENTE LINES.jsonl [KILLS]

The input is JSON lines. After each kill the store must open, pass SQLite's own check and hold whole documents only;
the next run goes on from there. When all documents are in, the store is taken away and the killing begins anew, until
the number is reached. At the end it must hold what a run without kills holds: nothing lost, nothing twice.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

CONTENT = """
select d.digest, r.published, r.n_sentences, r.n_events, e.id, e.status, z.sentence,
       (select count(*) from parties p where p.event_id = e.event_id)
from documents d join readings r using (document_id)
left join events e using (reading_id) left join sentences z using (sentence_id)
order by 1, 5, 6, 7
"""
BROKEN = """
select count(*) from readings r where r.n_events <> (select count(*) from events e where e.reading_id = r.reading_id)
"""
WITHOUT = "select count(*) from documents d where not exists (select 1 from readings r where r.document_id = d.document_id)"


def main():
    binary, lines = sys.argv[1:3]
    n_kills = int(sys.argv[3]) if len(sys.argv) > 3 else 200
    random.seed(6)
    with tempfile.TemporaryDirectory() as folder:
        whole = os.path.join(folder, "whole.detente")
        begin = time.monotonic()
        subprocess.run(command(binary, lines, whole), check=True)
        length = time.monotonic() - begin
        wanted = content(whole)
        store, killed, complete = os.path.join(folder, "killed.detente"), 0, 0
        while killed < n_kills:
            if run_and_kill(binary, lines, store, random.uniform(0, length)):
                killed += 1
            else:
                complete += 1
                compare(store, wanted)
                remove(store)
                continue
            if os.path.exists(store):
                check(store)
        subprocess.run(command(binary, lines, store), check=True)
        compare(store, wanted)
    print(f"{killed} kills, {complete} runs that were quicker; nothing lost or doubled in {len(wanted)} rows")


def command(binary, lines, store):
    return [binary, "code", "--quiet", "--input-format", "jsonl", "-o", store, "--learnt", "2024-01-01T00:00:00Z", lines]


def run_and_kill(binary, lines, store, seconds):
    """Whether it was still running."""
    process = subprocess.Popen(command(binary, lines, store))
    try:
        process.wait(seconds)
        assert process.returncode == 0, process.returncode
        return False
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
        return True


def check(store):
    db = sqlite3.connect(store)
    if db.execute("select count(*) from sqlite_schema").fetchone()[0]:
        assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        assert not db.execute("pragma foreign_key_check").fetchall()
        assert db.execute(BROKEN).fetchone()[0] == 0, "half a document"
        assert db.execute(WITHOUT).fetchone()[0] == 0, "a document without a reading"
    db.close()


def content(store):
    db = sqlite3.connect(store)
    rows = db.execute(CONTENT).fetchall()
    db.close()
    return rows


def compare(store, wanted):
    check(store)
    assert content(store) == wanted, "not what a run without kills gives"


def remove(store):
    for ending in ["", "-wal", "-shm"]:
        if os.path.exists(store + ending):
            os.remove(store + ending)


main()
