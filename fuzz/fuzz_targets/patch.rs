#![no_main]

localgear_fuzz::extractor!("patch");
