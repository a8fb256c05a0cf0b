//! Server-sent events in a recorded body.

use serde_json::Value;

/// The data of each event: a JSON value, or `None` for another text. Events without data keep the connection alive, and one
/// that is cut off at the end of the recording is not compared.
pub(super) fn data(bytes: &[u8]) -> Vec<Option<Value>> {
    let text = String::from_utf8_lossy(bytes);
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace('\r', "\n");
    let mut found = Vec::new();
    let mut events = text.split("\n\n").peekable();
    while let Some(event) = events.next() {
        let lines = event.lines().filter_map(|line| line.strip_prefix("data:"));
        let lines: Vec<&str> = lines.map(|line| line.strip_prefix(' ').unwrap_or(line)).collect();
        let value: Option<Value> = serde_json::from_str(&lines.join("\n")).ok();
        let is_cut = value.is_none() && events.peek().is_none();
        if lines.iter().any(|line| !line.is_empty()) && !is_cut {
            found.push(value);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::data;
    use serde_json::json;

    #[test]
    fn events_with_data() {
        let text = "\u{feff}: hi\n\nevent: a\ndata: {\ndata: }\n\ndata\n\ndata:\r\n\r\ndata:[1]\r\rdata: ok\n\ndata: {\"cut\":";
        assert_eq!(data(text.as_bytes()), [Some(json!({})), Some(json!([1])), None]);
    }
}
