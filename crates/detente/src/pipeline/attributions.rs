//! Sentences marked for speaker, cue and content → examples for the classifier of cues.

use crate::coding;
use crate::coding::Trained;
use crate::model::Error;
use crate::model::ErrorKind;
use crate::model::Span;
use crate::pipeline::Engine;
use crate::pipeline::training::articles;
use detente_language::Scratch;

/// A sentence without its marks, and who said what in it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Marked {
    text: String,
    said: Vec<Attribution>,
}

/// One speaker's cue and content; each may stand in several pieces.
#[derive(Debug, Default, PartialEq, Eq)]
struct Attribution {
    number: u8,
    speaker: Vec<Span>,
    cue: Vec<Span>,
    content: Vec<Span>,
}

/// The examples of a file, each with the number of its class: 0 an attribution, 1 none.
///
/// # Errors
/// If marks do not match or an attribution lacks cue or content; says file and line.
pub(super) fn examples(
    engine: &Engine,
    scratch: &mut Scratch,
    name: &str,
    text: &str,
) -> Result<Vec<Trained>, Error> {
    let rows = rows(name, text)?;
    let mut out = Vec::new();
    for chunk in rows.chunks(128) {
        let texts = articles(chunk.iter().map(|row| row.text.as_str()));
        let references: Vec<_> = texts.iter().collect();
        let analyses = crate::language::analyze(&references, &engine.model, scratch);
        for (row, (article, analysis)) in chunk.iter().zip(texts.iter().zip(&analyses)) {
            let drafts = coding::cue_examples(article, &analysis.value, &engine.lexicon);
            let class = |cue, content| usize::from(!row.holds(cue, content));
            out.extend(drafts.into_iter().map(|(f, cue, content)| (f, class(cue, content))));
        }
    }
    Ok(out)
}

impl Marked {
    /// Whether one of the attributions has this cue and more than half of this content.
    fn holds(&self, cue: Span, content: Span) -> bool {
        self.said.iter().any(|a| {
            a.cue.iter().any(|c| c.overlaps(cue)) && overlap(&self.text, &a.content, content) >= 0.5
        })
    }
}

/// Letters and digits in both, of those in either.
fn overlap(text: &str, pieces: &[Span], whole: Span) -> f32 {
    let (mut both, mut either) = (0u32, 0u32);
    for (i, _) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
        let inside = |s: &Span| (s.start as usize) <= i && i < s.end as usize;
        let (a, b) = (pieces.iter().any(inside), inside(&whole));
        both += u32::from(a && b);
        either += u32::from(a || b);
    }
    both as f32 / either.max(1) as f32
}

fn rows(name: &str, text: &str) -> Result<Vec<Marked>, Error> {
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty())
        .map(|(i, line)| {
            marked(line).map_err(|message| {
                Error::new(ErrorKind::Lexicon, message.to_owned())
                    .in_file(name)
                    .at_line(i + 1)
                    .hint("[speaker] <cue> {content}; see training/README.md")
            })
        })
        .collect()
}

/// `[She] <said> {that …}`; a digit after an opening mark tells the second attribution from the first.
fn marked(line: &str) -> Result<Marked, &'static str> {
    let mut out = Marked::default();
    let mut open: Vec<(char, u8, usize)> = Vec::new();
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '[' | '<' | '{' => {
                let number = chars.next_if(char::is_ascii_digit).map_or(1, |d| d as u8 - b'0');
                open.push((c, number, out.text.len()));
            }
            ']' | '>' | '}' => {
                let (mark, number, start) = open.pop().ok_or("a mark closes that was not open")?;
                let span = Span::new(start, out.text.len());
                out.add(number, (mark, c), span)?;
            }
            _ => out.text.push(c),
        }
    }
    let whole = out.said.iter().all(|a| !a.cue.is_empty() && !a.content.is_empty());
    if !open.is_empty() {
        return Err("a mark is not closed");
    }
    if whole { Ok(out) } else { Err("an attribution without cue or content") }
}

impl Marked {
    fn add(&mut self, number: u8, marks: (char, char), span: Span) -> Result<(), &'static str> {
        let at = self.said.iter().position(|a| a.number == number).unwrap_or_else(|| {
            self.said.push(Attribution { number, ..Attribution::default() });
            self.said.len() - 1
        });
        match marks {
            ('[', ']') => self.said[at].speaker.push(span),
            ('<', '>') => self.said[at].cue.push(span),
            ('{', '}') => self.said[at].content.push(span),
            _ => return Err("marks cross"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::marked;
    use super::overlap;
    use crate::model::Span;

    #[test]
    fn marks_are_read_and_nested() {
        let row = marked("[She] <said> {that [2he] <2hopes> {2to win}}.").unwrap();
        assert_eq!(row.text, "She said that he hopes to win.");
        let words = |s: &Span| s.of(&row.text);
        assert_eq!(row.said.len(), 2);
        assert_eq!(words(&row.said[0].content[0]), "that he hopes to win");
        assert_eq!(words(&row.said[1].content[0]), "to win");
        assert_eq!(words(&row.said[1].speaker[0]), "he");
    }

    #[test]
    fn marks_that_do_not_match_are_refused() {
        for line in
            ["[She <said> {it}.", "She] <said> {it}.", "[She} <said> {it].", "[She] <said>."]
        {
            assert!(marked(line).is_err(), "{line}");
        }
    }

    #[test]
    fn overlap_counts_letters_of_all_pieces() {
        let text = "“A,” he said, “bcd.”";
        let row = marked("{“A,”} [he] <said>, {“bcd.”}").unwrap();
        assert_eq!(row.text, text);
        assert!((overlap(text, &row.said[0].content, Span::new(0, text.len())) - 0.4).abs() < 1e-6);
    }
}
