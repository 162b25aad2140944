//! Rules that no row of the tables has: events that come of how others are put together.

/// A rule of composition.
#[derive(Clone, Copy, Debug)]
pub struct Composed {
    /// Its name in an event.
    pub rule: &'static str,
    /// The class it gives; empty where that depends.
    pub class: &'static str,
    /// What it reads, with an example.
    pub meaning: &'static str,
}

/// Who says that another will do something hostile.
pub const FORECAST: Composed = Composed {
    rule: "en.statement.forecast",
    class: "COMMENT",
    meaning: "Saying that another will do something hostile is a pessimistic comment of the speaker on the other: “the minister believes that Norway will invade Sweden”.",
};

/// Who says that it will not.
pub const REFUSAL: Composed = Composed {
    rule: "en.statement.refusal",
    class: "REJECT",
    meaning: "Saying that one will not do something is a refusal: “Argentina said it would not join the bloc”.",
};

/// Who says that another has to.
pub const DEMAND: Composed = Composed {
    rule: "en.statement.demand",
    class: "REQUEST",
    meaning: "Saying that another must or should do something is an appeal to it: “Moscow must withdraw, the chancellor said”.",
};

/// Who says what it will do if.
pub const THREAT: Composed = Composed {
    rule: "en.statement.threat",
    class: "THREATEN",
    meaning: "Telling a hostile act of one's own that depends on what another does is a threat to the other; so is a warning of one: “Sweden will recall its envoy if Norway closes the border, the minister said”.",
};

/// Whom a visit is paid to.
pub const HOST: Composed = Composed {
    rule: "en.consult.host-by-place",
    class: "CONSULT",
    meaning: "A meeting at home of one of two sides is a visit by the other (CAMEO 042), whom the first receives (043): “the envoy of Chile met the king of Norway in Oslo”.",
};

/// What only the classifier knows.
pub const TYPED: Composed = Composed {
    rule: "en.typed",
    class: "",
    meaning: "A clause ties two known parties together by words that the tables do not have; the classifier is sure of the class. Its confidence is the classifier's, times 0.8.",
};

/// All of them.
pub const COMPOSED: [Composed; 6] = [FORECAST, REFUSAL, DEMAND, THREAT, HOST, TYPED];

#[cfg(test)]
mod tests {
    use super::COMPOSED;
    use crate::lexicon::Lexicon;
    use std::path::Path;

    /// Words in quotation marks of the coder's files that look like a rule's name.
    fn rules_in(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                rules_in(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let quoted = text.split('"').skip(1).step_by(2);
            found.extend(quoted.filter(|it| it.starts_with("en.")).map(str::to_owned));
        }
    }

    #[test]
    fn the_coder_names_no_other_rule() {
        let lexicon = Lexicon::embedded().unwrap();
        let mut named = Vec::new();
        rules_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/coding"), &mut named);
        assert!(!named.is_empty());
        for rule in named {
            let known = lexicon.acts.iter().any(|it| *it.rule == *rule)
                || lexicon.operators.iter().any(|it| *it.rule == *rule)
                || COMPOSED.iter().any(|it| it.rule == rule);
            assert!(known, "{rule} is explained nowhere: add it to COMPOSED");
        }
    }
}
