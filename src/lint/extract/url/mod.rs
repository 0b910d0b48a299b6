//! The one reader of URLs and querystrings in text: every extractor asks here what a name, a pair, a URL is.
//!
//! [`name_at`] finds the name in any spelling, [`query_pair`] says whether it stands in a querystring and reads what is
//! around it, [`read_url`] and [`seen_value`] serve those who know already what they have.

mod coded;
mod dynamic;
mod name;
mod pair;
mod user_info;
mod value;
mod whole;

pub use coded::{Coding, Unit, unit_at, unit_before};
pub use dynamic::template_len;
pub use name::{NAME, is_name, name_at};
pub use pair::{query_pair, query_text_pair};
pub use user_info::user_info;
pub use value::seen_value;
pub use whole::read_url;
