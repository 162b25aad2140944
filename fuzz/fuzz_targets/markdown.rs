//! Any bytes as `markdown`.
#![no_main]

mod found;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| found::run(bytes, "markdown"));
