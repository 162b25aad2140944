//! Alerts as an Atom feed (RFC 4287), an entry for each change, the newest first.

use crate::model::Error;
use crate::model::ErrorKind;
use crate::report::alerts::raise::Alert;
use crate::report::alerts::raise::details;
use crate::report::alerts::raise::headline;
use quick_xml::Writer;
use quick_xml::events::BytesDecl;
use quick_xml::events::BytesText;
use quick_xml::events::Event;

/// The feed. Its ids are made from series, day and change, so that a reader tells a new entry from one it has seen.
///
/// # Errors
/// None in practice: it is written to memory.
pub fn atom(alerts: &[Alert]) -> Result<String, Error> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    let written = feed(&mut writer, alerts);
    written.map_err(|error| Error::new(ErrorKind::Output, error.to_string()))?;
    let text = String::from_utf8(writer.into_inner()).expect("made of strings");
    Ok(text + "\n")
}

type To = Writer<Vec<u8>>;

fn feed(to: &mut To, alerts: &[Alert]) -> std::io::Result<()> {
    to.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let feed = to.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
    feed.write_inner_content(|to| {
        element(to, "title", "Alerts")?;
        element(to, "id", "urn:detente:alerts")?;
        element(
            to,
            "updated",
            &moment(alerts.last().map_or("1970-01-01".to_owned(), |it| it.day.to_string())),
        )?;
        to.create_element("author").write_inner_content(|to| element(to, "name", "detente"))?;
        alerts.iter().rev().try_for_each(|it| entry(to, it))
    })?;
    Ok(())
}

fn entry(to: &mut To, it: &Alert) -> std::io::Result<()> {
    to.create_element("entry").write_inner_content(|to| {
        element(to, "id", &format!("urn:detente:alert:{}", it.id))?;
        element(to, "title", &headline(it))?;
        element(to, "updated", &moment(it.day.to_string()))?;
        let quotes = it.evidence.iter().flat_map(|it| &it.quotes).map(|it| it.sentence.clone());
        let lines: Vec<String> = details(it).into_iter().chain(quotes).collect();
        element(to, "content", &lines.join("\n"))
    })?;
    Ok(())
}

fn element(to: &mut To, name: &str, text: &str) -> std::io::Result<()> {
    // XML has no way to write most control characters.
    let text: String = text.chars().filter(|c| !c.is_control() || *c == '\n').collect();
    to.create_element(name).write_text_content(BytesText::new(&text))?;
    Ok(())
}

/// Alerts know their day and no hour.
fn moment(day: String) -> String {
    day + "T00:00:00Z"
}
