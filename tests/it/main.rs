//! The behaviour of localgear, told as sentences; the folders mirror `src`.

mod adapters;
