"""Alarm days a year of each method on the daily Geopolitical Risk Index (Caldara & Iacoviello 2022), 1985 to today.

    python3 tools/check-alerts/gpr.py DETENTE gpr_daily.csv

The count of a day is the index's share of the day's articles (N10D), which is the denominator: GPRD times N10D, scaled to one
risk article in 30 on an average day, since the index does not give its own counts.
"""

import csv
import json
import subprocess
import sys
import tempfile

# One alarm a year of each method.
LIST = 'schema = "detente.watch-list/1"\nbudget = {budget}\nmethods = ["{method}"]\n'


def main():
    detente, table = sys.argv[1:]
    rows = [it for it in csv.DictReader(open(table)) if it["GPRD"] and it["N10D"]]
    with tempfile.TemporaryDirectory() as folder:
        counts = f"{folder}/counts.csv"
        write(rows, counts)
        years = (len(rows) - 379) / 365.25
        print("| method | promised a year | opened a year | escalated a year |\n|---|---|---|---|")
        for method in ("farrington", "cusum", "change-point"):
            for budget in (0.5, 1, 2):
                told = alerts(detente, folder, counts, method, budget)
                n = [sum(it["change"] == change for it in told) / years for change in ("opened", "escalated")]
                print(f"| {method} | {budget} | {n[0]:.2f} | {n[1]:.2f} |")


def write(rows, path):
    with open(path, "w") as out:
        out.write("day,count,denominator\n")
        for it in rows:
            read = float(it["N10D"])
            out.write(f"{it['date']},{round(float(it['GPRD']) / 100 * read / 30)},{read}\n")


def alerts(detente, folder, counts, method, budget):
    path = f"{folder}/list.toml"
    open(path, "w").write(LIST.format(method=method, budget=budget))
    run = subprocess.run([detente, "alerts", path, counts, "--format", "jsonl"], check=True, capture_output=True, text=True)
    told = [json.loads(line) for line in run.stdout.splitlines()]
    # Without its year of history a day has no calibrated baseline.
    return [it for it in told if "short_history" not in it["doubts"]]


if __name__ == "__main__":
    main()
