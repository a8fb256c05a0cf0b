//! What the configuration decides about one part of a document.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::pages::Pages;
use super::times::TimesWithoutOffset;

/// Decisions about one part of a document: where the API differs from its document, and what a document cannot express.
///
/// ```toml
/// [clients.shop.overrides."#/components/schemas/Order/properties/note"]
/// required = false
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Override {
    /// The path of a Rust type that implements the codec of the runtime.
    #[serde(rename = "type")]
    pub ty: Option<String>,
    /// Whether null is allowed, whatever the document declares.
    pub nullable: Option<bool>,
    /// Whether a member, a parameter or a request body is always there.
    pub required: Option<bool>,
    /// The name of a member or of a parameter in requests and responses.
    pub wire_name: Option<String>,
    /// The Rust name. Of a part that has a type and is a field, a parameter or a method too, a name that begins with an
    /// uppercase letter is that of the type, any other one that of the field, the parameter or the method.
    pub rename: Option<String>,
    /// How the list of an operation is paged.
    pub pages: Option<Pages>,
    /// How many segments a path parameter has.
    pub segments: Option<Segments>,
    /// Whether a path parameter may be empty.
    pub allow_empty: Option<bool>,
    /// Whether the body of an operation is sent, although its method usually has none.
    pub body: Option<bool>,
    /// The credentials that an operation, or at `#` every operation, asks for.
    pub security: Option<Requirements>,
    /// The statuses that have this response.
    pub status: Option<Statuses>,
    /// The media type of a request body or of a response.
    pub media_type: Option<String>,
    /// What a response is a stream of.
    pub stream: Option<StreamOf>,
    /// Whether an object keeps the members that the document does not declare.
    pub keep_unknown: Option<bool>,
    /// What a date and time without an offset is, whatever it is for the client.
    pub times_without_offset: Option<TimesWithoutOffset>,
    /// Whether the decisions are also those of every other part with the same key and the same schema.
    pub everywhere: bool,
}

/// A decision that a stage after amending makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Decision {
    Type,
    Nullable,
    Rename,
    Pages,
    Segments,
    AllowEmpty,
    Body,
    Stream,
    KeepUnknown,
    TimesWithoutOffset,
}

impl Decision {
    /// Its key in the configuration.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Nullable => "nullable",
            Self::Rename => "rename",
            Self::Pages => "pages",
            Self::Segments => "segments",
            Self::AllowEmpty => "allow-empty",
            Self::Body => "body",
            Self::Stream => "stream",
            Self::KeepUnknown => "keep-unknown",
            Self::TimesWithoutOffset => "times-without-offset",
        }
    }
}

/// What one key of the configuration leaves to the stages after amending.
#[derive(Debug)]
pub(crate) struct Later {
    pub decisions: Vec<Decision>,
    /// The nodes that they are about, by pointers of the tree.
    pub nodes: BTreeSet<String>,
}

impl Override {
    /// Whether nothing is decided.
    pub(crate) fn is_empty(&self) -> bool {
        let nothing = Self {
            everywhere: self.everywhere,
            ..Self::default()
        };
        *self == nothing
    }

    /// The decisions that stages after amending make.
    pub(crate) fn later(&self) -> Vec<Decision> {
        let all = [
            (Decision::Type, self.ty.is_some()),
            (Decision::Nullable, self.nullable.is_some()),
            (Decision::Rename, self.rename.is_some()),
            (Decision::Pages, self.pages.is_some()),
            (Decision::Segments, self.segments.is_some()),
            (Decision::AllowEmpty, self.allow_empty.is_some()),
            (Decision::Body, self.body.is_some()),
            (Decision::Stream, self.stream.is_some()),
            (Decision::KeepUnknown, self.keep_unknown.is_some()),
            (Decision::TimesWithoutOffset, self.times_without_offset.is_some()),
        ];
        let chosen = all.into_iter().filter(|(_, is_chosen)| *is_chosen);
        chosen.map(|(decision, _)| decision).collect()
    }

    /// The Rust name of a type.
    pub(crate) fn type_name(&self) -> Option<&str> {
        let name = self.rename.as_deref()?;
        (!first(name).is_some_and(char::is_lowercase)).then_some(name)
    }

    /// The Rust name of a field, a parameter or a method.
    pub(crate) fn value_name(&self) -> Option<&str> {
        let name = self.rename.as_deref()?;
        (!first(name).is_some_and(char::is_uppercase)).then_some(name)
    }

    /// The same, with the decisions of `other` where this one has none.
    pub(crate) fn or(self, other: Self) -> Self {
        Self {
            ty: self.ty.or(other.ty),
            nullable: self.nullable.or(other.nullable),
            required: self.required.or(other.required),
            wire_name: self.wire_name.or(other.wire_name),
            rename: self.rename.or(other.rename),
            pages: self.pages.or(other.pages),
            segments: self.segments.or(other.segments),
            allow_empty: self.allow_empty.or(other.allow_empty),
            body: self.body.or(other.body),
            security: self.security.or(other.security),
            status: self.status.or(other.status),
            media_type: self.media_type.or(other.media_type),
            stream: self.stream.or(other.stream),
            keep_unknown: self.keep_unknown.or(other.keep_unknown),
            times_without_offset: self.times_without_offset.or(other.times_without_offset),
            everywhere: self.everywhere || other.everywhere,
        }
    }
}

/// The first character of a name that may be a raw identifier.
fn first(name: &str) -> Option<char> {
    name.trim_start_matches("r#").chars().next()
}

/// How many segments of a path a parameter fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Segments {
    /// One: a `/` in the value is sent as `%2F`.
    One,
    /// One or more: a `/` in the value stays, and each segment is checked.
    Many,
}

/// What a response is a stream of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StreamOf {
    /// Server-sent events.
    Events,
    /// JSON values, one after the other, with or without line ends between them.
    JsonLines,
}

/// Alternatives of credentials; each is a list of security schemes that are used together. None: no credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<OneOrMany>")]
pub struct Requirements(pub Vec<Vec<String>>);

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl From<Vec<OneOrMany>> for Requirements {
    fn from(list: Vec<OneOrMany>) -> Self {
        let each = list.into_iter().map(|one| match one {
            OneOrMany::One(name) => vec![name],
            OneOrMany::Many(names) => names,
        });
        Self(each.collect())
    }
}

/// Statuses, as the keys of `responses` in a document: `201`, `2XX`, `default`. At least one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawStatuses")]
pub struct Statuses(Vec<String>);

#[derive(Deserialize)]
#[serde(untagged)]
enum RawStatuses {
    One(RawStatus),
    Many(Vec<RawStatus>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawStatus {
    Number(u16),
    Text(String),
}

impl Statuses {
    /// The statuses with these keys. `None` if there is none, or one of them is no status.
    pub fn new(keys: impl IntoIterator<Item = impl Into<String>>) -> Option<Self> {
        let keys: Vec<String> = keys.into_iter().map(Into::into).collect();
        (!keys.is_empty() && keys.iter().all(|key| is_status(key))).then_some(Self(keys))
    }

    /// The keys, in the order of the configuration.
    pub fn keys(&self) -> &[String] {
        &self.0
    }
}

impl TryFrom<RawStatuses> for Statuses {
    type Error = &'static str;

    fn try_from(raw: RawStatuses) -> Result<Self, Self::Error> {
        let list = match raw {
            RawStatuses::One(one) => vec![one],
            RawStatuses::Many(list) => list,
        };
        let keys = list.into_iter().map(|one| match one {
            RawStatus::Number(number) => number.to_string(),
            RawStatus::Text(text) => text,
        });
        Self::new(keys)
            .ok_or("a status is a number such as 201, a range such as \"2XX\", or \"default\"; name at least one")
    }
}

fn is_status(key: &str) -> bool {
    let is_code = || key.len() == 3 && key.parse::<u16>().is_ok_and(|code| (100..600).contains(&code));
    let is_range = || matches!(key.as_bytes(), [b'1'..=b'5', b'X', b'X']);
    key == "default" || is_code() || is_range()
}

#[cfg(test)]
mod tests {
    use super::{Override, Requirements, Statuses};

    fn parsed(text: &str) -> Result<Override, String> {
        toml::from_str(text).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn requirements_are_names_or_lists_of_names() {
        let security = |text: &str| parsed(text).map(|chosen| chosen.security);
        let names = |lists: &[&[&str]]| {
            let list = lists
                .iter()
                .map(|list| list.iter().map(|name| (*name).to_owned()).collect());
            Ok(Some(Requirements(list.collect())))
        };
        assert_eq!(security("security = []"), names(&[]));
        assert_eq!(security("security = ['a', 'b']"), names(&[&["a"], &["b"]]));
        assert_eq!(security("security = [['a', 'b'], 'c']"), names(&[&["a", "b"], &["c"]]));
        assert!(security("security = 'a'").is_err());
    }

    #[test]
    fn statuses_are_numbers_or_keys() {
        let keys = |text: &str| parsed(text).map(|chosen| chosen.status.map(|status| status.keys().join(" ")));
        assert_eq!(keys("status = 201"), Ok(Some("201".to_owned())));
        assert_eq!(
            keys("status = [200, '2XX', 'default']"),
            Ok(Some("200 2XX default".to_owned()))
        );
        for wrong in ["status = 99", "status = []", "status = '20x'", "status = 2000"] {
            assert!(keys(wrong).is_err(), "{wrong}");
        }
        assert!(Statuses::new(["2XX", "6XX"]).is_none());
    }
}
