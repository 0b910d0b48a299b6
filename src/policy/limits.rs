//! Everything about a policy has a limit.

/// Longest time to answer that a site file may give a policy, in milliseconds.
pub const POLICY_MS_MAX: u64 = 10_000;

/// How long `describe` and `validate` may take together, in milliseconds: an interpreter needs some of it to start.
pub const LOADING_MS_MAX: u64 = 2_000;

/// Memory that one instance may use, in bytes.
pub const MEMORY_BYTES_MAX: usize = 64 << 20;

/// Elements in one table of an instance: interpreters need thousands.
pub const TABLE_ELEMENTS_MAX: usize = 100_000;

/// What one answer may make localgear copy, in bytes. Without it a small guest could point a million findings at one
/// long text.
pub const HANDED_BACK_BYTES_MAX: usize = 1 << 20;

/// Findings kept of one answer.
pub const FINDINGS_MAX: usize = 200;

/// Longest message, help or title kept of a finding, in bytes.
pub const MESSAGE_BYTES_MAX: usize = 4096;

/// Rules that a policy may declare.
pub const RULES_MAX: usize = 200;

/// Longest id of a rule, in bytes.
pub const RULE_ID_BYTES_MAX: usize = 100;

/// Lines that a policy may log during one answer.
pub const LOG_LINES_MAX: usize = 64;

/// Longest such line, in bytes.
pub const LOG_LINE_BYTES_MAX: usize = 1024;

/// How much of a body a policy is shown, in bytes.
pub const BODY_BYTES_MAX: usize = 64 << 10;

/// Largest settings, as JSON, in bytes.
pub const SETTINGS_BYTES_MAX: usize = 256 << 10;

/// Largest component, in bytes: Python's are 18 MB.
pub const MODULE_BYTES_MAX: u64 = 64 << 20;

/// The status of a refusal for which the policy chose none.
pub const STATUS_DENIED: u16 = 403;

/// The status when a policy gives no answer.
pub const STATUS_FAILED: u16 = 503;
