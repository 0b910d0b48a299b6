//! What a policy adds to a call, beside a site without policies in the same run.
//!
//! `cargo bench --bench policies`

use std::sync::Arc;

use divan::Bencher;
use http::Request;
use localgear::adapters::emulator::{Arrival, Emulator};
use localgear::adapters::site_file;
use localgear::adapters::wasm::Sandbox;
use localgear::ports::Policies;
use localgear::traffic::RawBody;

const SITE: &str = r#"
[site]
name = "mycompany"

[[workflow]]
name = "Get customer"
method = "GET"
path = "/customers/{id}"

[[key]]
name = "crm"
primary = "sha256:abababababababababababababababababababababababababababababababab"
workflows = ["*"]
"#;

/// The site's `[[policy]]` of each case; the last has five.
const POLICIES: [(&str, &str); 4] = [
    ("none", ""),
    ("c", "no-querystring-keys:{}"),
    ("rust", "require-headers:{ headers = [{ name = \"x-correlation-id\" }] }"),
    (
        "rust-and-c-five",
        "no-querystring-keys:{}|require-headers:{ headers = [{ name = \"x-correlation-id\" }] }|key-hygiene:{}|no-querystring-keys:{ warn = true }|key-hygiene:{ warn = true }",
    ),
];

fn main() {
    divan::main();
}

/// A running site and a call of fifteen headers to it.
struct Running {
    emulator: Emulator,
    authorization: String,
    runtime: tokio::runtime::Runtime,
}

impl Running {
    fn with(policies: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let plugins = concat!(env!("CARGO_MANIFEST_DIR"), "/plugins");
        let mut text = SITE.to_owned();
        for (at, policy) in policies.split('|').filter(|policy| !policy.is_empty()).enumerate() {
            let (name, settings) = policy.split_once(':').expect("a name and settings");
            text.push_str(&format!(
                "\n[[policy]]\nname = \"{name} {at}\"\nmodule = \"{plugins}/{name}/{name}.wasm\"\nsettings = {settings}\n"
            ));
        }
        let path = folder.path().join("site.toml");
        std::fs::write(&path, text).expect("a site file");
        let Ok(loaded) = site_file::load(&path) else { panic!("the site file is broken") };
        let bindings = &loaded.site.parts().policies;
        let policies = (!bindings.is_empty()).then(|| {
            let loaded = Sandbox::new(None).expect("a sandbox").load(bindings, &|_| ());
            Arc::new(loaded.unwrap_or_else(|faults| panic!("{}", faults[0]))) as Arc<dyn Policies>
        });
        let emulator = Emulator::new(loaded.site, policies, Vec::new());
        let minted = emulator.mint_keys().expect("a secret");
        let authorization = format!("Key={}", minted[0].1.reveal());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { emulator, authorization, runtime }
    }

    fn arrival(&self) -> Arrival {
        let request = Request::get("/customers/123?_profile=Production")
            .header("host", "mycompany.flowgear.net")
            .header("authorization", &self.authorization)
            .header("user-agent", "curl/8.5.0")
            .header("accept", "application/json")
            .header("accept-encoding", "gzip, deflate, br")
            .header("accept-language", "en-ZA,en;q=0.9")
            .header("content-type", "application/json")
            .header("cache-control", "no-cache")
            .header("x-forwarded-for", "203.0.113.7")
            .header("x-forwarded-proto", "https")
            .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
            .header("referer", "https://app.example.com/customers")
            .header("pragma", "no-cache")
            .header("dnt", "1")
            .header("x-correlation-id", "6f9619ff-8b86-d011-b42d-00cf4fc964ff");
        let (head, ()) = request.body(()).expect("a request").into_parts();
        Arrival { head, body: RawBody::Whole(bytes::Bytes::new()), peer: Some([127, 0, 0, 1].into()) }
    }
}

/// One call from its arrival to its entry in the journal: the difference to `none` is what policies add.
#[divan::bench(args = [0_usize, 1, 2, 3])]
fn call(bencher: Bencher<'_, '_>, case: usize) {
    let (name, policies) = POLICIES[case];
    eprintln!("{case}: {name}");
    let running = Running::with(policies);
    bencher.bench_local(|| {
        let reply = running.runtime.block_on(running.emulator.call(running.arrival()));
        assert_eq!(reply.status, 200);
        reply
    });
}
