//! Any bytes as what is told by content behind a gzip header, which the fuzzer would seldom make.
#![no_main]

mod found;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    packed.extend_from_slice(bytes);
    found::told(&packed);
});
