//! Secrets in bodies: their characters are replaced, and their shape stays.

use crate::record::known::KnownSecrets;
use crate::record::names::{Secrecy, secrecy};
use crate::record::values;

/// The bytes of a text that is not JSON that are kept, masked.
const MAX_TEXT: usize = 256;

/// A body as it is recorded, if it is text. `known`: the secrets that were sent with its request.
pub(super) fn text(media_type: Option<&str>, body: &str, known: &KnownSecrets) -> String {
    let media_type = media_type.unwrap_or_default();
    let is_structured = |text: &str| text.trim_start().starts_with(['{', '[', '"']);
    if media_type == "text/event-stream" {
        return events(body, known);
    }
    if media_type.contains("json") || is_structured(body) {
        return json(body, known);
    }
    let short: String = body.chars().take(MAX_TEXT).collect();
    if values::is_scalar(&short) {
        values::number(&short)
    } else {
        values::masked(&short)
    }
}

/// Server-sent events: the data of each like a body, other values masked.
fn events(body: &str, known: &KnownSecrets) -> String {
    let mut out = String::with_capacity(body.len());
    // A JSON text may have several lines of data.
    let mut data = String::new();
    for line in body.split_inclusive('\n') {
        let field = line.split_once(':');
        if let Some(("data", value)) = field {
            data.push_str(value);
            continue;
        }
        out.push_str(&data_lines(&std::mem::take(&mut data), known));
        match field {
            Some((name @ ("event" | "id" | "retry"), value)) => {
                out.push_str(&format!("{name}:{}", values::masked(value)));
            }
            _ => out.push_str(&values::masked(line)),
        }
    }
    out.push_str(&data_lines(&data, known));
    out
}

fn data_lines(data: &str, known: &KnownSecrets) -> String {
    let data = json(data, known);
    data.split_inclusive('\n').map(|line| format!("data:{line}")).collect()
}

/// An object or a list around the current character.
struct Level {
    is_object: bool,
    /// The next string is a name.
    is_name_next: bool,
    /// How much of it is the value of a secret member.
    secrecy: Secrecy,
}

/// What is known in front of a character of a JSON text.
#[derive(Default)]
struct Position {
    levels: Vec<Level>,
    /// Of the member whose value follows.
    secrecy: Secrecy,
}

impl Position {
    fn is_name_next(&self) -> bool {
        self.levels.last().is_some_and(|level| level.is_name_next)
    }

    /// How much of the next value is masked. What is in no object and no list is.
    fn secrecy(&self) -> Secrecy {
        match self.levels.last() {
            None => Secrecy::Scalar,
            Some(level) if self.secrecy == Secrecy::Open => level.secrecy,
            Some(_) => self.secrecy,
        }
    }

    /// Goes past a character that is not in a string.
    fn pass(&mut self, c: char) {
        let inner = match (c, self.secrecy()) {
            // Outside of everything only texts and numbers are masked.
            (_, Secrecy::Scalar) if self.levels.is_empty() => Secrecy::Open,
            ('{', Secrecy::Scalar) => Secrecy::Open,
            (_, secrecy) => secrecy,
        };
        match c {
            '{' | '[' => self.levels.push(Level {
                is_object: c == '{',
                is_name_next: c == '{',
                secrecy: inner,
            }),
            '}' | ']' => drop(self.levels.pop()),
            ',' | ':' => {
                if let Some(level) = self.levels.last_mut() {
                    level.is_name_next = c == ',' && level.is_object;
                }
            }
            _ => {}
        }
        if matches!(c, '{' | '[' | '}' | ']' | ',') {
            self.secrecy = Secrecy::Open;
        }
    }
}

/// One or more JSON texts, also if the last one is cut off. The values of secret members are masked, and so is what is in no
/// object and no list.
fn json(text: &str, known: &KnownSecrets) -> String {
    let is_scalar = values::is_scalar(text);
    let mut out = String::with_capacity(text.len());
    let mut position = Position::default();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let from_here = rest;
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
        let is_masked = position.secrecy() != Secrecy::Open;
        if c == '"' {
            let (content, after, is_closed) = string(rest);
            rest = after;
            out.push('"');
            if position.is_name_next() {
                let name = values::unescaped(content).unwrap_or(content.into());
                position.secrecy = if known.is_name(&name) {
                    Secrecy::Deep
                } else {
                    secrecy(&name)
                };
                out.push_str(&known.without_tokens(content));
            } else if is_masked {
                out.push_str(&values::masked(content));
            } else {
                out.push_str(&values::without_secrets(&known.without_values(content)));
            }
            out.push_str(if is_closed { "\"" } else { "" });
            continue;
        }
        position.pass(c);
        let is_outside = position.levels.is_empty() && !is_scalar;
        if is_outside && c.is_alphanumeric() {
            out.push('A');
        } else if c.is_ascii_digit() {
            let (number, after) = number(from_here);
            rest = after;
            if is_masked || known.is_number(number) {
                out.push_str(&values::number(number));
            } else {
                out.push_str(number);
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// The number without its sign at the start of a text, and what follows it.
fn number(text: &str) -> (&str, &str) {
    let is_in = |c: char| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '+' | '-');
    let end = text.find(|c| !is_in(c)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The content of a string, what follows it, and whether it is closed.
fn string(text: &str) -> (&str, &str, bool) {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            '"' if !is_escaped => {
                let (content, after) = text.split_at_checked(at).unwrap_or((text, ""));
                return (content, after.get(1..).unwrap_or_default(), true);
            }
            '\\' => is_escaped = !is_escaped,
            _ => is_escaped = false,
        }
    }
    (text, "", false)
}

#[cfg(test)]
mod tests {
    use super::text;
    use crate::record::known::KnownSecrets;

    #[test]
    fn values_of_secret_members_keep_only_their_shape() {
        check(&[
            (
                "application/json",
                r#"{"id":7,"token":"s3cr-et"}"#,
                r#"{"id":7,"token":"AAAA-AA"}"#,
            ),
            (
                "application/json",
                r#"{"apiKey":{"a":["s",1]},"key":"k"}"#,
                r#"{"apiKey":{"a":["A",1]},"key":"k"}"#,
            ),
            (
                "application/json",
                r#"{"pin":4711,"on":true,"n":4711}"#,
                r#"{"pin":1111,"on":true,"n":4711}"#,
            ),
            (
                "application/json",
                r#"{"secret":"a\"b\u00e9","x":"y"}"#,
                r#"{"secret":"A\"A\u0041","x":"y"}"#,
            ),
            (
                "application/json",
                r#"{"token_expires":"2026-01-31T12:00:00Z"}"#,
                r#"{"token_expires":"2026-01-31T12:00:00Z"}"#,
            ),
            ("application/json", r#""s3cret""#, r#""AAAAAA""#),
            ("application/json", "47", "11"),
            ("application/json", "true", "true"),
            ("application/json", "oops s3cret", "AAAA AAAAAA"),
        ]);
    }

    #[test]
    fn other_texts_than_one_json_document_are_masked() {
        check(&[
            (
                "application/x-ndjson",
                "{\"token\":\"a\"}\n{\"token\":\"b",
                "{\"token\":\"A\"}\n{\"token\":\"A",
            ),
            (
                "text/event-stream",
                "id: 7\ndata: {\"token\":\"s\",\"n\":1}\n\n",
                "id: A\ndata: {\"token\":\"A\",\"n\":1}\n\n",
            ),
            (
                "text/event-stream",
                "data: {\r\ndata: \"token\":\r\ndata: \"s\",\"n\":1}\r\n\r\ndata: [7,\ndata:8]\nid: 7\ndata: s",
                "data: {\r\ndata: \"token\":\r\ndata: \"A\",\"n\":1}\r\n\r\ndata: [7,\ndata:8]\nid: A\ndata: A",
            ),
            (
                "application/json",
                r#"{"session":{"id":"a","n":7},"sessions":["a"],"session_id":"a7","auth":[{"n":"x"}]}"#,
                r#"{"session":{"id":"a","n":7},"sessions":["A"],"session_id":"AA","auth":[{"n":"x"}]}"#,
            ),
            (
                "application/json",
                r#"{"url":"https://me:s3cret@h.example/a?q=s3cret","n":"{\"password\":\"s3cret\"}"}"#,
                r#"{"url":"https://AA:AAAAAA@h.example/a?A=AAAAAA","n":"{\"AAAAAAAA\":\"AAAAAA\"}"}"#,
            ),
            (
                "application/x-www-form-urlencoded",
                "access_token=s3cret&n=1",
                "AAAAAA_AAAAA=AAAAAA&A=A",
            ),
            (
                "multipart/form-data",
                "--b\r\ncontent-disposition: form-data; name=\"password\"\r\n\r\ns3cret\r\n--b--",
                "--A\r\nAAAAAAA-AAAAAAAAAAA: AAAA-AAAA; AAAA=\"AAAAAAAA\"\r\n\r\nAAAAAA\r\n--A--",
            ),
            ("application/xml", "<pin>4711</pin>", "<AAA>AAAA</AAA>"),
            ("text/plain", "s3cret, 1", "AAAAAA, A"),
            ("text/plain", "1.5", "1.1"),
            (
                "text/plain",
                r#"{"password":"x","y":"z"}"#,
                r#"{"password":"A","y":"z"}"#,
            ),
        ]);
    }

    /// Media type, body, and what is recorded of it.
    fn check(cases: &[(&str, &str, &str)]) {
        for (media, body, recorded) in cases {
            assert_eq!(text(Some(media), body, &KnownSecrets::default()), *recorded, "{body}");
        }
    }
}
