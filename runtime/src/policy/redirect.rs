//! Which redirects a client follows.

use http::StatusCode;

/// Which redirects a client follows.
///
/// The default follows up to ten. Within the origin (scheme, host and port) of the request everything
/// is sent again, and 307 and 308 repeat method and body. To another origin only GET and HEAD are
/// followed, and only `Accept` and `User-Agent` are sent: no `Authorization`, cookies, API keys
/// or headers of your own. From https to http is never followed. `Referer` is never sent.
///
/// ```
/// use oaspen_client::RedirectPolicy;
/// assert_eq!(RedirectPolicy::default(), RedirectPolicy::new().max(10));
/// assert_ne!(RedirectPolicy::default(), RedirectPolicy::none());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RedirectPolicy {
    pub(crate) max: usize,
    pub(crate) same_origin: bool,
}

impl RedirectPolicy {
    /// The default policy.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            max: 10,
            same_origin: false,
        }
    }

    /// Follows nothing: a redirect is the response.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            max: 0,
            same_origin: false,
        }
    }

    /// The maximum number of redirects in one call; 0 follows none.
    #[must_use]
    pub const fn max(mut self, max: usize) -> Self {
        self.max = max;
        self
    }

    /// Whether a response with this status may be one to follow.
    pub(crate) fn concerns(self, status: StatusCode) -> bool {
        self.max > 0 && matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
    }

    /// Refuses redirects to another origin.
    #[must_use]
    pub const fn same_origin_only(mut self) -> Self {
        self.same_origin = true;
        self
    }
}

impl Default for RedirectPolicy {
    fn default() -> Self {
        Self::new()
    }
}
