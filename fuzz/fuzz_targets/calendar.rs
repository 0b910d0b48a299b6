#![no_main]

localgear_fuzz::extractor!("calendar");
