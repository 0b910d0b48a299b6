//! A client that sends exactly the bytes it is given and reads exactly what comes back.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use serde_json::Value;

/// Longest that a test waits for anything: a failure, not a measure.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// One connection.
pub(crate) struct Wire(BufReader<TcpStream>);

impl Wire {
    pub(crate) fn to(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self(BufReader::new(stream))
    }

    /// Sends bytes. A server that has hung up already is no failure of the client.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) -> &mut Self {
        self.0.get_mut().write_all(bytes.as_ref()).ok();
        self
    }

    pub(crate) fn reply(&mut self) -> HttpReply {
        read_reply(&mut self.0, false).expect("a reply")
    }

    pub(crate) fn reply_to_head(&mut self) -> HttpReply {
        read_reply(&mut self.0, true).expect("a reply")
    }

    /// Everything until the server hangs up.
    pub(crate) fn rest(&mut self) -> Vec<u8> {
        let mut rest = Vec::new();
        self.0.read_to_end(&mut rest).ok();
        rest
    }

    pub(crate) fn exact(&mut self, bytes: &mut [u8]) {
        self.0.read_exact(bytes).unwrap();
    }
}

/// What came back.
#[derive(Debug)]
pub(crate) struct HttpReply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

/// Reads one reply, or nothing where the server hung up.
pub(crate) fn read_reply(from: &mut impl BufRead, to_head: bool) -> Option<HttpReply> {
    let mut line = String::new();
    from.read_line(&mut line).ok().filter(|read| *read > 0)?;
    let status = line.split(' ').nth(1)?.parse().ok()?;
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        from.read_line(&mut line).unwrap();
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.push((name.to_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = vec![0; if to_head { 0 } else { length }];
    from.read_exact(&mut body).unwrap();
    Some(HttpReply { status, headers, body })
}

impl HttpReply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|fault| panic!("{fault}: {}", self.text()))
    }

    /// The slug in `X-Localgear-Reason`.
    pub(crate) fn reason(&self) -> Option<&str> {
        self.header("x-localgear-reason")
    }

    /// What official clients read on any failure.
    pub(crate) fn message(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/json; charset=utf-8"), "{self:?}");
        let json = self.json();
        assert_eq!(json.as_object().map(serde_json::Map::len), Some(1), "{json}");
        json["Message"].as_str().expect("a message").to_owned()
    }
}

/// A call about to be sent, on a connection of its own.
pub(crate) struct Call {
    address: SocketAddr,
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Call {
    pub(crate) fn new(address: SocketAddr, method: &str, target: &str) -> Self {
        let (method, target) = (method.to_owned(), target.to_owned());
        Self { address, method, target, headers: Vec::new(), body: Vec::new() }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With this secret as `Authorization: Key=…`.
    pub(crate) fn secret(self, secret: &str) -> Self {
        self.header("Authorization", &format!("Key={secret}"))
    }

    /// With the primary secret of the key of that name.
    pub(crate) fn key(self, name: &str) -> Self {
        self.secret(&super::secret(name, "primary"))
    }

    pub(crate) fn body(mut self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        if media_type.is_empty() { self } else { self.header("Content-Type", media_type) }
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.body("application/json", body.to_string())
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            head.push_str(&format!("Host: {}\r\n", self.address));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !self.body.is_empty() || self.method == "POST" {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }

    pub(crate) fn send(self) -> HttpReply {
        let mut wire = Wire::to(self.address);
        wire.send(self.bytes());
        if self.method == "HEAD" { wire.reply_to_head() } else { wire.reply() }
    }
}
