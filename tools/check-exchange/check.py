"""Shows that what `detente export` writes is read by the programs people use, with codes still text.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install -r tools/check-exchange/requirements.txt
    /tmp/venv/bin/python tools/check-exchange/check.py STORE [--bin target/release/detente] [--r Rscript]

Each reader gives the number of rows, of days and of countries, and the CAMEO codes; all must agree with what the store says in SQL.
The three views are read as their users do: GDELT without a header under the 61 names of its codebook, ICEWS as the R package `icews` reads it, POLECAT as tab-separated text.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.dataset
import pyarrow.parquet

WRONG = []


def run(*command):
    done = subprocess.run([str(it) for it in command], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr}")
    return done.stdout


def say(reader, found, wanted):
    same = found == wanted
    print(f"{'ok ' if same else 'WRONG'} {reader}")
    if not same:
        print("   found ", found, "\n   wanted", wanted)
        WRONG.append(reader)


def sums(frame):
    """Rows, codes, days, countries and a sum, of any reader's table as pandas."""
    frame = frame.astype(object).where(frame.notna(), None)
    days = sorted({str(it)[:10] for it in frame["day"] if it is not None})
    codes = sorted(set(frame["cameo"]))
    quads = sorted({it for it in frame["quad"] if it is not None})
    total = round(sum(float(it) for it in frame["goldstein"] if it is not None), 3)
    return [len(frame), len(days), days[:1], codes, quads, total]


def wanted(detente, store):
    sql = "SELECT day, cameo, CAST(quad AS TEXT) AS quad, goldstein FROM events_flat"
    lines = run(detente, "query", store, sql, "--format", "json").splitlines()
    return sums(pd.DataFrame([json.loads(line) for line in lines]))


def parquet(folder, want):
    say("pyarrow, folder", sums(pyarrow.dataset.dataset(folder, partitioning="hive", exclude_invalid_files=True).to_table().to_pandas()), want)
    one = folder.with_suffix(".parquet")
    table = pyarrow.parquet.read_table(one)
    say("pyarrow, file", sums(table.to_pandas()), want)
    kinds = {str(table.schema.field(name).type) for name in ("cameo", "quad", "place_geonames", "source_code")}
    say("pyarrow, codes are strings", kinds, {"string"})
    say("pyarrow, days are days", str(table.schema.field("day").type), "date32[day]")
    about = pyarrow.parquet.read_metadata(one).metadata
    say("pyarrow, metadata", {b"detente.schema", b"detente.runs", b"detente.version"} <= set(about), True)
    files = f"{folder}/*/*.parquet"
    say("DuckDB, folder", sums(duckdb.sql(f"SELECT * FROM read_parquet('{files}', hive_partitioning = true)").df()), want)
    months = duckdb.sql(f"SELECT count(DISTINCT month) FROM read_parquet('{files}', hive_partitioning = true) WHERE day IS NOT NULL AND strftime(day, '%Y-%m') <> CAST(month AS VARCHAR)").fetchall()[0][0]
    say("DuckDB, months are those of the days", months, 0)
    say("DuckDB, file", sums(duckdb.sql(f"SELECT * FROM '{one}'").df()), want)
    say("Polars, folder", sums(pl.scan_parquet(files, hive_partitioning=True).collect().to_pandas()), want)
    say("Polars, file", sums(pl.read_parquet(one).to_pandas()), want)


def csv(path, want, rscript):
    schema = json.loads(Path(f"{path}-metadata.json").read_text())["tableSchema"]["columns"]
    text = {it["name"]: "str" for it in schema if it["datatype"] == "string"}
    say("pandas, CSV by its description", sums(pd.read_csv(path, dtype=text, keep_default_na=False, na_values=[""])), want)
    overrides = {name: pl.String for name in text}
    say("Polars, CSV", sums(pl.read_csv(path, schema_overrides=overrides).to_pandas()), want)
    types = {name: "VARCHAR" for name in text}
    say("DuckDB, CSV", sums(duckdb.read_csv(str(path), dtype=types).df()), want)
    if rscript is None:
        print("--  R is not here")
        return
    program = f"""
        d <- read.csv({str(path)!r}, colClasses = c(cameo = "character", quad = "character", day = "character"), na.strings = "", encoding = "UTF-8")
        cat(nrow(d), length(unique(na.omit(d$day))), sort(unique(na.omit(d$day)))[1], paste(sort(unique(d$cameo), method = "radix"), collapse = " "), paste(sort(unique(na.omit(d$quad))), collapse = " "), round(sum(d$goldstein, na.rm = TRUE), 3), sep = "\\n")
    """
    out = run(rscript, "-e", program).splitlines()
    found = [int(out[0]), int(out[1]), out[2:3], out[3].split(), out[4].split(), float(out[5])]
    say("R, read.csv", found, want)


def views(folder, detente, store):
    paths = {name: folder / f"{name}.txt" for name in ("polecat", "icews", "gdelt")}
    for name, path in paths.items():
        run(detente, "export", store, "--as", name, "-o", path)
    polecat = pd.read_csv(paths["polecat"], sep="\t", dtype=str, quoting=3, keep_default_na=False)
    say("pandas, POLECAT has 40 columns", polecat.shape[1], 40)
    say("pandas, POLECAT has days", pd.to_datetime(polecat["Event Date"]).notna().all(), True)
    icews = pd.read_csv(paths["icews"], sep="\t", quoting=3, dtype={"CAMEO Code": str})
    say("pandas, ICEWS has 20 columns", icews.shape[1], 20)
    say("pandas, ICEWS ids are unique with their day", icews.duplicated(["Event ID", "Event Date"]).sum(), 0)
    say("pandas, ICEWS ids are of 32 bits", icews["Event ID"].max() < 2**31, True)
    say("pandas, ICEWS codes are text", icews["CAMEO Code"].str.fullmatch(r"\d{2,4}").all(), True)
    gdelt = pd.read_csv(paths["gdelt"], sep="\t", header=None, names=HEADER, quoting=3, dtype={"SQLDATE": str, "EventCode": str, "EventBaseCode": str, "EventRootCode": str, "Actor1Code": str})
    say("pandas, GDELT has 61 columns", gdelt.shape[1], 61)
    say("pandas, GDELT quads are of four", set(gdelt["QuadClass"].dropna()) <= {1, 2, 3, 4}, True)
    say("pandas, GDELT roots begin the codes", all(a.startswith(b) for a, b in zip(gdelt["EventCode"], gdelt["EventRootCode"])), True)
    say("pandas, GDELT days are days", pd.to_datetime(gdelt["SQLDATE"], format="%Y%m%d").notna().all(), True)
    back = folder / "back.detente"
    for name, path in paths.items():
        run(detente, "import", back, path, "--as", name)
    sql = "SELECT layer, count(DISTINCT event_row) AS n FROM layers_flat GROUP BY layer"
    counts = {it["layer"]: it["n"] for it in map(json.loads, run(detente, "query", back, sql, "--format", "json").splitlines())}
    say("our own import", counts, {"polecat": len(polecat.drop_duplicates()), "icews": len(icews), "gdelt": len(gdelt)})


def actor(n):
    fields = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
    return [f"Actor{n}{it}" for it in fields.split()]


def geo(of):
    return [f"{of}Geo_{it}" for it in "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()]


# As the codebook of version 2.0 lists them.
HEADER = (
    "GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split() + actor(1) + actor(2)
    + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split()
    + geo("Actor1") + geo("Actor2") + geo("Action") + ["DATEADDED", "SOURCEURL"]
)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("store")
    parser.add_argument("--bin", default="target/release/detente")
    parser.add_argument("--r", default=shutil.which("Rscript"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        want = wanted(args.bin, args.store)
        for out, form in (("events", "parquet"), ("events.parquet", "parquet"), ("events.csv", "csv")):
            run(args.bin, "export", args.store, "--format", form, "-o", folder / out)
        parquet(folder / "events", want)
        csv(folder / "events.csv", want, args.r)
        views(folder, args.bin, args.store)
    print(f"{len(WRONG)} wrong; pyarrow {pyarrow.__version__}, DuckDB {duckdb.__version__}, Polars {pl.__version__}, pandas {pd.__version__}")
    sys.exit(bool(WRONG))


main()
