#!/usr/bin/env python3
"""Makes a WARC of pages for measuring speed: JSON lines with `html` or `html_base64` in, one gzip member per record out.

usage: make_warc.py OUT.warc.gz N_RECORDS PAGES.jsonl[.xz] ...

The pages are taken in turn until there are N records. The same input gives the same bytes.
"""

import base64
import gzip
import itertools
import json
import lzma
import sys
import uuid


def pages(paths):
    for path in paths:
        opener = lzma.open if path.endswith(".xz") else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                page = json.loads(line)
                if page.get("html_base64"):
                    body = base64.b64decode(page["html_base64"])
                else:
                    body = (page.get("html") or "").encode("utf-8", "replace")
                if body:
                    yield page.get("url") or f"http://pages.example/{page.get('id')}", body


def record(number, url, body):
    url = "".join(c if " " < c < "\x7f" else "_" for c in url)
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:{uuid.UUID(int=number)}>\r\n"
        f"WARC-Target-URI: {url}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def main():
    out, n_records, paths = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    all_pages = list(pages(paths))
    n_bytes = 0
    with open(out, "wb") as file:
        for number, (url, body) in zip(range(n_records), itertools.cycle(all_pages)):
            data = record(number, url, body)
            n_bytes += len(data)
            file.write(gzip.compress(data, 1, mtime=0) if out.endswith(".gz") else data)
    print(f"{n_records} records of {len(all_pages)} pages, {n_bytes / 1e6:.0f} MB unpacked")


if __name__ == "__main__":
    main()
