//! Writes all that the parser says of some texts, a line a token, for `tools/compare-with-spacy`.
//!
//! Texts come from a file or from standard input, parted by zero bytes. The columns are described
//! in `compare.py`.

use detente_language::Doc;
use detente_language::Model;
use detente_language::Scratch;
use std::borrow::Cow;
use std::io::Read;
use std::io::Write;

/// Texts that are parsed together.
const BATCH: usize = 256;

fn main() -> std::io::Result<()> {
    let mut input = String::new();
    match std::env::args_os().nth(1) {
        Some(path) => input = std::fs::read_to_string(path)?,
        None => _ = std::io::stdin().read_to_string(&mut input)?,
    }
    let model = Model::embedded();
    let mut scratch = Scratch::new();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let texts: Vec<&str> = input.split('\0').collect();
    for batch in texts.chunks(BATCH) {
        for (text, doc) in batch.iter().zip(model.parse_batch(batch, &mut scratch)) {
            write_document(&mut out, text, &doc)?;
        }
    }
    out.flush()
}

fn write_document(out: &mut impl Write, text: &str, doc: &Doc) -> std::io::Result<()> {
    for token in &doc.tokens {
        let (form, lemma) = (escape(token.text(text)), escape(&token.lemma));
        let (tag, pos, dep) = (token.tag.label(), token.pos.label(), token.dep.label());
        let (start, end, head) = (token.start, token.end, token.head);
        let sentence = if token.sentence_start { "S" } else { "" };
        write!(out, "{start}\t{end}\t{form}\t{lemma}\t{tag}\t{pos}\t{head}\t{dep}\t{sentence}\t")?;
        if let Some(part) = token.entity {
            write!(out, "{}-{}", if part.begins { "B" } else { "I" }, part.label.label())?;
        }
        writeln!(out)?;
    }
    writeln!(out)
}

fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['\\', '\t', '\n', '\r']) {
        return text.into();
    }
    let escaped =
        text.replace('\\', "\\\\").replace('\t', "\\t").replace('\n', "\\n").replace('\r', "\\r");
    escaped.into()
}
