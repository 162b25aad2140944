//! The rules that give tokens their coarse part of speech, and some of them a lemma, from tag,
//! relation and letters.
//!
//! A rule is a row of one or two token patterns and what it sets; all rules are matched first and
//! then applied in their order, so later ones win.
//! Source: `attributeruler.py` of spaCy; the rules come with the model.

use crate::labels::Dep;
use crate::labels::Pos;
use crate::labels::Tag;
use crate::model_file::Error;
use crate::model_file::ModelFile;
use crate::tables::Table;
use std::sync::Arc;

/// The rules; shared by all workers.
#[derive(Debug)]
pub(crate) struct AttributeRuler {
    singles: Vec<(u16, Pattern, Effects)>,
    pairs: Vec<Pair>,
}

/// What a token was before the rules.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Before<'a> {
    pub(crate) lower: &'a str,
    pub(crate) is_space: bool,
    pub(crate) tag: Tag,
    pub(crate) dep: Dep,
}

/// What the rules make of a token, and how it may take part in rules for two tokens.
#[derive(Clone, Debug)]
pub(crate) struct Ruled {
    pub(crate) tag: Set<Tag>,
    pub(crate) dep: Set<Dep>,
    pub(crate) pos: Set<Pos>,
    pub(crate) morph: Set<Morph>,
    pub(crate) lemma: Set<Option<Arc<str>>>,
    /// Bits of the pair rules whose first pattern the token matches.
    pub(crate) firsts: u32,
    /// Bits of the pair rules whose second pattern the token matches.
    pub(crate) seconds: u32,
}

/// A value and the number of the rule that set it; 0 for none.
#[derive(Clone, Debug)]
pub(crate) struct Set<T> {
    pub(crate) value: T,
    rule: u16,
}

impl<T> Set<T> {
    fn new(value: T) -> Self {
        Set { value, rule: 0 }
    }

    fn set(&mut self, value: &Option<T>, rule: u16)
    where
        T: Clone,
    {
        if let Some(value) = value
            && rule > self.rule
        {
            *self = Set { value: value.clone(), rule };
        }
    }
}

/// The features of morphology that the lemmatizer asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Morph {
    pub(crate) has_number: bool,
    pub(crate) is_singular: bool,
    pub(crate) is_infinitive: bool,
    pub(crate) is_finite: bool,
    pub(crate) is_present: bool,
    pub(crate) is_positive: bool,
}

impl Morph {
    fn new(features: &str) -> Self {
        let mut out = Morph::default();
        for feature in features.split('|') {
            match feature {
                "VerbForm=Inf" | "VerbForm=None" => out.is_infinitive = true,
                "VerbForm=Fin" => out.is_finite = true,
                "Tense=Pres" => out.is_present = true,
                "Degree=Pos" => out.is_positive = true,
                _ => {}
            }
            out.is_singular |= feature == "Number=Sing";
            out.has_number |= feature.starts_with("Number=");
        }
        out
    }
}

/// Conditions on one token; tags and relations as sets of bits.
#[derive(Clone, Debug)]
struct Pattern {
    tags: u64,
    deps: u64,
    is_space: Option<bool>,
    lower: Option<Vec<Box<str>>>,
}

impl Pattern {
    fn matches(&self, token: Before<'_>) -> bool {
        self.tags & bit(token.tag as u8) != 0
            && self.deps & bit(token.dep as u8) != 0
            && self.is_space.is_none_or(|it| it == token.is_space)
            && self.lower.as_ref().is_none_or(|them| them.iter().any(|it| **it == *token.lower))
    }
}

#[derive(Clone, Debug, Default)]
struct Effects {
    tag: Option<Tag>,
    dep: Option<Dep>,
    pos: Option<Pos>,
    morph: Option<Morph>,
    lemma: Option<Option<Arc<str>>>,
}

#[derive(Debug)]
struct Pair {
    rule: u16,
    patterns: [Pattern; 2],
    is_second_changed: bool,
    effects: Effects,
}

impl AttributeRuler {
    /// Reads section `attribute_rules`.
    pub(crate) fn read(file: &ModelFile<'_>) -> Result<Self, Error> {
        let mut out = AttributeRuler { singles: Vec::new(), pairs: Vec::new() };
        let mut rule: u16 = 0;
        Table::open(file, "attribute_rules")?.list(|table| {
            rule = rule.checked_add(1).ok_or_else(|| table.error("has too many rules"))?;
            let patterns = table.list(|table| table.list(pattern))?;
            let index = table.u32()?;
            let effects = effects(table)?;
            patterns
                .into_iter()
                .try_for_each(|pattern| out.add(table, rule, pattern, index, &effects))
        })?;
        Ok(out)
    }

    fn add(
        &mut self,
        table: &Table<'_>,
        rule: u16,
        pattern: Vec<Pattern>,
        index: u32,
        effects: &Effects,
    ) -> Result<(), Error> {
        let effects = effects.clone();
        match (<[Pattern; 1]>::try_from(pattern), index) {
            (Ok([pattern]), 0) => self.singles.push((rule, pattern, effects)),
            (Err(pattern), 0 | 1) if self.pairs.len() < 32 => {
                let patterns =
                    pattern.try_into().map_err(|_| table.error("has a rule for three tokens"))?;
                self.pairs.push(Pair { rule, patterns, is_second_changed: index == 1, effects });
            }
            _ => return Err(table.error("has a rule for tokens that are not there")),
        }
        Ok(())
    }

    /// Applies the rules for one token alone.
    pub(crate) fn apply(&self, token: Before<'_>) -> Ruled {
        let mut out = Ruled {
            tag: Set::new(token.tag),
            dep: Set::new(token.dep),
            pos: Set::new(Pos::X),
            morph: Set::new(Morph::default()),
            lemma: Set::new(None),
            firsts: 0,
            seconds: 0,
        };
        for (rule, pattern, effects) in &self.singles {
            if pattern.matches(token) {
                out.set(effects, *rule);
            }
        }
        for (i, pair) in self.pairs.iter().enumerate() {
            out.firsts |= u32::from(pair.patterns[0].matches(token)) << i;
            out.seconds |= u32::from(pair.patterns[1].matches(token)) << i;
        }
        out
    }

    /// Applies the rules for two tokens to the middle one of three neighbors; returns whether there
    /// were any.
    pub(crate) fn apply_pairs(
        &self,
        before: Option<&Ruled>,
        token: &mut Ruled,
        after: Option<&Ruled>,
    ) -> bool {
        let as_second = token.seconds & before.map_or(0, |it| it.firsts);
        let as_first = token.firsts & after.map_or(0, |it| it.seconds);
        if as_first | as_second == 0 {
            return false;
        }
        for (i, pair) in self.pairs.iter().enumerate() {
            let matched = if pair.is_second_changed { as_second } else { as_first };
            if matched >> i & 1 == 1 {
                token.set(&pair.effects, pair.rule);
            }
        }
        true
    }
}

impl Ruled {
    fn set(&mut self, effects: &Effects, rule: u16) {
        self.tag.set(&effects.tag, rule);
        self.dep.set(&effects.dep, rule);
        self.pos.set(&effects.pos, rule);
        self.morph.set(&effects.morph, rule);
        self.lemma.set(&effects.lemma, rule);
    }
}

fn bit(number: u8) -> u64 {
    1 << number
}

fn pattern(table: &mut Table<'_>) -> Result<Pattern, Error> {
    let mut out = Pattern { tags: u64::MAX, deps: u64::MAX, is_space: None, lower: None };
    table.list(|table| {
        let (attribute, operator) = (table.u8()?, table.u8()?);
        let values = table.list(Table::text)?;
        match (attribute, operator) {
            (0, 0 | 1) => {
                out.tags &= set_of(&values, operator, |it| Tag::from_label(it).map(|it| it as u8))
            }
            (1, 0) => out.lower = Some(values.into_iter().map(Box::from).collect()),
            (2, 0 | 1) => {
                out.deps &= set_of(&values, operator, |it| Dep::from_label(it).map(|it| it as u8))
            }
            (3, 0) => out.is_space = Some(values == ["true"]),
            _ => return Err(table.error("has a condition of an unknown kind")),
        }
        Ok(())
    })?;
    Ok(out)
}

/// The labels as a set of bits, or (operator 1) all the others. Labels that the model never gives
/// are left out.
fn set_of(labels: &[&str], operator: u8, number: impl Fn(&str) -> Option<u8>) -> u64 {
    let set = labels.iter().filter_map(|it| number(it)).map(bit).sum();
    if operator == 0 { set } else { !set }
}

fn effects(table: &mut Table<'_>) -> Result<Effects, Error> {
    let mut out = Effects::default();
    table.list(|table| {
        let (attribute, value) = (table.u8()?, table.text()?);
        let unknown = table.error("sets a label that is unknown");
        match attribute {
            0 => out.tag = Some(Tag::from_label(value).ok_or(unknown)?),
            1 => out.pos = Some(Pos::from_label(value).ok_or(unknown)?),
            2 => out.morph = Some(Morph::new(value)),
            3 => out.lemma = Some(Some(value.into())),
            4 => out.dep = Some(Dep::from_label(value).ok_or(unknown)?),
            _ => return Err(unknown),
        }
        Ok(())
    })?;
    Ok(out)
}
