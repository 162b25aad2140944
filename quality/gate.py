#!/usr/bin/env python3
"""Accuracy must not fall: runs the public gold sets and compares with the floors in baseline.toml.

usage: quality/gate.py [--bin PATH] [--update [--allow-regression]] [TASK ...]

The gold sets are not part of the project. DETENTE_EVAL names their folder; without it, ../shared/eval beside the clone
is taken where it stands; without that, the sets are skipped, and that is said.
--update writes the figures measured now as floors; a lower one only with --allow-regression (say why in CHANGELOG.md).
Python 3.11, standard library only.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import tomllib

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
BASELINE = os.path.join(ROOT, "quality", "baseline.toml")
# Two builds of one commit agree to the digit; the slack is for other processors' rounding.
SLACK = 0.3


def main():
    args = arguments()
    with open(BASELINE, "rb") as file:
        baseline = tomllib.load(file)
    folder = os.environ.get("DETENTE_EVAL") or os.path.join(ROOT, "..", "shared", "eval")
    script = os.path.join(folder, "run.py")
    if not os.path.exists(script):
        print("quality: no public sets here (DETENTE_EVAL is not set): skipped, golden documents only")
        return 0
    figures = measure(script, args.bin, args.tasks or baseline["tasks"])
    floors = baseline["floors"]
    fallen = [name for name, floor in floors.items() if name in figures and worse(name, figures[name], floor)]
    for name, floor in floors.items():
        if name in figures:
            print("%-26s %6.1f  floor %6.1f%s" % (name, figures[name], floor, "  FELL" if name in fallen else ""))
    if args.update:
        return update(baseline, figures, fallen, args.allow_regression)
    print("%d passed, %d failed" % (sum(name in figures for name in floors) - len(fallen), len(fallen)))
    return 1 if fallen else 0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tasks", nargs="*")
    parser.add_argument("--bin", default=os.path.join(ROOT, "target", "release", "detente"))
    parser.add_argument("--update", action="store_true")
    parser.add_argument("--allow-regression", action="store_true")
    return parser.parse_args()


def worse(name, figure, floor):
    """Traps are counted down, everything else up."""
    return figure > floor if "traps" in name else figure < floor - SLACK


def measure(script, binary, tasks):
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "figures.json")
        run = subprocess.run([sys.executable, script, *tasks, "--bin", binary, "--json", out], capture_output=True, text=True)
        if run.returncode or not os.path.exists(out):
            sys.exit("quality: the measurement failed:\n" + run.stdout[-2000:] + run.stderr[-2000:])
        with open(out) as file:
            figures = {name: value for name, value in json.load(file).items() if value is not None}
    # A correlation is kept in hundredths, as everything else is.
    return {name: 100 * value if name.endswith("pearson") else value for name, value in figures.items()}


def update(baseline, figures, fallen, allowed):
    if fallen and not allowed:
        print("quality: lower than the floor: %s; --allow-regression takes it" % ", ".join(fallen))
        return 1
    lines = ["# Floors of accuracy on the public development sets; quality/gate.py holds them.", ""]
    lines.append("tasks = %s" % json.dumps(baseline["tasks"]))
    lines += ["", "[floors]"]
    for name in sorted((set(baseline["floors"]) | set(figures)) - {"gsr.events_a_sentence"}):
        value = figures.get(name, baseline["floors"].get(name))
        lines.append('"%s" = %.1f' % (name, value))
    with open(BASELINE, "w") as file:
        file.write("\n".join(lines) + "\n")
    print("quality: wrote %d floors" % (len(lines) - 5))
    return 0


if __name__ == "__main__":
    sys.exit(main())
