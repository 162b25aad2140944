//! Which language a text is in.

use crate::model::Article;
use crate::model::BlockKind;
use crate::model::Warning;
use whatlang::Detector;
use whatlang::Lang;
use whatlang::Script;

/// How much of the text is looked at.
const SAMPLE_BYTES: usize = 8_000;

/// Texts with fewer letters of the Latin script are taken to be English: too little to tell.
const MIN_LETTERS: usize = 150;

/// Fills `language`, and warns where it is not English: such a document is kept and labelled, and not coded.
pub(super) fn tell(article: &mut Article, warnings: &mut Vec<Warning>) {
    let sample = sample(article);
    let told = identify(&sample, article.language.as_deref());
    if told != "en" {
        let message = format!("the text is in {told:?}; only English is coded");
        warnings.push(Warning::new("extract.not_english", message));
    }
    article.language = Some(told);
}

fn sample(article: &Article) -> String {
    let mut out = String::new();
    for block in article.blocks.iter().filter(|b| !matches!(b.kind, BlockKind::Furniture(_))) {
        let text = block.span.of(&article.text);
        let room = SAMPLE_BYTES.saturating_sub(out.len());
        out.push_str(&text[..text.floor_char_boundary(room)]);
        out.push(' ');
    }
    out
}

/// ISO 639-1 (ISO 639-3 where there is none); `hint` is what the page says of itself.
fn identify(sample: &str, hint: Option<&str>) -> String {
    if is_plainly_english(sample) {
        return "en".to_owned();
    }
    let n_letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let detected =
        Detector::with_allowlist(LANGUAGES.iter().map(|(lang, _)| *lang).collect()).detect(sample);
    match detected {
        Some(info) if info.script() != Script::Latin && n_letters >= 20 => code(info.lang()),
        Some(info) if n_letters >= MIN_LETTERS && info.is_reliable() => code(info.lang()),
        // The page's word counts only where the text is too short to say otherwise.
        _ => hint.and_then(primary).filter(|_| n_letters >= 60).unwrap_or_else(|| "en".to_owned()),
    }
}

/// The first part of a language tag: `en` of `en-GB`.
fn primary(tag: &str) -> Option<String> {
    let first = tag.split(['-', '_']).next().unwrap_or("").trim().to_lowercase();
    let well_formed =
        (2..=3).contains(&first.len()) && first.chars().all(|c| c.is_ascii_lowercase());
    well_formed.then_some(first)
}

/// One word in eight is one that English has and its neighbors lack.
fn is_plainly_english(sample: &str) -> bool {
    const WORDS: [&str; 16] = [
        "the", "of", "and", "to", "that", "was", "with", "is", "for", "has", "said", "have", "by",
        "from", "will", "his",
    ];
    let words: Vec<&str> = sample.split_whitespace().collect();
    let hits = words.iter().filter(|word| WORDS.contains(&word.to_lowercase().as_str())).count();
    words.len() >= 8 && hits * 8 >= words.len()
}

fn code(lang: Lang) -> String {
    let known = LANGUAGES.iter().find(|(it, _)| *it == lang).map(|(_, code)| *code);
    known.unwrap_or_else(|| lang.code()).to_owned()
}

/// The languages told apart. Fewer are told more surely; close neighbors of English are all here.
const LANGUAGES: &[(Lang, &str)] = &[
    (Lang::Eng, "en"),
    (Lang::Rus, "ru"),
    (Lang::Cmn, "zh"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Ben, "bn"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Ukr, "uk"),
    (Lang::Kat, "ka"),
    (Lang::Ara, "ar"),
    (Lang::Hin, "hi"),
    (Lang::Jpn, "ja"),
    (Lang::Heb, "he"),
    (Lang::Pol, "pl"),
    (Lang::Amh, "am"),
    (Lang::Kor, "ko"),
    (Lang::Nob, "nb"),
    (Lang::Dan, "da"),
    (Lang::Swe, "sv"),
    (Lang::Fin, "fi"),
    (Lang::Tur, "tr"),
    (Lang::Nld, "nl"),
    (Lang::Hun, "hu"),
    (Lang::Ces, "cs"),
    (Lang::Ell, "el"),
    (Lang::Bul, "bg"),
    (Lang::Ron, "ro"),
    (Lang::Hrv, "hr"),
    (Lang::Srp, "sr"),
    (Lang::Ind, "id"),
    (Lang::Vie, "vi"),
    (Lang::Tha, "th"),
    (Lang::Pes, "fa"),
    (Lang::Urd, "ur"),
    (Lang::Aze, "az"),
    (Lang::Hye, "hy"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_told() {
        let german = "Die Regierung hat am Montag beschlossen, die Truppen an der Grenze zu verstärken. Der Minister sagte, man wolle keinen Krieg, aber man werde sich verteidigen, wenn es nötig sei. Die Opposition widersprach.";
        for (text, expected) in [
            ("Israeli troops attacked Lebanon on Tuesday.", "en"),
            ("", "en"),
            (german, "de"),
            ("Президент сказал, что войны не будет.", "ru"),
            ("Vladimir Putin, Emmanuel Macron, Olaf Scholz", "en"),
        ] {
            assert_eq!(identify(text, None), expected, "{text}");
        }
    }

    #[test]
    fn the_page_is_believed_only_where_the_text_is_silent() {
        assert_eq!(
            identify("The king of Gondor said that he was ready for the talks.", Some("fr")),
            "en"
        );
        assert_eq!(primary("en-GB").as_deref(), Some("en"));
        assert_eq!(primary("<x>"), None);
    }
}
