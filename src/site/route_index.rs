//! Which Workflows a path may mean: one tree of segments per environment.
//!
//! A call walks the tree a segment at a time, into the literal child of that text and into the variable child, and
//! collects every Workflow it ends at. Precedence is deliberately not repaired: where `/thing/{id}` and
//! `/thing/another` both match, the platform answers 409 (documented), so all of them must be found. The walk visits
//! nodes on the call's own path only, so it does not grow with the number of Workflows.

use std::collections::HashMap;

use http::Method;

use super::environment::EnvironmentIndex;
use super::uri_template::{Segment, UriTemplate};
use super::workflow::{Workflow, WorkflowIndex};

/// Most pairs of clashing routes that are looked for; beyond them only their number would be news.
pub const CLASHES_MAX: usize = 1000;

/// Most nodes that are looked at for routes near to a path that has none.
pub(super) const NEAR_NODES_MAX: usize = 2000;

/// The routes of one environment.
#[derive(Debug, Clone)]
pub struct RouteIndex {
    nodes: Vec<Node>,
}

#[derive(Debug, Clone, Default)]
struct Node {
    literals: HashMap<Box<str>, u32>,
    variable: Option<u32>,
    ends: Vec<(Method, WorkflowIndex)>,
}

/// A piece of a call's path, decoded, with its lower-case form for comparing literals.
#[derive(Debug, Clone)]
pub struct PathSegment {
    /// The text after percent-decoding.
    pub text: String,
    /// The same in lower case, where that differs.
    folded: Option<String>,
}

impl PathSegment {
    /// A decoded segment.
    #[must_use]
    pub fn new(text: String) -> Self {
        let folds = !text.is_ascii() || text.bytes().any(|byte| byte.is_ascii_uppercase());
        let folded = folds.then(|| text.to_lowercase());
        Self { text, folded }
    }

    fn folded(&self) -> &str {
        self.folded.as_deref().unwrap_or(&self.text)
    }
}

impl RouteIndex {
    /// The routes of every Workflow published in the environment.
    #[must_use]
    pub fn new(workflows: &[Workflow], environment: EnvironmentIndex) -> Self {
        let mut index = Self { nodes: vec![Node::default()] };
        for (at, workflow) in (0..).map(WorkflowIndex).zip(workflows) {
            if let Some(binding) = &workflow.binding
                && workflow.is_published_in(environment)
            {
                let end = index.grow(&binding.template);
                if let Some(node) = index.nodes.get_mut(end as usize) {
                    node.ends.push((binding.method.clone(), at));
                }
            }
        }
        index
    }

    /// Every Workflow whose path matches, whatever its method, in the site file's order.
    #[must_use]
    pub fn matching(&self, path: &[PathSegment]) -> Vec<(Method, WorkflowIndex)> {
        let mut at = vec![0_u32];
        let mut next = Vec::new();
        for segment in path {
            for node in at.drain(..).filter_map(|node| self.node(node)) {
                next.extend(node.literals.get(segment.folded()).copied());
                if !segment.text.is_empty() {
                    next.extend(node.variable);
                }
            }
            std::mem::swap(&mut at, &mut next);
            if at.is_empty() {
                return Vec::new();
            }
        }
        let ends =
            at.into_iter().filter_map(|node| self.node(node)).flat_map(|node| node.ends.iter().cloned());
        let mut found: Vec<_> = ends.collect();
        found.sort_by_key(|(_, workflow)| *workflow);
        found
    }

    /// Workflows whose path differs from this one in a single segment, with its position counted from 0: another text,
    /// one too many or one too few. Looks at `NEAR_NODES_MAX` nodes at most, so a wrong path costs little on any site.
    #[must_use]
    pub fn near(&self, path: &[PathSegment]) -> Vec<(WorkflowIndex, usize)> {
        let mut found = Vec::new();
        let mut stack = vec![(0_u32, 0_usize, None::<usize>)];
        for _ in 0..NEAR_NODES_MAX {
            let Some((at, depth, miss)) = stack.pop() else { break };
            let Some(node) = self.node(at) else { continue };
            let segment = path.get(depth);
            let position = match path.len() - depth {
                0 => miss,
                1 if miss.is_none() => Some(depth),
                _ => None,
            };
            found.extend(
                position
                    .into_iter()
                    .flat_map(|at| node.ends.iter().map(move |(_, workflow)| (*workflow, at))),
            );
            let exact = segment.and_then(|segment| node.literals.get(segment.folded())).copied();
            let filled = segment.filter(|segment| !segment.text.is_empty()).and(node.variable);
            if miss.is_none() {
                let next = depth + usize::from(segment.is_some());
                let others = node.literals.values().copied().chain(node.variable);
                let others = others.filter(|child| Some(*child) != exact && Some(*child) != filled);
                stack.extend(others.map(|child| (child, next, Some(depth))));
            }
            stack.extend(filled.into_iter().chain(exact).map(|child| (child, depth + 1, miss)));
        }
        found
    }

    /// Pairs of Workflows that some call would find both, earlier one first; [`CLASHES_MAX`] at most.
    #[must_use]
    pub fn clashes(&self, workflows: &[Workflow]) -> Vec<(WorkflowIndex, WorkflowIndex)> {
        let mut clashes = Vec::new();
        for (at, workflow) in (0..).map(WorkflowIndex).zip(workflows) {
            let Some(binding) = &workflow.binding else { continue };
            let is_here = |ends: &[(Method, WorkflowIndex)]| ends.iter().any(|(_, end)| *end == at);
            let nodes = self.overlapping(&binding.template);
            if !nodes.iter().filter_map(|node| self.node(*node)).any(|node| is_here(&node.ends)) {
                continue;
            }
            for (method, other) in
                nodes.into_iter().filter_map(|node| self.node(node)).flat_map(|node| &node.ends)
            {
                if *method == binding.method && at < *other {
                    clashes.push((at, *other));
                }
                if clashes.len() == CLASHES_MAX {
                    return clashes;
                }
            }
        }
        clashes.sort_unstable();
        clashes
    }

    /// The nodes where templates end that share a path with this one.
    fn overlapping(&self, template: &UriTemplate) -> Vec<u32> {
        let mut at = vec![0_u32];
        for segment in template.segments() {
            let mut next = Vec::new();
            for node in at.into_iter().filter_map(|node| self.node(node)) {
                next.extend(node.variable);
                match segment {
                    Segment::Literal(text) => {
                        next.extend(node.literals.get(text.to_lowercase().as_str()).copied())
                    }
                    Segment::Variable(_) => next.extend(node.literals.values().copied()),
                }
            }
            at = next;
        }
        at
    }

    fn node(&self, index: u32) -> Option<&Node> {
        self.nodes.get(index as usize)
    }

    /// The node where the template ends, made where it is not there yet.
    fn grow(&mut self, template: &UriTemplate) -> u32 {
        let mut at = 0_u32;
        for segment in template.segments() {
            let fresh = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
            let Some(node) = self.nodes.get_mut(at as usize) else { return at };
            let child = match segment {
                Segment::Literal(text) => *node.literals.entry(text.to_lowercase().into()).or_insert(fresh),
                Segment::Variable(_) => *node.variable.get_or_insert(fresh),
            };
            if child == fresh {
                self.nodes.push(Node::default());
            }
            at = child;
        }
        at
    }
}
