#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| graph_endpoint_fuzz::targets::csdl::run(input));
