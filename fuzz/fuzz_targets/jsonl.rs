//! Any bytes as `jsonl`.
#![no_main]

mod all;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| all::run(bytes, "jsonl"));
