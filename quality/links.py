"""Draw links from mentions to actors for judging by hand: is this whom the words mean, and is the code right?

    links.py OUT.jsonl [OUT.jsonl ...] [--articles 100] [--links 300] [--seed 1] > links.tsv

OUT.jsonl is what `detente code --format jsonl` wrote. Articles are drawn first, the same number from each file, then links from
them all, so that long articles do not drown the short ones. The judgments and the texts stay outside the project.
"""
import argparse
import json
import random


def articles(paths, number, rng):
    share = -(-number // len(paths))
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            rows = [line for line in lines if line.strip()]
        for line in rng.sample(rows, min(share, len(rows))):
            yield json.loads(line)


def links(document):
    """Every mention with an actor, in its sentence."""
    text = document["article"]["text"]
    actors = {a["id"]: a for a in document["actors"]}
    for mention in document["mentions"]:
        actor = actors.get(mention["actor"])
        inside = [s for s in document["sentences"] if s["start"] <= mention["start"] < s["end"]]
        if not actor or not inside:
            continue
        start, end = inside[0]["start"], max(inside[0]["end"], mention["end"])
        marked = text[start:mention["start"]] + "[[" + mention["text"] + "]]" + text[mention["end"]:end]
        yield [document["id"], document["article"]["published"]["value"] or "", actor["code"], actor["name"], mention["because"], mention["basis"], " ".join(marked.split())]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("outputs", nargs="+")
    parser.add_argument("--articles", type=int, default=100)
    parser.add_argument("--links", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    chosen = list(articles(args.outputs, args.articles, rng))
    share = args.links / len(chosen)
    drawn = []
    for i, document in enumerate(chosen):
        # As many as keep the running total at the share of the articles seen so far.
        found = list(links(document))
        wanted = round(share * (i + 1)) - len(drawn)
        drawn += rng.sample(found, min(wanted, len(found)))
    print("\t".join(["number", "article", "day", "code", "actor", "because", "basis", "sentence"]))
    for i, row in enumerate(drawn):
        print("\t".join([str(i + 1)] + [str(cell) for cell in row]))


main()
