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
