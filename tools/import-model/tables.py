"""What the language model needs at run time besides its weights, as byte sections of our own.

`tables(model_dir)` takes the folder of the unpacked pipeline (the one with `config.cfg`) and
returns `{section name: bytes}`:

    chars            character classes: those of the tokenizer's patterns and those of Python's `str`
    symbols          strings that have a small fixed id instead of a hash
    norms            string id -> normal form of a word
    tokenizer        units that are cut off a number, and exceptions with their pieces and norms
    attribute_rules  token patterns that set tag, part of speech, morphology and lemma
    lemmas           suffix rules, irregular forms and known base forms by part of speech

All numbers are little-endian. `str` below is a u16 length in bytes followed by UTF-8;
`list of X` is a u32 count followed by the items. Everything that has no order of its own is sorted,
so the same pipeline always gives the same bytes.

The tokenizer's regular expressions are not stored. Their shape is written by hand in the Rust
tokenizer, and only the sets they use are read from the pipeline, by parsing the expressions; an
expression of another shape than the expected one is refused.

Needs: the Python standard library and msgpack (srsly's copy serves too).
"""

import itertools
import re
import struct
from pathlib import Path

try:
    import msgpack
except ImportError:  # spaCy brings its own copy
    from srsly import msgpack

HERE = Path(__file__).parent
ORTH, NORM = 65, 67  # spaCy's numbers of the two attributes that an exception may set

# Bits of a character's classes; the Rust side (chars.rs) has the same list.
PYTHON_CLASSES = {"a": 0, "u": 1, "d": 2, "n": 3, "w": 4, "s": 5}
PREFIX, SUFFIX, INFIX = 6, 7, 8
BEFORE_STOP, BEFORE_CAPITAL_STOP = 9, 10
BEFORE_INNER_STOP, AFTER_INNER_STOP = 11, 12
LETTER, TOP_LEVEL_DOMAIN = 13, 14


def tables(model_dir):
    """All sections of the pipeline in `model_dir`, by name."""
    model_dir = Path(model_dir)
    tokenizer = read(model_dir / "tokenizer")
    units, classes = tokenizer_sets(tokenizer)
    return {
        "chars": chars_section(classes),
        "symbols": list_of(text(name) + number(id_) for name, id_ in symbols()),
        "norms": norms_section(read(model_dir / "vocab" / "lookups.bin")["lexeme_norm"]),
        "tokenizer": list_of(map(text, units)) + exceptions(tokenizer["exceptions"]),
        "attribute_rules": attribute_rules(read(model_dir / "attribute_ruler" / "patterns")),
        "lemmas": lemmas(read(model_dir / "lemmatizer" / "lookups" / "lookups.bin")),
    }


# --- bytes -----------------------------------------------------------------------------------


def read(path):
    return msgpack.unpackb(path.read_bytes(), raw=False, strict_map_key=False)


def number(value):
    return struct.pack("<I", value)


def text(string):
    raw = string.encode("utf-8")
    return struct.pack("<H", len(raw)) + raw


def list_of(items):
    items = list(items)
    return number(len(items)) + b"".join(items)


def tsv(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return rows[1:]


def symbols():
    return sorted((name, int(id_)) for name, id_ in tsv("symbols.tsv"))


# --- string ids ------------------------------------------------------------------------------


def murmur64a(data, seed=1):
    """MurmurHash64A (Austin Appleby, public domain), as spaCy hashes strings."""
    mask, m, r = (1 << 64) - 1, 0xC6A4A7935BD1E995, 47
    h = seed ^ (len(data) * m & mask)
    whole = len(data) // 8 * 8
    for (k,) in struct.iter_unpack("<Q", data[:whole]):
        k = k * m & mask
        k = (k ^ k >> r) * m & mask
        h = (h ^ k) * m & mask
    if len(data) > whole:
        h = (h ^ int.from_bytes(data[whole:], "little")) * m & mask
    h = (h ^ h >> r) * m & mask
    return h ^ h >> r


def string_id(string, fixed=dict(symbols())):
    return fixed.get(string) or (murmur64a(string.encode("utf-8")) if string else 0)


# --- sets of the tokenizer's expressions -------------------------------------------------------

# What is left of the alternatives when single characters are left out and the long sets and lists
# are replaced by a word.
PREFIX_SHAPES = [r"\+(?![0-9])", "……", r"\.\.+", r"US\$", r"C\$", r"A\$"]
SUFFIX_SHAPES = [
    "……", r"\.\.+", "'s", "'S", "’s", "’S", r"(?<=[0-9])\+", r"(?<=°[FfCcKk])\.",
    "(?<=[0-9])(?:list)", "(?<=[0-9])(?:list)", r"(?<=set)\.", r"(?<=setset)\.",
]
INFIX_SHAPES = [
    r"\.\.+", r"(?<=[0-9])[+\-\*^](?=[0-9-])", r"(?<=set)\.(?=set)", "(?<=set),(?=set)",
    "(?<=set)(?:-|–|—|--|---|——|~)(?=set)", "(?<=set)[:<>=/](?=set)",
]
URL_SHAPE = (
    r"(?u)^(?:(?:[\w\+\-\.]{2,})://)?(?:\S+(?::\S*)?@)?(?:(?!(?:10|127)(?:\.\d{1,3}){3})"
    r"(?!(?:169\.254|192\.168)(?:\.\d{1,3}){2})(?!172\.(?:1[6-9]|2\d|3[0-1])(?:\.\d{1,3}){2})"
    r"(?:[1-9]\d?|1\d\d|2[01]\d|22[0-3])(?:\.(?:1?\d{1,2}|2[0-4]\d|25[0-5])){2}"
    r"(?:\.(?:[1-9]\d?|1\d\d|2[0-4]\d|25[0-4]))|"
    r"(?:(?:[A-Za-z0-9\u00a1-\uffff][A-Za-z0-9\u00a1-\uffff_-]{0,62})?[A-Za-z0-9\u00a1-\uffff]\.)+"
    r"(?:set{2,63}))(?::\d{2,5})?(?:[/?#]\S*)?$"
)
SET = re.compile(r"\[(?:\\.|[^\]\\]){60,}\]")  # shorter ones are part of the shape
LIST = re.compile(r"(?<=\(\?:)[^()]{60,}(?=\))")


def tokenizer_sets(tokenizer):
    """The units that follow a number, and the characters of each class."""
    expect("nothing but addresses is kept whole", not tokenizer["token_match"])
    expect("only exceptions with affixes are matched again", tokenizer["faster_heuristics"])
    prefixes, _, _ = take_apart(tokenizer["prefix_search"], "^", "", PREFIX_SHAPES)
    suffixes, sets, units = take_apart(tokenizer["suffix_search"], "", "$", SUFFIX_SHAPES)
    before_stop, capital, capital_again = sets
    expect("a set of capitals stands before a stop twice", capital == capital_again)
    infixes, sets, _ = take_apart(tokenizer["infix_finditer"], "", "", INFIX_SHAPES)
    before_inner, after_inner, letter, after_comma, *around = sets
    letter_or_digit = letter | set(range(ord("0"), ord("9") + 1))
    expect("a comma parts letters", letter == after_comma)
    expect("hyphens and signs follow letters or digits", around == [letter_or_digit, letter] * 2)
    address = tokenizer["url_match"]
    expect("the pattern of addresses is the same", SET.sub("set", address) == URL_SHAPE)
    return sorted(units), {
        PREFIX: prefixes,
        SUFFIX: suffixes,
        INFIX: infixes,
        BEFORE_STOP: before_stop,
        BEFORE_CAPITAL_STOP: capital,
        BEFORE_INNER_STOP: before_inner,
        AFTER_INNER_STOP: after_inner,
        LETTER: letter,
        TOP_LEVEL_DOMAIN: set_of(SET.search(address).group()),
    }


def take_apart(expression, start, end, shapes):
    """The single characters among the alternatives, and the sets and list entries of the others.

    The others must have the given shapes, in order.
    """
    singles, sets, entries, found = set(), [], set(), []
    for piece in alternatives(expression):
        expect(f"{piece!r} is tied to its end", piece.startswith(start) and piece.endswith(end))
        piece = piece[len(start) : len(piece) - len(end)]
        if len(unescaped(piece)) == 1:
            singles.add(ord(unescaped(piece)))
        elif SET.fullmatch(piece):
            singles |= set_of(piece)
        else:
            sets += map(set_of, SET.findall(piece))
            piece = SET.sub("set", piece)
            entries |= {unescaped(it) for list_ in LIST.findall(piece) for it in list_.split("|")}
            found.append(LIST.sub("list", piece))
    expect(f"the shapes in {expression[:20]!r} are the same", found == shapes)
    return singles, sets, entries


def alternatives(expression):
    """Cuts an expression at the bars that stand in no set and no group."""
    depth, in_set, start, i = 0, False, 0, 0
    while i < len(expression):
        c = expression[i]
        if c == "\\":
            i += 1
        elif in_set:
            in_set = c != "]"
        elif c == "[":
            in_set = True
        elif c in "()":
            depth += 1 if c == "(" else -1
        elif c == "|" and depth == 0:
            yield expression[start:i]
            start = i + 1
        i += 1
    yield expression[start:]


def unescaped(piece):
    return re.sub(r"\\([^\w\s])", r"\1", piece)


SET_ITEM = re.compile(r"\\u([0-9A-F]{4})|\\U([0-9A-F]{8})|\\?(.)", re.DOTALL)


def set_of(expression):
    """The code points of a bracketed set of characters, ranges and escapes."""
    body, chars, i = expression[1:-1], set(), 0

    def item(i):
        found = SET_ITEM.match(body, i)
        code = found[1] or found[2]
        return (int(code, 16) if code else ord(found[3])), found.end()

    expect("a set is not negated", not body.startswith("^"))
    while i < len(body):
        first, i = item(i)
        last = first
        if body[i : i + 1] == "-" and i + 1 < len(body):
            last, i = item(i + 1)
        chars.update(range(first, last + 1))
    return chars


def expect(what, holds):
    if not holds:
        raise ValueError(f"the tokenizer's expressions have changed: it should hold that {what}")


# --- sections ----------------------------------------------------------------------------------


def chars_section(classes):
    """Ranges of equal class bits: u32 first, u32 last (included), u16 bits; the rest have none."""
    bits = [0] * 0x110000
    for first, last, letters in tsv("characters.tsv"):
        for code in range(int(first, 16), int(last, 16) + 1):
            bits[code] |= sum(1 << PYTHON_CLASSES[letter] for letter in letters)
    for bit, codes in classes.items():
        for code in codes:
            bits[code] |= 1 << bit
    ranges, code = [], 0
    for value, run in itertools.groupby(bits):
        length = sum(1 for _ in run)
        if value:
            ranges.append(struct.pack("<IIH", code, code + length - 1, value))
        code += length
    return list_of(ranges)


def norms_section(lexeme_norm):
    """List of u64 id of the word and str norm, sorted by id. The pipeline's table goes before spaCy's own."""
    norms = {string_id(word): norm for word, norm in tsv("base_norms.tsv")}
    norms.update(lexeme_norm)
    return list_of(struct.pack("<Q", id_) + text(norm) for id_, norm in sorted(norms.items()))


def exceptions(rules):
    """List of exceptions: the list of their pieces, each a str and the str of its norm (empty: the word's own)."""
    written = []
    for string, parts in sorted(rules.items()):
        if "".join(part[ORTH] for part in parts) != string or any(set(part) - {ORTH, NORM} for part in parts):
            raise ValueError(f"the exception {string!r} is not made of its pieces")
        written.append(list_of(text(part[ORTH]) + text(part.get(NORM, "")) for part in parts))
    return list_of(written)


CONDITIONS = {"TAG": 0, "LOWER": 1, "DEP": 2, "IS_SPACE": 3}
EFFECTS = {"TAG": 0, "POS": 1, "MORPH": 2, "LEMMA": 3, "DEP": 4}
IN, NOT_IN = 0, 1
# The only expressions that the rules use, written out.
EXPRESSIONS = {
    "^n'?t$": ["n't", "nt"],
    "^n[ou]thin'$": ["nothin'", "nuthin'"],
    "^y'?$": ["y", "y'"],
}


def attribute_rules(rules):
    """List of rules in order: list of patterns, u32 index of the token that is changed, list of effects.

    A pattern is a list of tokens, a token a list of conditions (u8 attribute, u8 in or not in, list
    of str), an effect a u8 attribute and a str.
    """
    written = []
    for rule in rules:
        patterns = list_of(list_of(map(conditions, pattern)) for pattern in rule["patterns"])
        effects = (bytes([EFFECTS[name]]) + text(effect) for name, effect in sorted(rule["attrs"].items()))
        written.append(patterns + number(rule["index"]) + list_of(effects))
    return list_of(written)


def conditions(token):
    return list_of(condition(name, wanted) for name, wanted in sorted(token.items()))


def condition(name, wanted):
    if isinstance(wanted, bool):
        wanted = {"IN": ["true" if wanted else "false"]}
    elif isinstance(wanted, str):
        wanted = {"IN": [wanted]}
    elif "REGEX" in wanted:
        wanted = {"IN": EXPRESSIONS[wanted["REGEX"]]}
    ((operator, values),) = wanted.items()
    kind = {"IN": IN, "NOT_IN": NOT_IN}[operator]
    return bytes([CONDITIONS[name], kind]) + list_of(map(text, sorted(values)))


def lemmas(lookups):
    """List of parts of speech: str name, list of suffix rules (str old, str new) in order,
    list of irregular forms (str form, list of str lemmas), and the known base forms, sorted by
    their bytes, as u32 length and lines."""
    written = []
    for name in ["adj", "adv", "noun", "punct", "verb"]:
        id_ = string_id(name)
        rules = list_of(text(old) + text(new) for old, new in lookups["lemma_rules"].get(id_, []))
        irregular = sorted(lookups["lemma_exc"].get(id_, {}).items())
        forms = list_of(text(form) + list_of(map(text, them)) for form, them in irregular)
        index = b"".join(word.encode() + b"\n" for word in sorted(set(lookups["lemma_index"].get(id_, []))))
        written.append(text(name) + rules + forms + number(len(index)) + index)
    if sum(len(table) for table in lookups.values()) != sum((5, 4, 4)):
        raise ValueError("the lemmatizer has tables for other parts of speech")
    return list_of(written)
