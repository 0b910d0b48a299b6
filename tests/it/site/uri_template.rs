//! A template renders to what it parses, and to what it matches.

use std::borrow::Cow;

use http::Method;
use localgear::site::{Binding, EnvironmentIndex, RouteIndex, Segment, UriTemplate, Workflow, WorkflowIndex};
use percent_encoding::percent_decode_str;
use proptest::prelude::{Strategy, any, prop, prop_assert, prop_assert_eq, proptest};

use super::{name, path, text};

/// A template as a site file writes it.
fn template() -> impl Strategy<Value = String> {
    let segment = (any::<bool>(), text());
    let parts = (prop::collection::vec(segment, 0..5), 0..3_usize);
    parts.prop_map(|(segments, queries)| {
        let mut written = String::new();
        for (at, (variable, text)) in segments.iter().enumerate() {
            written.push('/');
            match variable {
                true => written.push_str(&format!("{{v{at}}}")),
                false => written.push_str(&localgear::site::encode(text)),
            }
        }
        if written.is_empty() {
            written.push('/');
        }
        for at in 0..queries {
            written.push_str(&format!("{}q{at}={{w{at}}}", if at == 0 { '?' } else { '&' }));
        }
        written
    })
}

proptest! {
    #[test]
    fn what_is_shown_of_a_template_is_read_as_the_same_template(written in template()) {
        let template = UriTemplate::parse(&written).unwrap();
        prop_assert_eq!(UriTemplate::parse(&template.to_string()).unwrap(), template);
    }

    #[test]
    fn a_rendered_url_matches_its_template_and_gives_the_values_back(
        written in template(),
        values in prop::collection::vec(text(), 8),
    ) {
        let template = UriTemplate::parse(&written).unwrap();
        let variables: Vec<_> = template.variables().cloned().collect();
        let value = |wanted: &localgear::site::Name| {
            let at = variables.iter().position(|known| known == wanted).unwrap();
            values[at].as_str()
        };
        let url = template.render(|name| Cow::Borrowed(value(name)));
        prop_assert!(url.parse::<http::Uri>().is_ok(), "{}", url);
        let called = url.split('?').next().unwrap();
        let segments: Vec<String> = match called {
            "/" => Vec::new(),
            called => {
                let decode = |part: &str| percent_decode_str(part).decode_utf8().unwrap().into_owned();
                called[1..].split('/').map(decode).collect()
            }
        };
        for (segment, found) in template.segments().iter().zip(&segments) {
            match segment {
                Segment::Literal(text) => prop_assert_eq!(text, found),
                Segment::Variable(name) => prop_assert_eq!(value(name), found),
            }
        }
        let workflow = Workflow {
            id: uuid::Uuid::nil(),
            name: name("one"),
            binding: Some(Binding { method: Method::GET, template }),
            environments: Vec::new(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            replies: Vec::new(),
        };
        let index = RouteIndex::new(&[workflow], EnvironmentIndex(0));
        prop_assert_eq!(index.matching(&path(&segments)), [(Method::GET, WorkflowIndex(0))]);
    }

    #[test]
    fn no_text_makes_the_reader_panic(written in "[/{}a?&=% é_#-]{0,30}") {
        if let Ok(template) = UriTemplate::parse(&written) {
            prop_assert!(template.render(|_| "x".into()).starts_with('/'));
        }
    }
}

#[test]
fn what_is_no_template_is_refused_and_its_neighbour_is_not() {
    for (wrong, right) in [
        ("a", "/a"),
        ("/a//b", "/a/b/"),
        ("/a{b}", "/{b}"),
        ("/{a b}", "/{a-b}"),
        ("/{a}/{a}", "/{a}/{b}"),
        ("/{a}?b={a}", "/{a}?a={b}"),
        ("/a?b", "/a?b={b}"),
        ("/a?auth-key={k}", "/a?key={k}"),
        ("/a?_profile={p}", "/a?profile={p}"),
        ("/mcp", "/mcpx"),
        ("/a b", "/a%20b"),
        ("/a#b", "/a%23b"),
    ] {
        assert!(UriTemplate::parse(wrong).is_err(), "{wrong}");
        assert!(UriTemplate::parse(right).is_ok(), "{right}");
    }
    let deep = "/a".repeat(32);
    assert!(UriTemplate::parse(&deep).is_ok());
    assert!(UriTemplate::parse(&format!("{deep}/a")).is_err());
}
