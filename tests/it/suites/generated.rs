//! Sites that nobody thought of.

use localgear::adapters::site_file::{self, Origin};
use localgear::site::{KeySecret, Site};
use proptest::prelude::{Just, Strategy, any, prop, prop_oneof};

use crate::harness::secret;

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "PATCH"];
const PATHS: [&str; 8] = ["/a", "/a/{x}", "/a/b", "/{y}/b", "/c?q={q}", "/a/{x}/d?e={e}", "/", "/%C3%A4/{z}"];
const REPLIES: [&str; 5] = [
    "",
    "[[workflow.reply]]\nstatus = 201\njson = '{}'\n",
    "[[workflow.reply]]\nwhen = { key = 'k0' }\nstatus = 410\n[[workflow.reply]]\nwhen = { environment = 'Test' }\nstatus = 203\n",
    "[[workflow.reply]]\nwhen = { inputs.size = { regex = '^9' } }\nstatus = 299\nbody = 'big'\n",
    "[[workflow.reply]]\nwhen = { header.Content-Type = 'application/json' }\nstatus = 202\n[[workflow.reply]]\nstatus = 404\n",
];
const STATES: [&str; 4] =
    ["", "enabled = false\n", "enabled = false\ndisabled-at = '2000-01-01T00:00:00Z'\n", "enabled = true\n"];

/// One of a few texts.
fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = &'static str> {
    (0..texts.len()).prop_map(|at| texts[at])
}

fn workflow() -> impl Strategy<Value = String> {
    let published = prop_oneof![
        Just(""),
        Just("environments = ['Test']\n"),
        Just("environments = ['Production', 'Next']\n")
    ];
    let size =
        prop_oneof![Just("example = '9'\n"), Just("default = '9'\n"), Just("example = '1'\ndefault = '9'\n")];
    (one_of(&METHODS), one_of(&PATHS), published, one_of(&REPLIES), size).prop_map(
        |(method, path, published, replies, size)| {
            format!(
                "method = '{method}'\npath = '{path}'\n{published}[workflow.inputs.size]\n{size}{replies}"
            )
        },
    )
}

/// The text of a site file, and the site.
pub(super) fn site_text() -> impl Strategy<Value = String> {
    let keys = prop::collection::vec(
        (
            any::<bool>(),
            0..4_usize,
            one_of(&STATES),
            prop_oneof![Just(None), prop::collection::vec(any::<prop::sample::Index>(), 0..3).prop_map(Some)],
        ),
        1..4,
    );
    let head = (any::<bool>(), any::<bool>(), prop_oneof![Just("5m"), Just("0s"), Just("1ms")]);
    (head, prop::collection::vec(workflow(), 1..5), keys).prop_map(|((modern, distinct, lag), workflows, keys)| {
        let (generation, refusals) =
            (if modern { "modern" } else { "classic" }, if distinct { "distinct" } else { "platform" });
        let mut text = format!(
            "[site]\nname = 'made-up'\ngeneration = '{generation}'\nrefusals = '{refusals}'\ndisable-lag = '{lag}'\n"
        );
        for name in ["Production", "Test", "Next"] {
            text.push_str(&format!("[[environment]]\nname = '{name}'\n"));
        }
        for (at, workflow) in workflows.iter().enumerate() {
            text.push_str(&format!("[[workflow]]\nname = 'w{at}'\n{workflow}"));
        }
        for (at, (two, environment, state, permitted)) in keys.into_iter().enumerate() {
            let name = format!("k{at}");
            let digest = |slot| KeySecret::parse(&secret(&name, slot)).unwrap().digest();
            text.push_str(&format!("[[key]]\nname = '{name}'\nprimary = '{}'\n{state}", digest("primary")));
            if two {
                text.push_str(&format!("secondary = '{}'\n", digest("secondary")));
            }
            let target = ["Production", "Test", "Next"].get(environment).copied();
            if let Some(target) = target.or(modern.then_some("Production")) {
                text.push_str(&format!("environment = '{target}'\n"));
            }
            let names = match permitted {
                None => "'*'".to_owned(),
                Some(some) => {
                    let mut names: Vec<_> =
                        some.iter().map(|index| format!("'w{}'", index.index(workflows.len()))).collect();
                    names.sort();
                    names.dedup();
                    names.join(", ")
                }
            };
            text.push_str(&format!("workflows = [{names}]\n"));
        }
        text
    })
}

#[track_caller]
pub(super) fn site(text: &str) -> Site {
    let origin = Origin { name: "made-up.toml", folder: None };
    let read = site_file::read(text.to_owned(), origin).map(|loaded| loaded.site);
    read.unwrap_or_else(|faults| panic!("{text}\n{faults}"))
}
