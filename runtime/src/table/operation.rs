//! The tables generated code is made of: one [`Api`] per client, one [`Operation`] per operation.
//!
//! `api!` and `operation!` write them; nothing here is meant to be written by hand.

use crate::table::decode::{AnyDecoder, BodyKind};
use crate::table::lenient::OperationName;
use crate::table::media;
use std::fmt;

/// One operation of an API. Written by `operation!`.
#[doc(hidden)]
pub struct Operation {
    pub id: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    /// The server it is sent to, if not the client's: one of [`Api::operation_servers`].
    pub server: Option<&'static str>,
    pub security: &'static [&'static [&'static str]],
    pub accept: &'static str,
    pub success: &'static [ResponseRow],
    /// The variants of the success rows, as text: empty where their type is no enum by status.
    pub variants: &'static str,
    pub errors: &'static [ResponseRow],
    /// Reads the body of an error row.
    pub error: AnyDecoder,
}

/// A row of responses: `"200"`, `"4XX"` or `"default"`, and how the body is read.
pub(crate) type ResponseRow = (&'static str, BodyKind);

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name().fmt(f)
    }
}

/// The body of a response, before it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FoundBody<'a> {
    Nothing,
    /// Without a media type.
    Unnamed,
    /// The media type, in lower case and without parameters.
    Media(&'a str),
}

/// How well a pattern matches a status: 0 not at all, 3 exactly.
#[inline]
fn fit(pattern: &str, status: [u8; 3]) -> u8 {
    match pattern.as_bytes() {
        exact if *exact == status => 3,
        [first, b'X' | b'x', b'X' | b'x'] if *first == status[0] => 2,
        b"default" => 1,
        _ => 0,
    }
}

/// The three digits of a status.
fn digits(status: u16) -> [u8; 3] {
    [status / 100, status / 10, status].map(|number| b'0' + (number % 10) as u8)
}

/// The row a response belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Success(usize),
    Error(usize),
    /// A 2xx status of an operation that declares no success body.
    AnySuccess,
    /// A 2xx status that is not declared. Its body decides: see [`Operation::similar`].
    UndeclaredSuccess,
    None,
}

impl Operation {
    /// How messages name it.
    pub(crate) fn name(&self) -> OperationName {
        OperationName {
            id: self.id,
            method: self.method,
            path: self.path,
        }
    }

    /// How the body of a success row is read.
    pub(crate) fn success_kind(&self, row: usize) -> BodyKind {
        self.success.get(row).map_or(BodyKind::Empty, |(_, kind)| *kind)
    }

    /// How the body of an error row is read.
    pub(crate) fn error_kind(&self, row: usize) -> BodyKind {
        self.errors.get(row).map_or(BodyKind::Empty, |(_, kind)| *kind)
    }

    /// The row for a status: an exact one wins over a range, a range over `default`.
    /// `default` among the successes means 2xx, among the errors the rest.
    pub(crate) fn row(&self, status: u16) -> Row {
        let is_success = (200..300).contains(&status);
        let digits = digits(status);
        let success = best(self.success, digits, is_success);
        let error = best(self.errors, digits, !is_success);
        match (success, error) {
            (Some((at, fit)), Some((_, other))) if fit >= other => Row::Success(at),
            (_, Some((at, _))) => Row::Error(at),
            (Some((at, _)), None) => Row::Success(at),
            (None, None) if is_success && self.takes_any_success() => Row::AnySuccess,
            (None, None) if is_success => Row::UndeclaredSuccess,
            (None, None) => Row::None,
        }
    }

    /// The success row that a response of an undeclared 2xx status fits: the only one that reads such a body, or one of
    /// several that read it as the same type.
    pub(crate) fn similar(&self, body: FoundBody<'_>) -> Option<usize> {
        let is_2xx = |pattern: &str| pattern == "default" || pattern.starts_with('2');
        let fitting = |strict: bool| {
            let rows = self.success.iter().enumerate();
            rows.filter(move |(_, (pattern, kind))| is_2xx(pattern) && self.reads(*kind, body, strict))
                .map(|(at, _)| at)
        };
        // Nothing may also be null, if no row declares it.
        let (mut found, is_strict) = match fitting(true).next() {
            Some(_) => (fitting(true), true),
            None => (fitting(false), false),
        };
        let first = found.next()?;
        let is_alone = found.next().is_none();
        (is_alone || self.variants.is_empty() && is_strict).then_some(first)
    }

    /// Whether a row of this kind reads such a body.
    fn reads(&self, kind: BodyKind, body: FoundBody<'_>, strict: bool) -> bool {
        let media = match body {
            FoundBody::Nothing => return kind == BodyKind::Empty || !strict && kind == BodyKind::Json,
            FoundBody::Unnamed => return kind != BodyKind::Empty,
            FoundBody::Media(media) => media,
        };
        let is_json = media::is_json(media);
        match kind {
            BodyKind::Empty => false,
            BodyKind::Json => is_json || media::is_simple_text(media),
            BodyKind::JsonOrText => is_json || media.starts_with("text/"),
            BodyKind::Text => media == "text/plain" || !is_json && media::accepts(self.accept, media),
            // JSON is the body of another row, which is requested too.
            BodyKind::Bytes => {
                let rows = || self.success.iter().chain(self.errors);
                let is_of_another = || is_json && rows().any(|(_, kind)| *kind == BodyKind::Json);
                media == "application/octet-stream" || media::accepts(self.accept, media) && !is_of_another()
            }
        }
    }

    /// Whether the operation declares this redirect status among its successes,
    /// so that it is a response to keep and not a redirect to follow.
    pub(crate) fn wants(&self, status: u16) -> bool {
        let digits = digits(status);
        self.success.iter().any(|(pattern, _)| fit(pattern, digits) > 1)
    }

    /// Whether any 2xx status is a success, as no body is declared for one.
    fn takes_any_success(&self) -> bool {
        self.variants.is_empty() && self.success.iter().all(|(_, kind)| *kind == BodyKind::Empty)
    }
}

/// The best row and how well it fits.
fn best(rows: &[ResponseRow], status: [u8; 3], default: bool) -> Option<(usize, u8)> {
    let mut found: Option<(usize, u8)> = None;
    for (at, (pattern, _)) in rows.iter().enumerate() {
        let fit = fit(pattern, status);
        let counts = fit > 1 || (fit == 1 && default);
        if counts && found.is_none_or(|(_, best)| fit > best) {
            found = Some((at, fit));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: Operation = Operation {
        id: "Get",
        method: "GET",
        path: "/",
        server: None,
        security: &[],
        accept: "",
        success: &[("200", BodyKind::Json)],
        variants: "",
        errors: &[],
        error: |_| Ok(Box::new(())),
    };

    #[test]
    fn exact_wins_over_range_over_default() {
        let op = Operation {
            success: &[("2XX", BodyKind::Json), ("201", BodyKind::Empty)],
            errors: &[
                ("default", BodyKind::Json),
                ("4xx", BodyKind::Json),
                ("404", BodyKind::Json),
            ],
            ..EMPTY
        };
        assert_eq!(op.row(200), Row::Success(0));
        assert_eq!(op.row(201), Row::Success(1));
        assert_eq!(op.row(404), Row::Error(2));
        assert_eq!(op.row(403), Row::Error(1));
        assert_eq!(op.row(500), Row::Error(0));
        assert_eq!(op.row(302), Row::Error(0));
    }

    #[test]
    fn default_of_errors_does_not_take_a_success() {
        let op = Operation {
            errors: &[("default", BodyKind::Json)],
            ..EMPTY
        };
        assert_eq!(op.row(202), Row::UndeclaredSuccess);
        let op = Operation {
            success: &[("default", BodyKind::Json)],
            ..EMPTY
        };
        assert_eq!(op.row(202), Row::Success(0));
        assert_eq!(op.row(500), Row::None);
    }

    #[test]
    fn any_success_where_no_body_is_declared() {
        for success in [&[][..], &[("204", BodyKind::Empty)][..]] {
            let op = Operation { success, ..EMPTY };
            assert_eq!(op.row(202), Row::AnySuccess);
            assert_eq!(op.row(302), Row::None);
            let op = Operation {
                variants: "Created",
                ..op
            };
            assert_eq!(op.row(202), Row::UndeclaredSuccess);
        }
    }

    #[test]
    fn an_undeclared_success_is_the_only_row_that_reads_its_body() {
        use BodyKind::{Bytes, Empty, Json, JsonOrText, Text};
        use FoundBody::{Media, Nothing, Unnamed};
        const JSON: FoundBody<'_> = Media("application/json");
        const PLAIN: FoundBody<'_> = Media("text/plain");
        const PDF: FoundBody<'_> = Media("application/pdf");
        type Case = (&'static [ResponseRow], FoundBody<'static>, Option<usize>);
        let cases: &[Case] = &[
            (&[("200", Json)], JSON, Some(0)),
            (&[("200", Json)], Media("application/problem+json"), Some(0)),
            (&[("200", Json)], PLAIN, Some(0)),
            (&[("200", Json)], Unnamed, Some(0)),
            (&[("200", Json)], Media("text/html"), None),
            // It may be null: the decoder decides.
            (&[("200", Json)], Nothing, Some(0)),
            (&[("200", Text)], Nothing, None),
            (&[("200", Text)], PLAIN, Some(0)),
            (&[("200", Text)], JSON, None),
            (&[("200", JsonOrText)], PLAIN, Some(0)),
            (&[("200", JsonOrText)], JSON, Some(0)),
            (&[("200", Bytes)], PDF, Some(0)),
            (&[("200", Bytes)], Media("application/octet-stream"), Some(0)),
            (&[("200", Bytes)], Media("text/html"), None),
            // One has a body, the other has none.
            (&[("200", Json), ("204", Empty)], JSON, Some(0)),
            (&[("200", Json), ("204", Empty)], Nothing, Some(1)),
            (&[("200", Json), ("204", Empty)], Media("text/html"), None),
            (&[("200", Json), ("202", Bytes)], PDF, Some(1)),
            (&[("200", Json), ("202", Bytes)], JSON, Some(0)),
            // Two types for one media type.
            (&[("200", Json), ("202", Json)], JSON, None),
            (&[("200", Json), ("202", Json)], Nothing, None),
            (&[("302", Json)], JSON, None),
        ];
        for (success, body, expected) in cases.iter().copied() {
            let op = Operation {
                accept: "application/json, application/pdf;q=0.9",
                success,
                variants: if success.len() > 1 { "A B" } else { "" },
                ..EMPTY
            };
            assert_eq!(op.similar(body), expected, "{success:?} {body:?}");
        }
        let op = Operation {
            success: &[("200", Json), ("201", Json)],
            ..EMPTY
        };
        assert_eq!(op.similar(JSON), Some(0));
        // JSON is not the file that is declared, if errors are JSON.
        let op = Operation {
            accept: "*/*",
            success: &[("200", Bytes)],
            errors: &[("default", Json)],
            ..EMPTY
        };
        assert_eq!(op.similar(JSON), None);
        assert_eq!(op.similar(PDF), Some(0));
    }

    #[test]
    fn only_a_declared_redirect_is_an_answer() {
        let op = Operation {
            success: &[("302", BodyKind::Empty)],
            ..EMPTY
        };
        assert!(op.wants(302));
        assert!(!op.wants(301));
        let op = Operation {
            success: &[("default", BodyKind::Empty)],
            ..EMPTY
        };
        assert!(!op.wants(301));
    }

    #[test]
    fn patterns_that_are_none_match_nothing() {
        for pattern in ["", "20", "+200", "0200", "2X", "XXX", "2X0", "Default"] {
            assert!((0..1000).all(|status| fit(pattern, digits(status)) == 0), "{pattern}");
        }
    }
}
