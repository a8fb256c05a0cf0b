//! The id of a request in the headers of its response.

use http::HeaderMap;

/// The id of a request in the headers of its response.
pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [&str; 5] = [
        "x-request-id",
        "request-id",
        "x-correlation-id",
        "x-amzn-requestid",
        "x-amz-request-id",
    ];
    NAMES
        .iter()
        .find_map(|name| headers.get(*name))
        .or_else(|| {
            headers
                .iter()
                .find(|(name, _)| name.as_str().ends_with("-request-id"))
                .map(|(_, value)| value)
        })
        .and_then(|value| value.to_str().ok())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn finds_request_ids() {
        let mut headers = HeaderMap::new();
        assert_eq!(request_id(&headers), None);
        headers.insert("logto-core-request-id", "abc".parse().unwrap());
        assert_eq!(request_id(&headers), Some("abc"));
        headers.insert("x-request-id", "def".parse().unwrap());
        assert_eq!(request_id(&headers), Some("def"));
    }
}
