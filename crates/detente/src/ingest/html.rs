//! Web pages: the whole input is one document, kept as HTML until `extract`.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::Head;
use crate::ingest::decode;
use crate::model::MediaType;

pub(super) fn sniff(head: &Head<'_>) -> bool {
    let head = head.text.trim_start();
    if !head.starts_with('<') {
        return false;
    }
    let lower = head.to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"].iter().any(|tag| lower.contains(tag))
}

pub(super) fn document(given: Given, bytes: Vec<u8>) -> Found {
    let charset = given.charset;
    decode::whole(given, bytes, MediaType::Html, |bytes| decode::markup(bytes, charset))
}
