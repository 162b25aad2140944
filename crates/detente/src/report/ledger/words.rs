//! On whose word something stands, and what they say of it.

use crate::report::ledger::Entry;
use crate::report::ledger::terms::Terms;
use crate::store::EventRow;
use crate::store::Word;
use std::collections::BTreeMap;

/// Who holds something.
pub(super) struct Holder {
    /// For people.
    name: String,
    code: Option<String>,
    /// Whether the code is that of the site's owner, for who is not named.
    inferred: bool,
    /// Who quotes them, if somebody does.
    account: Option<String>,
    /// What tells holders apart.
    key: String,
    /// With what stance; none for the outlet's own word.
    stance: Option<String>,
}

/// Entries in order of publication, each with what its holder said before if that was of another kind.
pub(super) fn positions(mut events: Vec<EventRow>, terms: &Terms) -> Vec<Entry> {
    events.sort_by_cached_key(published);
    let mut last: BTreeMap<String, &'static str> = BTreeMap::new();
    let entry = |event: EventRow| {
        let holder = holder(&event, terms);
        let position = position(&event, holder.stance.as_deref());
        // Who asks has not changed their mind.
        let before = match kind(position) {
            Kind::Asked => None,
            _ => last.insert(holder.key.clone(), position),
        };
        let before = before.filter(|it| kind(it) != kind(position)).map(str::to_owned);
        entry(holder, position, before, event)
    };
    events.into_iter().map(entry).collect()
}

/// Entries in order of publication: those of the parties themselves say `verb`, those of others that they tell of it.
pub(super) fn tellings(mut events: Vec<EventRow>, verb: &str, terms: &Terms) -> Vec<Entry> {
    events.sort_by_cached_key(published);
    let telling = |event: EventRow| {
        let holder = holder(&event, terms);
        let code = holder.code.as_deref().unwrap_or(&holder.name);
        let own = event.sources.iter().any(|it| is_known(&it.key) && code.starts_with(&it.key));
        let position = if own { verb } else { "tells of it" };
        entry(holder, position, None, event)
    };
    events.into_iter().map(telling).collect()
}

fn entry(holder: Holder, position: &str, before: Option<String>, event: EventRow) -> Entry {
    Entry {
        holder: holder.name,
        holder_code: holder.code,
        holder_inferred: holder.inferred,
        by_account_of: holder.account,
        position: position.to_owned(),
        before,
        key: holder.key,
        event,
    }
}

/// What puts entries in order.
pub(super) fn published(event: &EventRow) -> (String, String, String, i64) {
    let day = event.published.clone().unwrap_or_else(|| event.known.clone());
    (day, event.document_id.clone(), event.document_digest.clone(), event.trigger_start)
}

/// Whether a key or code stands for a party that we know.
pub(super) fn is_known(key: &str) -> bool {
    !key.is_empty() && !key.starts_with("---")
}

/// The innermost speaker who is known, since what they say is what is told; then anybody named; then the site's owner for who says "we" in its text.
fn holder(event: &EventRow, terms: &Terms) -> Holder {
    let words = &event.held_by;
    let denies = |it: &Word| matches!(it.stance.as_str(), "denies" | "doubts");
    let coded = |it: &Word| it.code.as_deref().is_some_and(is_known) && !is_ascribed(it, event);
    let named = |it: &Word| {
        name(it).is_some_and(|it| !terms.is_first_person(it)) && !is_ascribed(it, event)
    };
    let at = words.iter().rposition(|it| denies(it) && named(it));
    let at = at.or_else(|| words.iter().rposition(coded));
    let at = at.or_else(|| words.iter().rposition(named));
    let own = words.iter().find(|it| !is_ascribed(it, event));
    match (at, own) {
        (Some(at), _) => named_holder(words, at),
        (None, Some(word)) => nameless_holder(event, word, terms),
        (None, None) => outlet(event, None, terms),
    }
}

/// Whether it is the plan or wish of who would act, which somebody else says that they have.
fn is_ascribed(word: &Word, event: &EventRow) -> bool {
    let code = word.code.as_deref().unwrap_or_default();
    let own = event.sources.iter().any(|it| is_known(&it.key) && code.starts_with(&it.key));
    let open = matches!(event.status.as_str(), "planned" | "speculated" | "predicted");
    own && open && matches!(word.stance.as_str(), "wants" | "promises")
}

fn named_holder(words: &[Word], at: usize) -> Holder {
    let word = &words[at];
    let this = name(word).unwrap_or_default().to_owned();
    let code = word.code.clone().filter(|it| is_known(it));
    let outer = words
        .iter()
        .take(at)
        .find(|it| it.code.as_deref().is_some_and(is_known) && it.code != word.code);
    Holder {
        key: format!("{this} {}", code.as_deref().unwrap_or("")),
        account: outer.and_then(name).map(str::to_owned),
        code,
        inferred: false,
        name: this,
        stance: Some(word.stance.clone()),
    }
}

/// Who says "I" in a text of a site that speaks for a party is taken for that party, unless they ask: so do visitors.
fn nameless_holder(event: &EventRow, word: &Word, terms: &Terms) -> Holder {
    let stance = Some(word.stance.clone());
    let said = name(word);
    let Some(said) = said else {
        let name = "hearsay".to_owned();
        return Holder {
            key: name.clone(),
            name,
            code: None,
            inferred: false,
            account: None,
            stance,
        };
    };
    let of_owner = event.outlet.as_deref().and_then(|it| terms.owner(it));
    if of_owner.is_some() && !is_question(event) {
        return Holder { stance, ..outlet(event, Some(said), terms) };
    }
    let name = format!("“{said}”");
    let key = format!("{name} {}", event.document_digest);
    Holder { key, name, code: None, inferred: false, account: None, stance }
}

fn outlet(event: &EventRow, said: Option<&str>, terms: &Terms) -> Holder {
    let outlet = event.outlet.clone().unwrap_or_else(|| "outlet unknown".to_owned());
    let code = terms.owner(&outlet).map(str::to_owned);
    let name = said.map_or_else(|| outlet.clone(), |it| format!("“{it}” at {outlet}"));
    Holder { name, code, inferred: said.is_some(), account: None, key: outlet, stance: None }
}

fn name(word: &Word) -> Option<&str> {
    word.name.as_deref().or(word.speaker.as_deref())
}

fn is_question(event: &EventRow) -> bool {
    event.sentence.trim_end_matches(['"', '”', ' ']).ends_with('?')
}

/// What an entry says of its matter.
fn position(event: &EventRow, stance: Option<&str>) -> &'static str {
    match stance {
        Some("denies") => return "denies it",
        Some("doubts") => return "doubts it",
        _ => {}
    }
    match event.status.as_str() {
        "speculated" if is_question(event) => "asks whether it is so",
        "conditional" if event.condition.is_none() => "says what if",
        "denied" => "says that it is denied",
        "negated" => "says that it is not so",
        "failed" => "says that it failed",
        "ended" => "says that it ended",
        "planned" => "says that it is planned",
        "predicted" => "expects it",
        "conditional" => "says on what condition",
        "demanded" => "demands it",
        "speculated" => "thinks it possible",
        _ => "says so",
    }
}

/// The kinds of position that a change is a change between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    So,
    NotSo,
    ToCome,
    Asked,
}

/// Of which kind a position is.
pub(super) fn kind(position: &str) -> Kind {
    match position {
        "says so" => Kind::So,
        "asks whether it is so" => Kind::Asked,
        "denies it"
        | "doubts it"
        | "says that it is denied"
        | "says that it is not so"
        | "says that it failed"
        | "says that it ended" => Kind::NotSo,
        _ => Kind::ToCome,
    }
}
