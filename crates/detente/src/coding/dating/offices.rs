//! Offices in all their wordings: whether a title names the office of a term.

use crate::lexicon::DatingKind;
use crate::lexicon::Lexicon;
use crate::lexicon::Term;

/// Whether a title ("Secretary of Defence") names the office of a term ("defense secretary").
///
/// With the person's full name beside it, two words of the office are enough ("press secretary"),
/// and the name of an organization may be missing ("Secretary-General").
pub(super) fn is_office(lexicon: &Lexicon, title: &str, term: &Term, full_name: bool) -> bool {
    is_whole_office(lexicon, title, term) || full_name && is_part(lexicon, title, term)
}

/// Whether nothing of the office is left out.
pub(super) fn is_whole_office(lexicon: &Lexicon, title: &str, term: &Term) -> bool {
    let office = words(lexicon, &term.office);
    let said = words(lexicon, title);
    let known = |words: &[String]| !words.is_empty() && *words == *office;
    let acting = || office.iter().filter(|w| *w != "acting").eq(&said);
    known(&said) || aliases(lexicon, title).any(|alias| known(&words(lexicon, alias))) || acting()
}

/// Two words of a country's office, or one of an organization's: "communications director" may be a campaign's as well as the White House's.
fn is_part(lexicon: &Lexicon, title: &str, term: &Term) -> bool {
    let office = words(lexicon, &term.office);
    let said = words(lexicon, title);
    let part = !said.is_empty() && said.iter().all(|w| office.contains(w));
    part && (said.len() >= 2 || term.country.is_none())
}

fn aliases<'l>(lexicon: &'l Lexicon, title: &str) -> impl Iterator<Item = &'l str> {
    lexicon.dating(DatingKind::Office, &title.to_lowercase()).into_iter().flat_map(|v| v.split('|'))
}

/// The words of an office that tell, in one spelling and in order.
fn words(lexicon: &Lexicon, office: &str) -> Vec<String> {
    const EMPTY: [&str; 5] = ["of", "the", "for", "affairs", "and"];
    let mut words: Vec<String> = office
        .to_lowercase()
        .split([' ', '-'])
        .filter(|w| !w.is_empty() && !EMPTY.contains(w))
        .map(|w| lexicon.dating(DatingKind::Spelling, w).unwrap_or(w).to_owned())
        .collect();
    words.sort();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_name_offices() {
        let lexicon = Lexicon::embedded().unwrap();
        let row =
            |office: &str| Term { office: office.to_owned().into(), ..lexicon.people[0].clone() };
        for (title, office, full_name, expected) in [
            ("Secretary of Defence", "defense secretary", false, true),
            ("foreign minister", "foreign minister", false, true),
            ("minister of foreign affairs", "foreign minister", false, true),
            ("President", "vice president", true, false),
            ("vice president", "president", true, false),
            ("Press Secretary", "white house press secretary", true, true),
            ("president", "acting president", false, true),
            ("premier", "prime minister", false, true),
            ("secretary", "defense secretary", true, false),
        ] {
            assert_eq!(is_office(&lexicon, title, &row(office), full_name), expected, "{title}");
        }
    }
}
