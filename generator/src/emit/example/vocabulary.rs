//! Made-up values that fit a name, for values without an example in the document.

/// Endings of names, and a text for each. The first match is used.
const TEXTS: &[(&[&str], &str)] = &[
    (&["email", "mail", "emailaddress", "primaryemail"], "ada@example.com"),
    (&["phone", "phonenumber", "mobile", "primaryphone"], "+12025550123"),
    (&["firstname", "givenname"], "Ada"),
    (&["lastname", "familyname", "surname"], "Lovelace"),
    (&["fullname", "displayname", "nickname"], "Ada Lovelace"),
    (&["username", "login", "user"], "ada"),
    (&["password", "passphrase"], "correct horse battery staple"),
    (
        &[
            "url", "uri", "link", "website", "homepage", "endpoint", "href", "avatar",
        ],
        "https://example.com",
    ),
    (&["host", "hostname", "domain"], "example.com"),
    (&["ip", "ipaddress"], "192.0.2.1"),
    (&["locale", "lang", "language"], "en"),
    (&["timezone", "zoneinfo", "tz"], "Europe/Amsterdam"),
    (&["country", "countrycode"], "NL"),
    (&["currency", "currencycode"], "EUR"),
    (&["city"], "Amsterdam"),
    (&["date", "day", "birthdate"], "2026-01-31"),
    (
        &["createdat", "updatedat", "time", "timestamp", "since", "until"],
        "2026-01-31T12:00:00Z",
    ),
    (&["code", "otp", "pin"], "123456"),
    (&["color", "colour"], "#336699"),
    (&["version"], "1.0.0"),
    (&["query", "search", "q"], "ada"),
    (
        &[
            "description",
            "comment",
            "message",
            "text",
            "note",
            "body",
            "content",
            "reason",
        ],
        "A few words.",
    ),
    (&["title", "subject", "label"], "A title"),
    (&["slug"], "an-example"),
    (&["before", "after", "cursor"], "cursor"),
];

/// Beginnings of names whose texts are `true` or `false`.
const FLAGS: &[&str] = &["is", "has", "include", "with", "enable", "allow"];

/// Whether the table has a text for a name.
pub(super) fn is_known(name: &str) -> bool {
    usual(&words(name)).is_some()
}

/// A text that a value of this name could be.
pub(super) fn text(name: &str) -> String {
    let words = words(name);
    if let Some(usual) = usual(&words) {
        return usual.to_owned();
    }
    if words
        .first()
        .is_some_and(|first| words.len() > 1 && FLAGS.contains(&first.as_str()))
    {
        return "true".to_owned();
    }
    let stem: Vec<&str> = words
        .iter()
        .map(String::as_str)
        .filter(|word| !["id", "ids"].contains(word))
        .collect();
    if stem.len() < words.len() || words.is_empty() {
        let stem = if stem.is_empty() {
            "id".to_owned()
        } else {
            stem.join("_")
        };
        return format!("{stem}_123");
    }
    stem.join("-")
}

fn usual(words: &[String]) -> Option<&'static str> {
    let joined = words.concat();
    let last_two = words
        .iter()
        .rev()
        .take(2)
        .rev()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .concat();
    let last = words.last().map(String::as_str).unwrap_or_default();
    for (endings, example) in TEXTS {
        if endings
            .iter()
            .any(|ending| [joined.as_str(), last_two.as_str(), last].contains(ending))
        {
            return Some(example);
        }
    }
    None
}

/// A whole number that a value of this name could be.
pub(super) fn number(name: &str) -> i64 {
    let words = words(name);
    match words.last().map(String::as_str).unwrap_or_default() {
        "limit" | "size" | "count" | "max" | "per" | "perpage" | "top" => 10,
        "offset" | "skip" | "min" | "start" => 0,
        "port" => 8080,
        "year" => 2026,
        "seconds" | "timeout" | "ttl" => 60,
        "at" | "time" | "timestamp" => 1_767_225_600,
        _ => 1,
    }
}

/// A file that could be uploaded under this name or media type.
pub(super) fn file_name(name: &str) -> &'static str {
    let name = name.to_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if any(&["image", "avatar", "photo", "picture", "logo", "icon"]) {
        "image.png"
    } else if any(&["csv"]) {
        "table.csv"
    } else if any(&["zip", "archive"]) {
        "archive.zip"
    } else if any(&["pdf", "document"]) {
        "document.pdf"
    } else if any(&["audio"]) {
        "audio.mp3"
    } else if any(&["video"]) {
        "video.mp4"
    } else {
        "file.bin"
    }
}

/// The words of `userId`, `user_id` and `user-id`, in lower case.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut was_small = false;
    let mut open = false;
    for c in name.chars().take(60) {
        if !c.is_ascii_alphanumeric() {
            open = false;
            was_small = false;
            continue;
        }
        if !open || (was_small && c.is_ascii_uppercase()) {
            words.push(String::new());
            open = true;
        }
        was_small = c.is_ascii_lowercase();
        if let Some(word) = words.last_mut() {
            word.push(c.to_ascii_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::{file_name, number, text};

    #[test]
    fn names_say_what_a_value_looks_like() {
        for (name, expected) in [
            ("email_address", "ada@example.com"),
            ("primaryEmail", "ada@example.com"),
            ("user_id", "user_123"),
            ("userId", "user_123"),
            ("id", "id_123"),
            ("web3_wallet", "web3-wallet"),
            ("created_at", "2026-01-31T12:00:00Z"),
            ("image_url", "https://example.com"),
            ("", "id_123"),
        ] {
            assert_eq!(text(name), expected, "{name}");
        }
        assert_eq!((number("page_size"), number("page"), number("offset")), (10, 1, 0));
        assert_eq!(
            (file_name("avatar"), file_name("application/zip")),
            ("image.png", "archive.zip")
        );
    }
}
