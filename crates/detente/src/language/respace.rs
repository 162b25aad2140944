//! Text that was cut into tokens with spaces between them ("Iran ' s U . S . envoy , who"), as corpora and old archives have it:
//! which of its spaces the writer did not write.

/// Byte offsets of the spaces that a tokenizer put in, in text order; none where the text is as people write.
pub(super) fn added(words: &str) -> Vec<usize> {
    if !is_tokenized(words) {
        return Vec::new();
    }
    let tokens = tokens(words);
    let mut added = Vec::new();
    for i in 1..tokens.len() {
        let at = tokens[i].0;
        if words.as_bytes()[at - 1] == b' ' && joins(&tokens, i) {
            added.push(at - 1);
        }
    }
    added
}

/// Whether commas, full stops or apostrophes stand off from the words before them, and none stands on one.
fn is_tokenized(words: &str) -> bool {
    let off = words.contains(" , ") || words.ends_with(" .") || words.contains(" ’ s ");
    off && words.match_indices(", ").all(|(i, _)| words[..i].ends_with(' '))
}

/// The words between spaces, with where they begin.
fn tokens(words: &str) -> Vec<(usize, &str)> {
    let start = words.as_ptr() as usize;
    words.split(' ').filter(|t| !t.is_empty()).map(|t| (t.as_ptr() as usize - start, t)).collect()
}

/// Whether a token belongs right after the one before it.
fn joins(tokens: &[(usize, &str)], i: usize) -> bool {
    let at = |k: usize| tokens.get(k).map_or("", |t| t.1);
    let (before, this, next) = (at(i - 1), at(i), at(i + 1));
    let earlier = if i >= 2 { at(i - 2) } else { "" };
    match this {
        "," | "." | ";" | ":" | "?" | "!" | ")" | "]" | "%" | "”" => return true,
        "'" | "’" | "´" if matches!(next, "s" | "S" | "t" | "re" | "ve" | "ll" | "d") => {
            return true;
        }
        "-" | "/" => return is_word(before) && is_word(next),
        _ => {}
    }
    match before {
        "(" | "[" | "$" | "£" | "€" | "“" => true,
        "'" | "’" | "´" => matches!(this, "s" | "S" | "t" | "re" | "ve" | "ll" | "d"),
        "-" | "/" => is_word(earlier) && is_word(this),
        // "22 . 5", "20 , 000", "U . S ."
        "." => (is_number(earlier) && is_number(this)) || (is_letter(earlier) && is_letter(this)),
        "," => is_number(earlier) && this.len() == 3 && is_number(this),
        _ => is_stray(this) || is_stray(before),
    }
}

fn is_word(token: &str) -> bool {
    token.chars().any(char::is_alphanumeric)
}

fn is_number(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| b.is_ascii_digit())
}

fn is_letter(token: &str) -> bool {
    token.len() == 1 && token.as_bytes()[0].is_ascii_uppercase()
}

/// A letter with a mark that stands alone: the "é" of "Andr é s".
fn is_stray(token: &str) -> bool {
    let mut chars = token.chars();
    chars.next().is_some_and(|c| c.is_lowercase() && !c.is_ascii()) && chars.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::added;

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let dropped = added(words);
        let kept: String =
            words.char_indices().filter(|(i, _)| !dropped.contains(i)).map(|(_, c)| c).collect();
        assert_eq!(kept, expected);
    }

    #[test]
    fn text_as_people_write_it_stays() {
        check("Norway, the host, said no.", "Norway, the host, said no.");
        check("He paid 5 - or 6, he said .", "He paid 5 - or 6, he said .");
    }

    #[test]
    fn tokenized_text() {
        check("Norway , the host , said no .", "Norway, the host, said no.");
        check("Chad ’ s U . S . envoy left .", "Chad’s U.S. envoy left.");
        check(
            "It paid $ 22 . 5 million for 20 , 000 rebel - held homes .",
            "It paid $22.5 million for 20,000 rebel-held homes.",
        );
        check("Andr é s said “ no ” ( twice ) .", "Andrés said “no” (twice).");
    }
}
