#![no_main]

localgear_fuzz::extractor!("web_server");
