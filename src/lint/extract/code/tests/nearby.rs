use proptest::prelude::*;

use super::super::dialect::Dialect;
use super::super::nearby::{Extent, extent};
use super::super::whole;
use crate::lint::extract::extract_code;
use crate::lint::extract::meaning::hits_in;
use crate::lint::format::Language;
use crate::lint::{Sighting, Text};

/// Statements that say all themselves.
const TOLD: [&str; 18] = [
    "a = get(\"https://acme.flowgear.net/x?auth-key=\" + secret);\n",
    "a = get(\"https://acme.flowgear.net/x?id=\" + id + \"&auth-key=\" + self.secret + \"&z=1\");\n",
    "a = get('/x?auth-key=Zx8CvB4nM2aS6dF1');\n",
    "a = get(root + \"/x?auth-key=Zx8CvB4nM2aS6dF1\");\n",
    "a = get(this.root + \"/x?auth-key=\" + secret, \"b\");\n",
    "a = get(f\"https://acme.flowgear.net/x?auth-key={secret}\")\n",
    "a = get(`https://acme.flowgear.net/${where}/x?auth-key=${secret}`);\n",
    "total = requests.get(\"https://acme.flowgear.net/orders?auth-key=k9Qw2ErT6yUi0pAs\")\n",
    "fetch(\"http://acme.flowgear.net/orders?id=7&auth-key=k9Qw2ErT6yUi0pAs&_profile=Test\");\n",
    "    url = 'https://acme.flowgear.net/orders?auth-key=Zx8CvB4nM2aS6dF1';\n",
    "send(\n    \"https://acme.flowgear.net/a?auth-key=Zx8CvB4nM2aS6dF1\",\n    retries,\n);\n",
    "expect(page).toContain(\"https://acme.flowgear.net/a?auth-key=Zx8CvB4nM2aS6dF1\");\n",
    "response.redirect(\"https://acme.flowgear.net/a?auth-key=Zx8CvB4nM2aS6dF1\");\n",
    "headers = { \"Referer\": \"https://acme.flowgear.net/a?auth-key=Zx8CvB4nM2aS6dF1\" };\n",
    "a = get(\"https://acme.example/x?x-auth-key=Zx8CvB4nM2aS6dF1\");\n",
    "a = get(\"https://acme.example/x?auth-key=***\");\n",
    "secret = read(\"key\", 7);\na = get(\"https://acme.flowgear.net/x?auth-key=\" + secret);\n",
    "a = get(\"https://acme.flowgear.net/$where/x?auth-key=$secret\");\n",
];
/// Statements whose meaning stands elsewhere.
const OPEN: [&str; 15] = [
    "secret = f\"abc{x}\".lower()\na = get(\"https://acme.flowgear.net/x?auth-key=\" + secret);\n",
    "secret = read(\"key\") + \"abc\";\na = get(\"https://acme.flowgear.net/x?auth-key=\" + secret);\n",
    "secret = (\"abc\");\na = get(\"https://acme.flowgear.net/x?auth-key=\" + secret);\n",
    "secret = \"Zx8C\";\na = get(\"https://acme.flowgear.net/x?auth-key=\" + secret);\n",
    "root: \"https://acme.flowgear.net\",\na = get(root + \"/x?auth-key=Zx8CvB4nM2aS6dF1\");\n",
    "a = get(\"https://acme.flowgear.net/x?auth-key=Zx8C\"\n    + rest());\n",
    "a = get(url, { \"auth-key\": value });\n",
    "a = get(\"https://acme.flowgear.net/x?auth-key={}\".format(secret));\n",
    "a = get(\"https://acme.flowgear.net/x?auth-key=%s\" % secret);\n",
    "a = get(f\"https://acme.flowgear.net/x?auth-key={secret()}\");\n",
    "NAME = \"auth-key\";\n",
    "PREFIX = \"https://acme.flowgear.net/x?auth-key=\";\n",
    "PREFIX = \"&auth-key=\";\n",
    "url += \"&auth-key=Zx8CvB4nM2aS6dF1\";\n",
    "a = get(b() + \"/x?auth-key=\" + secret);\n",
];
const FILLER: [&str; 4] = [
    "order.total = new customer(value, 7, \"key author\");\n",
    "if (author.key != null && monkey.index(author)) { return key; }\n",
    "    // the author of each key, and what is a keyword to a token\n",
    "result = [1, 2, 3];\n",
];
const LANGUAGES: [Language; 9] = [
    Language::C,
    Language::Python,
    Language::JavaScript,
    Language::CSharp,
    Language::Java,
    Language::Go,
    Language::Kotlin,
    Language::Scala,
    Language::Groovy,
];

fn long(statement: &str) -> String {
    let filler = FILLER.concat().repeat(30);
    format!("{filler}{statement}{filler}")
}

fn extent_of(source: &str, language: Language) -> Extent {
    let hits: Vec<usize> = hits_in(source).iter().map(|hit| hit.at).collect();
    extent(source, language, &hits)
}

/// What matters of a sighting, without what it holds.
fn told(seen: &[Sighting]) -> Vec<String> {
    let mut told: Vec<String> = seen.iter().map(|sighting| format!("{sighting:?}")).collect();
    told.sort();
    told
}

/// Whether the first quote of a statement opens a literal in that language.
fn is_literal(statement: &str, language: Language) -> bool {
    let quote = statement.find(['"', '\'', '`']).map(|at| &statement[at..=at]);
    Dialect::of(language).quotes.iter().any(|known| Some(known.open) == quote)
}

#[test]
fn what_is_no_literal_of_the_language_says_nothing_by_itself() {
    let ticked = "a = get(`https://acme.flowgear.net/x?auth-key=Zx8CvB4nM2aS6dF1`);\n";
    assert_eq!(extent_of(&long(ticked), Language::Java), Extent::Whole);
    assert_ne!(extent_of(&long(ticked), Language::JavaScript), Extent::Whole);
    assert_eq!(extent_of(&long(TOLD[0]), Language::Apex), Extent::Whole);
}

#[test]
fn of_a_statement_that_says_all_only_the_lines_around_it_are_read() {
    for language in LANGUAGES {
        for statement in TOLD.into_iter().filter(|statement| is_literal(statement, language)) {
            let Extent::Lines(lines) = extent_of(&long(statement), language) else {
                panic!("{language:?} read all for {statement}")
            };
            let read: usize = lines.iter().map(|span| span.len()).sum();
            assert!(read < 3_000, "{language:?} read {read} bytes for {statement}");
        }
    }
}

#[test]
fn a_program_is_read_as_a_whole_where_a_statement_leans_on_others() {
    for language in LANGUAGES {
        for statement in OPEN {
            assert_eq!(extent_of(&long(statement), language), Extent::Whole, "{language:?}: {statement}");
        }
    }
}

#[test]
fn a_program_is_read_as_a_whole_where_its_client_decides_whether_a_request_can_be_mended() {
    let source = long(TOLD[0]);
    for word in ["HttpClient", "HttpRequestMessage"] {
        let with = format!("private readonly {word} one;\n{source}");
        assert_eq!(extent_of(&with, Language::CSharp), Extent::Whole, "{word}");
    }
    let without = format!("private readonly HttpListener one;\n{source}");
    assert_ne!(extent_of(&without, Language::CSharp), Extent::Whole);
}

#[test]
fn a_program_is_read_as_a_whole_where_a_text_over_several_lines_may_be_open() {
    let opened = [
        (Language::Python, "\"\"\"\n"),
        (Language::JavaScript, "`\n"),
        (Language::Java, "/*\n"),
        (Language::Go, "`\n"),
        (Language::CSharp, "/*\n"),
    ];
    for (language, open) in opened {
        let source = format!("{open}{}", long(TOLD[0]));
        assert_eq!(extent_of(&source, language), Extent::Whole, "{language:?}");
        let close = open.trim_end().replace("/*", "*/");
        let source = format!("{open}{close}\n{}", long(TOLD[0]));
        assert_ne!(extent_of(&source, language), Extent::Whole, "{language:?}, closed again");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn reading_the_lines_around_sees_what_reading_all_does(
        pieces in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>(), 1..40_usize), 1..24),
        // Apex knows no double quotes.
        language in prop::sample::select([LANGUAGES.as_slice(), &[Language::Apex, Language::Dart]].concat()),
        leaning in prop::option::of(prop::sample::select(OPEN.to_vec())),
    ) {
        let mut source = String::new();
        for (told, which, filler) in pieces {
            source.push_str(if told { TOLD[which.index(TOLD.len())] } else { "" });
            source.push_str(&FILLER.concat().repeat(filler));
        }
        source.push_str(leaning.unwrap_or_default());
        let text = Text::straight(&source, 0);
        let hits = hits_in(&source);
        let places: Vec<usize> = hits.iter().map(|hit| hit.at).collect();
        let (mut nearby, mut all) = (Vec::new(), Vec::new());
        extract_code(&text, language, &hits, &mut nearby);
        whole(&text, language, &places, &mut all);
        prop_assert_eq!(told(&nearby), told(&all));
    }
}
