//! What is found in any bytes, and no further: nothing may break, hang or grow without bounds.

use detente::ingest;
use detente::ingest::Format;
use detente::ingest::Found;
use detente::ingest::Source;

/// The bytes in one format.
#[allow(dead_code, reason = "each target uses one of the two")]
pub fn run(bytes: &[u8], input_format: &str) {
    all(bytes, ingest::format(input_format));
}

/// The bytes in the format that they seem to have.
#[allow(dead_code, reason = "each target uses one of the two")]
pub fn told(bytes: &[u8]) {
    all(bytes, None);
}

fn all(bytes: &[u8], format: Option<&'static Format>) {
    let stream = Box::new(std::io::Cursor::new(bytes.to_owned()));
    for found in ingest::read(vec![Source::Stream("-".to_owned(), stream)], format) {
        if let Ok(Found::Document(document)) = found {
            assert!(document.value.body.len() <= ingest::MAX_BODY_BYTES * 3);
        }
    }
}
