//! Pages a second of processor time: `against_trafilatura detente|dom_smoothie|rs-trafilatura PAGES.jsonl`.
//!
//! Each line of PAGES holds a page under `html`; lines without one are left out. One thread; reading the file does not count.
//! Prints the pages, the seconds of processor time, pages a second, and the bytes of text found.

use detente::extract;
use detente::lexicon::Pages;
use detente::model::MediaType;
use detente::model::RawDocument;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, which, file] = &arguments[..] else {
        return Err("usage: against_trafilatura detente|dom_smoothie|rs-trafilatura PAGES.jsonl".into());
    };
    let mut pages: Vec<String> = Vec::new();
    for line in std::fs::read_to_string(file)?.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        pages.extend(value["html"].as_str().map(str::to_owned));
    }
    let known = Pages::embedded()?;
    let read = |html: &str| -> usize {
        match which.as_str() {
            "detente" => {
                let raw = RawDocument {
                    body: html.to_owned(),
                    media_type: MediaType::Html,
                    ..RawDocument::default()
                };
                extract::article(raw, &known).value.text.len()
            }
            "dom_smoothie" => {
                let read = dom_smoothie::Readability::new(html, None, None).and_then(|mut it| it.parse());
                read.map_or(0, |it| it.text_content.len())
            }
            _ => rs_trafilatura::extract(html).map_or(0, |it| it.content_text.len()),
        }
    };
    // Once unmeasured, so that memory is there and nothing is read for the first time.
    pages.iter().take(pages.len().div_ceil(8)).for_each(|it| drop(read(it)));
    let started = cpu_seconds()?;
    let n_bytes: usize = pages.iter().map(|it| read(it)).sum();
    let seconds = cpu_seconds()? - started;
    let rate = pages.len() as f64 / seconds;
    println!("{which} pages {} cpu_seconds {seconds:.2} rate {rate:.0} text_bytes {n_bytes}", pages.len());
    Ok(())
}

/// Processor time of this process, as Linux counts it.
fn cpu_seconds() -> Result<f64, Box<dyn std::error::Error>> {
    let stat = std::fs::read_to_string("/proc/self/schedstat")?;
    let nanoseconds: f64 = stat.split(' ').next().ok_or("empty")?.parse()?;
    Ok(nanoseconds / 1e9)
}
