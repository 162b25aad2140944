//! `detente extract`.

use crate::piped;
use crate::records;

#[test]
fn a_page_gives_its_text_and_what_it_says_of_itself() {
    let page = "<html><head><meta charset='iso-8859-1'><meta property='og:site_name' content='Bree Herald'><meta property='article:published_time' content='2024-03-05T08:00:00Z'></head><body><nav>Menu</nav><article><h1>Farmers block roads</h1><p>By Pippin Took</p>".to_owned()
        + &"<p>Thousands of farmers blocked the roads into the town on Monday, in protest at a new tax on grain, the caf\u{e9} owner said.</p>".repeat(4)
        + "</article></body></html>";
    let latin1: Vec<u8> = page.chars().map(|c| c as u8).collect();
    let record = &records(&piped("extract -", &latin1))[0];
    let text = record["article"]["text"].as_str().unwrap();
    assert!(text.contains("the café owner said") && !text.contains("Menu"), "{text}");
    assert_eq!(record["article"]["outlet"], "Bree Herald");
    assert_eq!(record["article"]["published"]["value"], "2024-03-05");
    assert_eq!(record["article"]["published"]["basis"], "stated");
    assert_eq!(record["input"]["media_type"], "text/html");
    assert!(record.get("events").is_none());
}

#[test]
fn a_page_nested_without_end_is_read_in_no_time() {
    let page = format!("<html><body>{}The text.", "<div>".repeat(100_000));
    let record = &records(&piped("extract -", page.as_bytes()))[0];
    assert_eq!(record["article"]["text"], "The text.");
    assert_eq!(record["warnings"][0]["code"], "extract.stripped");
}

#[test]
fn another_language_is_labelled_and_kept() {
    let text = "Президент сказал на пресс-конференции, что войны не будет.";
    let record = &records(&piped("extract -", text.as_bytes()))[0];
    assert_eq!(record["article"]["language"], "ru");
    assert_eq!(record["article"]["text"], text);
    assert_eq!(record["warnings"][0]["code"], "extract.not_english");
}

#[test]
fn utf16_is_read() {
    let bytes: Vec<u8> =
        "\u{feff}Gondor’s king".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(records(&piped("extract -", &bytes))[0]["article"]["text"], "Gondor’s king");
}

#[test]
fn an_item_of_a_feed_says_whence_it_is() {
    let feed = "<rss version='2.0'><channel><title>Bree Herald</title><item><title>Talks</title><link>http://bree.example/1</link><pubDate>Tue, 05 Mar 2024 10:00:00 GMT</pubDate><dc:creator>Pippin Took</dc:creator><source url='http://dale.example/rss'>Dale Times</source><description>The envoys met.</description></item></channel></rss>";
    let article = &records(&piped("extract -", feed.as_bytes()))[0]["article"];
    assert_eq!(article["text"], "The envoys met.");
    assert_eq!(article["outlet"], "Bree Herald");
    assert_eq!(article["byline"][0], "Pippin Took");
    assert_eq!(article["origin"]["name"], "Dale Times");
    assert_eq!(article["published"]["value"], "2024-03-05");
    assert_eq!(article["truncated"], true);
}
