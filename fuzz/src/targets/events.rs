//! Server-sent events.

use crate::generated::assert_visible;
use crate::responses::{Log, Reply, Server, Watch, cuts, run};
use crate::target::{Part, Target, join};
use oaspen_client::{Bytes, ReconnectPolicy};

pub(super) const TARGET: Target = Target {
    name: "events",
    parts: &[Part::Choices, Part::Bytes(WORDS)],
    seeds,
    check,
    memory_mib: 16,
};

const WORDS: &[&str] = &[
    "data:",
    "data: ",
    "data\n",
    "data: {\"a\":1}\n\n",
    "data: [DONE]\n\n",
    "event: add\n",
    "id: 1\n",
    "id\n",
    "id:\u{0}\n",
    "retry: 10\n",
    "retry: 99999999999999999999\n",
    ":",
    ": comment\n",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\r\r",
    "\u{feff}",
    "é",
];

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "\u{feff}: hello\r\nid: 1\r\nevent: add\r\ndata: [1,\r\ndata: 2]\r\n\r\ndata: [3]\n\ndata: [4]\n\ndata: [",
        "retry: 200\nid: a\ndata: {\"a\": \"é\"}\n\nid\ndata\ndata\n\ndata: [DONE]\n\n",
        "event\ndata:x\r\rid: \u{1}\n\n: alive\n\n",
    ];
    texts.map(|text| join(&[&b""[..], text.as_bytes()])).to_vec()
}

/// Id, name, milliseconds to wait, data.
type Found = (Option<String>, Option<String>, Option<u128>, Result<String, String>);

/// The same events, however the stream is cut, and those of the HTML standard.
fn check(parts: &[&[u8]]) {
    let cuts = cuts(parts[1], parts[0]);
    let texts: Vec<Vec<Found>> = cuts.iter().map(|pieces| texts(pieces)).collect();
    let expected = expected(parts[1]);
    for (found, pieces) in texts.iter().zip(&cuts) {
        assert_eq!(*found, expected, "in {} pieces", pieces.len());
    }
    let values: Vec<Vec<Found>> = cuts.iter().map(|pieces| values(pieces)).collect();
    for (found, pieces) in values.iter().zip(&cuts) {
        assert_eq!(*found, values[0], "in {} pieces", pieces.len());
    }
}

fn reply(pieces: &[Bytes]) -> Server {
    Server::of(Reply {
        pieces: pieces.to_vec(),
        ..Reply::new(200, b"text/event-stream", b"")
    })
}

fn texts(pieces: &[Bytes]) -> Vec<Found> {
    let client = reply(pieces).client();
    run(async {
        let mut events = Log::of(&client).events().reconnect(ReconnectPolicy::none());
        let mut list = Vec::new();
        while let Some(event) = events.next().await {
            let event = event.expect("a text is always read");
            list.push((
                event.id.as_deref().map(str::to_owned),
                event.event,
                event.retry.map(|time| time.as_millis()),
                Ok(event.data),
            ));
        }
        list
    })
}

fn values(pieces: &[Bytes]) -> Vec<Found> {
    let client = reply(pieces).client();
    run(async {
        let mut events = Watch::of(&client).events().reconnect(ReconnectPolicy::none());
        let mut list = Vec::new();
        while let Some(event) = events.next().await {
            list.push(match event {
                Ok(event) => (
                    event.id.as_deref().map(str::to_owned),
                    event.event,
                    None,
                    Ok(event.data.to_string()),
                ),
                Err(error) => {
                    assert_visible(&error.to_string());
                    (None, None, None, Err(error.to_string()))
                }
            });
        }
        list
    })
}

/// The events of a stream by the rules of the HTML standard, written once more. The first line end after CR is not
/// another one, and a mark at the beginning is not content.
fn expected(bytes: &[u8]) -> Vec<Found> {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut list = Vec::new();
    let (mut data, mut event, mut id, mut last_id, mut retry) =
        (None::<String>, String::new(), None, String::new(), None);
    // What follows the last line end is no line.
    let Some((lines, _)) = text.rsplit_once('\n') else {
        return list;
    };
    for line in lines.split('\n') {
        if line.is_empty() {
            last_id = id.take().unwrap_or(last_id);
            let name = std::mem::take(&mut event);
            if let Some(data) = data.take() {
                let optional = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
                list.push((optional(&last_id), optional(&name), retry.take(), Ok(data)));
            }
            continue;
        }
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => data = Some(data.map_or_else(|| value.to_owned(), |old| format!("{old}\n{value}"))),
            "event" => event = value.to_owned(),
            "id" if !value.contains('\0') => id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                retry = Some(value.parse::<u64>().unwrap_or(u64::MAX).into());
            }
            _ => {}
        }
    }
    list
}
