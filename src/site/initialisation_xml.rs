//! InitialisationXml: what the platform writes on the first entry of a run's activity log.

use std::fmt::{self, Write as _};

use uuid::Uuid;

/// The document of one run.
///
/// That it has `Username` (with the key's name), `Logging` and the environment is documented; the root, the other
/// elements and their order are assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InitialisationXml<'a> {
    /// `SiteId`.
    pub site_id: Uuid,
    /// `SiteName`.
    pub site_name: &'a str,
    /// `WorkflowId`.
    pub workflow_id: Uuid,
    /// `WorkflowName`.
    pub workflow_name: &'a str,
    /// `WorkflowInstanceId`.
    pub workflow_instance_id: Uuid,
    /// `Username`: `Key: <name>` in `classic`, `Token-based Key: <name>` in `modern` (both documented).
    pub username: &'a str,
    /// `Profile`: the environment's name.
    pub profile: &'a str,
}

/// The document, on one line.
impl fmt::Display for InitialisationXml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<Initialisation><SiteId>{}</SiteId><SiteName>", self.site_id)?;
        text(f, self.site_name)?;
        write!(f, "</SiteName><WorkflowId>{}</WorkflowId><WorkflowName>", self.workflow_id)?;
        text(f, self.workflow_name)?;
        let instance = self.workflow_instance_id;
        write!(f, "</WorkflowName><WorkflowInstanceId>{instance}</WorkflowInstanceId><Username>")?;
        text(f, self.username)?;
        f.write_str("</Username><Profile>")?;
        text(f, self.profile)?;
        f.write_str("</Profile><ActivationContext>ApiInvoke</ActivationContext><Logging>Full</Logging></Initialisation>")
    }
}

/// Element text. Names come from [`Name`](super::Name), which admits no character that XML cannot hold.
fn text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    if !text.contains(['&', '<', '>', '"', '\'']) {
        return f.write_str(text);
    }
    f.write_str(&quick_xml::escape::escape(text))
}

/// The document as a text of its own.
impl From<&InitialisationXml<'_>> for String {
    fn from(xml: &InitialisationXml<'_>) -> Self {
        let mut text = Self::with_capacity(640);
        let written = write!(text, "{xml}");
        debug_assert!(written.is_ok(), "writing to a text cannot fail");
        text
    }
}
