//! JSON values of documents, independent of the JSON library.

/// A scalar JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Null,
    Bool(bool),
    Integer(i64),
    /// An integer beyond `i64`.
    Unsigned(u64),
    Float(f64),
    String(String),
}

/// Strings are written without quotes.
impl std::fmt::Display for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Unsigned(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value}"),
            Self::String(value) => f.write_str(value),
        }
    }
}

impl Literal {
    /// A text that no other literal has, for sets.
    pub(crate) fn identity(&self) -> String {
        format!("{self:?}")
    }

    /// Whether two values are equal: `1.0` is `1`.
    pub(crate) fn same(&self, other: &Self) -> bool {
        let number = |value: &Self| match value {
            Self::Integer(value) => Some(*value as f64),
            Self::Unsigned(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            Self::Null | Self::Bool(_) | Self::String(_) => None,
        };
        match (self, other) {
            (Self::Float(_), _) | (_, Self::Float(_)) => number(self).is_some() && number(self) == number(other),
            _ => self == other,
        }
    }

    /// The same constant as a string. Null stays null.
    pub(crate) fn into_text(self) -> Self {
        match self {
            Self::Null | Self::String(_) => self,
            Self::Bool(_) | Self::Integer(_) | Self::Unsigned(_) | Self::Float(_) => Self::String(self.to_string()),
        }
    }

    /// As JSON writes it, apart from escapes.
    pub(crate) fn quoted(&self) -> String {
        match self {
            Self::String(value) => format!("\"{value}\""),
            Self::Null | Self::Bool(_) | Self::Integer(_) | Self::Unsigned(_) | Self::Float(_) => self.to_string(),
        }
    }
}

/// An example or a default of a document, limited in size.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum ExampleValue {
    Scalar(Literal),
    List(Vec<ExampleValue>),
    /// In the order of the document.
    Object(Vec<(String, ExampleValue)>),
}

impl ExampleValue {
    pub(crate) const NULL: Self = Self::Scalar(Literal::Null);

    /// Whether two values are equal: members have no order, and `1.0` is `1`.
    pub(crate) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Scalar(one), Self::Scalar(other)) => one.same(other),
            (Self::List(one), Self::List(other)) => {
                one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.same(other))
            }
            (Self::Object(one), Self::Object(_)) => {
                let has = |(name, value): &(String, Self)| other.member(name).is_some_and(|other| value.same(other));
                one.len() == other.len() && one.iter().all(has)
            }
            (Self::Scalar(_) | Self::List(_) | Self::Object(_), _) => false,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::Scalar(_) => 1,
            Self::List(items) => items.len(),
            Self::Object(members) => members.len(),
        }
    }

    /// The member of an object.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            Self::Scalar(_) | Self::List(_) => None,
        }
    }

    /// A scalar as a string. `None` for null.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Scalar(Literal::Null) | Self::List(_) | Self::Object(_) => None,
            Self::Scalar(literal) => Some(literal.to_string()),
        }
    }
}
