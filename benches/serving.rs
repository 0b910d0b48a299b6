//! What serving costs, beside a bare axum server that gives the same reply, in the same run.
//!
//! `cargo bench --bench serving` prints the ratios; `-- --quick` takes a tenth of the requests. Both servers are
//! processes of their own, loaded in turn over keep-alive connections from this one. CPU per request is the figure to
//! trust: it is the kernel's own account of the server's threads, and other work on the machine does not add to it.

#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a benchmark measures time and may stop anywhere"
)]

mod served;

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use axum::extract::Path as PathOf;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;

use self::served::{Server, median};

const SECRET: &str = "bench-secret-0123456789-0123456789-0123456789-0123456789-0123456789-0123456789-012345";
const BARE: &str = "--bare-axum";
const ROUNDS: usize = 5;

fn main() {
    let args: Vec<String> = std::env::args().collect();
    if args.iter().any(|arg| arg == BARE) {
        return bare_axum();
    }
    let scale = if args.iter().any(|arg| arg == "--quick") { 10 } else { 1 };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let small = site(folder.path(), "small.toml", 100, 1);
    let large = site(folder.path(), "large.toml", 10_000, 10_000);

    println!("serving, {ROUNDS} rounds of each in turn, medians");
    per_request(&small, 60_000 / scale);
    starts(&small, &large);
    routes(&small, &large, 40_000 / scale);
    memory(&small, 1_000_000 / scale);
}

/// CPU per request and throughput at 64 connections.
fn per_request(site: &Path, requests: usize) {
    let (ours, floor) = (localgear(site), bare_server());
    let (mut cpu, mut rate) = (Vec::new(), Vec::new());
    let mut costs = Vec::new();
    for round in 0..=ROUNDS {
        let one = load(&ours, "/r50/items/123", requests, 64);
        let other = load(&floor, "/r50/items/123", requests, 64);
        if round > 0 {
            cpu.push(one.cpu_micros / other.cpu_micros);
            rate.push(one.per_second / other.per_second);
            costs.push((one.cpu_micros, other.cpu_micros));
        }
    }
    let ours = median(costs.iter().map(|cost| cost.0).collect());
    let bare = median(costs.iter().map(|cost| cost.1).collect());
    println!(
        "CPU per keyed, journaled, templated request   {ours:6.1} us, bare {bare:6.1} us   x {:.2}",
        median(cpu)
    );
    println!(
        "throughput at 64 connections                                              x {:.2}",
        median(rate)
    );
}

/// From the start of the process to the first 200.
fn starts(small: &Path, large: &Path) {
    let (mut ours, mut bare, mut big) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS * 2 {
        ours.push(first_answer(|| localgear(small)));
        bare.push(first_answer(bare_server));
        big.push(first_answer(|| localgear(large)));
    }
    let (ours, bare, big) = (median(ours), median(bare), median(big));
    println!(
        "start to first 200, 100 Workflows             {ours:6.1} ms, bare {bare:6.1} ms   x {:.2}",
        ours / bare
    );
    println!("start to first 200, 10,000 Workflows and keys {big:6.1} ms");
}

fn first_answer(start: impl Fn() -> Server) -> f64 {
    let begun = Instant::now();
    let server = start();
    let mut connection = connect(&server);
    let status = connection.ask(&request("/r0/items/1"));
    assert_eq!(status, 200, "the first answer");
    begun.elapsed().as_secs_f64() * 1000.0
}

/// Whether the place of a route in a large site matters.
fn routes(small: &Path, large: &Path, requests: usize) {
    let (few, many) = (localgear(small), localgear(large));
    let mut rows = vec![Vec::new(); 4];
    for round in 0..=ROUNDS {
        let loads = [
            load(&few, "/r50/items/123", requests, 16),
            load(&many, "/r0/items/123", requests, 16),
            load(&many, "/r5000/items/123", requests, 16),
            load(&many, "/r9999/items/123", requests, 16),
        ];
        if round > 0 {
            for (row, load) in rows.iter_mut().zip(loads) {
                row.push(load.cpu_micros);
            }
        }
    }
    let base = median(rows[0].clone());
    for (name, row) in
        ["one of 100 routes", "first of 10,000", "middle of 10,000", "last of 10,000"].iter().zip(rows)
    {
        let cpu = median(row);
        println!("CPU per request, {name:<28} {cpu:6.1} us                    x {:.2}", cpu / base);
    }
}

/// Resident memory with a full journal.
fn memory(site: &Path, requests: usize) {
    let server = localgear(site);
    let idle = server.resident_mb();
    load(&server, "/r50/items/123", requests / 10, 64);
    let early = server.resident_mb();
    load(&server, "/r50/items/123", requests - requests / 10, 64);
    let late = server.resident_mb();
    println!(
        "resident: idle {idle:.1} MB, after {} requests {early:.1} MB, after {requests} {late:.1} MB",
        requests / 10
    );
}

/// A site of so many Workflows and keys; the key that is used is the last.
fn site(folder: &Path, name: &str, workflows: usize, keys: usize) -> PathBuf {
    let mut text = "[site]\nname = \"bench\"\n".to_owned();
    for at in 0..workflows {
        let reply =
            r#"'{"id": "{{ inputs.id }}", "key": "{{ key.name }}", "environment": "{{ environment }}"}'"#;
        write!(text, "\n[[workflow]]\nname = \"W{at}\"\nmethod = \"GET\"\npath = \"/r{at}/items/{{id}}\"\n")
            .unwrap();
        write!(text, "[[workflow.reply]]\njson = {reply}\n").unwrap();
    }
    for at in 1..keys {
        let digest = format!("{at:064x}");
        write!(text, "\n[[key]]\nname = \"K{at}\"\nenvironment = \"Production\"\n").unwrap();
        write!(text, "primary = \"sha256:{digest}\"\nworkflows = [\"W{}\"]\n", at % workflows).unwrap();
    }
    let digest = localgear::site::SecretDigest::of(SECRET.as_bytes());
    write!(text, "\n[[key]]\nname = \"bench\"\nenvironment = \"Production\"\nprimary = \"{digest}\"\n")
        .unwrap();
    text.push_str("workflows = [\"*\"]\n");
    let path = folder.join(name);
    std::fs::write(&path, text).expect("the site file");
    path
}

fn request(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Key={SECRET}\r\nAccept: */*\r\n\r\n")
        .into_bytes()
}

struct Load {
    cpu_micros: f64,
    per_second: f64,
}

fn localgear(site: &Path) -> Server {
    let mut command = Command::new(env!("CARGO_BIN_EXE_localgear"));
    command.args(["serve", "--quiet", "--no-watch", "--addr", "127.0.0.1:0"]).arg(site);
    Server::start(command)
}

fn bare_server() -> Server {
    let mut command = Command::new(std::env::current_exe().expect("this benchmark"));
    command.arg(BARE);
    Server::start(command)
}

fn connect(server: &Server) -> Connection {
    let stream = TcpStream::connect(&server.address).expect("a connection");
    stream.set_nodelay(true).expect("no delay");
    Connection { stream, buffer: vec![0; 8192] }
}

fn load(server: &Server, path: &str, requests: usize, connections: usize) -> Load {
    let request = request(path);
    let (cpu, begun) = (server.cpu(), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..connections {
            scope.spawn(|| {
                let mut connection = connect(server);
                for _ in 0..requests / connections {
                    assert_eq!(connection.ask(&request), 200);
                }
            });
        }
    });
    let done = (requests / connections * connections) as f64;
    let cpu_micros = (server.cpu() - cpu).as_secs_f64() * 1e6 / done;
    Load { cpu_micros, per_second: done / begun.elapsed().as_secs_f64() }
}

/// A keep-alive connection that asks one thing after another.
struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// The status of the answer, read to its end.
    fn ask(&mut self, request: &[u8]) -> u16 {
        self.stream.write_all(request).expect("the request is sent");
        let mut filled = 0;
        loop {
            filled += self.stream.read(&mut self.buffer[filled..]).expect("an answer");
            let text = std::str::from_utf8(&self.buffer[..filled]).expect("text");
            let Some(end) = text.find("\r\n\r\n") else { continue };
            let length: usize = text[..end]
                .lines()
                .find_map(|line| {
                    line.to_ascii_lowercase().strip_prefix("content-length: ").map(str::to_owned)
                })
                .and_then(|length| length.parse().ok())
                .expect("a length");
            if filled >= end + 4 + length {
                return text[9..12].parse().expect("a status");
            }
        }
    }
}

/// The floor: 100 routes, the key compared, the same JSON.
#[tokio::main]
async fn bare_axum() {
    async fn item(PathOf(id): PathOf<String>, headers: HeaderMap) -> impl IntoResponse {
        let presented = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if presented.and_then(|value| value.strip_prefix("Key=")) != Some(SECRET) {
            return StatusCode::NOT_FOUND.into_response();
        }
        let body = format!(r#"{{"id": "{id}", "key": "bench", "environment": "Production", "of": 50}}"#);
        ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response()
    }
    let mut router = axum::Router::new();
    for at in 0..100 {
        router = router.route(&format!("/r{at}/items/{{id}}"), get(item));
    }
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a listener");
    println!("listening on http://{}", listener.local_addr().expect("its address"));
    axum::serve(listener, router).await.expect("it serves");
}
