//! The contract `detente.document/1`, as types: what is written is what these say.
//!
//! Offsets count Unicode scalar values of `article.text`. Missing is `null` or an empty list.
//! The JSON Schema is generated from here, so the comments below are its documentation.

use crate::format::chars::Chars;
use crate::model;
use crate::model::Provenance;
use crate::model::Record;
use schemars::JsonSchema;
use serde::Serialize;

/// Name and version of the contract.
pub const SCHEMA: &str = "detente.document/1";

/// Name and version of the scale of `goldstein`.
pub const SCALE: &str = "goldstein-cameo/1";

/// What `detente code` writes for one document.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "detente.document/1")]
pub struct Document<'a> {
    /// `detente.document/1`.
    pub schema: &'static str,
    /// Version of the engine.
    pub version: &'a str,
    /// Digest of the tables and words.
    pub lexicon: &'a str,
    /// Digest of the language model.
    pub model: &'a str,
    /// Given, or derived from content.
    pub id: &'a str,
    /// What was read.
    pub input: Input<'a>,
    /// The text and what is known about it.
    pub article: Article<'a>,
    /// In text order.
    pub sentences: Vec<Range>,
    /// In text order.
    pub mentions: Vec<Mention<'a>>,
    /// In order of first mention.
    pub actors: Vec<Actor<'a>>,
    /// In text order.
    pub times: Vec<Time<'a>>,
    /// In text order.
    pub places: Vec<Place<'a>>,
    /// In text order of their contents.
    pub statements: Vec<Statement<'a>>,
    /// In text order of their triggers.
    pub events: Vec<Event<'a>>,
    /// Answers, in the order asked.
    pub dyads: Vec<Dyad<'a>>,
    /// Everything odd, in the order it was noticed.
    pub warnings: Vec<Warning<'a>>,
}

/// What `detente extract` writes for one document.
#[derive(Serialize, JsonSchema)]
pub struct Extracted<'a> {
    /// `detente.document/1`.
    pub schema: &'static str,
    /// Given, or derived from content.
    pub id: &'a str,
    /// What was read.
    pub input: Input<'a>,
    /// The text and what is known about it.
    pub article: Article<'a>,
    /// Everything odd, in the order it was noticed.
    pub warnings: Vec<Warning<'a>>,
}

/// What was read.
#[derive(Serialize, JsonSchema)]
pub struct Input<'a> {
    /// File name, or `-`, with the line for JSON lines.
    pub name: &'a str,
    /// Address.
    pub url: Option<&'a str>,
    /// `text/plain` or `text/html`.
    pub media_type: &'a str,
    /// SHA-256 of the text or page as given.
    pub sha256: &'a str,
}

/// The text and what is known about it.
#[derive(Serialize, JsonSchema)]
pub struct Article<'a> {
    /// The text all spans point into: plain text unchanged, or the main text of a page.
    pub text: &'a str,
    /// The headline: a span where it stands in the text.
    pub title: Option<Title<'a>>,
    /// Authors.
    pub byline: &'a [String],
    /// Who put the page up.
    pub outlet: Option<&'a str>,
    /// Who wrote the story.
    pub origin: Option<Origin<'a>>,
    /// The credit line.
    pub credit: Option<&'a str>,
    /// Section of the outlet.
    pub section: Option<&'a str>,
    /// The page's own canonical address.
    pub canonical: Option<&'a str>,
    /// Whether the text goes on elsewhere.
    pub truncated: bool,
    /// When it was last changed.
    pub updated: Option<Published<'a>>,
    /// ISO 639-1 code.
    pub language: Option<&'a str>,
    /// When it was published.
    pub published: Published<'a>,
    /// Page furniture: nothing is coded from it.
    pub boilerplate: Vec<Boilerplate<'a>>,
}

/// A headline.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Title<'a> {
    /// It stands in the text.
    Inside(Span<'a>),
    /// It was given beside the text.
    Given(&'a str),
}

/// Who wrote a story.
#[derive(Serialize, JsonSchema)]
pub struct Origin<'a> {
    /// Wire or first publisher.
    pub name: &'a str,
    /// How it is known.
    pub basis: &'a str,
    /// What it rests on.
    pub because: Vec<Clue<'a>>,
}

/// A stretch of the text without its words.
#[derive(Serialize, JsonSchema)]
pub struct Range {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
}

/// A stretch of the text.
#[derive(Serialize, JsonSchema)]
pub struct Span<'a> {
    /// First character.
    pub start: usize,
    /// One past the last character.
    pub end: usize,
    /// The exact slice.
    pub text: &'a str,
}

/// Page furniture.
#[derive(Serialize, JsonSchema)]
pub struct Boilerplate<'a> {
    #[serde(flatten)]
    /// Where.
    pub span: Span<'a>,
    /// A stable word: `byline`, `caption`, `related` …
    pub reason: &'a str,
}

/// When a document was published.
#[derive(Serialize, JsonSchema)]
pub struct Published<'a> {
    /// The best single day; where `precision` is not `day`, others are possible too.
    pub value: Option<String>,
    /// The instant (RFC 3339), where one was stated.
    pub at: Option<&'a str>,
    /// First possible day.
    pub from: Option<String>,
    /// Last possible day.
    pub to: Option<String>,
    /// `day`, `month`, `year` or `none`.
    pub precision: &'a str,
    /// `stated`, `inferred`, `assumed` or `unknown`.
    pub basis: &'a str,
    /// Possible days as closed ranges in order; `null` where a range has no known end.
    pub candidates: Vec<(Option<String>, Option<String>)>,
    /// What it rests on.
    pub because: Vec<Clue<'a>>,
}

/// A piece of evidence.
#[derive(Serialize, JsonSchema)]
pub struct Clue<'a> {
    /// Where in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span<'a>>,
    /// Which field of the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<&'a str>,
    /// The rule that used it.
    pub rule: &'a str,
    /// For people.
    pub note: &'a str,
    /// `states` the value; or, where it was solved: `decides` (rules out candidates, and is of the smallest set of clues that suffices),
    /// `rules_out` (as others do too), `ranks` (rules out none), `set_aside` (goes against firmer ones, and was not believed).
    pub role: &'a str,
}

/// Words that name or describe a party.
#[derive(Serialize, JsonSchema)]
pub struct Mention<'a> {
    #[serde(flatten)]
    /// The words.
    pub span: Span<'a>,
    /// `person`, `organization`, `country`, `nationality`, `place` or `group`.
    pub kind: &'a str,
    /// Id of the actor.
    pub actor: Option<String>,
    /// Mentions with one number speak of one thing.
    pub chain: u32,
    /// How the words lead to the actor: `name`, `surname`, `acronym`, `office`, `role`, `description`, `apposition`, `pronoun`, `noun` or `pair`.
    pub because: Option<&'a str>,
    /// `stated`, `inferred`, `assumed` or `unknown`.
    pub basis: &'a str,
}

/// A party of the document.
#[derive(Serialize, JsonSchema)]
pub struct Actor<'a> {
    /// `A1`, `A2` …
    pub id: String,
    /// Its fullest name.
    pub name: &'a str,
    #[serde(flatten)]
    /// What it stands for.
    pub identity: Identity<'a>,
    /// Wikidata id.
    pub wikidata: Option<&'a str>,
    /// `stated`, `inferred` or `assumed`.
    pub basis: &'a str,
    /// The day for which office and sector hold.
    pub as_of: Option<String>,
    /// Whom else the words could have meant.
    pub rejected: Vec<Rejected<'a>>,
}

/// Somebody of our tables whom the words could have meant, and did not.
#[derive(Serialize, JsonSchema)]
pub struct Rejected<'a> {
    /// Their name.
    pub name: &'a str,
    /// Actor code.
    pub code: &'a str,
    /// What speaks against it: `dates`, `country`, `office` or `rank`.
    pub because: &'a str,
}

/// A time expression.
#[derive(Serialize, JsonSchema)]
pub struct Time<'a> {
    #[serde(flatten)]
    /// The words.
    pub span: Span<'a>,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    pub r#type: &'a str,
    /// TIMEX3 value, resolved as far as it can be.
    pub value: &'a str,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// `stated` or `inferred`.
    pub basis: &'a str,
}

/// A place, resolved.
#[derive(Serialize, JsonSchema)]
pub struct Place<'a> {
    #[serde(flatten)]
    /// The words.
    pub span: Span<'a>,
    /// Its usual name.
    pub name: &'a str,
    /// ISO 3166-1 alpha-3.
    pub country: Option<&'a str>,
    /// First-level administrative area.
    pub admin1: Option<&'a str>,
    /// Degrees north.
    pub lat: Option<f32>,
    /// Degrees east.
    pub lon: Option<f32>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// `country`, `region`, `town` or `point`.
    pub level: &'a str,
    /// Whether it stands in the name of a body of that place: "Kentucky State Police".
    pub in_name: bool,
    /// What else the name could have meant, the likelier first.
    pub rejected: Vec<Site<'a>>,
}

/// A place without its words.
#[derive(Serialize, JsonSchema)]
pub struct Site<'a> {
    /// Its usual name.
    pub name: &'a str,
    /// ISO 3166-1 alpha-3.
    pub country: Option<&'a str>,
    /// First-level administrative area.
    pub admin1: Option<&'a str>,
    /// GeoNames id.
    pub geonames: Option<u64>,
    /// `country`, `region`, `town` or `point`.
    pub level: &'a str,
}

/// What a party stands for.
#[derive(Serialize, JsonSchema)]
pub struct Identity<'a> {
    /// ISO 3166-1 alpha-3.
    pub country: Option<&'a str>,
    /// PLOVER sectors, the primary one first.
    pub sectors: &'a [String],
    /// Country or `IGO NGO MNC ISM IMG ---`, then sectors or the organization's own code.
    pub code: &'a str,
}

/// The place of an event.
#[derive(Serialize, JsonSchema)]
pub struct EventPlace<'a> {
    #[serde(flatten)]
    /// The place.
    pub place: Place<'a>,
    /// How it is known.
    pub basis: &'a str,
}

/// Something that somebody said.
#[derive(Serialize, JsonSchema)]
pub struct Statement<'a> {
    /// `S1`, `S2` …
    pub id: String,
    /// Who said it.
    pub speaker: Option<Speaker<'a>>,
    /// To whom.
    pub addressee: Option<Speaker<'a>>,
    /// The words that make it speech.
    pub cue: Option<Span<'a>>,
    /// What was said.
    pub content: Span<'a>,
    /// `direct`, `indirect` or `mixed`.
    pub form: &'a str,
    /// Where it was said.
    pub venue: Option<Span<'a>>,
    /// When it was said.
    pub time: Option<EventTime<'a>>,
}

/// A party to a statement.
#[derive(Serialize, JsonSchema)]
pub struct Speaker<'a> {
    #[serde(flatten)]
    /// The words.
    pub span: Span<'a>,
    /// Id of the actor.
    pub actor: Option<String>,
}

/// One event, or one thing said about an event.
#[derive(Serialize, JsonSchema)]
pub struct Event<'a> {
    /// Stable: made from content, trigger, class and slots.
    pub id: &'a str,
    /// Index into `sentences`.
    pub sentence: usize,
    /// The words that carry the act.
    pub trigger: Span<'a>,
    /// Who did it; empty if unknown.
    pub sources: Vec<Party<'a>>,
    /// To whom; empty if there is none.
    pub targets: Vec<Party<'a>>,
    /// PLOVER class.
    pub plover: Option<&'a str>,
    /// PLOVER mode.
    pub mode: Option<&'a str>,
    /// PLOVER contexts.
    pub contexts: &'a [String],
    /// CAMEO 1.1b3 code.
    pub cameo: &'a str,
    /// PLOVER 2.0 quad class, 1 to 4.
    pub quad: Option<u8>,
    /// Value on the scale named by `scale`.
    pub goldstein: Option<f32>,
    /// Name of the scale.
    pub scale: &'static str,
    /// Whether it happened; the contract's table of twelve.
    pub status: &'a str,
    /// On whose word, outermost first; empty for the article itself.
    pub held_by: Vec<Holder<'a>>,
    /// What it depends on.
    pub condition: Option<Span<'a>>,
    /// When.
    pub time: EventTime<'a>,
    /// Where.
    pub place: Option<EventPlace<'a>>,
    /// Events with one id are about the same act.
    pub proposition: Option<String>,
    /// Numbers stated for it.
    pub magnitude: Option<Magnitude>,
    /// The rule that found it.
    pub rule: &'a str,
    /// How often such a reading is right, 0 to 1.
    pub confidence: f64,
}

/// A party to an event.
#[derive(Serialize, JsonSchema)]
pub struct Party<'a> {
    #[serde(flatten)]
    /// The words.
    pub span: Span<'a>,
    /// Id of the actor.
    pub actor: Option<String>,
    #[serde(flatten)]
    /// What it stands for here.
    pub identity: Identity<'a>,
}

/// Somebody's hold on an event.
#[derive(Serialize, JsonSchema)]
pub struct Holder<'a> {
    /// Id of the statement.
    pub statement: String,
    /// `asserts`, `denies`, `predicts` …
    pub stance: &'a str,
}

/// When an event was or will be.
#[derive(Serialize, JsonSchema)]
pub struct EventTime<'a> {
    /// TIMEX3 value.
    pub value: Option<&'a str>,
    /// First day.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// `day`, `week`, `month`, `year` or `none`.
    pub precision: &'a str,
    /// How it is known.
    pub basis: &'a str,
    /// The words it was read from.
    pub span: Option<Span<'a>>,
}

/// Numbers stated for an event.
#[derive(Serialize, JsonSchema)]
pub struct Magnitude {
    /// People killed.
    pub killed: Option<u32>,
    /// People injured.
    pub injured: Option<u32>,
    /// People taking part.
    pub size: Option<u32>,
}

/// An answer to a question of the input.
#[derive(Serialize, JsonSchema)]
pub struct Dyad<'a> {
    /// The question's id.
    pub id: &'a str,
    /// PLOVER class.
    pub plover: Option<&'a str>,
    /// Quad class.
    pub quad: Option<u8>,
    /// CAMEO code.
    pub cameo: Option<&'a str>,
    /// 0 to 1.
    pub confidence: f64,
    /// Id of the event that is the answer.
    pub event: Option<&'a str>,
}

/// Something odd about the document.
#[derive(Serialize, JsonSchema)]
pub struct Warning<'a> {
    /// Stable.
    pub code: &'a str,
    /// For people.
    pub message: &'a str,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<Span<'a>>,
}

/// The whole document.
pub fn document<'a>(record: &'a Record, provenance: &'a Provenance) -> Document<'a> {
    let Record { article, coded, warnings } = record;
    let it = Writer { chars: Chars::new(&article.text) };
    Document {
        schema: SCHEMA,
        version: &provenance.version,
        lexicon: &provenance.lexicon,
        model: &provenance.model,
        id: &article.id,
        input: input(article),
        article: it.article(article),
        sentences: coded.sentences.iter().map(|s| it.range(s.span)).collect(),
        mentions: coded.mentions.iter().map(|m| it.mention(m)).collect(),
        actors: coded.actors.iter().enumerate().map(|(i, a)| actor(i, a)).collect(),
        times: coded.times.iter().map(|t| it.time(t)).collect(),
        places: coded.places.iter().map(|p| it.place(p)).collect(),
        statements: coded.statements.iter().enumerate().map(|(i, s)| it.statement(i, s)).collect(),
        events: coded.events.iter().map(|e| it.event(e)).collect(),
        dyads: coded.dyads.iter().map(|d| dyad(d, &coded.events)).collect(),
        warnings: warnings.iter().map(|w| it.warning(w)).collect(),
    }
}

/// The document up to extraction.
pub fn extracted<'a>(article: &'a model::Article, warnings: &'a [model::Warning]) -> Extracted<'a> {
    let it = Writer { chars: Chars::new(&article.text) };
    Extracted {
        schema: SCHEMA,
        id: &article.id,
        input: input(article),
        article: it.article(article),
        warnings: warnings.iter().map(|w| it.warning(w)).collect(),
    }
}

struct Writer<'a> {
    chars: Chars<'a>,
}

impl<'a> Writer<'a> {
    fn range(&self, span: model::Span) -> Range {
        let (start, end) = self.chars.range(span);
        Range { start, end }
    }

    fn span(&self, span: model::Span) -> Span<'a> {
        let (start, end) = self.chars.range(span);
        Span { start, end, text: span.of(self.chars.text()) }
    }

    fn article(&self, article: &'a model::Article) -> Article<'a> {
        let inside = article.title_span().map(|span| Title::Inside(self.span(span)));
        let furniture = article.blocks.iter().filter_map(|block| match block.kind {
            model::BlockKind::Furniture(reason) => {
                Some(Boilerplate { span: self.span(block.span), reason })
            }
            _ => None,
        });
        Article {
            text: &article.text,
            title: inside.or(article.given_title.as_deref().map(Title::Given)),
            byline: &article.byline,
            outlet: article.outlet.as_deref(),
            origin: article.origin.as_ref().map(|it| self.origin(it)),
            credit: article.credit.as_deref(),
            section: article.section.as_deref(),
            canonical: article.canonical.as_deref(),
            truncated: article.truncated,
            updated: article.updated.as_ref().map(|it| self.published(it)),
            language: article.language.as_deref(),
            published: self.published(&article.published),
            boilerplate: furniture.collect(),
        }
    }

    fn origin(&self, origin: &'a model::Origin) -> Origin<'a> {
        Origin {
            name: &origin.name,
            basis: origin.basis.as_str(),
            because: origin.because.iter().map(|clue| self.clue(clue)).collect(),
        }
    }

    fn published(&self, published: &'a model::Published) -> Published<'a> {
        let day = |day: model::Date| day.to_string();
        Published {
            value: published.value.map(day),
            at: published.at.as_deref(),
            from: published.from.map(day),
            to: published.to.map(day),
            precision: published.precision.as_str(),
            basis: published.basis.as_str(),
            candidates: published.candidates.iter().map(|&range| open_range(range)).collect(),
            because: published.because.iter().map(|clue| self.clue(clue)).collect(),
        }
    }

    fn clue(&self, clue: &'a model::Clue) -> Clue<'a> {
        Clue {
            span: clue.span.map(|span| self.span(span)),
            field: clue.field,
            rule: clue.rule,
            note: &clue.note,
            role: clue.role.as_str(),
        }
    }

    fn mention(&self, mention: &model::Mention) -> Mention<'a> {
        Mention {
            span: self.span(mention.span),
            kind: mention.kind.as_str(),
            actor: mention.actor.map(actor_id),
            chain: mention.chain,
            because: mention.link.map(model::Link::as_str),
            basis: mention.basis.as_str(),
        }
    }

    fn time(&self, time: &'a model::TimeMention) -> Time<'a> {
        Time {
            span: self.span(time.span),
            r#type: time.kind.as_str(),
            value: &time.value,
            from: time.interval.map(|it| it.from.to_string()),
            to: time.interval.map(|it| it.to.to_string()),
            basis: time.basis.as_str(),
        }
    }

    fn place(&self, place: &'a model::Place) -> Place<'a> {
        Place {
            span: self.span(place.span),
            name: &place.name,
            country: place.country.as_deref(),
            admin1: place.admin1.as_deref(),
            lat: place.lat,
            lon: place.lon,
            geonames: place.geonames,
            level: place.level.as_str(),
            in_name: place.in_name,
            rejected: place.rejected.iter().map(site).collect(),
        }
    }

    fn speaker(&self, speaker: &model::Speaker) -> Speaker<'a> {
        Speaker { span: self.span(speaker.span), actor: speaker.actor.map(actor_id) }
    }

    fn statement(&self, i: usize, statement: &'a model::Statement) -> Statement<'a> {
        Statement {
            id: statement_id(i),
            speaker: statement.speaker.as_ref().map(|it| self.speaker(it)),
            addressee: statement.addressee.as_ref().map(|it| self.speaker(it)),
            cue: statement.cue.map(|span| self.span(span)),
            content: self.span(statement.content),
            form: statement.form.as_str(),
            venue: statement.venue.map(|span| self.span(span)),
            time: None,
        }
    }

    fn event(&self, event: &'a model::Event) -> Event<'a> {
        let holder = |it: &model::Holder| Holder {
            statement: statement_id(it.statement),
            stance: it.stance.as_str(),
        };
        Event {
            id: &event.id,
            sentence: event.sentence,
            trigger: self.span(event.trigger),
            sources: event.sources.iter().map(|it| self.party(it)).collect(),
            targets: event.targets.iter().map(|it| self.party(it)).collect(),
            plover: event.class.as_deref(),
            mode: event.mode.as_deref(),
            contexts: &event.contexts,
            cameo: &event.cameo,
            quad: event.quad,
            goldstein: event.goldstein,
            scale: SCALE,
            status: event.status.as_str(),
            held_by: event.held_by.iter().map(holder).collect(),
            condition: event.condition.map(|span| self.span(span)),
            time: self.event_time(&event.time),
            place: event.place.as_ref().map(|(place, basis)| EventPlace {
                place: self.place(place),
                basis: basis.as_str(),
            }),
            proposition: event.proposition.map(|n| format!("P{}", n + 1)),
            magnitude: event.magnitude.map(magnitude),
            rule: &event.rule,
            confidence: rounded(event.confidence),
        }
    }

    fn party(&self, party: &'a model::Party) -> Party<'a> {
        Party {
            span: self.span(party.span),
            actor: party.actor.map(actor_id),
            identity: identity(&party.identity),
        }
    }

    fn event_time(&self, time: &'a model::EventTime) -> EventTime<'a> {
        EventTime {
            value: time.value.as_deref(),
            from: time.interval.map(|it| it.from.to_string()),
            to: time.interval.map(|it| it.to.to_string()),
            precision: time.precision.as_str(),
            basis: time.basis.as_str(),
            span: time.span.map(|span| self.span(span)),
        }
    }

    fn warning(&self, warning: &'a model::Warning) -> Warning<'a> {
        Warning {
            code: warning.code,
            message: &warning.message,
            span: warning.span.map(|span| self.span(span)),
        }
    }
}

fn input(article: &model::Article) -> Input<'_> {
    Input {
        name: &article.name,
        url: article.url.as_deref(),
        media_type: article.media_type.as_str(),
        sha256: &article.sha256,
    }
}

fn actor(i: usize, actor: &model::Actor) -> Actor<'_> {
    Actor {
        id: format!("A{}", i + 1),
        name: &actor.name,
        identity: identity(&actor.identity),
        wikidata: actor.wikidata.as_deref(),
        basis: actor.basis.as_str(),
        as_of: actor.as_of.map(|day| day.to_string()),
        rejected: actor.rejected.iter().map(passed_over).collect(),
    }
}

fn passed_over(it: &model::Rejected) -> Rejected<'_> {
    Rejected { name: &it.name, code: &it.code, because: it.because.as_str() }
}

fn dyad<'a>(dyad: &'a model::DyadAnswer, events: &'a [model::Event]) -> Dyad<'a> {
    Dyad {
        id: &dyad.id,
        plover: dyad.class.as_deref(),
        quad: dyad.quad,
        cameo: dyad.cameo.as_deref(),
        confidence: rounded(dyad.confidence),
        event: dyad.event.and_then(|i| events.get(i)).map(|event| event.id.as_str()),
    }
}

fn magnitude(it: model::Magnitude) -> Magnitude {
    Magnitude { killed: it.killed, injured: it.injured, size: it.size }
}

/// A range of days as written; an open end is null.
fn open_range((from, to): (model::Date, model::Date)) -> (Option<String>, Option<String>) {
    let known = |day: model::Date, open: model::Date| (day != open).then(|| day.to_string());
    (known(from, model::Published::OPEN_FROM), known(to, model::Published::OPEN_TO))
}

fn actor_id(id: model::ActorId) -> String {
    format!("A{}", id.0 + 1)
}

fn statement_id(i: usize) -> String {
    format!("S{}", i + 1)
}

/// Three decimals, so that the last bits of a sum never show.
pub(super) fn rounded(value: f32) -> f64 {
    (f64::from(value) * 1000.0).round() / 1000.0
}

pub(super) fn identity(identity: &model::ActorIdentity) -> Identity<'_> {
    Identity {
        country: identity.country.as_deref(),
        sectors: &identity.sectors,
        code: &identity.code,
    }
}

pub(super) fn site(site: &model::Site) -> Site<'_> {
    Site {
        name: &site.name,
        country: site.country.as_deref(),
        admin1: site.admin1.as_deref(),
        geonames: site.geonames,
        level: site.level.as_str(),
    }
}
