//! Any text gives a document that covers it.

use detente_language::Doc;
use detente_language::Model;
use detente_language::Scratch;

/// Tokens are in order, on character boundaries, and with the single spaces after them cover the text;
/// heads are in the document.
fn check_covers(text: &str, doc: &Doc) {
    let mut at = 0;
    for token in &doc.tokens {
        assert_eq!(token.start, at, "a gap in {text:?}");
        assert!(token.end > token.start && text.is_char_boundary(token.end as usize));
        at = token.end;
        if token.space_after {
            assert_eq!(text.as_bytes()[at as usize], b' ');
            at += 1;
        }
        assert!((token.head as usize) < doc.tokens.len());
    }
    assert_eq!(at as usize, text.len(), "the end of {text:?}");
}

#[test]
fn odd_texts_are_covered() {
    let model = Model::embedded();
    let mut scratch = Scratch::new();
    let parts = [
        "",
        " ",
        "  ",
        "\n",
        "\u{a0}",
        "\0",
        "a",
        ".",
        "...",
        "'s",
        "n't",
        "can't",
        "—",
        "((",
        "))",
        "://",
        "@",
        "http://",
        "x@y.org",
        "1.2.3.4",
        "10km",
        "日本",
        "é",
        "\u{301}",
        "😀",
        "🇺🇸",
        "\u{feff}",
        "\u{200b}",
        "\u{10ffff}",
        "$",
        "US$",
        ":-)",
        "-",
        "/",
    ];
    let mut texts = Vec::new();
    for a in parts {
        for b in parts {
            texts.extend([format!("{a}{b}"), format!("{b} {a}{b} {b}"), format!("{a}\n{b}{a}")]);
        }
    }
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let docs = model.parse_batch(&texts, &mut scratch);
    assert_eq!(docs.len(), texts.len());
    texts.iter().zip(&docs).for_each(|(text, doc)| check_covers(text, doc));
}

#[test]
fn long_chunks_are_covered() {
    let model = Model::embedded();
    let mut scratch = Scratch::new();
    for part in ["a", "(", "a-", "a.", "n't", "日"] {
        let text = part.repeat(20_000 / part.len());
        check_covers(&text, &model.parse(&text, &mut scratch));
    }
}

#[test]
fn a_text_means_the_same_in_any_company() {
    let model = Model::embedded();
    let texts = ["He can't.", "The U.N. met.", "", "Rebels (armed) fled:)", "One\n\ntwo  three"];
    let together = model.parse_batch(&texts, &mut Scratch::new());
    let mut scratch = Scratch::new();
    for (text, doc) in texts.iter().zip(together) {
        let alone = model.parse(text, &mut scratch);
        assert_eq!(format!("{alone:?}"), format!("{doc:?}"));
    }
}
