//! An HTTP server on the loopback interface for tests. It records requests byte for byte and sends the
//! responses that a test defines, including invalid bytes. It uses threads and `std` only.
//!
//! ```
//! use loopback::{ServerResponse, Server};
//! use std::io::{Read, Write};
//!
//! let server = Server::start(|request| ServerResponse::json(200, format!("\"{}\"", request.target)));
//! let mut stream = std::net::TcpStream::connect(server.addr()).unwrap();
//! stream.write_all(b"GET /x?y=%20 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").unwrap();
//! let mut response = String::new();
//! stream.read_to_string(&mut response).unwrap();
//! assert!(response.ends_with("\"/x?y=%20\""));
//! assert_eq!(server.last().header("host"), Some("h"));
//! ```

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::thread;

/// A request as received.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: String,
    /// The request target: path and query, as sent.
    pub target: String,
    /// The header fields in order, with names as sent.
    pub headers: Vec<(String, String)>,
    /// The body without chunk framing. Empty if the server discards bodies.
    pub body: Vec<u8>,
    /// The number of bytes of the body.
    pub size: u64,
}

impl Request {
    /// The value of the first header field with this name, compared without case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// A response of the server.
#[derive(Clone, Debug)]
pub struct ServerResponse {
    bytes: Vec<u8>,
    /// Bytes that are written after `bytes`, and how often.
    filler: (Vec<u8>, usize),
    after: After,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum After {
    /// Reads the next request.
    KeepAlive,
    /// Closes the connection.
    Close,
    /// Keeps the connection open and sends nothing more.
    Hang,
}

impl ServerResponse {
    /// A response with a status, header fields and a body with `Content-Length`.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = head(status, headers);
        if status != 204 && status != 304 {
            bytes.extend_from_slice(format!("content-length: {}\r\n", body.len()).as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(body);
        Self {
            bytes,
            filler: (Vec::new(), 0),
            after: After::KeepAlive,
        }
    }

    /// A response with a JSON body.
    pub fn json(status: u16, body: impl AsRef<[u8]>) -> Self {
        Self::new(status, &[("content-type", "application/json")], body)
    }

    /// A response without a body.
    pub fn empty(status: u16) -> Self {
        Self::new(status, &[], "")
    }

    /// A redirect to `location`.
    pub fn redirect(status: u16, location: &str) -> Self {
        Self::new(status, &[("location", location)], "")
    }

    /// A response with a chunked body, without `Content-Length`.
    pub fn chunked(status: u16, headers: &[(&str, &str)], chunks: &[&[u8]]) -> Self {
        let mut bytes = head(status, headers);
        bytes.extend_from_slice(b"transfer-encoding: chunked\r\n\r\n");
        for chunk in chunks {
            bytes.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
            bytes.extend_from_slice(chunk);
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"0\r\n\r\n");
        Self {
            bytes,
            filler: (Vec::new(), 0),
            after: After::KeepAlive,
        }
    }

    /// Arbitrary bytes. Then the connection is closed.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            bytes: bytes.into(),
            filler: (Vec::new(), 0),
            after: After::Close,
        }
    }

    /// Sends nothing and keeps the connection open.
    pub fn hang() -> Self {
        Self {
            bytes: Vec::new(),
            filler: (Vec::new(), 0),
            after: After::Hang,
        }
    }

    /// Then writes `piece` this many times, without holding all of it in memory.
    pub fn then_repeat(mut self, piece: impl Into<Vec<u8>>, times: usize) -> Self {
        self.filler = (piece.into(), times);
        self
    }

    /// Then closes the connection.
    pub fn then_close(mut self) -> Self {
        self.after = After::Close;
        self
    }

    /// Then sends nothing more and keeps the connection open.
    pub fn then_hang(mut self) -> Self {
        self.after = After::Hang;
        self
    }
}

fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Status\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head.into_bytes()
}

type Handler = dyn Fn(&Request) -> ServerResponse + Send + Sync;

struct Shared {
    handler: Box<Handler>,
    requests: Mutex<Vec<Request>>,
    connections: Mutex<Vec<Weak<TcpStream>>>,
    keeps_bodies: bool,
    stopped: AtomicBool,
}

/// A running server. It is stopped when this is dropped.
pub struct Server {
    addr: SocketAddr,
    shared: Arc<Shared>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("addr", &self.addr)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a server on a free port.
    ///
    /// # Panics
    /// Panics if it cannot listen on the loopback interface.
    pub fn start(handler: impl Fn(&Request) -> ServerResponse + Send + Sync + 'static) -> Self {
        Self::start_with(true, handler)
    }

    /// Starts a server that counts the bytes of bodies but does not store them.
    ///
    /// # Panics
    /// Panics if it cannot listen on the loopback interface.
    pub fn discarding(handler: impl Fn(&Request) -> ServerResponse + Send + Sync + 'static) -> Self {
        Self::start_with(false, handler)
    }

    #[allow(clippy::expect_used, reason = "a test cannot continue without its server")]
    fn start_with(keeps_bodies: bool, handler: impl Fn(&Request) -> ServerResponse + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("listen on the loopback interface");
        let addr = listener.local_addr().expect("the listener has an address");
        let shared = Arc::new(Shared {
            handler: Box::new(handler),
            requests: Mutex::default(),
            connections: Mutex::default(),
            keeps_bodies,
            stopped: AtomicBool::new(false),
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Self { addr, shared }
    }

    /// Starts a server that sends the same response to every request.
    pub fn responding(response: ServerResponse) -> Self {
        Self::start(move |_| response.clone())
    }

    /// The address of the server.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// The base URL: `http://127.0.0.1:PORT`.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The number of open connections.
    pub fn open_connections(&self) -> usize {
        let mut connections = self.shared.connections.lock().unwrap_or_else(PoisonError::into_inner);
        connections.retain(|connection| connection.strong_count() > 0);
        connections.len()
    }

    /// All requests so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The last request, or an empty one if there was none.
    pub fn last(&self) -> Request {
        self.requests().pop().unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stopped.store(true, Ordering::SeqCst);
        for connection in self
            .shared
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .drain(..)
        {
            // The connection may be closed already.
            let _ = connection.upgrade().map(|open| open.shutdown(std::net::Shutdown::Both));
        }
        // A connection wakes the accepting thread.
        let _ = TcpStream::connect(self.addr);
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let stream = Arc::new(stream);
        shared
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(Arc::downgrade(&stream));
        let shared = Arc::clone(shared);
        // Some tests close the connection of the client early, which is no error here.
        thread::spawn(move || serve(&stream, &shared).ok());
    }
}

fn serve(stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    let mut out = stream;
    let mut input = BufReader::new(stream);
    while let Some(request) = read_request(&mut input, shared.keeps_bodies)? {
        shared
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(request.clone());
        let reply = (shared.handler)(&request);
        out.write_all(&reply.bytes)?;
        for _ in 0..reply.filler.1 {
            out.write_all(&reply.filler.0)?;
        }
        out.flush()?;
        match reply.after {
            After::KeepAlive if request.header("connection") == Some("close") => break,
            After::KeepAlive => {}
            After::Close => break,
            After::Hang => {
                io::copy(&mut input, &mut io::sink())?;
                return Ok(());
            }
        }
    }
    out.shutdown(std::net::Shutdown::Both)
}

fn read_request(input: &mut BufReader<&TcpStream>, keeps_body: bool) -> io::Result<Option<Request>> {
    let Some(line) = read_line(input)? else { return Ok(None) };
    let mut words = line.split(' ');
    let mut request = Request {
        method: words.next().unwrap_or_default().to_owned(),
        target: words.next().unwrap_or_default().to_owned(),
        ..Request::default()
    };
    while let Some(line) = read_line(input)?.filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        request.headers.push((name.to_owned(), value.trim().to_owned()));
    }
    if request
        .header("transfer-encoding")
        .is_some_and(|value| value.contains("chunked"))
    {
        loop {
            let line = read_line(input)?.unwrap_or_default();
            let size = u64::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            read_body(input, size, keeps_body, &mut request)?;
            read_line(input)?;
            if size == 0 {
                break;
            }
        }
    } else if let Some(length) = request.header("content-length").and_then(|value| value.parse().ok()) {
        read_body(input, length, keeps_body, &mut request)?;
    }
    Ok(Some(request))
}

/// Reads `size` bytes of a body. It is an error if the client closes the connection before.
fn read_body(input: &mut BufReader<&TcpStream>, size: u64, keeps: bool, request: &mut Request) -> io::Result<()> {
    let mut part = input.take(size);
    let read = if keeps {
        part.read_to_end(&mut request.body)? as u64
    } else {
        io::copy(&mut part, &mut io::sink())?
    };
    request.size += read;
    if read < size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(())
}

/// Reads a line without its line ending. `None` at the end of the input.
fn read_line(input: &mut BufReader<&TcpStream>) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if input.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    while matches!(line.last(), Some(b'\r' | b'\n')) {
        line.pop();
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}
