mod answers;
mod code_cache;
mod guests;
mod hostile;
mod lanes;
mod loading;
