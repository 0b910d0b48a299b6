//! A sighting with all that is known of it, as rules look at it.

use std::borrow::Cow;

use crate::finding::{Finding, Fingerprint, Fix, Place, Properties, Rule, Severity};
use crate::lint::knowledge::{Called, Knowledge, Opens, Owner};
use crate::lint::sighting::{Manner, SeenValue, Setting, Sighting};
use crate::site::KeyState;

/// A sighting with all that is known of it.
pub(super) struct Case<'c> {
    sighting: &'c Sighting,
    place: &'c Place,
    knowledge: Option<&'c Knowledge>,
    known: Option<Known<'c>>,
}

/// What a site tells of the key that was seen.
pub(super) struct Known<'c> {
    /// The site.
    pub(super) knowledge: &'c Knowledge,
    /// Whose key it is.
    pub(super) owner: Owner<'c>,
    /// What it opens.
    pub(super) opens: Opens,
    /// What the URL calls.
    pub(super) called: Called<'c>,
}

/// What a rule says of a case.
pub(super) struct Said {
    /// How much it matters.
    pub(super) severity: Severity,
    /// What was seen.
    pub(super) message: String,
    /// What to do, where the rule's own advice does not fit.
    pub(super) help: Option<String>,
}

impl Said {
    /// With the rule's own weight and advice.
    pub(super) fn of(rule: &Rule, message: impl Into<String>) -> Self {
        Self { severity: rule.severity, message: message.into(), help: None }
    }

    /// With another weight.
    pub(super) fn weighing(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }
}

impl<'c> Case<'c> {
    /// What is to be known of a sighting.
    pub(super) fn of(sighting: &'c Sighting, place: &'c Place, knowledge: Option<&'c Knowledge>) -> Self {
        let known = knowledge.and_then(|knowledge| {
            let owner = owner(sighting, Some(knowledge))?;
            let named = sighting
                .url
                .profile
                .iter()
                .flatten()
                .find_map(|name| knowledge.site().environment_named(name));
            let environment = named.or(owner.key.environment);
            let called = knowledge.called(&sighting.url, sighting.method.as_deref(), environment);
            Some(Known { knowledge, owner, opens: knowledge.opens(owner.key), called })
        });
        Self { sighting, place, knowledge, known }
    }

    /// The sighting.
    pub(super) fn sighting(&self) -> &'c Sighting {
        self.sighting
    }

    /// The site, where one was named.
    pub(super) fn knowledge(&self) -> Option<&'c Knowledge> {
        self.knowledge
    }

    /// What the site tells of the key.
    pub(super) fn known(&self) -> Option<&Known<'c>> {
        self.known.as_ref()
    }

    /// How a rule about a key in a URL says what it saw: whose key it is where that is known, else what is plain.
    pub(super) fn said(&self, rule: &Rule, place: &str, otherwise: &str) -> Said {
        match &self.known {
            None => Said::of(rule, otherwise),
            Some(known) => {
                let severity = match known.owner.is_stale() {
                    true => Severity::Warning,
                    false => known.opens.severity(),
                };
                Said::of(rule, format!("{} {place}: {}", known.name(), known.story())).weighing(severity)
            }
        }
    }

    /// The finding that a rule made of it.
    pub(super) fn finding(&self, rule: &'static Rule, said: Said, fix: Option<Fix>) -> Finding {
        Finding {
            rule: Cow::Borrowed(rule.id),
            severity: said.severity,
            message: said.message,
            help: said.help.map_or(Cow::Borrowed(rule.help), Cow::Owned),
            place: self.place.clone(),
            related: Vec::new(),
            fingerprint: self.fingerprint(rule.id),
            properties: self.properties(),
            fix,
        }
    }

    /// What is underlined, secrets masked.
    pub(super) fn marked(&self) -> &'c str {
        let frame = &self.place.frame;
        frame.line.get(frame.mark.0..frame.mark.1).unwrap_or(&frame.line)
    }

    /// The value's own bytes, or the expression that gives it; never the file, so that it may move.
    fn fingerprint(&self, rule: &str) -> Fingerprint {
        let path = self.sighting.url.path.as_deref().unwrap_or_default();
        match &self.sighting.value {
            SeenValue::Literal(secret, _) => Fingerprint::of(rule, secret.reveal().as_bytes(), path),
            SeenValue::Dynamic(_) | SeenValue::Empty | SeenValue::None => {
                let words: Vec<&str> = self.marked().split_whitespace().collect();
                Fingerprint::of(rule, words.join(" ").as_bytes(), path)
            }
        }
    }

    fn properties(&self) -> Properties {
        let mut properties = Properties::default();
        if let Some(logged) = self.sighting.logged.as_ref() {
            logged.client.iter().for_each(|client| properties.insert("client", client.as_str()));
            logged.at.iter().for_each(|at| properties.insert("firstSeen", at.as_str()));
        }
        let Some(known) = &self.known else { return properties };
        properties.insert("key", known.owner.key.name.as_str());
        properties.insert("slot", known.owner.slot.map_or("retired", |slot| slot.as_str()));
        properties.insert("environment", known.environment());
        properties.insert("permittedWorkflows", known.opens.workflows);
        properties.insert("writingWorkflows", known.opens.writing);
        if let Called::Workflow(_, workflow) = known.called {
            properties.insert("workflow", workflow.name.as_str());
        }
        properties
    }
}

/// Whose key was seen, if the site knows it.
pub(super) fn owner<'k>(sighting: &Sighting, knowledge: Option<&'k Knowledge>) -> Option<Owner<'k>> {
    let SeenValue::Literal(secret, _) = &sighting.value else { return None };
    match sighting.manner {
        Manner::UserInfo => None,
        Manner::Query | Manner::DeclaredInQuery | Manner::Referer | Manner::Redirect | Manner::Header => {
            knowledge?.owner(secret)
        }
    }
}

impl Known<'_> {
    /// ``key `orders-prod` (primary, Production)``.
    pub(super) fn name(&self) -> String {
        let slot = self.owner.slot.map_or("rotated out", |slot| slot.as_str());
        let disabled = if self.owner.key.state == KeyState::Enabled { "" } else { ", disabled" };
        format!("key `{}` ({slot}, {}{disabled})", self.owner.key.name, self.environment())
    }

    /// The name of its environment.
    pub(super) fn environment(&self) -> &str {
        self.knowledge.environment(self.owner.key).map_or("any environment", |place| place.name.as_str())
    }

    /// What the key opens, and what the URL calls with it.
    fn story(&self) -> String {
        let Opens { workflows, writing, .. } = self.opens;
        let mut story = match (workflows, writing) {
            (0, _) => "may call no Workflow".to_owned(),
            (1, 0) => "may call 1 Workflow, which only reads".to_owned(),
            (1, _) => "may call 1 Workflow, which writes".to_owned(),
            (all, 0) => format!("may call {all} Workflows, none of which writes"),
            (all, 1) => format!("may call {all} Workflows, 1 of which writes"),
            (all, some) => format!("may call {all} Workflows, {some} of which write"),
        };
        match self.called {
            Called::Workflow(at, workflow) if self.owner.key.permitted.includes(at) => {
                story.push_str(&format!("; the URL calls `{}`", workflow.name));
            }
            Called::Workflow(_, workflow) => {
                story
                    .push_str(&format!("; the URL calls `{}`, which the key does not permit", workflow.name));
            }
            Called::OtherMethod => story.push_str("; the URL's path is bound to another method"),
            Called::Nothing => story.push_str("; no Workflow has the URL's path"),
            Called::Unknown => {}
        }
        story
    }
}

/// Whether what stands in that setting is a record of what was sent rather than a plan.
pub(super) fn is_log(setting: Setting) -> bool {
    match setting {
        Setting::Log => true,
        Setting::Code
        | Setting::Comment
        | Setting::Collection
        | Setting::Description
        | Setting::Capture
        | Setting::Prose => false,
    }
}
