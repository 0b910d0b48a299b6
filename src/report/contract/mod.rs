//! What suites and runs under `exec` came to, in the forms that people and CI systems read.
