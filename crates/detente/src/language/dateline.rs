//! "OSLO, March 3 (Agency) - Norway said …": the parser takes a dateline for the sentence's subject, so it is read apart.

/// How many bytes of a paragraph are its dateline with the dash or colon after it; 0 where there is none.
///
/// A dateline begins with a word in capitals and ends in a dash or colon within its first 70 bytes;
/// between them stand only names, dates and an agency in brackets.
pub(super) fn end(words: &str) -> usize {
    let limit = words.char_indices().map(|(i, _)| i).take_while(|&i| i <= 70).last().unwrap_or(0);
    let head = &words[..limit];
    let marks = ["—", "–", " - ", " -- ", ": "];
    let Some((at, mark)) = marks.iter().filter_map(|m| head.find(m).map(|at| (at, *m))).min()
    else {
        return 0;
    };
    let place = &head[..at];
    let is_dateline = place.split(|c: char| !c.is_alphabetic()).next().is_some_and(is_capitals)
        && place.split_whitespace().all(belongs);
    if !is_dateline {
        return 0;
    }
    let after = at + mark.len();
    after + words[after..].len() - words[after..].trim_start().len()
}

/// Two capitals or more and nothing else: "OSLO", but also "UN", which needs a place or agency after it.
fn is_capitals(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(char::is_uppercase)
}

/// A name, a number or something in brackets.
fn belongs(word: &str) -> bool {
    word.starts_with(|c: char| {
        c.is_uppercase() || c.is_numeric() || c == '(' || c == '/' || c == '-'
    }) || ["de", "la", "el", "al", "of", "da"].contains(&word)
}

#[cfg(test)]
mod tests {
    use super::end;

    #[track_caller]
    fn check(words: &str, rest: &str) {
        assert_eq!(&words[end(words)..], rest);
    }

    #[test]
    fn datelines() {
        check("OSLO (Agency) - Norway protested.", "Norway protested.");
        check("SÃO PAULO, Brazil — Police fired.", "Police fired.");
        check("OSLO: The minister resigned.", "The minister resigned.");
        check("WASHINGTON, March 3 -- The envoy left.", "The envoy left.");
    }

    #[test]
    fn prose_stays_whole() {
        for words in [
            "Norway - a kingdom - protested.",
            "NATO said on Monday: no.",
            "The minister said: no.",
            "",
        ] {
            check(words, words);
        }
    }
}
