//! How a document is decoded where it does not fit.

/// What lenient decoding does beyond keeping everything that fits. See
/// [`ClientBuilder::lenient_policy`](crate::ClientBuilder::lenient_policy).
///
/// ```
/// use oaspen_client::LenientPolicy;
/// let policy = LenientPolicy::new().fill_missing(true);
/// assert_ne!(policy, LenientPolicy::default());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct LenientPolicy {
    pub(crate) fill_missing: bool,
}

impl LenientPolicy {
    /// The default policy: no value is made up.
    pub const fn new() -> Self {
        Self { fill_missing: false }
    }

    /// Sets whether a required member that is missing, or whose value does not fit, becomes the empty value of its type:
    /// `""`, `0`, `false`, an empty list or map, an object whose required members are empty, `null` where that is
    /// a value, 1970-01-01, the nil UUID, `0.0.0.0`. Default: `false`, which makes it an error of the nearest optional
    /// member or element.
    pub const fn fill_missing(mut self, fill: bool) -> Self {
        self.fill_missing = fill;
        self
    }
}

/// What a date and time without an offset is, where an instant is declared. See
/// [`ClientBuilder::times_without_offset`](crate::ClientBuilder::times_without_offset).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TimesWithoutOffset {
    /// UTC.
    Utc,
    /// A value that does not fit.
    Error,
}

/// The settings of one decoding.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DecodeOptions {
    /// How it is lenient, if it is.
    pub(crate) lenient: Option<LenientPolicy>,
    /// What times without an offset are; `None` for UTC if it is lenient.
    pub(crate) times: Option<TimesWithoutOffset>,
    pub(crate) strict: Strictness,
}

/// What is a value that does not fit although reading it loses nothing that matters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Strictness {
    /// Null for a list or a map.
    pub(crate) null: bool,
    /// A required member whose name is written in another case.
    pub(crate) names: bool,
}

impl Strictness {
    /// JSON that is as its type declares it.
    pub(crate) const ALL: Self = Self {
        null: true,
        names: true,
    };
}

/// What is read now of values that are not as their type declares them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerance {
    /// Whether values that do not fit are repaired.
    pub(crate) lenient: bool,
    /// Whether null is an empty list or map.
    pub(crate) null: bool,
    /// Whether the names of required members may be written in another case.
    pub(crate) names: bool,
}

impl Tolerance {
    /// As it is while a union compares branches: what is tolerated must not decide between them.
    pub(crate) const NONE: Self = Self {
        lenient: false,
        null: false,
        names: false,
    };
}

impl DecodeOptions {
    /// What is read, outside of unions that compare branches.
    pub(crate) const fn tolerance(&self) -> Tolerance {
        Tolerance {
            lenient: self.lenient.is_some(),
            null: !self.strict.null,
            names: !self.strict.names,
        }
    }

    /// Whether a time without an offset is one in UTC.
    pub(crate) fn reads_utc(&self) -> bool {
        match self.times {
            Some(times) => times == TimesWithoutOffset::Utc,
            None => self.lenient.is_some(),
        }
    }
}
