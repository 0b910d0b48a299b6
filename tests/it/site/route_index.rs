//! The tree of routes finds what a slow and obvious matcher finds.

use http::Method;
use localgear::site::{
    Binding, EnvironmentIndex, PathSegment, RouteIndex, Segment, UriTemplate, Workflow, WorkflowIndex,
};
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use super::{name, path};

const METHODS: [Method; 3] = [Method::GET, Method::POST, Method::PUT];

/// Few words, so that templates and paths meet often.
const WORDS: [&str; 5] = ["a", "b", "É", "Ab", "aB"];

/// One binding: method, segments (no word: a variable), environments.
type Bound = (usize, Vec<Option<usize>>, Vec<u16>);

fn workflows() -> impl Strategy<Value = Vec<Workflow>> {
    let segments = prop::collection::vec(prop::option::of(0..WORDS.len()), 0..4);
    let bound = (0..METHODS.len(), segments, prop::collection::vec(0..3_u16, 0..3));
    prop::collection::vec(bound, 1..12).prop_map(|bounds| bounds.iter().enumerate().map(workflow).collect())
}

fn workflow((at, (method, segments, environments)): (usize, &Bound)) -> Workflow {
    let written: String = segments
        .iter()
        .enumerate()
        .map(|(position, word)| match word {
            Some(word) => format!("/{}", WORDS[*word]),
            None => format!("/{{v{position}}}"),
        })
        .collect();
    let written = if written.is_empty() { "/".to_owned() } else { written };
    Workflow {
        id: uuid::Uuid::nil(),
        name: name(&format!("w{at}")),
        binding: Some(Binding {
            method: METHODS[*method].clone(),
            template: UriTemplate::parse(&written).unwrap(),
        }),
        environments: environments.iter().copied().map(EnvironmentIndex).collect(),
        inputs: Vec::new(),
        outputs: Vec::new(),
        replies: Vec::new(),
    }
}

/// Every Workflow in turn, every segment in turn.
fn obvious(
    workflows: &[Workflow],
    at: EnvironmentIndex,
    path: &[PathSegment],
) -> Vec<(Method, WorkflowIndex)> {
    let fits = |template: &UriTemplate| {
        template.segments().len() == path.len()
            && template.segments().iter().zip(path).all(|(segment, found)| match segment {
                Segment::Literal(text) => text.to_lowercase() == found.text.to_lowercase(),
                Segment::Variable(_) => !found.text.is_empty(),
            })
    };
    let indexed = (0..).map(WorkflowIndex).zip(workflows);
    let here = indexed.filter(|(_, workflow)| workflow.is_published_in(at));
    here.filter_map(|(index, workflow)| {
        let binding = workflow.binding.as_ref()?;
        fits(&binding.template).then(|| (binding.method.clone(), index))
    })
    .collect()
}

fn called() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop::sample::select(vec!["a", "B", "é", "AB", "", "x"]), 0..5)
        .prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

proptest! {
    #[test]
    fn the_tree_finds_what_the_obvious_matcher_finds(
        workflows in workflows(),
        called in called(),
        at in 0..3_u16,
    ) {
        let at = EnvironmentIndex(at);
        let path = path(&called);
        prop_assert_eq!(RouteIndex::new(&workflows, at).matching(&path), obvious(&workflows, at, &path));
    }

    #[test]
    fn two_workflows_clash_when_some_path_finds_both(workflows in workflows(), at in 0..3_u16) {
        let at = EnvironmentIndex(at);
        let index = RouteIndex::new(&workflows, at);
        let clashes = index.clashes(&workflows);
        let overlap = |one: &Workflow, other: &Workflow| {
            let (Some(one), Some(other)) = (&one.binding, &other.binding) else { return false };
            let (left, right) = (one.template.segments(), other.template.segments());
            one.method == other.method && left.len() == right.len() && left.iter().zip(right).all(|pair| {
                match pair {
                    (Segment::Literal(one), Segment::Literal(other)) => one.to_lowercase() == other.to_lowercase(),
                    (Segment::Variable(_), _) | (_, Segment::Variable(_)) => true,
                }
            })
        };
        let mut expected = Vec::new();
        for (i, one) in (0..).map(WorkflowIndex).zip(&workflows) {
            for (j, other) in (0..).map(WorkflowIndex).zip(&workflows) {
                if i < j && one.is_published_in(at) && other.is_published_in(at) && overlap(one, other) {
                    expected.push((i, j));
                }
            }
        }
        prop_assert_eq!(clashes, expected);
    }

    #[test]
    fn what_is_near_differs_in_one_segment(workflows in workflows(), called in called(), any in any::<bool>()) {
        let at = EnvironmentIndex(u16::from(any));
        for (near, position) in RouteIndex::new(&workflows, at).near(&path(&called)) {
            let template = &workflows[near.0 as usize].binding.as_ref().unwrap().template;
            prop_assert!(template.segments().len().abs_diff(called.len()) <= 1);
            prop_assert!(position <= called.len());
        }
    }
}
