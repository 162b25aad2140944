//! How common words are: what weighs little because everybody uses it.

use crate::lexicon::file;
use crate::lexicon::files::Files;
use crate::lexicon::table::Table;
use crate::lexicon::table::Text;
use crate::model::Error;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// How common a word is that the table does not hold.
const RAREST: f32 = 5e-6;

/// How common words are, by their stems.
pub(crate) type Frequencies = FxHashMap<Text, f32>;

/// Reads `word_frequencies.tsv`; words of one stem are added up.
pub(crate) fn frequencies(files: &Files) -> Result<Frequencies, Error> {
    let name = "languages/en/word_frequencies.tsv";
    let table = Table::read(name, file(files, name)?, &["word", "zipf"])?;
    let mut out = Frequencies::default();
    for row in table.rows() {
        let word = row.need("word")?;
        let zipf: f32 = row.number("zipf")?.ok_or_else(|| row.wrong("zipf is empty"))?;
        let stem = match stem(word) {
            Cow::Borrowed(part) => row.keep(part),
            Cow::Owned(stem) => Cow::Owned(stem),
        };
        *out.entry(stem).or_default() += 10f32.powf(zipf - 9.0);
    }
    Ok(out)
}

/// The share of a stem among all words, at least [`RAREST`].
pub(crate) fn share(frequencies: &Frequencies, stem: &str) -> f32 {
    frequencies.get(stem).copied().unwrap_or(RAREST).max(RAREST)
}

/// Endings and what stands for them; the first that fits is taken.
const ENDINGS: &[(&str, &str)] =
    &[("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", "")];

/// What the forms of a word have in common, near enough to count them as one; the word is lower case.
///
/// At least four letters are left, so that short words stay themselves.
pub fn stem(word: &str) -> Cow<'_, str> {
    for (ending, instead) in ENDINGS {
        let Some(rest) = word.strip_suffix(ending) else { continue };
        if rest.chars().count() < 4 || (*ending == "s" && rest.ends_with('s')) {
            continue;
        }
        return match *instead {
            "" => Cow::Borrowed(rest),
            instead => Cow::Owned(format!("{rest}{instead}")),
        };
    }
    Cow::Borrowed(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one() {
        for (form, expected) in [
            ("countries", "country"),
            ("classes", "class"),
            ("attacking", "attack"),
            ("attacked", "attack"),
            ("talks", "talk"),
            ("press", "press"),
            ("news", "news"),
            ("king", "king"),
        ] {
            assert_eq!(stem(form), expected, "{form}");
        }
    }

    #[test]
    fn a_word_that_nobody_counted_is_rare() {
        let frequencies = Frequencies::from_iter([("the".into(), 0.05)]);
        assert_eq!(share(&frequencies, "the"), 0.05);
        assert_eq!(share(&frequencies, "mordor"), RAREST);
    }
}
