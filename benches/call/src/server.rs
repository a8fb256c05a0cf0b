//! A server in its own process, so that its cost is not measured.

use crate::sample;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

/// Serves until stdin is closed. The first line of its output is its address.
pub fn serve() -> ExitCode {
    let Ok(listener) = TcpListener::bind(("127.0.0.1", 0)) else {
        return ExitCode::FAILURE;
    };
    if let Ok(address) = listener.local_addr() {
        println!("http://{address}");
    }
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || respond(stream).ok());
        }
    });
    let mut ignored = Vec::new();
    // Stdin is closed when the parent process ends.
    let _ended = std::io::stdin().read_to_end(&mut ignored);
    ExitCode::SUCCESS
}

fn respond(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut input = BufReader::new(stream);
    let one = response("200 OK", sample::user(1).as_bytes());
    let many = response("200 OK", &sample::list(12_000));
    let missing = response(
        "404 Not Found",
        br#"{"code":"entity.not_found","message":"Not found."}"#,
    );
    loop {
        let mut first = String::new();
        if input.read_line(&mut first)? == 0 {
            return Ok(());
        }
        let mut length = 0;
        loop {
            let mut line = String::new();
            input.read_line(&mut line)?;
            let line = line.trim_end().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = vec![0; length];
        input.read_exact(&mut body)?;
        out.write_all(if first.starts_with("GET /api/users?") {
            &many
        } else if first.contains("/missing ") {
            &missing
        } else {
            &one
        })?;
    }
}

fn response(status: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json; charset=utf-8\r\nx-request-id: r-1\r\ndate: Wed, 25 Nov 2026 \
         12:00:00 GMT\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The server process. It is stopped when this is dropped.
pub struct Child {
    pub address: String,
    process: std::process::Child,
}

impl Child {
    #[allow(clippy::expect_used, reason = "no measurement is possible without it")]
    pub fn start() -> Self {
        let program = std::env::current_exe().expect("the path of this program");
        let mut process = Command::new(program)
            .arg("serve")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut address = String::new();
        let out = process.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut address).expect("its address");
        Self {
            address: address.trim().to_owned(),
            process,
        }
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        let _ended = self.process.wait();
    }
}
