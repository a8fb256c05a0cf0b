//! Why a connection cannot be used, where a later attempt would fail in the same way.

use std::error::Error as StdError;
use std::{fmt, io};

/// What is wrong with the address of the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AddressProblem {
    /// The host has no IP address.
    Unresolved,
    /// Client and server cannot agree on TLS: a port without TLS, a certificate that is not trusted.
    Tls,
    /// The response is not HTTP: a port of TLS, or of another protocol.
    NotHttp,
}

impl AddressProblem {
    pub(crate) fn message(self) -> &'static str {
        match self {
            Self::Unresolved => "the host cannot be resolved",
            Self::Tls => "TLS cannot be established with the server",
            Self::NotHttp => "the server does not respond with HTTP at this port",
        }
    }

    /// The problem that an error of the transport reports. `unsent`: no connection was made.
    pub(crate) fn of(error: &(dyn StdError + 'static), unsent: bool) -> Option<Self> {
        causes(error).find_map(|cause| {
            let text = cause.to_string();
            if unsent && is_tls(cause, &text) {
                return Some(Self::Tls);
            }
            // The types of these errors are private to their packages.
            let is_dns = text.starts_with("dns error") || text.starts_with("failed to lookup address information");
            if unsent && is_dns {
                return Some(Self::Unresolved);
            }
            (text == "invalid HTTP version parsed").then_some(Self::NotHttp)
        })
    }
}

#[cfg_attr(
    not(all(feature = "rustls", not(target_arch = "wasm32"))),
    allow(unused_variables, reason = "rustls has a type of its own")
)]
fn is_tls(cause: &(dyn StdError + 'static), text: &str) -> bool {
    #[cfg(all(feature = "rustls", not(target_arch = "wasm32")))]
    if let Some(error) = cause.downcast_ref::<rustls::Error>() {
        use rustls::AlertDescription;
        return !matches!(
            error,
            rustls::Error::AlertReceived(AlertDescription::InternalError | AlertDescription::UserCanceled)
        );
    }
    // OpenSSL, Secure Transport and SChannel.
    text.contains("SSL routines") || text.contains("certificate")
}

/// The causes of an error as texts, without those that a message contains already.
#[derive(Debug)]
pub(crate) struct Causes {
    text: String,
    source: Option<Box<Causes>>,
}

impl Causes {
    /// `None` if the message contains all of them.
    pub(crate) fn beside(message: &str, error: &(dyn StdError + 'static)) -> Option<Self> {
        let mut texts: Vec<String> = Vec::new();
        for cause in causes(error) {
            let text = cause.to_string();
            if !message.contains(&text) && !texts.iter().any(|known| known.contains(&text)) {
                texts.push(text);
            }
        }
        let chained = |source: Option<Self>, text: String| {
            let source = source.map(Box::new);
            Some(Self { text, source })
        };
        texts.into_iter().rev().fold(None, chained)
    }
}

impl fmt::Display for Causes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl StdError for Causes {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

/// An error and its sources. `source` of an I/O error skips the error that it wraps.
pub(crate) fn causes<'a>(error: &'a (dyn StdError + 'static)) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| {
        match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped as &(dyn StdError + 'static)),
            None => error.source(),
        }
    })
}
