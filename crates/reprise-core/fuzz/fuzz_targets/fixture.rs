#![no_main]

#[path = "../bodies.rs"]
#[allow(dead_code, reason = "one of its bodies is called here")]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::fixture(bytes));
