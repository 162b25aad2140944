//! Plain text: the whole input is one document.

use crate::ingest::Found;
use crate::ingest::decode;
use crate::model::MediaType;

pub(super) fn sniff(_head: &str) -> bool {
    true
}

pub(super) fn document(name: &str, bytes: Vec<u8>) -> Found {
    decode::whole(name, bytes, MediaType::Text, decode::text)
}
