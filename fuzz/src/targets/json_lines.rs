//! JSON texts one after the other.

use crate::generated::assert_visible;
use crate::names::JSON;
use crate::responses::{Export, Reply, Server, cuts, run};
use crate::target::{Part, Target, join};
use oaspen_client::Bytes;
use serde_json::Value;

pub(super) const TARGET: Target = Target {
    name: "json_lines",
    parts: &[Part::Choices, Part::Bytes(JSON)],
    seeds,
    check,
    memory_mib: 16,
};

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "\u{feff}{\"a\":\"é\"}\r\n\n  \n[1]\n2",
        "{\"a\":\"}{\\\"\"}[1,[2]] {\"b\":{}}\n7\n{\"c\":\n]{}{\"d\":1}",
        "\u{1e}{\n \"a\": 1\n}\n\u{1e}\u{1e}2\n",
        "\"a\"\ntrue\nnull\n1.5e3\n",
    ];
    texts.map(|text| join(&[&b""[..], text.as_bytes()])).to_vec()
}

/// The same values, however the stream is cut; with one valid text on each line, these.
fn check(parts: &[&[u8]]) {
    let cuts = cuts(parts[1], parts[0]);
    let found: Vec<Vec<Result<Value, String>>> = cuts.iter().map(|pieces| values(pieces)).collect();
    for (values, pieces) in found.iter().zip(&cuts) {
        assert_eq!(*values, found[0], "in {} pieces", pieces.len());
    }
    if let Some(lines) = expected(parts[1]) {
        assert_eq!(found[0], lines);
    }
}

fn values(pieces: &[Bytes]) -> Vec<Result<Value, String>> {
    let reply = Reply {
        pieces: pieces.to_vec(),
        ..Reply::new(200, b"application/x-ndjson", b"")
    };
    let client = Server::of(reply).client();
    run(async {
        let mut lines = Export::of(&client).json_lines();
        let mut list = Vec::new();
        while let Some(value) = lines.next().await {
            list.push(value.map_err(|error| {
                assert_visible(&error.to_string());
                error.to_string()
            }));
        }
        list
    })
}

/// The values of lines that are JSON, each by itself.
fn expected(bytes: &[u8]) -> Option<Vec<Result<Value, String>>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let lines = text
        .split('\n')
        .map(|line| line.trim_matches([' ', '\t', '\r']))
        .filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_str(line).ok().map(Ok)).collect()
}
