//! API keys in the query of a URL.

use crate::table::api::{Api, Scheme};
use url::Url;

/// Whether a query parameter of this name is an API key.
pub(crate) fn is_key(api: &Api, name: &str) -> bool {
    let mut schemes = api.schemes.iter();
    schemes.any(|(_, scheme)| matches!(scheme, Scheme::ApiKeyQuery(key) if *key == name))
}

/// The query of an address without the API keys in it; `None` where nothing is left. The rest is unchanged, byte
/// for byte: it may be signed.
pub(crate) fn without_keys(api: &Api, url: &Url) -> Option<String> {
    let query = url.query()?;
    let is_key = |name: &str| is_key(api, name);
    if !url.query_pairs().any(|(name, _)| is_key(&name)) {
        return Some(query.to_owned());
    }
    let rest: Vec<&str> = query
        .split('&')
        .filter(|pair| !url::form_urlencoded::parse(pair.as_bytes()).any(|(name, _)| is_key(&name)))
        .collect();
    (!rest.is_empty()).then(|| rest.join("&"))
}
