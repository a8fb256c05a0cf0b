//! String formats that have a Rust type of their own.
//!
//! A new format is a row of [`TEXTS`] and a type of the runtime. Lowering, names, code and examples read the row; no
//! other file names a format.

/// A string format.
pub(crate) struct TextFormat {
    /// The values of `format` in documents. The first is part of keys in `names.lock`.
    pub names: &'static [&'static str],
    pub runtime: RuntimeType,
    /// The word for it in the name of a variant.
    pub variant: &'static str,
    pub example: FormatExample,
    /// For times: the types of other time libraries.
    pub time: Option<TimeTypes>,
}

/// A type of the runtime, as generated files name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RuntimeType {
    /// The name of a type that is imported.
    Imported(&'static str),
    /// The path of a type that is not imported, since models often have the same name.
    Path(&'static str),
    /// A path whose argument is a type that is imported.
    Around { path: &'static str, imported: &'static str },
}

impl RuntimeType {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Imported(name) | Self::Path(name) | Self::Around { path: name, .. } => name,
        }
    }
}

/// The types of a time in the libraries that a user can select. `None` if a library has no such type.
pub(crate) struct TimeTypes {
    pub chrono: Option<LibraryType>,
    pub time: Option<LibraryType>,
}

/// A type of a library that the runtime exports.
#[derive(Clone, Copy)]
pub(crate) struct LibraryType {
    pub module: &'static str,
    /// The path of the type, from the module on.
    pub path: &'static str,
    /// An example, if a text cannot be parsed into the type.
    pub example: Option<&'static str>,
}

/// How a value is written in an example.
#[derive(Clone, Copy)]
pub(crate) enum FormatExample {
    /// A text, parsed. An example of the document is used instead if the function accepts it.
    Parsed(&'static str, fn(&str) -> bool),
    /// An expression.
    Expression(&'static str),
}

const fn library(module: &'static str, path: &'static str, example: Option<&'static str>) -> Option<LibraryType> {
    Some(LibraryType { module, path, example })
}

/// The format of a `date-time` in a client whose times have no offset. No document can have this format.
pub(crate) const CIVIL: &str = "date-time, civil";

/// The format of a `date-time` in a client whose times keep their offset. No document can have this format.
pub(crate) const WITH_OFFSET: &str = "date-time, with its offset";

/// The same for times that are in UTC if they have no offset.
pub(crate) const IN_UTC: &str = "date-time, in UTC";

/// The same for those that keep their offset otherwise.
pub(crate) const IN_UTC_OR_WITH_OFFSET: &str = "date-time, in UTC or with its offset";

/// Every string format.
static TEXTS: [TextFormat; 13] = [
    TextFormat {
        names: &["date-time"],
        runtime: RuntimeType::Imported("Timestamp"),
        variant: "Time",
        example: FormatExample::Parsed("2026-01-31T12:00:00Z", |text| {
            text.len() >= 20 && text.contains('T') && begins_with_digit(text)
        }),
        time: Some(TimeTypes {
            chrono: library("chrono", "chrono::DateTime<chrono::Utc>", None),
            time: library("time", "time::OffsetDateTime", Some("time::OffsetDateTime::UNIX_EPOCH")),
        }),
    },
    TextFormat {
        names: &[CIVIL],
        runtime: RuntimeType::Path("oaspen_client::DateTime"),
        variant: "Time",
        example: FormatExample::Parsed("2026-01-31T12:00:00", |text| {
            text.len() == 19 && text.contains('T') && begins_with_digit(text)
        }),
        time: Some(TimeTypes {
            chrono: library("chrono", "chrono::NaiveDateTime", None),
            time: library(
                "time",
                "time::PrimitiveDateTime",
                Some("time::PrimitiveDateTime::new(time::OffsetDateTime::UNIX_EPOCH.date(), time::Time::MIDNIGHT)"),
            ),
        }),
    },
    TextFormat {
        names: &[WITH_OFFSET],
        runtime: RuntimeType::Path("oaspen_client::Zoned"),
        variant: "Time",
        example: FormatExample::Parsed("2026-01-31T12:00:00+01:00[+01:00]", |text| text.ends_with(']')),
        time: Some(TimeTypes {
            chrono: library(
                "chrono",
                "chrono::DateTime<chrono::FixedOffset>",
                Some("chrono::DateTime::UNIX_EPOCH.fixed_offset()"),
            ),
            time: library("time", "time::OffsetDateTime", Some("time::OffsetDateTime::UNIX_EPOCH")),
        }),
    },
    TextFormat {
        names: &[IN_UTC],
        runtime: RuntimeType::Around {
            path: "oaspen_client::InUtc<Timestamp>",
            imported: "Timestamp",
        },
        variant: "Time",
        example: FormatExample::Parsed("2026-01-31T12:00:00Z", |text| {
            text.len() >= 20 && text.contains('T') && begins_with_digit(text)
        }),
        time: Some(TimeTypes {
            chrono: library("chrono", "oaspen_client::InUtc<chrono::DateTime<chrono::Utc>>", None),
            time: library(
                "time",
                "oaspen_client::InUtc<time::OffsetDateTime>",
                Some("oaspen_client::InUtc(time::OffsetDateTime::UNIX_EPOCH)"),
            ),
        }),
    },
    TextFormat {
        names: &[IN_UTC_OR_WITH_OFFSET],
        runtime: RuntimeType::Path("oaspen_client::InUtc<oaspen_client::Zoned>"),
        variant: "Time",
        example: FormatExample::Parsed("2026-01-31T12:00:00+01:00[+01:00]", |text| text.ends_with(']')),
        time: Some(TimeTypes {
            chrono: library(
                "chrono",
                "oaspen_client::InUtc<chrono::DateTime<chrono::FixedOffset>>",
                Some("oaspen_client::InUtc(chrono::DateTime::UNIX_EPOCH.fixed_offset())"),
            ),
            time: library(
                "time",
                "oaspen_client::InUtc<time::OffsetDateTime>",
                Some("oaspen_client::InUtc(time::OffsetDateTime::UNIX_EPOCH)"),
            ),
        }),
    },
    TextFormat {
        names: &["date"],
        runtime: RuntimeType::Imported("Date"),
        variant: "Time",
        example: FormatExample::Parsed("2026-01-31", |text| text.len() == 10 && begins_with_digit(text)),
        time: Some(TimeTypes {
            chrono: library("chrono", "chrono::NaiveDate", None),
            time: library("time", "time::Date", Some("time::OffsetDateTime::UNIX_EPOCH.date()")),
        }),
    },
    TextFormat {
        names: &["partial-time"],
        runtime: RuntimeType::Imported("Time"),
        variant: "Time",
        example: FormatExample::Parsed("12:00:00", |text| text.len() == 8),
        time: Some(TimeTypes {
            chrono: None,
            time: None,
        }),
    },
    TextFormat {
        names: &["uuid"],
        runtime: RuntimeType::Imported("Uuid"),
        variant: "Text",
        example: FormatExample::Parsed("7c9e6679-7425-40de-944b-e07fc1f90ae7", |text| text.len() == 36),
        time: None,
    },
    TextFormat {
        names: &["byte", "base64"],
        runtime: RuntimeType::Imported("Base64"),
        variant: "Text",
        example: FormatExample::Expression("Base64::from(b\"hello\".to_vec())"),
        time: None,
    },
    TextFormat {
        names: &["password"],
        runtime: RuntimeType::Imported("SecretString"),
        variant: "Text",
        example: FormatExample::Expression("SecretString::from(\"correct horse battery staple\")"),
        time: None,
    },
    TextFormat {
        names: &["ip"],
        runtime: RuntimeType::Imported("IpAddr"),
        variant: "Text",
        example: FormatExample::Parsed("192.0.2.1", |text| text.contains('.')),
        time: None,
    },
    TextFormat {
        names: &["ipv4"],
        runtime: RuntimeType::Imported("Ipv4Addr"),
        variant: "Text",
        example: FormatExample::Parsed("192.0.2.1", |text| text.contains('.')),
        time: None,
    },
    TextFormat {
        names: &["ipv6"],
        runtime: RuntimeType::Imported("Ipv6Addr"),
        variant: "Text",
        example: FormatExample::Parsed("2001:db8::1", |text| text.contains(':')),
        time: None,
    },
];

fn begins_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The row of a string format. Values of any other format are plain strings.
pub(crate) fn text_format(name: &str) -> Option<&'static TextFormat> {
    TEXTS.iter().find(|format| format.names.contains(&name))
}

impl TextFormat {
    /// The name in keys of `names.lock`.
    pub(crate) fn name(&self) -> &'static str {
        let name = self.names.first().copied().unwrap_or_default();
        name.split_once(',').map_or(name, |(name, _)| name)
    }

    /// Whether any text, or any text of an alphabet, is a value: tokens can have this format.
    pub(crate) fn is_opaque(&self) -> bool {
        matches!(self.runtime.as_str(), "Base64" | "SecretString")
    }

    /// Whether every string converts into the type.
    pub(crate) fn is_string(&self) -> bool {
        self.runtime == RuntimeType::Imported("SecretString")
    }
}

impl PartialEq for TextFormat {
    fn eq(&self, other: &Self) -> bool {
        self.names == other.names
    }
}

impl std::fmt::Debug for TextFormat {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.runtime.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{FormatExample, TEXTS, text_format};

    #[test]
    fn each_name_has_one_row_and_each_example_fits_its_own() {
        for format in &TEXTS {
            for name in format.names {
                assert_eq!(text_format(name), Some(format));
            }
            if let FormatExample::Parsed(text, fits) = format.example {
                assert!(fits(text), "{format:?}: {text}");
            }
        }
    }
}
