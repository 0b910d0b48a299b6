//! Where a Workflow runs: Test, Production and whatever else a site has.

use super::Name;

/// The environment that a call means when it names none (documented: Site Environment page).
pub const DEFAULT_ENVIRONMENT: &str = "Production";

/// Environments a site may have.
pub const ENVIRONMENTS_MAX: usize = 64;

/// A Site Environment.
#[derive(Debug, Clone)]
pub struct Environment {
    /// Its name, compared without regard to case.
    pub name: Name,
    /// The host that chooses it in the `modern` generation, lower case, without a port.
    pub hostname: String,
    /// Browser origins that may read its replies.
    pub allowed_origins: AllowedOrigins,
}

impl Environment {
    /// Whether the text names this environment; the platform's own example writes `_profile=test`.
    #[must_use]
    pub fn is_named(&self, text: &str) -> bool {
        eq_ignore_case(self.name.as_str(), text)
    }
}

/// Whether two names are the same to the platform, which compares them without regard to case.
#[must_use]
pub fn eq_ignore_case(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || (!one.is_ascii() && one.to_lowercase() == other.to_lowercase())
}

/// The position of an environment in its site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EnvironmentIndex(pub u16);

/// Allowed Origins: hosts without a scheme, `*` alone or inside a host (documented: Site Detail pane).
#[derive(Debug, Clone, Default)]
pub struct AllowedOrigins(Vec<OriginPattern>);

#[derive(Debug, Clone)]
enum OriginPattern {
    Any,
    Host(globset::GlobMatcher),
}

impl AllowedOrigins {
    /// Reads one host pattern and adds it.
    ///
    /// # Errors
    /// A sentence saying what was expected.
    pub fn add(&mut self, pattern: &str) -> Result<(), String> {
        if pattern == "*" {
            self.0.push(OriginPattern::Any);
            return Ok(());
        }
        if let Some((scheme, host)) = pattern.split_once("://") {
            return Err(format!("an allowed origin is a host without `{scheme}://`; write `{host}`"));
        }
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '*' | ':');
        if pattern.is_empty() || !pattern.chars().all(fits) {
            return Err(format!(
                "expected a host such as `app.example.com` or `*.example.com`, found `{pattern}`"
            ));
        }
        let glob =
            globset::GlobBuilder::new(&pattern.to_lowercase()).build().map_err(|fault| fault.to_string())?;
        self.0.push(OriginPattern::Host(glob.compile_matcher()));
        Ok(())
    }

    /// Whether a browser's `Origin` may read the replies. The port counts only where the pattern has one.
    #[must_use]
    pub fn permit(&self, origin: &str) -> bool {
        let host = origin.split_once("://").map_or(origin, |(_, host)| host).to_lowercase();
        let without_port = host.rsplit_once(':').map_or(host.as_str(), |(name, _)| name);
        self.0.iter().any(|pattern| match pattern {
            OriginPattern::Any => true,
            OriginPattern::Host(glob) => glob.is_match(&host) || glob.is_match(without_port),
        })
    }
}
