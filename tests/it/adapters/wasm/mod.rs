mod answers;
mod code_cache;
pub(crate) mod guests;
mod hostile;
mod lanes;
mod loading;
