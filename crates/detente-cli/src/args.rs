//! The command line. `docs/cli.md` is made from this file; a test compares them.

use clap::Args as Flags;
use clap::Parser;
use clap::Subcommand;
use clap::builder::PossibleValuesParser;
use detente::format;
use detente::ingest;
use detente::model::Date;
use detente::model::Status;
use std::path::PathBuf;

const ABOUT: &str = "Reads the news and turns it into sourced political events: who did what to whom, when, where, on whose word.";

const EXIT_CODES: &str = "Exit codes:
  0  done (also if the reader of standard output has gone)
  1  lexicon diff, diff: the events differ
  2  the request makes no sense
  3  something could not be read
  4  something could not be written
  5  a table or word file is wrong
  6  the language model file is wrong";

/// What is asked.
#[derive(Parser)]
#[command(name = "detente", version, about = ABOUT, after_help = EXIT_CODES, max_term_width = 100)]
pub(crate) struct Args {
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Subcommand)]
pub(crate) enum Command {
    /// Find the events in texts, pages or JSON lines
    #[command(after_help = "Examples:
  detente code article.txt
  detente code --format csv -o events.csv news/
  detente code --input-format jsonl --format jsonl - < lines.jsonl > records.jsonl
  detente code --format jsonl -o records/ news/     a file for each input, complete or absent
  detente code -o news.detente news/                into a store, to be asked later")]
    Code(Code),
    /// Ask a store in SQL; its views are described in docs/store.md
    #[command(after_help = "Example:
  detente query news.detente \"SELECT day, source_code, target_code, sentence FROM events_flat WHERE plover = 'THREATEN'\"")]
    Query(Query),
    /// Find sentences and events in a store
    #[command(after_help = "Examples:
  detente search news.detente border closed
  detente search news.detente --dyad NOR SWE --class THREATEN --from 2024-01-01")]
    Search(Search),
    /// Tell what two parties did to each other, day by day
    #[command(after_help = "Examples:
  detente timeline news.detente NOR SWE
  detente timeline news.detente NOR SWE --as-of 2024-03-05 --format markdown
  detente timeline news.detente NOR SWE --format svg > words-against-deeds.svg
  detente timeline news.detente NOR SWE --format png > words-against-deeds.png")]
    Timeline(Timeline),
    /// List who claimed, threatened, promised or planned what, and what came of it
    #[command(after_help = "Examples:
  detente ledger news.detente threats --from 2024-01-01
  detente ledger news.detente claims --dyad NOR SWE --class ASSAULT")]
    Ledger(Ledger),
    /// Count events over time, beside what was read
    #[command(after_help = "Examples:
  detente index news.detente --dyad NOR SWE --step week
  detente index news.detente --group dyad --step month --format csv
  detente index news.detente --compare gdelt --dyad RUS UKR --step month     ours and theirs, side by side")]
    Index(Index),
    /// Say what rose above its past, with how often that would happen if nothing were the matter
    #[command(
        after_help = "An alert is sent once to each address; what was sent stands in WATCH-LIST.sent. What fails is told, is tried again on the next run, and makes the process exit with 4.
Secrets come from the environment: DETENTE_WEBHOOK_KEY signs requests (how, docs/alerts.md says), DETENTE_SMTP is the mail server (smtps://USER:PASSWORD@HOST).
examples/watch-list.toml is a watch-list to begin with.

Examples:
  detente alerts watch-list.toml news.detente
  detente alerts watch-list.toml news.detente --as-of 2024-03-05 --format jsonl
  detente alerts watch-list.toml counts.csv --format atom      a table of day, count, denominator
  detente alerts watch-list.toml news.detente --from 2024-03-05 --webhook https://desk.example/in
  detente alerts watch-list.toml news.detente --mail-from bot@news.example --mail-to d@news.example"
    )]
    Alerts(Alerts),
    /// Say what a store holds: documents, outlets, months, versions
    Coverage(Coverage),
    /// Write a table for other programs: Parquet, CSV, JSON lines, GeoJSON, or the columns of POLECAT, ICEWS, GDELT (docs/export.md)
    #[command(after_help = "Examples:
  detente export news.detente --format parquet -o events/        a folder parted by month
  detente export news.detente --format csv --dyad NOR SWE -o events.csv
  detente export news.detente --as gdelt -o events.export.CSV
  detente code --format jsonl news/ | detente export - --format geojson -o events.geojson")]
    Export(Export),
    /// Keep the events of another data set beside ours, as a layer to compare with
    #[command(after_help = "Examples:
  detente import news.detente 20220224.export.CSV --as gdelt
  detente index news.detente --layer gdelt --dyad RUS UKR --step day
  detente index news.detente --compare gdelt --dyad RUS UKR --step month")]
    Import(Import),
    /// Say how the events of two stores, or of two lexicons in one store, differ
    #[command(
        after_help = "The process exits with 0 if all events are the same and with 1 if some differ.

Examples:
  detente diff old.detente new.detente
  detente diff --store news.detente --lexicon 1b4b8a --lexicon 77c0de"
    )]
    Diff(StoreDiff),
    /// Find the main text of pages and what they state about themselves
    #[command(after_help = "Example:
  detente extract page.html")]
    Extract(Extract),
    /// Find copies of one text, documents about one happening, and what they tell of it
    #[command(
        after_help = "Documents come in the order in which they are given; each joins the groups of earlier ones or founds its own.
The output is one, also of many inputs.

Examples:
  detente group news/
  detente group --outlets 2 news.jsonl.xz                    what two outlets or more tell, and on what they differ
  detente group --format jsonl - < lines.jsonl               a line for each document: its copies, its story
  detente group --incidents --format jsonl - < lines.jsonl   a line for each incident: who tells it, and how differently"
    )]
    Group(Group),
    /// Show how sentences are read: words, tags, tree and entities
    #[command(after_help = "Examples:
  echo 'Gondor warned Mordor.' | detente parse -
  detente parse --exact article.txt")]
    Parse(Parse),
    /// Say why an event was found, or what a class means
    #[command(after_help = "Examples:
  detente explain THREATEN
  detente explain en.threaten.warn
  detente explain E5f0c article.txt         the event whose id begins so, coded anew
  detente explain E5f0c news.detente        the same as a store has it, with its document, readings and other reports
  detente explain E5f0c news.detente --as-of 2022-02-06")]
    Explain(Explain),
    /// Check and test tables and words
    #[command(subcommand)]
    Lexicon(Lexicon),
    /// Say which language model is in use and where it comes from
    Model(Model),
    /// Train a classifier, of event types or of cues of statements, on a folder of marked sentences
    #[command(after_help = "Example:
  detente train training/events -o models/event-types.bin
  detente train training/attributions -o models/statement-cues.bin")]
    Train(Train),
    /// Print the JSON Schema of what is written as JSON lines
    Schema(Schema),
}

/// What to read.
#[derive(Flags)]
pub(crate) struct Inputs {
    /// Files, folders (all files in them) or - for standard input
    #[arg(value_name = "FILE|FOLDER|-")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Format of the input; told by content if not given
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(input_formats()))]
    pub(crate) input_format: Option<String>,
}

/// How to run.
#[derive(Flags)]
pub(crate) struct Running {
    /// Where to write: a file, or a folder (one that exists, or a name that ends in /) for a file per input; `code` keeps events in a store if the name ends in .detente
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: Option<PathBuf>,
    /// Threads; the output is the same for any number [default: all cores]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
    /// Go on where a stopped run with the same arguments was; -o must be given
    #[arg(long, requires = "output")]
    pub(crate) resume: bool,
    /// Say nothing but errors
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

/// What to code with.
#[derive(Flags)]
pub(crate) struct Carried {
    /// Language model file to use instead of the one inside
    #[arg(long, value_name = "PATH")]
    pub(crate) model: Option<PathBuf>,
    /// Folder of tables and words to use instead of those inside
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Code {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Format of the output
    #[arg(long, default_value = "text", value_parser = PossibleValuesParser::new(output_formats()))]
    pub(crate) format: String,
    /// Leave out events that are less sure than this, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = confidence)]
    pub(crate) min_confidence: f32,
    /// Day after which nothing was written, for texts that state no date: a term of office that is open in the tables may run on for ever
    #[arg(long, value_name = "DAY")]
    pub(crate) not_after: Option<Date>,
    /// What is looked at before it is parsed, and left unparsed where no event can be
    #[arg(long, value_name = "WHAT", default_value = "never", value_parser = ["crawls", "always", "never"])]
    pub(crate) gate: String,
    /// For a store: when this is learnt, as 2024-03-05T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) learnt: Option<jiff::Timestamp>,
    #[command(flatten)]
    pub(crate) running: Running,
    #[command(flatten)]
    pub(crate) carried: Carried,
}

/// A store, and the day it is seen from.
#[derive(Flags)]
pub(crate) struct Seen {
    /// A store made by `detente code -o NAME.detente`
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    #[command(flatten)]
    pub(crate) since: Since,
}

/// What an answer may know.
#[derive(Flags, Clone)]
pub(crate) struct Since {
    /// Answer as on this day: only what was published by its end
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) as_of: Option<Date>,
    /// Only what had been learnt by this moment
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) learnt_by: Option<jiff::Timestamp>,
}

/// Which events, and of which days.
#[derive(Flags)]
pub(crate) struct Which {
    #[command(flatten)]
    pub(crate) events: Events,
    /// First day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) to: Option<Date>,
}

/// Which events.
#[derive(Flags)]
pub(crate) struct Events {
    /// A party on either side, by country, code or name: NOR, NORGOV, IGONAT
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Option<String>,
    /// Who does it to whom
    #[arg(long, num_args = 2, value_names = ["SOURCE", "TARGET"])]
    pub(crate) dyad: Vec<String>,
    /// A class (THREATEN) or the beginning of a CAMEO code (13)
    #[arg(long, value_name = "CLASS")]
    pub(crate) class: Option<String>,
    /// A country or the name of a place
    #[arg(long, value_name = "WHERE")]
    pub(crate) place: Option<String>,
    /// Only events of this status; may be given more than once
    #[arg(long, value_name = "STATUS", value_parser = status)]
    pub(crate) status: Vec<Status>,
    /// Only of this outlet
    #[arg(long, value_name = "NAME")]
    pub(crate) outlet: Option<String>,
    /// Leave out events that are less sure than this, from 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = confidence)]
    pub(crate) min_confidence: f32,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Query {
    #[command(flatten)]
    pub(crate) seen: Seen,
    /// One SELECT
    #[arg(value_name = "SQL")]
    pub(crate) sql: String,
    /// Format of the output
    #[arg(long, default_value = "text", value_parser = ["csv", "json", "markdown", "text"])]
    pub(crate) format: String,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Search {
    #[command(flatten)]
    pub(crate) seen: Seen,
    /// Words that stand in the sentence, in any order
    #[arg(value_name = "WORD")]
    pub(crate) words: Vec<String>,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Format of the output
    #[arg(long, default_value = "text", value_parser = ["json", "markdown", "text"])]
    pub(crate) format: String,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Timeline {
    #[command(flatten)]
    pub(crate) seen: Seen,
    /// One party, by country or code
    #[arg(value_name = "A")]
    pub(crate) a: String,
    /// The other
    #[arg(value_name = "B")]
    pub(crate) b: String,
    /// First day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// Last day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) to: Option<Date>,
    /// Period of the figure
    #[arg(long, default_value = "week", value_parser = ["day", "week", "month"])]
    pub(crate) step: String,
    /// Format of the output; png and svg are the figure of A's words against its deeds toward B
    #[arg(long, default_value = "text", value_parser = ["json", "markdown", "png", "svg", "text"])]
    pub(crate) format: String,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Ledger {
    #[command(flatten)]
    pub(crate) seen: Seen,
    /// Which book
    #[arg(value_name = "BOOK", value_parser = ["claims", "meetings", "promises", "threats"])]
    pub(crate) book: String,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Format of the output
    #[arg(long, default_value = "text", value_parser = ["json", "markdown", "text"])]
    pub(crate) format: String,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Index {
    #[command(flatten)]
    pub(crate) seen: Seen,
    #[command(flatten)]
    pub(crate) which: Which,
    /// What counts as one: each act a day, each document, each mention; each happening however often and long it is told of (incident), or once for each independent origin of what is told (origin)
    #[arg(long, default_value = "act", value_parser = ["act", "incident", "mention", "origin", "report"])]
    pub(crate) unit: String,
    /// Weigh events by status and confidence instead of counting what happened
    #[arg(long)]
    pub(crate) certainty: bool,
    /// How long a period is
    #[arg(long, default_value = "month", value_parser = ["day", "week", "month"])]
    pub(crate) step: String,
    /// What to make a series for each of
    #[arg(long, default_value = "all", value_parser = ["all", "class", "country", "dyad", "place", "source"])]
    pub(crate) group: String,
    /// Count the events of this layer (`detente import`) and not ours; its denominator is its own events of the day
    #[arg(long, value_name = "NAME")]
    pub(crate) layer: Option<String>,
    /// Count our events and, beside them, those of this layer, and say how the two go together; may be given more than once
    #[arg(long, value_name = "NAME", conflicts_with = "layer")]
    pub(crate) compare: Vec<String>,
    /// Weights and formulas to use instead of data/indices/index.toml
    #[arg(long, value_name = "FILE")]
    pub(crate) scheme: Option<PathBuf>,
    /// Format of the output; png and svg are the figure of words against deeds of the first series
    #[arg(long, default_value = "text", value_parser = ["csv", "json", "markdown", "png", "svg", "text"])]
    pub(crate) format: String,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Alerts {
    /// What is watched, and the budget of false alarms a year; docs/alerts.md describes it
    #[arg(value_name = "WATCH-LIST")]
    pub(crate) list: PathBuf,
    /// A store, or a table of daily counts (.csv)
    #[arg(value_name = "STORE|CSV")]
    pub(crate) input: PathBuf,
    #[command(flatten)]
    pub(crate) since: Since,
    /// Only what changed on this day or later
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub(crate) from: Option<Date>,
    /// Format of the output
    #[arg(long, default_value = "text", value_parser = ["atom", "jsonl", "markdown", "text"])]
    pub(crate) format: String,
    /// Also post each new alert to this address as JSON, signed
    #[arg(long, value_name = "URL", help_heading = "Sending")]
    pub(crate) webhook: Option<String>,
    /// Also mail what is new to this address; may be given several times
    #[arg(long, value_name = "ADDRESS", requires = "mail_from", help_heading = "Sending")]
    pub(crate) mail_to: Vec<String>,
    /// Whom mails are from
    #[arg(long, value_name = "ADDRESS", requires = "mail_to", help_heading = "Sending")]
    pub(crate) mail_from: Option<String>,
    /// List of what was sent, read and added to; WATCH-LIST.sent if none is named
    #[arg(long, value_name = "FILE", help_heading = "Sending")]
    pub(crate) sent: Option<PathBuf>,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Coverage {
    #[command(flatten)]
    pub(crate) seen: Seen,
    /// Format of the output
    #[arg(long, default_value = "text", value_parser = ["json", "markdown", "text"])]
    pub(crate) format: String,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) seen: Seen,
    /// Where to write; complete or absent. - for standard output
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    /// Format; a view is written as its data set is published if none is named
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(export_formats()), required_unless_present = "view")]
    pub(crate) format: Option<String>,
    /// In the columns of another data set, with a note of what is lost beside the file
    #[arg(long = "as", value_name = "VIEW", value_parser = PossibleValuesParser::new(views()))]
    pub(crate) view: Option<String>,
    /// Which table
    #[arg(long, default_value = "events", value_parser = PossibleValuesParser::new(tables()), conflicts_with = "view")]
    pub(crate) table: String,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Say nothing but errors and warnings
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Import {
    /// A store; made if there is none
    #[arg(value_name = "STORE")]
    pub(crate) store: PathBuf,
    /// Files as the data set publishes them, unpacked; - for standard input
    #[arg(value_name = "FILE|-", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Whose they are
    #[arg(long = "as", value_name = "KIND", value_parser = PossibleValuesParser::new(views()))]
    pub(crate) kind: String,
    /// What to call the layer [default: the kind]
    #[arg(long, value_name = "NAME")]
    pub(crate) layer: Option<String>,
    /// When this is learnt, as 2024-03-05T12:00:00Z [default: now]
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) learnt: Option<jiff::Timestamp>,
    /// Say nothing but errors and warnings
    #[arg(short, long)]
    pub(crate) quiet: bool,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct StoreDiff {
    /// Two stores
    #[arg(
        value_name = "STORE",
        num_args = 2,
        required_unless_present = "store",
        conflicts_with = "store"
    )]
    pub(crate) stores: Vec<PathBuf>,
    /// One store, of which two lexicons are compared
    #[arg(long, value_name = "STORE", requires = "lexicon")]
    pub(crate) store: Option<PathBuf>,
    /// The beginning of a lexicon's digest, as `detente coverage` gives it; twice, the old one first
    #[arg(long, value_name = "DIGEST")]
    pub(crate) lexicon: Vec<String>,
    #[command(flatten)]
    pub(crate) since: Since,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Train {
    /// Folder of CLASS.tsv files, or of attributions in .txt files; training/README.md describes both
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// Where to write the classifier; what it was made from goes beside it, under the ending .recipe
    #[arg(short, long, value_name = "OUT")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) carried: Carried,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Extract {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Format of the output
    #[arg(long, default_value = "jsonl", value_parser = ["jsonl"])]
    pub(crate) format: String,
    /// Folder of tables and words to use instead of those inside
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) running: Running,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Group {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// Format of the output: for people, or JSON lines
    #[arg(long, default_value = "text", value_parser = ["text", "jsonl"])]
    pub(crate) format: String,
    /// Write incidents instead of documents; as JSON lines only
    #[arg(long)]
    pub(crate) incidents: bool,
    /// Only stories that so many outlets or more tell; with --incidents, only such incidents
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) outlets: usize,
    /// Documents published more days apart are not compared; undated ones count as of the newest day
    #[arg(long, value_name = "DAYS", default_value_t = 7)]
    pub(crate) window: u16,
    #[command(flatten)]
    pub(crate) running: Running,
    #[command(flatten)]
    pub(crate) carried: Carried,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Schema {
    /// What is written: a document (code), a group (group), an incident (group --incidents)
    #[arg(value_name = "NAME", default_value = "document", value_parser = PossibleValuesParser::new(schemas()))]
    pub(crate) name: String,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Parse {
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    /// The language model alone, on the whole text, without our passes round it
    #[arg(long)]
    pub(crate) exact: bool,
    /// Format of the output
    #[arg(long, default_value = "conllu", value_parser = ["conllu"])]
    pub(crate) format: String,
    #[command(flatten)]
    pub(crate) running: Running,
    #[command(flatten)]
    pub(crate) carried: Carried,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Explain {
    /// A class (THREATEN), a rule (en.threaten.warn), or the beginning of the id of an event or, in a store, of a document
    #[arg(value_name = "CLASS|RULE|ID")]
    pub(crate) what: String,
    #[command(flatten)]
    pub(crate) inputs: Inputs,
    #[command(flatten)]
    pub(crate) since: Since,
    /// Format of what a store says
    #[arg(long, default_value = "text", value_parser = ["json", "markdown", "text"])]
    pub(crate) format: String,
    /// As for `code`
    #[arg(long, value_name = "DAY")]
    pub(crate) not_after: Option<Date>,
    #[command(flatten)]
    pub(crate) carried: Carried,
}

/// What to do with tables and words.
#[derive(Subcommand)]
pub(crate) enum Lexicon {
    /// Check the form of every table and word file
    Check(Folder),
    /// Print the codebook: what every class, status, operator and sector means
    Codebook(Folder),
    /// Say which events of some texts another lexicon gives, loses or changes
    #[command(
        override_usage = "detente lexicon diff [OLD_DIR] <NEW_DIR> [FILE|FOLDER|-]...",
        after_help = "An event counts as changed where the same words give another class, mode, code, status or other parties.
The process exits with 0 if all events are the same and with 1 if some differ.

Examples:
  detente lexicon diff my-data/ news/             the lexicon inside against mine
  detente lexicon diff data/ my-data/ news/ article.txt"
    )]
    Diff(Diff),
    /// Run every example sentence: those that must give an event, and those that must not
    Test(Folder),
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Lexicon says it")]
pub(crate) struct Diff {
    /// One or two folders laid out like data/ (if one, the old lexicon is the one inside), then what to code
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// Format of the input; told by content if not given
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(input_formats()))]
    pub(crate) input_format: Option<String>,
    /// Language model file to use instead of the one inside
    #[arg(long, value_name = "PATH")]
    pub(crate) model: Option<PathBuf>,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Lexicon says it")]
pub(crate) struct Folder {
    /// A folder laid out like data/; the tables inside if not given
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<PathBuf>,
}

#[derive(Flags)]
#[allow(missing_docs, reason = "the variant of Command says it")]
pub(crate) struct Model {
    #[command(flatten)]
    pub(crate) carried: Carried,
}

fn input_formats() -> Vec<&'static str> {
    ingest::FORMATS.iter().map(|it| it.name).collect()
}

fn output_formats() -> Vec<&'static str> {
    format::FORMATS.iter().map(|it| it.name).collect()
}

fn export_formats() -> Vec<&'static str> {
    detente_exchange::FORMATS.iter().map(|it| it.name).collect()
}

fn views() -> Vec<&'static str> {
    detente_exchange::VIEWS.iter().map(|it| it.name).collect()
}

fn tables() -> Vec<&'static str> {
    detente_exchange::TABLES.iter().map(|it| it.name).collect()
}

fn schemas() -> Vec<&'static str> {
    format::SCHEMAS.iter().map(|(name, _)| *name).collect()
}

fn confidence(value: &str) -> Result<f32, String> {
    let number: f32 = value.parse().map_err(|_| "not a number".to_owned())?;
    if (0.0..=1.0).contains(&number) { Ok(number) } else { Err("not from 0 to 1".to_owned()) }
}

fn day(value: &str) -> Result<Date, String> {
    value.parse().map_err(|_| "not a day written as 2024-03-05".to_owned())
}

fn moment(value: &str) -> Result<jiff::Timestamp, String> {
    value.parse().map_err(|_| "not a time written as 2024-03-05T12:00:00Z".to_owned())
}

fn status(value: &str) -> Result<Status, String> {
    Status::from_str(value).ok_or_else(|| {
        let all: Vec<&str> = Status::ALL.into_iter().map(Status::as_str).collect();
        format!("not one of {}", all.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use std::fmt::Write;

    #[test]
    fn arguments_are_sound() {
        Args::command().debug_assert();
    }

    /// `UPDATE=1 cargo test` rewrites the file.
    #[test]
    fn docs_are_what_help_says() {
        let mut page = "# The command line\n\nMade from `detente --help` by a test; `UPDATE=1 cargo test -p detente-cli` rewrites it.\n".to_owned();
        describe(&mut Args::command().term_width(100), "detente", &mut page);
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/cli.md");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(path, &page).unwrap();
        }
        let kept = std::fs::read_to_string(path).unwrap_or_default();
        assert!(kept == page, "docs/cli.md is out of date: run UPDATE=1 cargo test -p detente-cli");
    }

    fn describe(command: &mut clap::Command, name: &str, page: &mut String) {
        let help = command.render_long_help().to_string();
        let help: Vec<&str> = help.lines().map(str::trim_end).collect();
        let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end());
        let names: Vec<String> =
            command.get_subcommands().map(|it| it.get_name().to_owned()).collect();
        for inner in names {
            if let Some(found) = command.find_subcommand(&inner) {
                let full = format!("{name} {inner}");
                let mut found = found.clone().bin_name(&full).term_width(100);
                describe(&mut found, &full, page);
            }
        }
    }
}
