//! Meaning and words: loads and checks `data/`, answers look-ups.
//!
//! In: the files of `data/` (embedded, or a folder). Out: a [`Lexicon`], immutable and shared by threads.
//! It does not look at articles. Example sentences are run elsewhere (`pipeline::lexicon_test`), since they need the coder.
//! One more table: a reader here and one line in [`Lexicon::from_files`]; a file that nobody reads is an error.
#![expect(clippy::disallowed_methods, reason = "one of the three rooms that may touch the disk")]

mod actors;
mod acts;
mod check;
mod classes;
mod codebook;
pub mod composed;
mod contexts;
mod dating;
mod files;
mod frequencies;
mod gazetteer;
mod names;
mod operators;
mod pages;
mod places;
mod table;
mod times;
mod words;

pub use actors::Country;
pub use actors::Holding;
pub use actors::Organization;
pub use actors::Term;
pub use acts::Act;
pub use acts::Example;
pub use acts::Lemma;
pub use acts::Need;
pub use acts::Origin;
pub use acts::PartyType;
pub use acts::Side;
pub use acts::Slot;
pub use acts::TriggerPos;
pub(crate) use acts::example;
pub use classes::Class;
pub use classes::ClassMode;
pub use codebook::codebook;
pub use contexts::Context;
pub use contexts::ContextWord;
pub use dating::DatingKind;
pub use frequencies::stem;
pub use gazetteer::Gazetteer;
pub use gazetteer::GazetteerPlace;
pub use gazetteer::Hit;
pub use gazetteer::PlaceKind;
pub use names::Named;
pub use operators::Code;
pub use operators::Complement;
pub use operators::Operator;
pub use operators::Support;
pub use pages::BylineWord;
pub use pages::DateWord;
pub use pages::Pages;
pub use pages::Part;
pub use pages::REASONS;
pub use places::PlaceRow;
pub use places::PlaceWord;
pub use places::PlaceWordKind;
pub use table::Text;
pub use times::TimeSense;
pub use times::TimeUnit;
pub use times::TimeWord;
pub use words::Agent;
pub use words::AgentNumber;
pub use words::Anaphor;
pub use words::AnaphorKind;
pub use words::Frame;
pub use words::Gender;
pub use words::Hedge;
pub use words::HedgePos;
pub use words::Reporting;
pub use words::Tie;

use crate::model::Error;
use crate::model::ErrorKind;
use names::NameIndex;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::collections::HashMap;
use std::path::Path;

/// Everything that is known about politics and about English.
#[derive(Debug)]
pub struct Lexicon {
    digest: String,
    /// Classes of event by name.
    pub classes: BTreeMap<String, Class>,
    /// All acts, in file order.
    pub acts: Vec<Act>,
    act_index: FxHashMap<(TriggerPos, Box<str>), Vec<u32>>,
    /// All operators, in file order.
    pub operators: Vec<Operator>,
    operator_index: FxHashMap<(TriggerPos, Box<str>), Vec<u32>>,
    /// Countries, sorted by code.
    pub countries: Vec<Country>,
    country_index: FxHashMap<Text, u32>,
    /// Organizations, sorted by id.
    pub organizations: Vec<Organization>,
    /// Terms of office, sorted by name.
    pub people: Vec<Term>,
    surname_index: FxHashMap<Text, Vec<u32>>,
    holder_index: FxHashMap<(Text, Text), Vec<u32>>,
    /// Places, as in their table.
    pub places: Vec<PlaceRow>,
    place_index: FxHashMap<u64, u32>,
    /// The towns and divisions of the world.
    pub gazetteer: Gazetteer,
    place_words: places::PlaceWords,
    names: NameIndex,
    agents: HashMap<Box<str>, Agent>,
    anaphors: HashMap<Box<str>, Anaphor>,
    ties: HashMap<Box<str>, Tie>,
    given_names: HashMap<Box<str>, Gender>,
    irregular: HashMap<Box<str>, Box<str>>,
    reporting: HashMap<Box<str>, Reporting>,
    reporting_nouns: HashMap<Box<str>, Reporting>,
    hedges: HashMap<(HedgePos, Box<str>), Hedge>,
    /// PLOVER's contexts, in the order of their table.
    pub contexts: Vec<Context>,
    context_words: contexts::ContextWords,
    other_fields: HashMap<Box<str>, words::OtherField>,
    frequencies: frequencies::Frequencies,
    goldstein: HashMap<Box<str>, f32>,
    time_words: times::TimeWords,
    dating_words: dating::DatingWords,
    support_verbs: HashMap<Box<str>, operators::Support>,
    instruments: std::collections::HashSet<Box<str>>,
    /// What pages are made of.
    pub pages: Pages,
}

impl Lexicon {
    /// The lexicon that the binary carries.
    ///
    /// # Errors
    /// If the embedded data is wrong, which a test rules out.
    pub fn embedded() -> Result<Self, Error> {
        Self::from_files(
            &files::embedded(),
            Gazetteer::embedded()?,
            files::EMBEDDED_DIGEST.to_owned(),
        )
    }

    /// The lexicon in a folder laid out like `data/`.
    ///
    /// # Errors
    /// Says file, line and what to do for the first thing that is wrong.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let files = files::in_folder(folder)?;
        check::actors(&files)?;
        let gazetteer = files::gazetteer_in(folder)?;
        let digest = files::digest(&files, &gazetteer);
        Self::from_files(&files, gazetteer, digest)
    }

    /// `sha256:…` over the names and contents of all files.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    fn from_files(
        files: &files::Files,
        gazetteer: Gazetteer,
        digest: String,
    ) -> Result<Self, Error> {
        let mut countries = actors::countries(files)?;
        places::points(files, &mut countries)?;
        let organizations = actors::organizations(files)?;
        let people = actors::people(files)?;
        let places = places::places(files)?;
        let names = NameIndex::new(&countries, &organizations, &people, &places);
        let classes = classes::classes(files)?;
        let acts = acts::acts(files, &classes)?;
        let (contexts, context_words) = contexts::contexts(files)?;
        contexts::check(&acts, &contexts)?;
        let operator_file = operators::operators(files, &classes)?;
        Ok(Lexicon {
            digest,
            act_index: acts::index(&acts),
            acts,
            classes,
            operator_index: operators::index(&operator_file.operators),
            operators: operator_file.operators,
            support_verbs: operator_file.support,
            instruments: operator_file.instruments,
            country_index: countries.iter().zip(0..).map(|(c, i)| (c.code.clone(), i)).collect(),
            surname_index: actors::surnames(&people),
            holder_index: actors::holders(&people),
            countries,
            organizations,
            people,
            place_index: places::by_id(&places),
            places,
            gazetteer,
            place_words: places::words(files)?,
            names,
            agents: words::agents(files)?,
            anaphors: words::anaphors(files)?,
            ties: words::ties(files)?,
            given_names: words::given_names(files)?,
            irregular: words::irregular(files)?,
            reporting: words::reporting(files, "languages/en/reporting_verbs.tsv")?,
            reporting_nouns: words::reporting(files, "languages/en/reporting_nouns.tsv")?,
            hedges: words::hedges(files)?,
            contexts,
            context_words,
            other_fields: words::other_fields(files)?,
            frequencies: frequencies::frequencies(files)?,
            goldstein: classes::goldstein(files)?,
            time_words: times::times(files)?,
            pages: Pages::from_files(files)?,
            dating_words: dating::dating(files)?,
        })
    }

    /// Acts whose trigger's head word is this lemma.
    pub fn acts_for(&self, pos: TriggerPos, lemma: &str) -> impl Iterator<Item = &Act> {
        self.act_index
            .get(&(pos, Box::from(lemma)))
            .into_iter()
            .flatten()
            .map(|&i| &self.acts[i as usize])
    }

    /// Operators whose head word is this lemma.
    pub fn operators_for(&self, pos: TriggerPos, lemma: &str) -> impl Iterator<Item = &Operator> {
        self.operator_index
            .get(&(pos, Box::from(lemma)))
            .into_iter()
            .flatten()
            .map(|&i| &self.operators[i as usize])
    }

    /// The country with this code.
    pub fn country(&self, code: &str) -> Option<&Country> {
        self.country_index.get(code).map(|&i| &self.countries[i as usize])
    }

    /// The longest name that begins at the beginning of `text` and ends at a word boundary: its length in bytes and what it names.
    pub fn name_at(&self, text: &str) -> Option<(usize, &[Named])> {
        self.names.longest_at(text)
    }

    /// The row of `places.tsv` with this GeoNames id: what people reviewed stands before the gazetteer.
    pub fn place_by_id(&self, geonames: u64) -> Option<u32> {
        self.place_index.get(&geonames).copied()
    }

    /// A word that tells of a place: "street", "county", "Ky.". Lower case, with its points.
    pub fn place_word(&self, phrase: &str) -> &[PlaceWord] {
        self.place_words.get(phrase).map_or(&[], Vec::as_slice)
    }

    /// Terms of office of people with this surname.
    pub fn people_by_surname(&self, surname: &str) -> impl Iterator<Item = &Term> {
        self.surname_index.get(surname).into_iter().flatten().map(|&i| &self.people[i as usize])
    }

    /// Terms in an office of a country, by the office's name in the table of people.
    pub fn holders(&self, country: &str, office: &str) -> impl Iterator<Item = &Term> {
        self.holder_index
            .get(&(Text::Owned(country.to_owned()), Text::Owned(office.to_owned())))
            .into_iter()
            .flatten()
            .map(|&i| &self.people[i as usize])
    }

    /// A noun that stands for somebody named before: "the group", "the two leaders", "his counterpart".
    pub fn anaphor(&self, lemma: &str) -> Option<&Anaphor> {
        self.anaphors.get(lemma)
    }

    /// How a word ties a party to another, or lets its leader say what it is. A participle as it stands, a noun by its lemma.
    pub fn tie(&self, word: &str) -> Option<&Tie> {
        self.ties.get(word)
    }

    /// Whether a given name or a title before a name is a woman's or a man's, where it nearly always is.
    pub fn gender(&self, word: &str) -> Option<Gender> {
        self.given_names.get(word).copied()
    }

    /// A describable party: `rebel`, `riot police`, `foreign minister`. Lower-case lemmas joined by single spaces.
    pub fn agent(&self, phrase: &str) -> Option<&Agent> {
        self.agents.get(phrase).filter(|a| a.number != AgentNumber::Name)
    }

    /// What a body is whose name is built on this word, in lower case: a `bureau`, a `foundation`.
    pub fn named_after(&self, word: &str) -> Option<&Agent> {
        self.agents.get(word)
    }

    /// All describable parties, in no order.
    pub fn agents(&self) -> impl Iterator<Item = (&str, &Agent)> {
        self.agents.iter().map(|(phrase, agent)| (&**phrase, agent))
    }

    /// The base of a form that no ending tells ("shot"); lower case.
    pub fn regular(&self, form: &str) -> Option<&str> {
        self.irregular.get(form).map(|it| &**it)
    }

    /// A verb of saying, thinking or writing; two words where it is phrasal.
    pub fn reporting(&self, lemma: &str) -> Option<&Reporting> {
        self.reporting.get(lemma)
    }

    /// A noun that takes what was said as its complement: "claims that".
    pub fn reporting_noun(&self, lemma: &str) -> Option<&Reporting> {
        self.reporting_nouns.get(lemma)
    }

    /// A word that sets the status of what is in its scope.
    pub fn hedge(&self, pos: HedgePos, phrase: &str) -> Option<&Hedge> {
        self.hedges.get(&(pos, Box::from(phrase)))
    }

    /// The field other than politics that a word belongs to (`sport`, `show`), and its weight: two make a sentence of that field.
    pub fn other_field(&self, lemma: &str) -> Option<(&str, u8)> {
        self.other_fields.get(lemma).map(|(field, weight)| (&**field, *weight))
    }

    /// The share of a [`stem`] among all words of English; one that is not in the table is as rare as the rarest there.
    pub fn share(&self, stem: &str) -> f32 {
        frequencies::share(&self.frequencies, stem)
    }

    /// Words that hint at a context and begin with this word (lower case), longest first.
    pub fn context_words(&self, first: &str) -> &[ContextWord] {
        self.context_words.get(first).map_or(&[], Vec::as_slice)
    }

    /// What phrases of time begin with this word (lower case).
    pub fn time_words(&self, first: &str) -> &[TimeWord] {
        self.time_words.get(first).map_or(&[], Vec::as_slice)
    }

    /// What a word or phrase (lower case) says of a title or time; `~` where the kind says it all.
    pub fn dating(&self, kind: DatingKind, phrase: &str) -> Option<&str> {
        self.dating_words.get(&(kind, Box::from(phrase))).map(|value| &**value)
    }

    /// Value of a CAMEO code on the scale `goldstein-cameo/1`; a missing fourth digit falls back to three.
    pub fn goldstein(&self, cameo: &str) -> Option<f32> {
        (2..=cameo.len()).rev().find_map(|n| self.goldstein.get(cameo.get(..n)?)).copied()
    }

    /// A verb that lends its subject to the noun it governs: "carried out an attack".
    pub fn support(&self, lemma: &str) -> Option<operators::Support> {
        self.support_verbs.get(lemma).copied()
    }

    /// Whether a thing of this name can do an act without being its doer: "a bomb killed".
    pub fn is_instrument(&self, lemma: &str) -> bool {
        self.instruments.contains(lemma)
    }
}

/// A file that must be there.
fn file<'f>(files: &'f files::Files, name: &str) -> Result<&'f Text, Error> {
    files.get(name).ok_or_else(|| {
        Error::new(ErrorKind::Lexicon, "missing")
            .in_file(name)
            .hint("a data folder holds every file that data/README.md lists")
    })
}
