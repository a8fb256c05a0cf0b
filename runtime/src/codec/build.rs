//! The error of a builder that lacks required members.

use std::fmt;

/// A builder's `build` lacked required members.
///
/// ```
/// # #[derive(Debug)]
/// # pub struct Point { pub x: i64, pub y: i64 }
/// # oaspen_client::builder! { Point => PointBuilder { x: "x" required(i64), y: "y" required(i64) } }
/// let error = Point::builder().build().unwrap_err();
/// assert_eq!(error.missing(), ["x", "y"]);
/// assert_eq!(error.to_string(), "Point: missing `x`, `y`");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BuildError {
    type_name: &'static str,
    missing: Vec<&'static str>,
}

impl BuildError {
    /// The type that was to be built.
    pub fn type_name(&self) -> &'static str {
        self.type_name
    }

    /// The missing members, by the names they have in JSON.
    pub fn missing(&self) -> &[&'static str] {
        &self.missing
    }

    #[cold]
    pub(crate) fn never() -> Self {
        Self {
            type_name: "",
            missing: Vec::new(),
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: missing ", self.type_name)?;
        for (index, name) in self.missing.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}`{name}`")?;
        }
        Ok(())
    }
}

impl std::error::Error for BuildError {}

/// Fails if any member is missing, with all their names.
pub fn complete(type_name: &'static str, missing: &[Option<&'static str>]) -> Result<(), BuildError> {
    let missing: Vec<_> = missing.iter().copied().flatten().collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(BuildError { type_name, missing })
    }
}
