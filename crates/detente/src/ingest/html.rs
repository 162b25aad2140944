//! Web pages: the whole input is one document, kept as HTML until `extract`.

use crate::ingest::Found;
use crate::ingest::decode;
use crate::model::MediaType;

pub(super) fn sniff(head: &str) -> bool {
    let head = head.trim_start();
    if !head.starts_with('<') {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| lower.contains(tag))
}

pub(super) fn document(name: &str, bytes: Vec<u8>) -> Found {
    decode::whole(name, bytes, MediaType::Html, decode::page)
}
