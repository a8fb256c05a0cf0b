//! Why an override cannot be applied.

use std::fmt;

use crate::pointer::Pointer;

/// Why a decision cannot be applied to a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The node is of another kind. With the kinds that have the decision.
    OtherKind(&'static str),
    /// Path parameters are part of the address.
    PathParameter,
    /// The document has something else under this key.
    Taken(String),
    /// A member or a parameter of the same object or operation has this name.
    TakenIn(Pointer),
    /// A value has this member from another schema, too.
    DeclaredToo(Pointer),
    /// The member is the discriminator of a union, and another branch declares it with the old name.
    Discriminator {
        union: Pointer,
        other: Pointer,
    },
    NoScheme {
        name: String,
        similar: Option<String>,
    },
    /// A name without characters.
    NoName,
    /// With the pointers of the media types.
    SeveralMediaTypes(Vec<String>),
    NoMediaType(String),
    /// The node is behind a reference that leads nowhere.
    Unreadable,
}

impl Problem {
    pub(super) fn is_other_kind(&self) -> bool {
        matches!(self, Self::OtherKind(_))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherKind(kinds) => write!(f, "this is a decision about {kinds}"),
            Self::PathParameter => f.write_str("a path parameter is always required, and only its position counts"),
            Self::NoName => f.write_str("the name is empty"),
            Self::TakenIn(other) => write!(f, "`{other}` has this name already"),
            Self::DeclaredToo(other) => write!(f, "`{other}` describes the same member; add the override there"),
            Self::Discriminator { union, other } => write!(
                f,
                "the member is the discriminator of `{union}`, and `{other}` still has the old name: all branches need the override"
            ),
            Self::Taken(key) => write!(f, "the document declares `{key}` too"),
            Self::NoScheme { name, similar } => {
                write!(f, "the document declares no security scheme `{name}`")?;
                match similar {
                    Some(similar) => write!(f, "; did you mean `{similar}`?"),
                    None => Ok(()),
                }
            }
            Self::SeveralMediaTypes(pointers) => {
                let list: Vec<String> = pointers.iter().map(|at| format!("`{at}`")).collect();
                write!(f, "it has several media types; name one of {}", list.join(", "))
            }
            Self::NoMediaType(text) => write!(f, "`{text}` is not a media type, such as `application/json`"),
            Self::Unreadable => f.write_str("a reference on the way leads nowhere"),
        }
    }
}
