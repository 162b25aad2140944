//! Who is meant: mentions with the actors they must lead to, and how. All sentences are invented; the terms of office are facts.

use detente::lexicon::Holding;
use detente::lexicon::Lexicon;
use detente::model::Basis;
use detente::model::Coded;
use detente::model::Date;
use detente::model::Link;
use detente::model::MediaType;
use detente::model::Misfit;
use detente::model::RawDocument;
use detente::model::Warned;
use detente::pipeline;
use detente::pipeline::Engine;

/// The words of a mention, the name and code of its actor, and what leads from one to the other.
type Led = (&'static str, &'static str, &'static str, Link);

/// The day of publication, a text, and what some of its mentions must lead to.
type Case = (Option<&'static str>, &'static str, &'static [Led]);

const CASES: &[Case] = &[
    // The year decides who held the office.
    (
        Some("2003-03-10"),
        "The French president met the German chancellor in Rome.",
        &[
            ("The French president", "Jacques Chirac", "FRAGOV", Link::Office),
            ("the German chancellor", "Gerhard Schröder", "DEUGOV", Link::Office),
        ],
    ),
    (
        Some("2022-03-10"),
        "The French president met the German chancellor in Rome.",
        &[
            ("The French president", "Emmanuel Macron", "FRAGOV", Link::Office),
            ("the German chancellor", "Olaf Scholz", "DEUGOV", Link::Office),
        ],
    ),
    (
        None,
        "The French president met a Danish envoy in Rome.",
        &[("The French president", "The French president", "FRAGOV", Link::Description)],
    ),
    // An office in any wording tells what an unknown name is.
    (
        Some("2022-05-10"),
        "Norwegian Defence Minister Odd Erik Gramstad visited Tallinn.",
        &[(
            "Norwegian Defence Minister Odd Erik Gramstad",
            "Odd Erik Gramstad",
            "NORGOV",
            Link::Name,
        )],
    ),
    (
        Some("2022-05-10"),
        "A senior Guyanese police officer praised Peru.",
        &[(
            "A senior Guyanese police officer",
            "A senior Guyanese police officer",
            "GUYCOP",
            Link::Description,
        )],
    ),
    (
        Some("2022-05-10"),
        "NATO spokeswoman Ada Lindqvist criticized Peru.",
        &[("NATO spokeswoman Ada Lindqvist", "Ada Lindqvist", "IGONAT", Link::Name)],
    ),
    // What the text has named before.
    (
        Some("2022-05-10"),
        "The Dawn Liberation Movement (DLM) attacked Chilean soldiers. DLM threatened Chile again. The group rejected the talks.",
        &[
            ("DLM", "The Dawn Liberation Movement", "---REB", Link::Acronym),
            ("The group", "The Dawn Liberation Movement", "---REB", Link::Noun),
        ],
    ),
    (
        Some("2015-03-10"),
        "President Obama met Prime Minister Netanyahu. The president criticized the prime minister.",
        &[
            ("The president", "Barack Obama", "USAGOV", Link::Role),
            ("the prime minister", "Benjamin Netanyahu", "ISRGOV", Link::Role),
        ],
    ),
    (
        Some("2022-03-10"),
        "Lukashenko met his Russian counterpart. The two countries agreed to hold drills.",
        &[
            ("Lukashenko", "Alexander Lukashenko", "BLRGOV", Link::Surname),
            ("his Russian counterpart", "Vladimir Putin", "RUSGOV", Link::Office),
            ("The two countries", "Belarus", "BLR", Link::Pair),
            ("The two countries", "Russia", "RUS", Link::Pair),
        ],
    ),
    (
        Some("2022-03-10"),
        "The French president met the German chancellor in Rome. The two leaders condemned the attack.",
        &[
            ("The two leaders", "Emmanuel Macron", "FRAGOV", Link::Pair),
            ("The two leaders", "Olaf Scholz", "DEUGOV", Link::Pair),
        ],
    ),
    // What is said beside a name goes with it.
    (
        Some("2022-03-10"),
        "The Northern Dawn Front, a rebel group in Chad, attacked Libyan soldiers.",
        &[("The Northern Dawn Front", "The Northern Dawn Front", "TCDREB", Link::Name)],
    ),
    // One name, several states: the country named in the text.
    (
        Some("2014-05-05"),
        "The Democratic Party in Belgrade rejected the Serbian plan.",
        &[("The Democratic Party", "Democratic Party (Serbia)", "SRBPTY", Link::Name)],
    ),
    (
        Some("2014-05-05"),
        "The Democratic Party rejected the plan of the White House.",
        &[("The Democratic Party", "Democratic Party", "USAPTY", Link::Name)],
    ),
    // Two of one surname: the given name or the title tells.
    (
        Some("2016-09-25"),
        "Donald Trump met Ivanka Trump in Peru. Ivanka Trump praised Chile. Mr. Trump criticized Peru.",
        &[
            ("Ivanka Trump", "Ivanka Trump", "---", Link::Name),
            ("Mr. Trump", "Donald Trump", "USA", Link::Surname),
        ],
    ),
    // The army of an article that speaks of one country.
    (
        Some("2014-05-05"),
        "Rebels attacked the army in Mali. Foreign troops attacked the rebels.",
        &[
            ("the army", "the army", "MLIMIL", Link::Description),
            ("Foreign troops", "Foreign troops", "---MIL", Link::Description),
        ],
    ),
];

fn code(engine: &Engine, day: Option<&str>, text: &str) -> Coded {
    let document = RawDocument {
        body: text.to_owned(),
        media_type: MediaType::Text,
        published: day.map(|d| d.parse().unwrap()),
        ..RawDocument::default()
    };
    let scratch = &mut pipeline::Scratch::new();
    pipeline::records(vec![Warned::clean(document)], engine, scratch).remove(0).coded
}

#[test]
fn mentions_lead_to_their_actors() {
    let engine = Engine::open(None, None).unwrap();
    let mut wrong = Vec::new();
    for (day, text, expected) in CASES {
        let coded = code(&engine, *day, text);
        let found: Vec<(&str, &str, &str, Link)> = coded
            .mentions
            .iter()
            .filter_map(|m| {
                let actor = &coded.actors[m.actor?.0 as usize];
                Some((m.span.of(text), &*actor.name, &*actor.identity.code, m.link?))
            })
            .collect();
        let missing: Vec<&Led> = expected.iter().filter(|led| !found.contains(led)).collect();
        if !missing.is_empty() {
            wrong.push(format!("{text}\n  missing {missing:?}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Who is passed over is named, with what speaks against it.
#[test]
fn passed_over_candidates_are_kept() {
    let engine = Engine::open(None, None).unwrap();
    let text = "The Democratic Party in Belgrade rejected the Serbian plan.";
    let coded = code(&engine, Some("2014-05-05"), text);
    let party = coded.actors.iter().find(|a| a.identity.code == "SRBPTY").unwrap();
    let american = party.rejected.iter().find(|r| r.code == "USAPTY").unwrap();
    assert_eq!(american.because, Misfit::Country);
    let coded = code(&engine, Some("1991-02-01"), "President Bush spoke to Iraq.");
    let bush = coded.actors.iter().find(|a| a.name == "George H. W. Bush").unwrap();
    let son = bush.rejected.iter().find(|r| r.name == "George W. Bush").unwrap();
    assert_eq!(son.because, Misfit::Dates);
}

/// After the day until which an end would be known, an open term is no certainty; a row from memory rules nobody out.
#[test]
fn what_is_not_known_is_assumed() {
    let engine = Engine::open(None, None).unwrap();
    let basis = |day: &str, text: &str| {
        let coded = code(&engine, Some(day), text);
        (coded.actors[0].name.clone(), coded.actors[0].basis)
    };
    let text = "Emmanuel Macron criticized Peru.";
    assert_eq!(basis("2023-05-05", text).1, Basis::Inferred);
    assert_eq!(basis("2031-05-05", text).1, Basis::Assumed);
    let text = "Tony Blair criticized Peru.";
    assert_eq!(basis("2003-05-05", text).1, Basis::Inferred);
    // Espen Barth Eide's terms are from memory: two years before them he is still taken for the minister.
    let (name, basis) = basis("2010-05-05", "Espen Barth Eide criticized Peru.");
    assert_eq!((name.as_str(), basis), ("Espen Barth Eide", Basis::Assumed));
}

/// What every table must hold, whoever edits it.
#[test]
fn tables_hold_what_they_promise() {
    let lexicon = Lexicon::embedded().unwrap();
    assert!(lexicon.people.len() >= 10_000, "{} terms", lexicon.people.len());
    assert!(lexicon.organizations.len() >= 2_000, "{} bodies", lexicon.organizations.len());
    assert!(lexicon.countries.len() >= 240, "{} states", lexicon.countries.len());
    let sourced = lexicon.people.iter().filter(|t| !t.unsourced).count();
    assert!(sourced >= 8_000, "{sourced} terms with a source");
    assert!(lexicon.people.iter().all(|t| t.valid_as_of.is_some()));
}

/// Code, name, an adjective, the capital, a seat of power, the first and the last year of a state.
type State = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

#[test]
fn states_are_as_everybody_knows() {
    const STATES: &[State] = &[
        ("USA", "United States", "American", "Washington", "Foggy Bottom", ""),
        ("RUS", "Russia", "Russian", "Moscow", "Kremlin", "1991"),
        ("FRA", "France", "French", "Paris", "Élysée", ""),
        ("GBR", "United Kingdom", "British", "London", "Downing Street", ""),
        ("KOR", "South Korea", "South Korean", "Seoul", "Blue House", "1948"),
        ("CHN", "China", "Chinese", "Beijing", "Zhongnanhai", ""),
        ("DDR", "East Germany", "East German", "East Berlin", "Volkskammer", "1949"),
        ("SUN", "Soviet Union", "Soviet", "", "Supreme Soviet", ""),
        ("CSK", "Czechoslovakia", "Czechoslovak", "", "", ""),
        ("YUG", "Yugoslavia", "Yugoslav", "", "", ""),
        ("RVN", "South Vietnam", "South Vietnamese", "", "", "1955"),
        ("COD", "Democratic Republic of the Congo", "Congolese", "Kinshasa", "", "1960"),
        ("SSD", "South Sudan", "South Sudanese", "Juba", "", "2011"),
        ("PSE", "Palestine", "Palestinian", "", "", ""),
    ];
    let lexicon = Lexicon::embedded().unwrap();
    for (code, name, adjective, capital, seat, from) in STATES {
        let country = lexicon.country(code).unwrap();
        assert_eq!(&*country.name, *name);
        assert!(country.adjectives.iter().any(|a| **a == **adjective), "{code} {adjective}");
        assert!(capital.is_empty() || country.capitals.iter().any(|c| **c == **capital), "{code}");
        assert!(seat.is_empty() || country.seats.iter().any(|(s, _)| **s == **seat), "{code}");
        let year = country.from.map(|d| d.year().to_string()).unwrap_or_default();
        assert_eq!(year, *from, "{code}");
    }
    for (code, to) in [("DDR", 1990), ("SUN", 1991), ("CSK", 1993), ("RVN", 1975), ("SCG", 2006)] {
        assert_eq!(lexicon.country(code).unwrap().to.unwrap().year(), to, "{code}");
    }
    let zaire = lexicon.country("COD").unwrap();
    assert!(zaire.names.iter().any(|n| &**n == "Zaire"));
}

#[test]
fn terms_are_as_everybody_knows() {
    let lexicon = Lexicon::embedded().unwrap();
    let day = |s: &str| s.parse::<Date>().unwrap();
    for (country, office, on, name) in [
        ("FRA", "president", "2003-06-01", "Jacques Chirac"),
        ("USA", "secretary of state", "2003-06-01", "Colin Powell"),
        ("DEU", "chancellor", "2022-06-01", "Olaf Scholz"),
        ("RUS", "foreign minister", "2014-06-01", "Sergei Lavrov"),
        ("NOR", "defense minister", "2023-06-01", "Bjørn Arild Gram"),
        ("", "un secretary-general", "1999-06-01", "Kofi Annan"),
    ] {
        let held = lexicon.holders(country, office);
        let held = held.filter(|t| t.holding(day(on)) == Holding::Held);
        let names: Vec<&str> = held.map(|t| &*t.name).collect();
        assert_eq!(names, [name], "{country} {office} {on}");
    }
}

/// The states since 1945 by their numbers in the list of the Correlates of War project.
#[rustfmt::skip]
const STATES: &[u16] = &[
    2, 20, 31, 40, 41, 42, 51, 52, 53, 54, 55, 56, 57, 58, 60, 70, 80, 90, 91, 92, 93, 94, 95,
    100, 101, 110, 115, 130, 135, 140, 145, 150, 155, 160, 165, 200, 205, 210, 211, 212, 220,
    221, 223, 225, 230, 232, 235, 255, 260, 265, 290, 305, 310, 315, 316, 317, 325, 331, 338,
    339, 341, 343, 344, 345, 346, 347, 349, 350, 352, 355, 359, 360, 365, 366, 367, 368, 369,
    370, 371, 372, 373, 375, 380, 385, 390, 395, 402, 403, 404, 411, 420, 432, 433, 434, 435,
    436, 437, 438, 439, 450, 451, 452, 461, 471, 475, 481, 482, 483, 484, 490, 500, 501, 510,
    511, 516, 517, 520, 522, 530, 531, 540, 541, 551, 552, 553, 560, 565, 570, 571, 572, 580,
    581, 590, 591, 600, 615, 616, 620, 625, 626, 630, 640, 645, 651, 652, 660, 663, 666, 670,
    678, 679, 680, 690, 692, 694, 696, 698, 700, 701, 702, 703, 704, 705, 710, 712, 713, 731,
    732, 740, 750, 760, 770, 771, 775, 780, 781, 790, 800, 811, 812, 816, 817, 820, 830, 835,
    840, 850, 860, 900, 910, 920, 935, 940, 946, 947, 950, 955, 970, 983, 986, 987, 990,
];

#[test]
fn every_state_since_1945_is_known() {
    let table = std::fs::read_to_string(crate::root().join("data/actors/countries.tsv")).unwrap();
    let mut rows = table.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t'));
    let column = rows.next().unwrap().position(|name| name == "cow").unwrap();
    let known: Vec<u16> = rows
        .filter_map(|mut row| row.nth(column))
        .flat_map(|cell| cell.split('|').filter_map(|number| number.parse().ok()))
        .collect();
    let missing: Vec<_> = STATES.iter().filter(|n| !known.contains(n)).collect();
    assert!(missing.is_empty(), "no row has the numbers {missing:?}");
    let strange: Vec<_> = known.iter().filter(|n| !STATES.contains(n)).collect();
    assert!(strange.is_empty(), "no state has the numbers {strange:?}");
}
