//! Secrets in bodies: their characters are replaced, and their shape stays.

/// Words in the name of a member whose value is a secret.
const SECRET: [&str; 22] = [
    "apikey",
    "authorization",
    "bearer",
    "cookie",
    "cookies",
    "credential",
    "credentials",
    "jwt",
    "nonce",
    "otp",
    "passphrase",
    "passwd",
    "password",
    "pin",
    "pwd",
    "secret",
    "secrets",
    "sid",
    "sig",
    "signature",
    "token",
    "tokens",
];
/// Words that make `key` one.
const BEFORE_KEY: [&str; 10] = [
    "access",
    "api",
    "auth",
    "encryption",
    "license",
    "master",
    "private",
    "secret",
    "session",
    "signing",
];
/// The bytes of a text that is not JSON that are kept, masked.
const MAX_TEXT: usize = 256;

/// A body as it is recorded, if it is text.
pub(super) fn text(media_type: Option<&str>, body: &str) -> String {
    let media_type = media_type.unwrap_or_default();
    let is_structured = |text: &str| text.trim_start().starts_with(['{', '[', '"']);
    if media_type == "text/event-stream" {
        let lines = body.split_inclusive('\n').map(event_line);
        return lines.collect();
    }
    if media_type.contains("json") || is_structured(body) {
        return json(body);
    }
    let short: String = body.chars().take(MAX_TEXT).collect();
    if is_scalar(&short) {
        number(&short)
    } else {
        masked(&short)
    }
}

/// A line of server-sent events: the data like a body, other values masked.
fn event_line(line: &str) -> String {
    match line.split_once(':') {
        Some(("data", value)) => format!("data:{}", json(value)),
        Some((name @ ("event" | "id" | "retry"), value)) => format!("{name}:{}", masked(value)),
        _ => masked(line),
    }
}

/// An object or a list around the current character.
struct Level {
    is_object: bool,
    /// The next string is a name.
    is_name_next: bool,
    /// It is the value of a secret member.
    is_secret: bool,
}

/// One or more JSON texts, also if the last one is cut off. The values of secret members are masked, and so is what is in no
/// object and no list.
fn json(text: &str) -> String {
    let is_scalar = is_scalar(text);
    let mut out = String::with_capacity(text.len());
    let mut levels: Vec<Level> = Vec::new();
    // The member whose value follows is a secret.
    let mut is_secret = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        rest = after;
        let is_masked = is_secret || levels.last().is_none_or(|level| level.is_secret);
        match c {
            '"' => {
                let (content, after, is_closed) = string(after);
                let is_name = levels.last().is_some_and(|level| level.is_name_next);
                out.push('"');
                if is_name {
                    is_secret = is_secret_name(content);
                    out.push_str(content);
                } else if is_masked {
                    out.push_str(&masked(content));
                } else {
                    out.push_str(content);
                }
                out.push_str(if is_closed { "\"" } else { "" });
                rest = after;
                continue;
            }
            '{' | '[' => levels.push(Level {
                is_object: c == '{',
                is_name_next: c == '{',
                is_secret: is_secret || levels.last().is_some_and(|level| level.is_secret),
            }),
            '}' | ']' => {
                levels.pop();
            }
            ',' => levels
                .iter_mut()
                .last()
                .into_iter()
                .for_each(|level| level.is_name_next = level.is_object),
            ':' => levels
                .iter_mut()
                .last()
                .into_iter()
                .for_each(|level| level.is_name_next = false),
            _ => {}
        }
        if matches!(c, '{' | '[' | '}' | ']' | ',') {
            is_secret = false;
        }
        let is_outside = levels.is_empty() && !is_scalar;
        out.push(match c {
            c if is_outside && c.is_alphanumeric() => 'A',
            c if is_masked && c.is_ascii_digit() => '1',
            c => c,
        });
    }
    out
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

/// Letters and digits become `A`; a time stays, as it is no secret and its format matters. So does an escape in JSON.
fn masked(text: &str) -> String {
    if is_time(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push('\\');
                match chars.next() {
                    Some('u') => {
                        out.push_str("u0041");
                        chars.by_ref().take(4).for_each(drop);
                    }
                    other => out.extend(other),
                }
            }
            c if c.is_alphanumeric() => out.push('A'),
            c => out.push(c),
        }
    }
    out
}

/// `2026-01-31`, with a time or without.
fn is_time(text: &str) -> bool {
    let date = text.get(..10).unwrap_or_default();
    let is_date = date.chars().enumerate().all(|(at, c)| {
        if matches!(at, 4 | 7) {
            c == '-'
        } else {
            c.is_ascii_digit()
        }
    });
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | ':' | '.' | 'T' | 'Z' | ' ');
    date.len() == 10 && is_date && text.len() <= 35 && text.chars().all(allowed)
}

/// Whether a text is a number, `true`, `false` or `null`.
fn is_scalar(text: &str) -> bool {
    let text = text.trim();
    let is_number =
        || text.parse::<f64>().is_ok() && !text.contains(|c: char| c.is_alphabetic() && c != 'e' && c != 'E');
    matches!(text, "true" | "false" | "null") || is_number()
}

fn number(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { '1' } else { c }).collect()
}

/// Whether the value of a member may be a secret.
fn is_secret_name(name: &str) -> bool {
    let words = words(name);
    let is_key = words.iter().any(|word| matches!(word.as_str(), "key" | "keys"));
    words.iter().any(|word| SECRET.contains(&word.as_str()))
        || (is_key && words.iter().any(|word| BEFORE_KEY.contains(&word.as_str())))
}

/// `accessToken`, `access_token`: `access`, `token`.
fn words(name: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (was_lower && c.is_uppercase()) {
            found.push(String::new());
        }
        if c.is_alphanumeric() {
            found
                .last_mut()
                .into_iter()
                .for_each(|word| word.extend(c.to_lowercase()));
        }
        was_lower = c.is_lowercase();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn values_of_secret_members_keep_only_their_shape() {
        for (media, body, recorded) in [
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
            ("text/plain", "s3cret, 1", "AAAAAA, A"),
            ("text/plain", "1.5", "1.1"),
            (
                "text/plain",
                r#"{"password":"x","y":"z"}"#,
                r#"{"password":"A","y":"z"}"#,
            ),
        ] {
            assert_eq!(text(Some(media), body), recorded, "{body}");
        }
    }
}
