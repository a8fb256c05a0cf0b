//! The tables generated code is made of: one [`Api`] per client, one [`Operation`] per operation.
//!
//! `api!` and `operation!` write them; nothing here is meant to be written by hand.

use crate::decode::{AnyDecoder, BodyKind};
use std::fmt;

/// The newest version of the tables this runtime understands.
pub(crate) const TABLE: u32 = 1;

/// What all operations of a client share. Written by `api!`.
#[doc(hidden)]
pub struct Api {
    pub name: &'static str,
    pub title: &'static str,
    pub version: &'static str,
    pub servers: &'static [&'static str],
    pub schemes: &'static [(&'static str, Scheme)],
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Api").field(&self.name).field(&self.version).finish()
    }
}

impl Api {
    /// The scheme of this name.
    pub(crate) fn scheme(&self, name: &str) -> Option<Scheme> {
        self.schemes.iter().find(|(known, _)| *known == name).map(|(_, scheme)| *scheme)
    }
}

/// How one security scheme sends its credential.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Bearer,
    Basic,
    ApiKeyHeader(&'static str),
    ApiKeyQuery(&'static str),
    ApiKeyCookie(&'static str),
    OAuth2,
    Unsupported(&'static str),
}

/// One operation of an API. Written by `operation!`.
#[doc(hidden)]
pub struct Operation {
    pub id: &'static str,
    pub method: &'static str,
    pub path: &'static str,
    pub security: &'static [&'static [&'static str]],
    pub accept: &'static str,
    pub success: &'static [(Status, BodyKind)],
    pub errors: &'static [(Status, BodyKind, AnyDecoder)],
    /// Any 2xx status is a success without a body.
    pub any_success: bool,
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({} {})", self.id, self.method, self.path)
    }
}

/// What a row of responses matches: `"200"`, `"4XX"` or `"default"`.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Exact(u16),
    /// The first digit.
    Range(u16),
    Default,
}

impl Status {
    /// Reads a pattern while compiling; a wrong one is a compile error.
    #[allow(clippy::panic, clippy::indexing_slicing, reason = "evaluated by the compiler, never at run time")]
    pub const fn parse(pattern: &str) -> Self {
        let bytes = pattern.as_bytes();
        if bytes.len() == 7 && bytes[0] == b'd' {
            return Self::Default;
        }
        assert!(
            bytes.len() == 3 && bytes[0] >= b'1' && bytes[0] <= b'9',
            "a status is three digits, a range like 4XX, or default"
        );
        let first = (bytes[0] - b'0') as u16;
        if bytes[1] == b'X' || bytes[1] == b'x' {
            return Self::Range(first);
        }
        assert!(bytes[1].is_ascii_digit() && bytes[2].is_ascii_digit(), "a status is three digits");
        Self::Exact(first * 100 + ((bytes[1] - b'0') as u16) * 10 + (bytes[2] - b'0') as u16)
    }

    /// How well the pattern matches: 0 not at all, 3 exactly.
    fn fit(self, status: u16) -> u8 {
        match self {
            Self::Exact(code) if code == status => 3,
            Self::Range(first) if first == status / 100 => 2,
            Self::Default => 1,
            Self::Exact(_) | Self::Range(_) => 0,
        }
    }
}

/// The row an answer belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Row {
    Success(usize),
    Error(usize),
    /// A 2xx status of an operation that declares no success body.
    AnySuccess,
    None,
}

impl Operation {
    /// The row for a status: an exact one wins over a range, a range over `default`.
    /// `default` among the successes stands for 2xx, among the errors for the rest.
    pub(crate) fn row(&self, status: u16) -> Row {
        let is_success = (200..300).contains(&status);
        let success = best(self.success.iter().map(|row| row.0), status, is_success);
        let error = best(self.errors.iter().map(|row| row.0), status, !is_success);
        match (success, error) {
            (Some((at, fit)), Some((_, other))) if fit >= other => Row::Success(at),
            (_, Some((at, _))) => Row::Error(at),
            (Some((at, _)), None) => Row::Success(at),
            (None, None) if is_success && self.any_success => Row::AnySuccess,
            (None, None) => Row::None,
        }
    }

    /// Whether the operation declares this redirect status among its successes,
    /// so that it is an answer and not something to follow.
    pub(crate) fn wants(&self, status: u16) -> bool {
        self.success.iter().any(|(pattern, _)| pattern.fit(status) > 1)
    }
}

/// The best row and how well it fits.
fn best(rows: impl Iterator<Item = Status>, status: u16, default: bool) -> Option<(usize, u8)> {
    let mut found: Option<(usize, u8)> = None;
    for (at, pattern) in rows.enumerate() {
        let fit = pattern.fit(status);
        let counts = fit > 1 || (fit == 1 && default);
        if counts && found.is_none_or(|(_, best)| fit > best) {
            found = Some((at, fit));
        }
    }
    found
}

/// Compares the version of generated tables with this runtime's: `api!` calls it in a constant.
#[doc(hidden)]
pub const fn check_table(version: u32) {
    assert!(
        version <= TABLE,
        "this code was generated for a newer oaspen-client: update the `oaspen-client` dependency"
    );
    assert!(version >= 1, "`table` is the version of the generated tables, 1 or more");
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: Operation = Operation {
        id: "Get",
        method: "GET",
        path: "/",
        security: &[],
        accept: "",
        success: &[],
        errors: &[],
        any_success: false,
    };

    fn decoder() -> AnyDecoder {
        |_| Ok(Box::new(()))
    }

    #[test]
    fn exact_wins_over_range_over_default() {
        let op = Operation {
            success: &[(Status::Range(2), BodyKind::Json), (Status::Exact(201), BodyKind::Empty)],
            errors: Box::leak(Box::new([
                (Status::Default, BodyKind::Json, decoder()),
                (Status::Range(4), BodyKind::Json, decoder()),
                (Status::Exact(404), BodyKind::Json, decoder()),
            ])),
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
            success: &[(Status::Exact(200), BodyKind::Json)],
            errors: Box::leak(Box::new([(Status::Default, BodyKind::Json, decoder())])),
            ..EMPTY
        };
        assert_eq!(op.row(202), Row::None);
        let op = Operation { success: &[(Status::Default, BodyKind::Json)], ..EMPTY };
        assert_eq!(op.row(202), Row::Success(0));
        assert_eq!(op.row(500), Row::None);
        let op = Operation { any_success: true, ..EMPTY };
        assert_eq!(op.row(202), Row::AnySuccess);
        assert_eq!(op.row(302), Row::None);
    }

    #[test]
    fn reads_patterns() {
        const PATTERNS: [Status; 4] =
            [Status::parse("204"), Status::parse("5XX"), Status::parse("4xx"), Status::parse("default")];
        assert_eq!(PATTERNS, [Status::Exact(204), Status::Range(5), Status::Range(4), Status::Default]);
    }

    #[test]
    fn only_a_declared_redirect_is_an_answer() {
        let op = Operation { success: &[(Status::Exact(302), BodyKind::Empty)], ..EMPTY };
        assert!(op.wants(302));
        assert!(!op.wants(301));
        let op = Operation { success: &[(Status::Default, BodyKind::Empty)], ..EMPTY };
        assert!(!op.wants(301));
    }
}
