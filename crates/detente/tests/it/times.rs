//! Time expressions: sentences with the expressions that must be found in them, and no others.

use detente::model::MediaType;
use detente::model::RawDocument;
use detente::model::Record;
use detente::model::Warned;
use detente::pipeline;
use detente::pipeline::Engine;

/// Words, TIMEX3 type, TIMEX3 value.
type Time = (&'static str, &'static str, &'static str);

/// A text, the day of the document (a Wednesday where there is one), and its expressions in order.
type Case = (&'static str, Option<&'static str>, &'static [Time]);

const DAY: Option<&str> = Some("2024-03-06");

const CASES: &[Case] = &[
    ("The envoys met on February 7, 2022.", DAY, &[("February 7, 2022", "DATE", "2022-02-07")]),
    ("The envoys met on Feb. 7.", DAY, &[("Feb. 7", "DATE", "2024-02-07")]),
    ("The envoys met on 7 February 2022.", DAY, &[("7 February 2022", "DATE", "2022-02-07")]),
    (
        "The pact was signed on the 1st of June 1999.",
        DAY,
        &[("the 1st of June 1999", "DATE", "1999-06-01")],
    ),
    ("The pact was signed on 2022-02-07.", DAY, &[("2022-02-07", "DATE", "2022-02-07")]),
    ("The pact was signed on 25/12/2021.", DAY, &[("25/12/2021", "DATE", "2021-12-25")]),
    ("The pact was signed on 12/25/2021.", DAY, &[("12/25/2021", "DATE", "2021-12-25")]),
    ("The pact was signed on 25.12.2021.", DAY, &[("25.12.2021", "DATE", "2021-12-25")]),
    (
        "The king spoke on Monday, March 4, 2024, in the citadel.",
        DAY,
        &[("Monday, March 4, 2024", "DATE", "2024-03-04")],
    ),
    ("The king will speak on Friday, 8 March.", DAY, &[("Friday, 8 March", "DATE", "2024-03-08")]),
    ("The bridge fell on December 29.", DAY, &[("December 29", "DATE", "2023-12-29")]),
    ("The treaty dates from March 2015.", DAY, &[("March 2015", "DATE", "2015-03")]),
    ("The harbor was closed in November.", DAY, &[("November", "DATE", "2023-11")]),
    ("The harbor will reopen in June.", DAY, &[("June", "DATE", "2024-06")]),
    ("The harbor will be closed by January.", DAY, &[("January", "DATE", "2025-01")]),
    ("The war began in 1991.", DAY, &[("1991", "DATE", "1991")]),
    ("The border has been closed since 2014.", DAY, &[("2014", "DATE", "2014")]),
    ("The army lost 2000 soldiers.", DAY, &[]),
    ("The general led 1,500 men to 1900 graves.", DAY, &[]),
    (
        "The town was rebuilt between 1990 and 1995.",
        DAY,
        &[("1990", "DATE", "1990"), ("1995", "DATE", "1995")],
    ),
    (
        "The drought of 1990-95 ruined the farms.",
        DAY,
        &[("1990", "DATE", "1990"), ("95", "DATE", "1995")],
    ),
    (
        "The talks run from March 7 to 9.",
        DAY,
        &[("March 7", "DATE", "2024-03-07"), ("9", "DATE", "2024-03-09")],
    ),
    (
        "The talks were held on 2-4 March.",
        DAY,
        &[("2", "DATE", "2024-03-02"), ("4 March", "DATE", "2024-03-04")],
    ),
    ("The party ruled in the 1990s.", DAY, &[("the 1990s", "DATE", "199")]),
    ("The party ruled through the seventies.", DAY, &[("the seventies", "DATE", "197")]),
    ("The castle dates from the 19th century.", DAY, &[("the 19th century", "DATE", "18")]),
    ("The budget for fiscal 2025 was passed.", DAY, &[("fiscal 2025", "DATE", "FY2025")]),
    ("The minister may march with the farmers.", DAY, &[]),
    ("Theresa May spoke to the farmers.", DAY, &[]),
    ("The two kings met on Monday.", DAY, &[("Monday", "DATE", "2024-03-04")]),
    ("The two kings will meet on Monday.", DAY, &[("Monday", "DATE", "2024-03-11")]),
    ("The two kings met on Wednesday.", DAY, &[("Wednesday", "DATE", "2024-03-06")]),
    ("The two kings met last Friday.", DAY, &[("last Friday", "DATE", "2024-03-01")]),
    ("The two kings will meet next Friday.", DAY, &[("next Friday", "DATE", "2024-03-08")]),
    ("The king said on Tuesday that he would travel.", DAY, &[("Tuesday", "DATE", "2024-03-05")]),
    ("The two kings met on Monday.", None, &[("Monday", "DATE", "XXXX-WXX-1")]),
    ("The envoy left yesterday.", DAY, &[("yesterday", "DATE", "2024-03-05")]),
    ("The envoy leaves tomorrow.", DAY, &[("tomorrow", "DATE", "2024-03-07")]),
    ("The envoy arrived today.", DAY, &[("today", "DATE", "2024-03-06")]),
    ("The envoy arrived earlier today.", DAY, &[("earlier today", "DATE", "2024-03-06")]),
    (
        "The envoy left the day before yesterday.",
        DAY,
        &[("the day before yesterday", "DATE", "2024-03-04")],
    ),
    ("The envoy arrived today.", None, &[("today", "DATE", "XXXX-XX-XX")]),
    ("The envoy left two days ago.", DAY, &[("two days ago", "DATE", "2024-03-04")]),
    ("The envoy left a week ago.", DAY, &[("a week ago", "DATE", "2024-02-28")]),
    ("The envoy left three months ago.", DAY, &[("three months ago", "DATE", "2023-12")]),
    ("The war began ten years ago.", DAY, &[("ten years ago", "DATE", "2014")]),
    ("The war began years ago.", DAY, &[("years ago", "DATE", "PAST_REF")]),
    ("More than two years ago the king died.", DAY, &[("More than two years ago", "DATE", "2022")]),
    ("Prices fell last week.", DAY, &[("last week", "DATE", "2024-W09")]),
    ("Prices will fall next month.", DAY, &[("next month", "DATE", "2024-04")]),
    ("Prices fell this year.", DAY, &[("this year", "DATE", "2024")]),
    ("Prices fell last quarter.", DAY, &[("last quarter", "DATE", "2023-Q4")]),
    ("Crowds gathered last weekend.", DAY, &[("last weekend", "DATE", "2024-W09-WE")]),
    ("Crowds gathered over the weekend.", DAY, &[("the weekend", "DATE", "2024-W09-WE")]),
    ("Floods came last summer.", DAY, &[("last summer", "DATE", "2023-SU")]),
    ("Elections are due next May.", DAY, &[("next May", "DATE", "2024-05")]),
    (
        "The law was passed at the end of last year.",
        DAY,
        &[("the end of last year", "DATE", "2023")],
    ),
    ("The king died in early June 1975.", DAY, &[("early June 1975", "DATE", "1975-06")]),
    (
        "The law takes effect in mid-February 2025.",
        DAY,
        &[("mid-February 2025", "DATE", "2025-02")],
    ),
    ("Later this week the council will vote.", DAY, &[("Later this week", "DATE", "2024-W10")]),
    (
        "The fleet sailed on May 4, 2019. Three days later it was sunk.",
        DAY,
        &[("May 4, 2019", "DATE", "2019-05-04"), ("Three days later", "DATE", "2019-05-07")],
    ),
    (
        "The fleet sailed on May 4, 2019. A day earlier the king had died.",
        DAY,
        &[("May 4, 2019", "DATE", "2019-05-04"), ("A day earlier", "DATE", "2019-05-03")],
    ),
    (
        "The fleet sailed on May 4, 2019. The same day the king died.",
        DAY,
        &[("May 4, 2019", "DATE", "2019-05-04"), ("The same day", "DATE", "2019-05-04")],
    ),
    (
        "The fleet sailed on May 4, 2019. The next day it was sunk.",
        DAY,
        &[("May 4, 2019", "DATE", "2019-05-04"), ("The next day", "DATE", "2019-05-05")],
    ),
    (
        "The fleet sailed in 2019. The following year it was sunk.",
        DAY,
        &[("2019", "DATE", "2019"), ("The following year", "DATE", "2020")],
    ),
    (
        "The fleet sailed in 2019. The king died that year.",
        DAY,
        &[("2019", "DATE", "2019"), ("that year", "DATE", "2019")],
    ),
    (
        "Exports fell in January. They had risen in the same month a year ago.",
        DAY,
        &[("January", "DATE", "2024-01"), ("the same month a year ago", "DATE", "2023-01")],
    ),
    (
        "The fleet sailed in July 2019. It was sunk in August.",
        None,
        &[("July 2019", "DATE", "2019-07"), ("August", "DATE", "2019-08")],
    ),
    ("The truce held for three days.", DAY, &[("three days", "DURATION", "P3D")]),
    ("The two-day summit ended in anger.", DAY, &[("two-day", "DURATION", "P2D")]),
    ("The 27-year war ended in anger.", DAY, &[("27-year", "DURATION", "P27Y")]),
    (
        "Hundreds died over the past three months.",
        DAY,
        &[("the past three months", "DURATION", "P3M")],
    ),
    (
        "The army will stay for the next two years.",
        DAY,
        &[("the next two years", "DURATION", "P2Y")],
    ),
    ("The war went on for years.", DAY, &[("years", "DURATION", "PXY")]),
    ("The siege lasted several weeks.", DAY, &[("several weeks", "DURATION", "PXW")]),
    ("The king ruled for nearly two decades.", DAY, &[("nearly two decades", "DURATION", "P20Y")]),
    ("The king slept for half an hour.", DAY, &[("half an hour", "DURATION", "PT30M")]),
    ("The crossing took 24 hours.", DAY, &[("24 hours", "DURATION", "PT24H")]),
    ("Tensions have grown in recent months.", DAY, &[("recent months", "DURATION", "PXM")]),
    ("The king waited for twenty-five years.", DAY, &[("twenty-five years", "DURATION", "P25Y")]),
    ("The decades-long feud is over.", DAY, &[("decades-long", "DURATION", "PXDE")]),
    (
        "The work takes between 60 and 90 days.",
        DAY,
        &[("60", "DURATION", "P60D"), ("90 days", "DURATION", "P90D")],
    ),
    ("The 33-year-old guard was shot.", DAY, &[]),
    ("The guard is 33 years old.", DAY, &[]),
    ("The guard wanted a quarter of the gold and a second horse.", DAY, &[]),
    ("It was a day nobody will forget.", DAY, &[]),
    ("The farmers march every Friday.", DAY, &[("every Friday", "SET", "XXXX-WXX-5")]),
    ("The council holds its annual meeting.", DAY, &[("annual", "SET", "P1Y")]),
    ("The council meets twice a week.", DAY, &[("twice a week", "SET", "P1W")]),
    ("The council meets every two weeks.", DAY, &[("every two weeks", "SET", "P2W")]),
    ("The mint strikes 300 coins a year.", DAY, &[("a year", "SET", "P1Y")]),
    ("The guards drill daily.", DAY, &[("daily", "SET", "P1D")]),
    ("The council meets on Mondays.", DAY, &[("Mondays", "SET", "XXXX-WXX-1")]),
    ("The raid began at 10 a.m.", DAY, &[("10 a.m.", "TIME", "2024-03-06T10:00")]),
    (
        "The raid began at 10:30 p.m. on Monday.",
        DAY,
        &[("10:30 p.m. on Monday", "TIME", "2024-03-04T22:30")],
    ),
    (
        "The raid began at 16:08 UTC on March 1.",
        DAY,
        &[("16:08 UTC on March 1", "TIME", "2024-03-01T16:08Z")],
    ),
    ("The raid began at noon.", DAY, &[("noon", "TIME", "2024-03-06T12:00")]),
    (
        "He spoke on the morning of Feb. 6.",
        DAY,
        &[("the morning of Feb. 6", "TIME", "2024-02-06TMO")],
    ),
    ("He spoke on Monday night.", DAY, &[("Monday night", "TIME", "2024-03-04TNI")]),
    ("He spoke yesterday evening.", DAY, &[("yesterday evening", "TIME", "2024-03-05TEV")]),
    ("He spoke this morning.", DAY, &[("this morning", "TIME", "2024-03-06TMO")]),
    ("Shells fell last night.", DAY, &[("last night", "TIME", "2024-03-05TNI")]),
    ("The king will dine tonight.", DAY, &[("tonight", "TIME", "2024-03-06TNI")]),
    (
        "Output fell in the fourth quarter of 2009.",
        DAY,
        &[("the fourth quarter of 2009", "DATE", "2009-Q4")],
    ),
    (
        "Output fell in the first half of last year.",
        DAY,
        &[("the first half of last year", "DATE", "2023-H1")],
    ),
    (
        "Output fell in the last week of March 2009.",
        DAY,
        &[("the last week of March 2009", "DATE", "2009-W13")],
    ),
    ("The offensive began in spring 2023.", DAY, &[("spring 2023", "DATE", "2023-SP")]),
    (
        "The offensive began in the summer of 2019.",
        DAY,
        &[("the summer of 2019", "DATE", "2019-SU")],
    ),
    ("The offensive began in the autumn.", DAY, &[("the autumn", "DATE", "2023-FA")]),
    (
        "Output rose for the third consecutive month.",
        DAY,
        &[("the third consecutive month", "DATE", "2024-03")],
    ),
    ("The king is now in exile.", DAY, &[("now", "DATE", "PRESENT_REF")]),
    ("The king has recently returned.", DAY, &[("recently", "DATE", "PAST_REF")]),
    ("The king may return in the near future.", DAY, &[("the near future", "DATE", "FUTURE_REF")]),
    ("The king had erred in the past.", DAY, &[("the past", "DATE", "PAST_REF")]),
    ("The envoys met on Feb. 7.", None, &[("Feb. 7", "DATE", "XXXX-02-07")]),
    ("The envoys met in May.", None, &[("May", "DATE", "XXXX-05")]),
    ("It began 4000000000 years ago.", DAY, &[("4000000000 years", "DURATION", "P4000000000Y")]),
    ("The fleet sailed two weeks after the feast.", DAY, &[("two weeks", "DURATION", "P2W")]),
    ("The day after the vote, crowds came.", DAY, &[]),
    (
        "The king, who fled in 2014, spoke on Monday.",
        DAY,
        &[("2014", "DATE", "2014"), ("Monday", "DATE", "2024-03-04")],
    ),
    ("The second day of talks began late.", DAY, &[]),
    ("The envoys will meet in two days.", DAY, &[("two days", "DATE", "2024-03-08")]),
    ("This month's talks failed.", DAY, &[("This month", "DATE", "2024-03")]),
    ("The king fell in the fall of 1990.", DAY, &[("the fall of 1990", "DATE", "1990-FA")]),
    ("Springs of water were found.", DAY, &[]),
    ("The Daily Herald of Gondor praised the king.", DAY, &[]),
    ("He was born on 3 March, 1950.", DAY, &[("3 March, 1950", "DATE", "1950-03-03")]),
    ("The early 2000s were lean years.", DAY, &[("The early 2000s", "DATE", "200")]),
    ("He spoke late on Monday.", DAY, &[("late on Monday", "DATE", "2024-03-04")]),
    (
        "The talks begin on March 11 at 9 a.m. in Edoras.",
        DAY,
        &[("March 11", "DATE", "2024-03-11"), ("9 a.m.", "TIME", "2024-03-11T09:00")],
    ),
    (
        "Output rose 3 percent from the previous quarter.",
        DAY,
        &[("the previous quarter", "DATE", "2023-Q4")],
    ),
    ("The curfew lasts until Friday.", DAY, &[("Friday", "DATE", "2024-03-08")]),
    (
        "The envoys met on Tuesday, a day after the raid.",
        DAY,
        &[("Tuesday", "DATE", "2024-03-05"), ("a day", "DURATION", "P1D")],
    ),
    ("Of the 300 men, 20 died in March.", DAY, &[("March", "DATE", "2024-03")]),
    ("The march in Edoras was peaceful.", DAY, &[]),
    ("The trawler lay near the island of Jan Mayen.", DAY, &[]),
    ("The ban ends on Jan. 5.", DAY, &[("Jan. 5", "DATE", "2024-01-05")]),
    ("The second half of 2023 was quiet.", DAY, &[("The second half of 2023", "DATE", "2023-H2")]),
    ("The ban expires in 2030.", DAY, &[("2030", "DATE", "2030")]),
    ("The meeting of 5 May 1998 changed little.", DAY, &[("5 May 1998", "DATE", "1998-05-05")]),
];

#[test]
fn expressions_are_found_and_resolved() {
    let engine = Engine::open(None, None).unwrap();
    let mut wrong = Vec::new();
    for (text, day, expected) in CASES {
        let found = times(&engine, text, *day);
        if found != owned(expected) {
            wrong.push(format!("{text}\n  expected {expected:?}\n  found {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Numbers out of every range, and phrases that break off, are read without a panic.
#[test]
fn nonsense_is_no_error() {
    let engine = Engine::open(None, None).unwrap();
    for text in [
        "January 99, 99/99/9999, 2022-13-45 and 0000-00-00 are no dates.",
        "On February 30 nothing happened in 0000 or 99999.",
        "4294967295 centuries ago, 32767 decades later, 9999 years earlier,",
        "The last week of the first quarter of the end of the early 2199s '99s ' 24:99 p.m.",
        "the the last of next every a an half a the 31st of",
        "Q9 2000, the 0th century, the 99th quarter of 2001, 25 o'clock, 13 p.m.",
        "-–—2001–-7 and 8-9-10-11-12-13",
    ] {
        for day in [None, DAY, Some("0001-01-01"), Some("9999-12-31")] {
            times(&engine, text, day);
        }
    }
}

/// "in 2014" does not make an act of today, and "since 2014" does not make it one of 2014.
#[test]
fn acts_have_their_own_times() {
    let engine = Engine::open(None, None).unwrap();
    for (text, expected) in [
        ("Sweden invaded Norway in 2014.", "2014"),
        ("Sweden, which invaded Norway in 2014, attacked Finland on Monday.", "2014 2024-03-04"),
        ("Sweden attacked Norway on Monday for the first time since 1814.", "2024-03-04"),
        ("Sweden attacked Norway for three days last week.", "2024-W09"),
    ] {
        let record = record(&engine, text, DAY);
        let mut values: Vec<String> =
            record.coded.events.iter().filter_map(|e| e.time.value.clone()).collect();
        values.sort();
        values.dedup();
        assert_eq!(values.join(" "), expected, "{text}");
    }
}

/// A date line is furniture, and yet says when.
#[test]
fn the_date_line_is_an_expression() {
    let engine = Engine::open(None, None).unwrap();
    let text = "Kings meet in Edoras\nMarch 6, 2024\nThe two kings met on Monday in Edoras.";
    let expected = [("March 6, 2024", "DATE", "2024-03-06"), ("Monday", "DATE", "2024-03-04")];
    assert_eq!(times(&engine, text, None), owned(&expected));
}

fn owned(times: &[Time]) -> Vec<(String, String, String)> {
    times.iter().map(|(w, k, v)| ((*w).to_owned(), (*k).to_owned(), (*v).to_owned())).collect()
}

fn times(engine: &Engine, text: &str, day: Option<&str>) -> Vec<(String, String, String)> {
    let record = record(engine, text, day);
    let times = record.coded.times.iter();
    times
        .map(|t| {
            let words = t.span.of(&record.article.text).to_owned();
            (words, t.kind.as_str().to_owned(), t.value.clone())
        })
        .collect()
}

fn record(engine: &Engine, text: &str, day: Option<&str>) -> Record {
    let document = RawDocument {
        body: text.to_owned(),
        media_type: MediaType::Text,
        published: day.map(|d| d.parse().unwrap()),
        ..RawDocument::default()
    };
    let scratch = &mut pipeline::Scratch::new();
    pipeline::records(vec![Warned::clean(document)], engine, scratch).remove(0)
}
