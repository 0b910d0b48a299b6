//! What policies cost, beside a site without policies in the same run.
//!
//! `cargo bench --bench policies` prints the CPU that they add to a call, what they add to the start once their code is
//! in the cache, and the memory that they hold while nobody calls. CPU is the kernel's own account of the thread.

#![expect(clippy::disallowed_methods, reason = "a benchmark measures time and may stop anywhere")]

mod served;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

use http::Request;
use localgear::adapters::emulator::{Arrival, Emulator};
use localgear::adapters::site_file;
use localgear::adapters::wasm::Sandbox;
use localgear::ports::Policies;
use localgear::traffic::RawBody;

use self::served::{Server, median, own_cpu};

/// That of the binary: a question makes many small texts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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

/// A policy of `plugins/` and its settings.
type Named = (&'static str, &'static str);

const C: Named = ("no-querystring-keys", "{}");
const RUST: Named = ("require-headers", "{ headers = [{ name = \"x-correlation-id\" }] }");
const RUST_TOO: Named = ("key-hygiene", "{}");
const JAVASCRIPT: Named = ("change-freeze", "{ windows = [] }");

const CASES: [(&str, &[Named]); 5] = [
    ("one in C", &[C]),
    ("one in Rust", &[RUST]),
    ("another in Rust", &[RUST_TOO]),
    ("five in Rust and C", &[C, RUST, RUST_TOO, C, RUST_TOO]),
    ("one in JavaScript", &[JAVASCRIPT]),
];

const ROUNDS: usize = 9;
const CALLS: u32 = 2000;

fn main() {
    println!("policies, {ROUNDS} rounds of each in turn with a site that has none, medians");
    for (name, policies) in CASES {
        added_to_a_call(name, policies);
    }
    added_to_the_start();
    held_while_idle();
}

fn added_to_a_call(name: &str, policies: &[Named]) {
    let (with, without) = (Running::with(policies), Running::with(&[]));
    let (mut added, mut plain) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (one, other) = (with.calls(CALLS), without.calls(CALLS));
        if round > 0 {
            added.push(one - other);
            plain.push(other);
        }
    }
    println!("CPU added to a call of {:5.1} us, {name:<20} {:8.1} us", median(plain), median(added));
}

/// From the start of the process to its first line, the code of all policies in the cache.
fn added_to_the_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = |policies: &[Named]| {
        let begun = Instant::now();
        let server = serve(folder.path(), policies);
        let took = begun.elapsed();
        // Its end, in which the kernel takes the pool apart, is not its start.
        drop(server);
        took.as_secs_f64() * 1000.0
    };
    let (mut with, mut without) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS * 2 {
        let (one, other) = (start(&[C, RUST, RUST_TOO]), start(&[]));
        if round > 0 {
            with.push(one);
            without.push(other);
        }
    }
    let (with, without) = (median(with), median(without));
    println!(
        "start with three policies, warm cache {with:.1} ms, without {without:.1} ms: {:+.1} ms",
        with - without
    );
}

fn held_while_idle() {
    let folder = tempfile::tempdir().expect("a folder");
    // The first start fills the cache.
    drop(serve(folder.path(), &[C, RUST, RUST_TOO]));
    let held = |policies: &[Named]| serve(folder.path(), policies).resident_mb();
    let (none, one, three) = (held(&[]), held(&[C]), held(&[C, RUST, RUST_TOO]));
    println!(
        "resident: no policies {none:.1} MB, one {one:.1} MB, three {three:.1} MB: {:.2} MB for each further one",
        (three - one) / 2.0
    );
}

fn serve(folder: &Path, policies: &[Named]) -> Server {
    let path = folder.join("site.toml");
    std::fs::write(&path, site(policies)).expect("a site file");
    let mut command = Command::new(env!("CARGO_BIN_EXE_localgear"));
    command.args(["serve", "--quiet", "--no-watch", "--addr", "127.0.0.1:0"]).arg(path);
    command.arg("--policy-cache").arg(folder.join("cache"));
    Server::start(command)
}

/// The site file with these policies.
fn site(policies: &[Named]) -> String {
    let plugins = concat!(env!("CARGO_MANIFEST_DIR"), "/plugins");
    let mut text = SITE.to_owned();
    for (at, (name, settings)) in policies.iter().enumerate() {
        text.push_str(&format!(
            "\n[[policy]]\nname = \"{name} {at}\"\nmodule = \"{plugins}/{name}/{name}.wasm\"\nsettings = {settings}\n"
        ));
    }
    text
}

/// A running site and a call of fifteen headers to it.
struct Running {
    emulator: Emulator,
    authorization: String,
    runtime: tokio::runtime::Runtime,
}

impl Running {
    fn with(policies: &[Named]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("site.toml");
        std::fs::write(&path, site(policies)).expect("a site file");
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

    /// CPU of one call from its arrival to its entry in the journal, in microseconds.
    fn calls(&self, count: u32) -> f64 {
        let begun = own_cpu();
        for _ in 0..count {
            let reply = self.runtime.block_on(self.emulator.call(self.arrival()));
            assert_eq!(reply.status, 200);
        }
        (own_cpu() - begun).as_secs_f64() * 1e6 / f64::from(count)
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
