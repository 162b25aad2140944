//! A result laid out for people, as plain text or Markdown.

use crate::store::EventRow;
use crate::store::PartyRow;
use std::fmt::Write;

/// A title, remarks, and what comes under it.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// One line.
    pub title: String,
    /// What must be known to read it: the day it is seen from, what was read, how it was counted.
    pub notes: Vec<String>,
    /// In reading order.
    pub parts: Vec<Part>,
}

/// A stretch of a page.
#[derive(Clone, Debug)]
pub enum Part {
    /// What the next parts are about.
    Heading(String),
    /// A finding.
    Item(String),
    /// Somebody's words, and where they stand.
    Quote(String, String),
    /// Columns and rows; figures are set to the right.
    Table(Vec<String>, Vec<Vec<String>>),
}

impl Part {
    /// A table under these columns.
    pub(super) fn table(columns: &[&str], rows: Vec<Vec<String>>) -> Part {
        Part::Table(columns.iter().map(|it| (*it).to_owned()).collect(), rows)
    }
}

impl Page {
    /// For a terminal.
    pub fn text(&self) -> String {
        let mut out = format!("{}\n", plain(&self.title));
        for note in &self.notes {
            let _ = writeln!(out, "{}", plain(note));
        }
        for part in &self.parts {
            match part {
                Part::Heading(words) => {
                    let _ = writeln!(out, "\n{}", plain(words));
                }
                Part::Item(words) => {
                    let _ = writeln!(out, "  {}", plain(words));
                }
                Part::Quote(words, place) => {
                    let _ = writeln!(out, "    “{}” — {}", plain(words), plain(place));
                }
                Part::Table(columns, rows) => out += &aligned(columns, rows),
            }
        }
        out
    }

    /// For a report.
    pub fn markdown(&self) -> String {
        let mut out = format!("# {}\n", marked(&self.title));
        for note in &self.notes {
            let _ = write!(out, "\n{}\n", marked(note));
        }
        for part in &self.parts {
            match part {
                Part::Heading(words) => {
                    let _ = write!(out, "\n## {}\n\n", marked(words));
                }
                Part::Item(words) => {
                    let _ = writeln!(out, "- {}", marked(words));
                }
                Part::Quote(words, place) => {
                    let _ = writeln!(out, "  > {} ({})", marked(words), marked(place));
                }
                Part::Table(columns, rows) => out += &piped(columns, rows),
            }
        }
        out
    }
}

/// `RUS → UKR THREATEN (130) reported`
pub(super) fn line(event: &EventRow) -> String {
    let class = event.plover.as_deref().unwrap_or("COMMENT");
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!("/{mode}"));
    let (source, target) = (side(&event.sources), side(&event.targets));
    format!("{source} → {target}  {class}{mode} ({}), {}", event.cameo, event.status)
}

/// Parties by code and words.
pub(super) fn side(parties: &[PartyRow]) -> String {
    if parties.is_empty() {
        return "nobody named".to_owned();
    }
    let show = |it: &PartyRow| {
        if it.code.starts_with("---") {
            it.name.clone()
        } else {
            format!("{} [{}]", it.name, it.code)
        }
    };
    parties.iter().map(show).collect::<Vec<_>>().join(" and ")
}

/// Outlet, day of publication and document.
pub(super) fn place(event: &EventRow) -> String {
    let outlet = event.outlet.as_deref().unwrap_or("outlet unknown");
    let published = event.published.as_deref().unwrap_or("date unknown");
    format!("{outlet}, {published}, {} {}", event.document_id, event.id)
}

/// On one line, without what a terminal would obey.
pub(super) fn one_line(words: &str) -> String {
    plain(words)
}

fn plain(words: &str) -> String {
    let keep = |c: &char| !c.is_control();
    let width = words.len() - words.trim_start().len();
    let joined = words.split_whitespace().collect::<Vec<_>>().join(" ");
    " ".repeat(width) + &joined.chars().filter(keep).collect::<String>()
}

/// Without what Markdown would take for markup or the start of something else.
fn marked(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in plain(words).trim().chars() {
        if "\\`*_[]<>|#".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn aligned(columns: &[String], rows: &[Vec<String>]) -> String {
    let width = |i: usize| {
        let cells = rows.iter().filter_map(|row| row.get(i)).map(|it| it.chars().count());
        cells.chain([columns[i].chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |cells: Vec<&str>| {
        let padded = cells.iter().zip(&widths).map(|(cell, width)| {
            if is_figure(cell) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    let mut out = line(columns.iter().map(String::as_str).collect());
    for row in rows {
        out += &line(row.iter().map(String::as_str).collect());
    }
    out
}

fn is_figure(cell: &str) -> bool {
    cell.starts_with(|c: char| c.is_ascii_digit() || "+-−".contains(c)) && !cell.contains(' ')
}

fn piped(columns: &[String], rows: &[Vec<String>]) -> String {
    let mut out = format!("\n| {} |\n|{}\n", columns.join(" | "), "---|".repeat(columns.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|it| marked(it)).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
    out
}
