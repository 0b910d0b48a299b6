#![no_main]

localgear_fuzz::extractor!("power_query");
