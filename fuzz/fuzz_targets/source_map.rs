#![no_main]

localgear_fuzz::extractor!("source_map");
