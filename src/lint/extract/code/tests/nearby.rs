use proptest::prelude::*;

use super::super::dialect::Dialect;
use super::super::mentions::Mentions;
use super::super::nearby::{Lines, lines};
use super::super::{AROUND_BYTES, Around, in_part, whole};
use crate::lint::extract::meaning::hits_in;
use crate::lint::format::Language;
use crate::lint::text::line_around;
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
/// Statements that tell only together.
const SPLIT: &[(Language, &[&str])] = &[
    (Language::Python, &["NAME = \"auth-key\"\n", "requests.get(url, params={NAME: secret})\n"]),
    (Language::Python, &["p = {}\n", "p[\"auth-key\"] = secret\n", "requests.get(url, params=p)\n"]),
    (Language::Python, &["q = {\"auth-key\": secret}\n", "requests.get(url, headers=q)\n"]),
    (Language::Python, &["def q(k):\n    return {\"auth-key\": k}\n", "requests.get(url, params=q(1))\n"]),
    (Language::Python, &["requests.get(url, params={\n", "    \"auth-key\": secret,\n", "})\n"]),
    (Language::JavaScript, &["const u = new URLSearchParams();\n", "u.set(\"auth-key\", secret);\n"]),
    (Language::JavaScript, &["const u = new Headers();\n", "u.set(\"auth-key\", secret);\n"]),
    (Language::JavaScript, &["const o = {\n  params: {\n", "    \"auth-key\": secret,\n", "  },\n};\n"]),
    (Language::JavaScript, &["fetch(url, {\n", "  headers: { \"auth-key\": secret },\n", "});\n"]),
    (
        Language::Java,
        &["@FeignClient(\"x\")\ninterface A {\n", "  X get(@RequestParam(\"auth-key\") String k);\n}\n"],
    ),
    (Language::Java, &["static final String K = \"auth-key\";\n", "b.queryParam(K, secret);\n"]),
    (Language::Go, &["q := u.Query()\n", "q.Set(\"auth-key\", secret)\n"]),
    (Language::Go, &["h := http.Header{}\n", "h.Set(\"auth-key\", secret)\n"]),
    (Language::CSharp, &["var q = HttpUtility.ParseQueryString(\"\");\n", "q[\"auth-key\"] = secret;\n"]),
    (Language::Kotlin, &["val m = mapOf(\n", "    \"auth-key\" to secret,\n", ")\nget(url, params = m)\n"]),
    (
        Language::Java,
        &["root = \"https://acme.flowgear.net\";\n", "a = get(root + \"/x?auth-key=\" + secret);\n"],
    ),
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

fn lines_of(source: &str, language: Language) -> Option<Vec<Lines>> {
    lines(&Mentions::of(source), language, &places_of(source), [AROUND_BYTES.told, AROUND_BYTES.named])
}

fn places_of(source: &str) -> Vec<usize> {
    hits_in(source).iter().map(|hit| hit.at).collect()
}

/// Whether the lines around the hits tell enough.
fn tells_in_part(source: &str, language: Language) -> bool {
    in_part(&Text::straight(source, 0), language, &places_of(source), AROUND_BYTES).is_some()
}

/// What is seen both ways, where the lines around the hits tell enough.
fn both_ways(source: &str, language: Language) -> (Vec<String>, Vec<String>) {
    let text = Text::straight(source, 0);
    let mut all = Vec::new();
    whole(&text, language, &places_of(source), &mut all);
    let near = in_part(&text, language, &places_of(source), AROUND_BYTES);
    (told(near.as_ref().unwrap_or(&all)), told(&all))
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

/// Holds that the lines around each hit tell what the whole program tells of it, or say that they cannot.
#[track_caller]
pub(super) fn compare(source: &str, language: Language) {
    let filler = "x = 1;\n".repeat(800);
    let source = format!("{filler}{source}\n{filler}");
    let text = Text::straight(&source, 0);
    let places = places_of(&source).into_iter();
    for (place, around) in places.flat_map(|place| [40, 120, 512, 6 * 1024].map(|around| (place, around))) {
        let Some(near) =
            in_part(&text, language, &[place], Around { told: around, named: around, wide: around })
        else {
            continue;
        };
        let mut all = Vec::new();
        whole(&text, language, &[place], &mut all);
        let line = line_around(source.as_bytes(), place);
        assert_eq!(told(&near), told(&all), "{language:?}: {}", &source[line.range()]);
    }
}

#[test]
fn what_is_no_literal_of_the_language_says_nothing_by_itself() {
    let ticked = "a = get(`https://acme.flowgear.net/x?auth-key=Zx8CvB4nM2aS6dF1`);\n";
    let is_told = |statement, language| lines_of(&long(statement), language).unwrap()[0].told;
    assert!(!is_told(ticked, Language::Java));
    assert!(is_told(ticked, Language::JavaScript));
    assert!(!is_told(TOLD[0], Language::Apex));
}

#[test]
fn of_a_statement_that_says_all_only_the_lines_around_it_are_read() {
    for language in LANGUAGES {
        for statement in TOLD.into_iter().filter(|statement| is_literal(statement, language)) {
            let lines = lines_of(&long(statement), language).unwrap();
            assert!(lines.iter().all(|lines| lines.told), "{language:?}: {statement}");
            let read: usize = lines.iter().map(|lines| lines.span.len()).sum();
            assert!(read < 3_000, "{language:?} read {read} bytes for {statement}");
        }
    }
}

#[test]
fn no_statement_that_leans_on_others_is_surely_told() {
    for language in LANGUAGES {
        for statement in OPEN {
            let lines = lines_of(&long(statement), language).unwrap();
            assert!(lines.iter().any(|lines| !lines.told), "{language:?}: {statement}");
        }
    }
}

#[test]
fn a_statement_that_asks_nothing_of_others_is_read_with_the_lines_around_it() {
    for (language, statement) in [
        (Language::Python, "requests.get(url, params={\"auth-key\": os.environ[\"KEY\"]})\n"),
        (Language::Python, "requests.get(url, headers={\"auth-key\": secret})\n"),
        (Language::Python, "# the auth-key of each customer\n"),
        (Language::JavaScript, "// see https://acme.flowgear.net/x?auth-key=Zx8CvB4nM2aS6dF1\n"),
        (Language::JavaScript, "axios.get(url, { params: { \"auth-key\": secret } });\n"),
        (Language::JavaScript, "axios.get(url, { headers: { \"auth-key\": secret } });\n"),
        (Language::Java, "var u = start().queryParam(\"auth-key\", secret).build();\n"),
        (Language::Java, "var r = start().header(\"auth-key\", secret).build();\n"),
        (Language::Kotlin, "fun all(@Query(\"auth-key\") secret: String): Call<Orders>\n"),
        (Language::CSharp, "[Get(\"/x\")] Task<X> Get([AliasAs(\"auth-key\")] string secret);\n"),
        (Language::Go, "resp, err := client.R().SetQueryParam(\"auth-key\", secret).Get(url)\n"),
    ] {
        assert!(tells_in_part(&long(statement), language), "{language:?}: {statement}");
        let (near, all) = both_ways(&long(statement), language);
        assert_eq!(near, all, "{language:?}: {statement}");
    }
}

#[test]
fn a_program_is_read_as_a_whole_where_what_a_statement_asks_for_stands_elsewhere() {
    let filler = FILLER.concat().repeat(60);
    assert!(filler.len() > AROUND_BYTES.wide);
    for (language, parts) in SPLIT {
        let source = format!("{filler}{}", parts.join(&filler)) + &filler;
        assert!(!tells_in_part(&source, *language), "{language:?}: {parts:?}");
        let source = format!("{filler}{}", parts.concat()) + &filler;
        let (near, all) = both_ways(&source, *language);
        assert_eq!(near, all, "{language:?}: {parts:?}");
    }
}

#[test]
fn a_program_is_read_as_a_whole_where_its_client_decides_whether_a_request_can_be_mended() {
    let source = long(TOLD[0]);
    for word in ["HttpClient", "HttpRequestMessage"] {
        let with = format!("private readonly {word} one;\n{source}");
        assert_eq!(lines_of(&with, Language::CSharp), None, "{word}");
    }
    let without = format!("private readonly HttpListener one;\n{source}");
    assert_ne!(lines_of(&without, Language::CSharp), None);
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
        assert_eq!(lines_of(&source, language), None, "{language:?}");
        let close = open.trim_end().replace("/*", "*/");
        let source = format!("{open}{close}\n{}", long(TOLD[0]));
        assert_ne!(lines_of(&source, language), None, "{language:?}, closed again");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn reading_the_lines_around_sees_what_reading_all_does(
        pieces in prop::collection::vec((0..3_usize, any::<prop::sample::Index>(), 1..40_usize), 1..12),
        // Apex knows no double quotes.
        language in prop::sample::select([LANGUAGES.as_slice(), &[Language::Apex, Language::Dart]].concat()),
        leaning in prop::option::of(prop::sample::select(SPLIT.to_vec())),
    ) {
        let mut source = String::new();
        let mut split = leaning.map(|(_, parts)| parts).unwrap_or_default().iter();
        for (kind, which, filler) in pieces {
            let statement = match kind {
                0 => TOLD[which.index(TOLD.len())],
                1 => OPEN[which.index(OPEN.len())],
                _ => split.next().unwrap_or(&""),
            };
            // A quote that is none in the language leaves brackets open, and all that follows in them.
            source.push_str(if kind < 2 && !is_literal(statement, language) { "" } else { statement });
            source.push_str(&FILLER.concat().repeat(filler));
        }
        split.for_each(|part| source.push_str(part));
        let (near, all) = both_ways(&source, language);
        prop_assert_eq!(near, all);
    }
}
