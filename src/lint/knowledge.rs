//! What a site file tells the linter: whose key a string is, what it opens, which Workflow a URL calls.

use std::sync::Arc;

use crate::site::Site;

/// What is known of a site when its traffic is looked for.
#[derive(Debug, Clone)]
pub struct Knowledge {
    site: Arc<Site>,
}

impl Knowledge {
    /// What that site tells.
    #[must_use]
    pub fn new(site: Arc<Site>) -> Self {
        Self { site }
    }

    /// The site.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }
}
