#!/usr/bin/env python3
"""Pages a second against trafilatura and others, in one run on the same pages: against_trafilatura.py PAGES.jsonl ...

Each line of PAGES holds a page under `html`. Needs `pip install trafilatura lxml_html_clean`, and the program beside this
file built with `cargo build --release` in this folder. One thread each, processor time of the extraction alone;
pages that are not UTF-8 are left out for all.
"""
import json
import os
import subprocess
import sys
import tempfile
import time

import trafilatura

HERE = os.path.dirname(os.path.abspath(__file__))
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(HERE, "target"))
PROGRAM = os.path.join(TARGET, "release", "against_trafilatura")


def pages_of(files):
    for name in files:
        with open(name, encoding="utf-8") as lines:
            for line in lines:
                html = json.loads(line).get("html")
                if html:
                    yield html


def rate_of_trafilatura(pages):
    started = time.process_time()
    for html in pages:
        trafilatura.bare_extraction(html, with_metadata=True, include_comments=False)
    return len(pages) / (time.process_time() - started)


def rate_of(which, path):
    line = subprocess.run([PROGRAM, which, path], check=True, capture_output=True, text=True).stdout.split()
    return float(line[line.index("rate") + 1])


def main():
    pages = list(pages_of(sys.argv[1:]))
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps({"html": html}) + "\n" for html in pages)
        file.flush()
        # The best of three each, in turn, so that other work on the machine hits all alike.
        names = ["detente", "dom_smoothie", "rs-trafilatura"]
        rates = {name: max(rate_of(name, file.name) for _ in range(3)) for name in names}
    rates["trafilatura"] = rate_of_trafilatura(pages)
    for name, rate in rates.items():
        print(f"{name:16} {rate:7.0f} pages a second of processor time, {rates['detente'] / rate:5.2f} times as fast is detente")


main()
