#![no_main]

localgear_fuzz::extractor!("openapi_yaml");
