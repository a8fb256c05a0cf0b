//! A server in a process of its own, so that what it costs is not counted.

use crate::sample;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, ExitCode, Stdio};
use std::thread;

/// Serves until its input ends; the first line it prints is its address.
pub fn serve() -> ExitCode {
    let Ok(listener) = TcpListener::bind(("127.0.0.1", 0)) else {
        return ExitCode::FAILURE;
    };
    if let Ok(address) = listener.local_addr() {
        println!("http://{address}");
    }
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || answer(stream).ok());
        }
    });
    let mut nothing = Vec::new();
    // The end of the input is the end of who started this.
    let _ended = std::io::stdin().read_to_end(&mut nothing);
    ExitCode::SUCCESS
}

fn answer(stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let mut out = stream.try_clone()?;
    let mut input = BufReader::new(stream);
    let (one, many) = (reply(sample::user(1).as_bytes()), reply(&sample::list(12_000)));
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
        let is_list = first.starts_with("GET /api/users?");
        out.write_all(if is_list { &many } else { &one })?;
    }
}

fn reply(body: &[u8]) -> Vec<u8> {
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json; charset=utf-8\r\nx-request-id: r-1\r\ndate: Wed, 25 Nov 2026 \
         12:00:00 GMT\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    [head.as_bytes(), body].concat()
}

/// The server's process; it ends when dropped.
pub struct Child {
    pub address: String,
    process: std::process::Child,
}

impl Child {
    #[allow(clippy::expect_used, reason = "there is nothing to measure without it")]
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
