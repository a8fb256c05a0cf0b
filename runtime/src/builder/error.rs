//! Why a client cannot be made from its settings.

use crate::auth::error::CredentialError;
use crate::call::error::HeaderError;
use std::fmt;

/// A setting that is wrong. No secret is in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SettingError {
    Credential(CredentialError),
    Header(HeaderError),
}

impl fmt::Display for SettingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential(error) => error.fmt(f),
            Self::Header(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SettingError {}

impl From<CredentialError> for SettingError {
    fn from(error: CredentialError) -> Self {
        Self::Credential(error)
    }
}

impl From<HeaderError> for SettingError {
    fn from(error: HeaderError) -> Self {
        Self::Header(error)
    }
}
