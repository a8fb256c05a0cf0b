#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::params::base_url::BaseUrl;
use proptest::prelude::*;
use url::Url;

fn url(base: &str, template: &str, values: &[(&'static str, &str)]) -> Result<String, String> {
    let values: Vec<_> = values
        .iter()
        .map(|(name, value)| (*name, style::encode(value)))
        .collect();
    let (path, query) = fill(template, &values, &[]).map_err(|error| error.to_string())?;
    let base = BaseUrl::parse(base).map_err(|error| error.to_string())?;
    let url = base.join(&path, query).map_err(|error| error.to_string())?;
    Ok(url.into())
}

#[test]
fn joins_without_double_slashes() {
    for base in ["http://h/v1", "http://h/v1/", "http://h/v1//"] {
        assert_eq!(url(base, "/users", &[]).unwrap(), "http://h/v1/users");
    }
    assert_eq!(url("http://h", "/users/", &[]).unwrap(), "http://h/users/");
    assert_eq!(url("http://h/", "users", &[]).unwrap(), "http://h/users");
    assert_eq!(url("http://[::1]:8080", "/", &[]).unwrap(), "http://[::1]:8080/");
    assert_eq!(
        url("http://h", "/a b/{x}/ü|%2F%zz", &[("x", "y")]).unwrap(),
        "http://h/a%20b/y/%C3%BC%7C%2F%25zz"
    );
    assert_eq!(url("http://h", "/a?b=c#d", &[]).unwrap(), "http://h/a?b=c");
}

#[test]
fn refuses_base_urls_that_hide_something() {
    for (base, problem) in [
        ("http://h/v1?a=b", "query"),
        ("http://h/v1#x", "fragment"),
        ("http://user:canary@h/", "user or password"),
        ("ftp://h/", "neither http nor https"),
        ("/v1", "relative"),
        ("https://[tenant_id].logto.app/", "`[tenant_id]`"),
        ("https://{region}.example.com/", "`{region}`"),
        ("http://", "base URL is invalid"),
    ] {
        let error = BaseUrl::parse(base).unwrap_err().to_string();
        assert!(error.contains(problem), "{base}: {error}");
        assert!(!error.contains("canary"));
    }
}

#[test]
fn values_are_encoded_to_the_unreserved_characters() {
    assert_eq!(
        url("http://h/v1", "/users/{id}/x", &[("id", "a/b?c#d e%2e+ü~._-\\")]).unwrap(),
        "http://h/v1/users/a%2Fb%3Fc%23d%20e%252e%2B%C3%BC~._-%5C/x"
    );
}

#[test]
fn dot_and_empty_segments_are_errors() {
    for (template, values) in [
        ("/u/{a}", vec![("a", "")]),
        ("/u/{a}", vec![("a", ".")]),
        ("/u/{a}", vec![("a", "..")]),
        ("/u/{a}{b}", vec![("a", "."), ("b", ".")]),
        ("/u/{a}{b}", vec![("a", ""), ("b", "")]),
        ("/u/{a}.", vec![("a", ".")]),
        ("/u/.{a}", vec![("a", "")]),
        ("/{a}/x", vec![("a", "..")]),
    ] {
        assert!(url("http://h/v1", template, &values).is_err(), "{template} {values:?}");
    }
    assert!(url("http://h", "/u/{a}", &[]).unwrap_err().contains("`a` has no value"));
    assert_eq!(url("http://h", "/u/{a}", &[("a", "...")]).unwrap(), "http://h/u/...");
    assert_eq!(
        url("http://h", "/u/{a}", &[("a", "%2e%2E")]).unwrap(),
        "http://h/u/%252e%252E"
    );
    assert_eq!(
        url("http://h", "/%2e%2E/{a}", &[("a", "x")]).unwrap(),
        "http://h/%252e%252E/x"
    );
}

#[test]
fn literal_templates_cannot_leave_the_base() {
    assert!(url("http://h/v1", "/../x", &[]).is_err());
    assert!(url("http://h/v1", "/a/./x", &[]).is_err());
}

proptest! {
    /// For any values: an error, or the template's segments, each of which decodes to its value.
    #[test]
    fn segments_survive(a in value(), b in value(), base in "[a-z]{0,3}(/[a-z]{1,3}){0,2}/?") {
        let base = format!("http://host/{base}");
        let prefix = BaseUrl::parse(&base).unwrap().path.matches('/').count();
        if let Ok(url) = url(&base, "/users/{a}/x-{b}{a}/end", &[("a", &a), ("b", &b)]) {
            let url = Url::parse(&url).unwrap();
            prop_assert_eq!(url.host_str(), Some("host"));
            prop_assert!(url.query().is_none() && url.fragment().is_none());
            let segments: Vec<String> = url.path_segments().unwrap().skip(prefix)
                .map(|s| percent_encoding::percent_decode_str(s).decode_utf8().unwrap().into_owned()).collect();
            prop_assert_eq!(segments, vec!["users".to_owned(), a.clone(), format!("x-{b}{a}"), "end".to_owned()]);
        } else {
            prop_assert!(["", ".", ".."].contains(&a.as_str()), "{a:?} {b:?}");
        }
    }
}

proptest! {
    /// A value of several segments: an error, or as many segments, each of which decodes to its part.
    #[test]
    fn many_segments_survive(parts in proptest::collection::vec(value(), 1..4)) {
        let value = parts.join("/");
        let expected: Vec<&str> = value.split('/').collect();
        let hostile = expected.iter().any(|part| matches!(*part, "" | "." | ".."));
        match style::segments(&crate::params::param::ParamValue::Text(value.clone())) {
            Err(_) => prop_assert!(hostile, "{value:?}"),
            Ok(encoded) => {
                prop_assert!(!hostile, "{value:?}");
                let (path, query) = fill("/v1/{+name}:act", &[("+name", encoded)], &[]).unwrap();
                let url = BaseUrl::parse("http://host/base").unwrap().join(&path, query).unwrap();
                let decoded: Vec<String> = url.path().strip_prefix("/base/v1/").and_then(|path| path.strip_suffix(":act")).unwrap().split('/')
                    .map(|s| percent_encoding::percent_decode_str(s).decode_utf8().unwrap().into_owned()).collect();
                prop_assert_eq!(decoded, expected);
            }
        }
    }
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[./\\\\%?#@:;&=+ a2eEfF]{0,6}",
        Just("..".to_owned()),
        Just(".".to_owned()),
        Just("%2e%2e".to_owned()),
        Just("..%2f..".to_owned()),
        Just("..\\..".to_owned()),
    ]
}

#[test]
fn a_value_that_may_be_empty_leaves_its_slashes() {
    let filled = |template, empty: &[&'static str]| {
        let values = [("room", "r".to_owned()), ("key", String::new())];
        fill(template, &values, empty)
            .map(|(path, _)| path)
            .map_err(|error| error.to_string())
    };
    assert_eq!(
        filled("/rooms/{room}/state/{key}", &["key"]).unwrap(),
        "/rooms/r/state/"
    );
    assert_eq!(filled("/rooms/{key}/{room}", &["key"]).unwrap(), "/rooms//r");
    assert_eq!(filled("/rooms/{key}.json", &[]).unwrap(), "/rooms/.json");
    assert!(filled("/rooms/{room}/state/{key}", &[]).is_err());
    assert!(filled("/rooms/{room}/state/{key}", &["room"]).is_err());
}
