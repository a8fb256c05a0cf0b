//! The server of the pet shop: a minimal HTTP server for the example, on the loopback interface.

use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};

/// Starts the server on a free port, in its own thread.
pub fn start() -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    std::thread::spawn(move || {
        let mut pets = vec![r#"{"id":1,"name":"Tom","kind":"cat"}"#.to_owned()];
        for stream in listener.incoming().flatten() {
            if let Err(error) = respond(stream, &mut pets) {
                eprintln!("server: {error}");
            }
        }
    });
    Ok(address)
}

fn respond(mut stream: TcpStream, pets: &mut Vec<String>) -> Result<()> {
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut request = String::new();
    reader.read_line(&mut request)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        if reader.read_line(&mut header)? == 0 || header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    println!("  server: {}", request.trim_end());
    let mut words = request.split(' ');
    let (status, reply) = match (words.next(), words.next()) {
        (Some("POST"), Some("/v1/pets")) => {
            let text = String::from_utf8_lossy(&body).into_owned();
            let pet = text.replacen('{', &format!("{{\"id\":{},", pets.len() + 1), 1);
            pets.push(pet.clone());
            ("201 Created", pet)
        }
        (Some("GET"), Some(target)) if target.starts_with("/v1/pets?") || target == "/v1/pets" => {
            ("200 OK", format!("[{}]", pets.join(",")))
        }
        (Some("GET"), Some(target)) => {
            let number = target
                .rsplit('/')
                .next()
                .and_then(|id| id.parse::<usize>().ok())
                .unwrap_or(0);
            match number.checked_sub(1).and_then(|at| pets.get(at)) {
                Some(pet) => ("200 OK", pet.clone()),
                None => ("404 Not Found", r#"{"message":"no such pet"}"#.to_owned()),
            }
        }
        _ => (
            "405 Method Not Allowed",
            r#"{"message":"no such operation"}"#.to_owned(),
        ),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        reply.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(reply.as_bytes())
}
