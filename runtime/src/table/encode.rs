//! Typed values as the bodies of responses: the way back from what `decode.rs` does.

use crate::codec::json;
use crate::codec::traits::Encode;
use crate::table::decode::BodyKind;
use crate::table::operation::{Operation, ResponseRow, Row};
use bytes::Bytes;
use std::any::Any;
use std::fmt;

/// A value, encoded in every way that a row can declare.
#[doc(hidden)]
#[derive(Clone)]
pub struct Encoded {
    /// Its variant among those of its type, one a row; `None` where all rows share a type.
    variant: Option<(&'static str, &'static [&'static str])>,
    json: Option<Bytes>,
    /// A text or bytes, as they are.
    plain: Option<Bytes>,
    is_unit: bool,
}

impl Encoded {
    /// A value of a type that all rows share.
    pub fn new(value: &dyn Any, json: Option<Vec<u8>>) -> Self {
        let text = value.downcast_ref::<String>().map(|text| Bytes::from(text.clone()));
        Self {
            variant: None,
            json: json.map(Bytes::from),
            plain: text.or_else(|| value.downcast_ref::<Bytes>().cloned()),
            is_unit: value.is::<()>(),
        }
    }

    /// What a variant of an enum by status holds.
    #[must_use]
    pub fn variant(mut self, name: &'static str, all: &'static [&'static str]) -> Self {
        self.variant = Some((name, all));
        self
    }

    fn as_kind(&self, kind: BodyKind) -> Option<Bytes> {
        match kind {
            BodyKind::Json | BodyKind::JsonOrText => self.json.clone(),
            BodyKind::Text | BodyKind::Bytes => self.plain.clone(),
            BodyKind::Empty => Some(Bytes::new()),
        }
    }

    /// Status, body and kind of a response with this value.
    pub(crate) fn response(
        &self,
        operation: &Operation,
        side: Side,
        status: Option<u16>,
    ) -> Result<(u16, Bytes, BodyKind), EncodeError> {
        if let Some(status) = status {
            return self.response_with(operation, side, status);
        }
        let rows = side.rows(operation);
        if rows.is_empty() && self.variant.is_none() {
            return Ok((200, Bytes::new(), BodyKind::Empty));
        }
        // A value goes where a body is declared, if there is such a row.
        let fits = |at: &usize| self.may_be(rows, *at);
        let has_body = |at: &usize| rows.get(*at).is_some_and(|(_, kind)| *kind != BodyKind::Empty);
        let mut candidates = (0..rows.len()).filter(fits);
        let with_body = (0..rows.len()).filter(fits).find(has_body);
        let row = with_body.filter(|_| !self.is_unit).or_else(|| candidates.next());
        let status = row.and_then(|at| side.status_of(operation, at));
        let Some(status) = status else {
            return Err(EncodeError::NoStatus { variant: self.name() });
        };
        self.response_with(operation, side, status)
    }

    fn response_with(
        &self,
        operation: &Operation,
        side: Side,
        status: u16,
    ) -> Result<(u16, Bytes, BodyKind), EncodeError> {
        let rows = side.rows(operation);
        let at = match (operation.row(status), side) {
            (Row::AnySuccess, Side::Success) if self.is_unit => return Ok((status, Bytes::new(), BodyKind::Empty)),
            (Row::None, Side::Error) if self.is_unit && status >= 400 => {
                return Ok((status, Bytes::new(), BodyKind::Empty));
            }
            (Row::Success(at), Side::Success) | (Row::Error(at), Side::Error) => at,
            _ => return Err(EncodeError::Undeclared { status, side }),
        };
        if !self.may_be(rows, at) {
            let variant = self.name();
            return Err(EncodeError::OtherType { status, variant });
        }
        let kind = rows.get(at).map_or(BodyKind::Empty, |(_, kind)| *kind);
        match self.as_kind(kind) {
            Some(body) => Ok((status, body, kind)),
            None => Err(EncodeError::OtherBody { status }),
        }
    }

    /// Whether a row is one of this value's variant.
    fn may_be(&self, rows: &[ResponseRow], at: usize) -> bool {
        match self.variant {
            Some((name, all)) => rows.len() == all.len() && all.get(at) == Some(&name),
            None => true,
        }
    }

    /// The name of its variant.
    fn name(&self) -> Option<&'static str> {
        self.variant.map(|(name, _)| name)
    }
}

/// Why a value cannot be the body of a response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum EncodeError {
    /// No status is declared for the type, or for the variant.
    NoStatus { variant: Option<&'static str> },
    /// The status is not declared on this side.
    Undeclared { status: u16, side: Side },
    /// The status has a body of another type.
    OtherType { status: u16, variant: Option<&'static str> },
    /// The value has no form of the kind that the status has.
    OtherBody { status: u16 },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let variant = match self {
            Self::NoStatus { variant } => {
                f.write_str("no status is declared for such a value")?;
                variant
            }
            Self::OtherType { status, variant } => {
                write!(f, "status {status} has another type than this value")?;
                variant
            }
            Self::Undeclared { status, side } => {
                let side = side.what();
                return write!(
                    f,
                    "status {status} is not declared as {side}: `FakeResponse::raw` sends any response"
                );
            }
            Self::OtherBody { status } => {
                return write!(
                    f,
                    "this value cannot be written as the body of status {status}: use `FakeResponse::raw`"
                );
            }
        };
        match variant {
            Some(name) => write!(f, " (`{name}`)"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for EncodeError {}

/// The rows a value belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Success,
    Error,
}

impl Side {
    fn rows(self, operation: &Operation) -> &'static [ResponseRow] {
        match self {
            Self::Success => operation.success,
            Self::Error => operation.errors,
        }
    }

    fn what(self) -> &'static str {
        match self {
            Self::Success => "a success",
            Self::Error => "an error",
        }
    }

    /// A status that belongs to a row.
    fn status_of(self, operation: &Operation, at: usize) -> Option<u16> {
        let wanted = match self {
            Self::Success => Row::Success(at),
            Self::Error => Row::Error(at),
        };
        // Errors first where the row is one, so that `default` becomes 400 and not 100.
        let mut statuses = match self {
            Self::Success => (200..600).chain(100..200),
            Self::Error => (400..600).chain(100..400),
        };
        statuses.find(|status| operation.row(*status) == wanted)
    }
}

/// A value that may or may not have a JSON form.
#[doc(hidden)]
#[derive(Debug)]
pub struct Probe<'a, T>(pub &'a T);

/// The JSON of a value that has one. Method lookup prefers it to [`NotJson`].
#[doc(hidden)]
pub trait AsJsonBody {
    fn json(&self) -> Option<Vec<u8>>;
}

impl<T: Encode> AsJsonBody for &Probe<'_, T> {
    fn json(&self) -> Option<Vec<u8>> {
        Some(json::to_vec(self.0))
    }
}

/// No JSON.
#[doc(hidden)]
pub trait NotJson {
    fn json(&self) -> Option<Vec<u8>>;
}

impl<T> NotJson for Probe<'_, T> {
    fn json(&self) -> Option<Vec<u8>> {
        None
    }
}
