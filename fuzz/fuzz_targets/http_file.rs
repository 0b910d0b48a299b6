#![no_main]

localgear_fuzz::extractor!("http_file");
