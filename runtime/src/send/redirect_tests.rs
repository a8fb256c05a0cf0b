#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use super::*;
use crate::table::api::Scheme;
use http::HeaderValue;

const API: Api = Api {
    name: "test",
    title: "Test",
    version: "1",
    servers: &[],
    operation_servers: &[],
    unused_schemes: &[],
    schemes: &[
        ("token", Scheme::Bearer),
        ("header", Scheme::ApiKeyHeader("X-Key")),
        ("query", Scheme::ApiKeyQuery("key")),
    ],
};

const CANARY: &str = "canary-51c9";

/// A request that carries every kind of credential.
fn request(method: Method) -> OutgoingRequest {
    let mut headers = HeaderMap::new();
    for name in ["authorization", "x-key", "cookie", "proxy-authorization", "x-own"] {
        headers.insert(name, HeaderValue::from_static(CANARY));
    }
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    headers.insert(USER_AGENT, HeaderValue::from_static("oaspen"));
    OutgoingRequest {
        method,
        url: Url::parse(&format!("https://api.example.com/v1/x?key={CANARY}")).unwrap(),
        headers,
        body: Body::default(),
        extensions: http::Extensions::new(),
    }
}

fn follow(redirects: &mut Redirects, request: &mut OutgoingRequest, status: u16, location: &str) -> RedirectStep {
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, location.parse().unwrap());
    redirects.next(&API, request, StatusCode::from_u16(status).unwrap(), &headers)
}

#[test]
fn from_https_to_http_is_never_followed() {
    let locations = [
        "http://api.example.com/v1/x".to_owned(),
        "http://api.example.com:443/v1/x".to_owned(),
        "HTTP://API.EXAMPLE.COM/".to_owned(),
        "http:/v1/x".to_owned(),
        format!("http://elsewhere.example/?key={CANARY}"),
        "http://127.0.0.1/".to_owned(),
        "http://[::1]:8080/".to_owned(),
    ];
    for status in [301, 302, 303, 307, 308] {
        for method in [Method::GET, Method::HEAD, Method::POST, Method::DELETE] {
            for location in &locations {
                let mut request = request(method.clone());
                let mut redirects = Redirects::new(RedirectPolicy::new(), &method);
                let RedirectStep::Refuse(why) = follow(&mut redirects, &mut request, status, location) else {
                    panic!("{status} {method} {location} was followed");
                };
                let why = why.to_string();
                assert!(why.contains("from https to http") && !why.contains(CANARY), "{why}");
                assert_eq!(
                    request.url.scheme(),
                    "https",
                    "what would be sent again stays where it was"
                );
            }
        }
    }
}

/// The same through another origin over https, which then redirects to plain HTTP.
#[test]
fn no_detour_leads_to_http() {
    let mut request = request(Method::GET);
    let mut redirects = Redirects::new(RedirectPolicy::new(), &Method::GET);
    let elsewhere = format!("https://elsewhere.example/?key={CANARY}&sig=1");
    assert!(matches!(
        follow(&mut redirects, &mut request, 302, &elsewhere),
        RedirectStep::Follow
    ));
    assert_eq!(request.url.as_str(), "https://elsewhere.example/?sig=1");
    let names: Vec<&str> = request.headers.keys().map(HeaderName::as_str).collect();
    assert_eq!(names, ["accept", "user-agent"]);
    for location in ["http://elsewhere.example/", "http://api.example.com/v1/x"] {
        assert!(matches!(
            follow(&mut redirects, &mut request, 302, location),
            RedirectStep::Refuse(_)
        ));
    }
    // Back at the origin nothing comes back.
    assert!(matches!(
        follow(&mut redirects, &mut request, 302, "https://api.example.com/v1/x"),
        RedirectStep::Follow
    ));
    assert!(!request.headers.values().any(|value| value == CANARY));
}

#[test]
fn a_relative_location_keeps_scheme_and_credentials() {
    for location in ["/v2/y", "//api.example.com/v2/y", "y"] {
        let mut request = request(Method::GET);
        let mut redirects = Redirects::new(RedirectPolicy::new(), &Method::GET);
        assert!(matches!(
            follow(&mut redirects, &mut request, 307, location),
            RedirectStep::Follow
        ));
        assert_eq!(request.url.origin().ascii_serialization(), "https://api.example.com");
        assert_eq!(request.headers["authorization"], CANARY);
    }
}

/// Many servers write UTF-8 where a URL has to be encoded.
#[test]
fn a_location_in_utf8_is_encoded() {
    let mut request = request(Method::GET);
    let mut redirects = Redirects::new(RedirectPolicy::new(), &Method::GET);
    let mut headers = HeaderMap::new();
    headers.insert(LOCATION, HeaderValue::from_bytes("/ü\u{202E}".as_bytes()).unwrap());
    let step = redirects.next(&API, &mut request, StatusCode::FOUND, &headers);
    assert!(matches!(step, RedirectStep::Follow));
    assert_eq!(request.url.path(), "/%C3%BC%E2%80%AE");
    headers.insert(LOCATION, HeaderValue::from_bytes(b"/\xFC").unwrap());
    let step = redirects.next(&API, &mut request, StatusCode::FOUND, &headers);
    assert!(matches!(step, RedirectStep::Refuse(RedirectError::Location)));
}

/// From http to https is another origin: a redirect over plain HTTP can be forged.
#[test]
fn an_upgrade_is_another_origin() {
    let mut request = request(Method::GET);
    request.url = Url::parse("http://api.example.com/v1/x").unwrap();
    let mut redirects = Redirects::new(RedirectPolicy::new(), &Method::GET);
    let next = follow(&mut redirects, &mut request, 301, "https://api.example.com/v1/x");
    assert!(matches!(next, RedirectStep::Follow));
    assert!(!request.headers.values().any(|value| value == CANARY));
}

/// A server can name a host of any length.
#[test]
fn messages_show_the_start_of_a_long_origin() {
    let host = "a".repeat(20_000);
    for (status, location) in [
        (302, format!("http://{host}/")),
        (302, format!("https://user@{host}/")),
        (302, format!("{host}:x")),
        (307, format!("https://{host}/")),
    ] {
        let mut request = request(Method::POST);
        let mut redirects = Redirects::new(RedirectPolicy::new(), &Method::POST);
        let RedirectStep::Refuse(refused) = follow(&mut redirects, &mut request, status, &location) else {
            panic!("{location} is followed")
        };
        let message = refused.to_string();
        assert!(message.contains("aaaa") && message.contains('…'), "{message}");
        assert!(message.len() < 450, "{}", message.len());
    }
}
