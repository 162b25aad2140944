"""Runs R's `surveillance` and holds the numbers that our tests expect against it.

    python3 tools/check-alerts/compare.py

Needs Rscript with the package `surveillance` (Debian: r-cran-surveillance). `cargo test -p detente reference` holds our own
statistics against the same numbers, to 1e-6.
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
REFERENCE = HERE.parents[1] / "crates/detente/src/report/alerts/reference.rs"
TOLERANCE = 1e-6


def main():
    wanted, found = kept(REFERENCE.read_text()), said_by_r()
    if wanted.keys() != found.keys():
        sys.exit(f"not the same columns: {sorted(wanted.keys() ^ found.keys())}")
    worst = max(difference(name, wanted[name], found[name]) for name in wanted)
    n = sum(map(len, wanted.values()))
    print(f"{n} values in {len(wanted)} columns, largest difference {worst:.1e}")
    sys.exit(worst > TOLERANCE)


def kept(text):
    """Columns of numbers by name."""
    columns = re.findall(r"const (\w+): &\[f64\] = &\[(.*?)\];", text, re.S)
    return {name: [float(it) for it in re.findall(r"[-\d.][-\d.e_]*", body)] for name, body in columns}


def said_by_r():
    """The same from R."""
    run = subprocess.run(["Rscript", HERE / "reference.R"], check=True, capture_output=True, text=True)
    columns = {}
    for line in run.stdout.splitlines():
        name, _, value = line.split()
        columns.setdefault(name, []).append(float(value))
    return columns


def difference(name, wanted, found):
    """The largest in a column."""
    if len(wanted) != len(found):
        sys.exit(f"{name}: {len(wanted)} values here, {len(found)} in R")
    return max(abs(x - y) for x, y in zip(wanted, found))


if __name__ == "__main__":
    main()
