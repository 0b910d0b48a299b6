//! A call that two Workflows both answer to.

use std::borrow::Cow;

use crate::site::{Name, Segment, Workflow, encode};

/// Method and path of a call that both would get, if there is one.
pub(super) fn call(one: &Workflow, other: &Workflow) -> Option<String> {
    let (first, second) = (one.binding.as_ref()?, other.binding.as_ref()?);
    if first.method != second.method || first.template.segments().len() != second.template.segments().len() {
        return None;
    }
    let pairs = first.template.segments().iter().zip(second.template.segments());
    let segment = |(of_one, of_other): (&Segment, &Segment)| match (of_one, of_other) {
        (Segment::Literal(text), Segment::Literal(same)) => {
            (text.to_lowercase() == same.to_lowercase()).then(|| encode(text))
        }
        (Segment::Literal(text), Segment::Variable(_)) | (Segment::Variable(_), Segment::Literal(text)) => {
            Some(encode(text))
        }
        (Segment::Variable(name), Segment::Variable(_)) => Some(encode(&example(one, name))),
    };
    let path = pairs.map(segment).collect::<Option<Vec<_>>>()?.join("/");
    Some(format!("{} /{path}", first.method))
}

/// What a caller could write for a variable.
fn example<'w>(workflow: &'w Workflow, name: &Name) -> Cow<'w, str> {
    let input = workflow.input_named(name.as_str()).and_then(|at| workflow.inputs.get(at));
    let text = input.and_then(|input| input.example.as_deref().or(input.default.as_deref()));
    text.filter(|text| !text.is_empty()).map_or(Cow::Borrowed("1"), Cow::Borrowed)
}
