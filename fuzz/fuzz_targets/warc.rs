//! Any bytes as `warc`.
#![no_main]

mod found;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| found::run(bytes, "warc"));
