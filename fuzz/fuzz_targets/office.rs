#![no_main]

localgear_fuzz::target!(|bytes| localgear_fuzz::office(bytes));
