//! Plain text: the whole input is one document.

use crate::ingest::Found;
use crate::ingest::Given;
use crate::ingest::decode;
use crate::model::MediaType;

pub(super) fn document(given: Given, bytes: Vec<u8>) -> Found {
    // Only a server can say how a plain text is encoded.
    let charset = given.charset;
    let decode = |bytes: &[u8]| match charset {
        Some(_) => decode::markup(bytes, charset),
        None => decode::text(bytes),
    };
    decode::whole(given, bytes, MediaType::Text, decode)
}
