//! How oaspen pages the lists of a document, read from its notes.

use std::collections::BTreeMap;

use oaspen::{Diagnostic, Input, Stage, codes};

use crate::document::Document;
use crate::worker;

/// How a list is paged. Everything is empty where there is nothing of the kind, or where it is inferred.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Decision {
    /// `offset`, `page`, `cursor` or `next`; `none` if the list is not paged.
    pub style: String,
    /// What is counted up or takes the next token: a parameter, or a JSON pointer into the request body.
    pub parameter: String,
    pub size: String,
    /// The JSON pointer of the items; `-` for the whole body.
    pub items: String,
    /// The JSON pointer of the next token or URL, or a header field.
    pub next: String,
}

/// What oaspen decides about the operations of a document.
#[derive(Debug, Default)]
pub(crate) struct Decided {
    /// The paged operations, by method and path.
    pub paged: BTreeMap<String, Decision>,
    /// The operations that are not paged although something looks like it, with the reason.
    pub rejected: BTreeMap<String, String>,
}

/// What oaspen decides about a document.
pub(crate) fn of(document: &Document) -> Decided {
    let input = Input::Path(document.path.clone());
    let (_, outcome) = oaspen::inspect(&input, &worker::settings(), Stage::Names);
    let mut decided = Decided::default();
    for note in outcome.diagnostics.iter() {
        let Some(operation) = operation(note) else { continue };
        if note.code == &codes::PAGED {
            decided.paged.insert(operation, decision(&note.message));
        } else if note.code == &codes::MAYBE_PAGED {
            decided.rejected.insert(operation, note.message.clone());
        }
    }
    decided
}

/// `GET /users`.
fn operation(note: &Diagnostic) -> Option<String> {
    let pointer = note.pointer.to_string();
    let (_, pointer) = pointer.split_once('#')?;
    let (path, method) = pointer.strip_prefix("/paths/")?.rsplit_once('/')?;
    let path = path.replace("~1", "/").replace("~0", "~");
    Some(format!("{} {path}", method.to_uppercase()))
}

/// Reads the message of a note.
fn decision(message: &str) -> Decision {
    let after = |text: &str| {
        let rest = message.split_once(text)?.1;
        rest.split_once('`').map(|(value, _)| value.to_owned())
    };
    let styles = [
        ("offset", "items are counted by `"),
        ("page", "pages are counted by `"),
        ("cursor", "the next token goes to `"),
    ];
    let found = styles.iter().find_map(|(style, text)| Some((*style, after(text)?)));
    let (style, parameter) = found.unwrap_or(("next", String::new()));
    let next = if matches!(style, "cursor" | "next") {
        let last = || after("last item's `").map(|last| format!("last{last}"));
        after("next at `").or_else(last).unwrap_or_default()
    } else {
        String::new()
    };
    Decision {
        style: style.to_owned(),
        parameter,
        size: after("sized by `").unwrap_or_default(),
        items: after("items at `").unwrap_or_else(|| "-".to_owned()),
        next,
    }
}

#[cfg(test)]
mod tests {
    use super::decision;

    #[test]
    fn a_note_is_read() {
        let read =
            decision("items are counted by `skip`, sized by `top`, items at `/data`, total at `/total`: certain");
        assert_eq!((read.style.as_str(), read.parameter.as_str()), ("offset", "skip"));
        assert_eq!(
            (read.size.as_str(), read.items.as_str(), read.next.as_str()),
            ("top", "/data", "")
        );
        let read = decision("the next token goes to `after`, token from the last item's `/id`: certain");
        assert_eq!(
            (read.style.as_str(), read.items.as_str(), read.next.as_str()),
            ("cursor", "-", "last/id")
        );
        let read = decision("the address of the next page is followed, next at `Link`: likely");
        assert_eq!(
            (read.style.as_str(), read.parameter.as_str(), read.next.as_str()),
            ("next", "", "Link")
        );
    }
}
