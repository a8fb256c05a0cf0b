#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::auth::oauth2::ClientCredentials;
use crate::body::request::Body;
use crate::transport::outgoing::OutgoingRequest;
use http::Method;
use http::header::{COOKIE, HeaderValue};
use url::Url;

const API: Api = Api {
    name: "test",
    title: "Test",
    version: "1",
    servers: &[],
    operation_servers: &[],
    unused_schemes: &[],
    schemes: &[
        ("bearer", Scheme::Bearer),
        ("oauth", Scheme::OAuth2),
        ("basic", Scheme::Basic),
        ("header", Scheme::ApiKeyHeader("X-Key")),
        ("query", Scheme::ApiKeyQuery("key")),
        ("cookie", Scheme::ApiKeyCookie("sid")),
        ("tls", Scheme::Unsupported("mutualTLS")),
    ],
};

fn operation(security: &'static [&'static [&'static str]]) -> Operation {
    Operation {
        id: "Get",
        method: "GET",
        path: "/",
        server: None,
        security,
        accept: "",
        success: &[],
        variants: "",
        errors: &[],
        error: |_| Ok(Box::new(())),
    }
}

fn request(headers: HeaderMap) -> OutgoingRequest {
    OutgoingRequest {
        method: Method::POST,
        url: Url::parse("https://api.example.com/users").unwrap(),
        headers,
        body: Body::from("abc"),
        extensions: http::Extensions::new(),
    }
}

/// Headers, cookies and pairs of the query.
type Signed = (HeaderMap, Vec<String>, Vec<String>);

fn authorize(
    credentials: &Credentials,
    security: &'static [&'static [&'static str]],
) -> Result<Signed, CredentialError> {
    authorize_beside(credentials, security, &[])
}

fn authorize_beside(
    credentials: &Credentials,
    security: &'static [&'static [&'static str]],
    query: QueryNames<'_>,
) -> Result<Signed, CredentialError> {
    let mut request = request(HeaderMap::new());
    let schemes = credentials.choose(&API, &operation(security), &request.headers, query)?;
    for credential in credentials.of(&API, schemes, &|_| false, query) {
        credential.apply(&mut request)?;
    }
    let list = |text: Option<&str>, separator| {
        text.into_iter()
            .flat_map(|text| text.split(separator))
            .map(str::to_owned)
            .collect()
    };
    let cookies = request.headers.remove(COOKIE);
    let cookies = list(cookies.as_ref().map(|cookies| cookies.to_str().unwrap()), "; ");
    Ok((request.headers, cookies, list(request.url.query(), "&")))
}

/// Adds what goes into headers; whether a token is to be fetched.
fn add_to(
    headers: &mut HeaderMap,
    credentials: &Credentials,
    security: &'static [&'static [&'static str]],
) -> Result<bool, CredentialError> {
    let mut request = request(std::mem::take(headers));
    let schemes = credentials.choose(&API, &operation(security), &request.headers, &[])?;
    let fetches = credentials.tokens(schemes, &request.headers).is_some();
    let by_hand = request.headers.clone();
    for credential in credentials.of(&API, schemes, &|name| by_hand.contains_key(name), &[]) {
        credential.apply(&mut request)?;
    }
    *headers = request.headers;
    Ok(fetches)
}

fn unsigned() -> CredentialError {
    CredentialError::HeaderValue {
        scheme: "tls".to_owned(),
    }
}

/// A scheme that signs method, path and the length of the body.
struct Signature;

impl Authorize for Signature {
    fn apply(&self, request: &mut OutgoingRequest) -> Result<(), CredentialError> {
        let length = request.body.length().ok_or_else(unsigned)?;
        let text = format!("{} {} {length}", request.method, request.url.path());
        let value = HeaderValue::from_str(&text).map_err(|_| unsigned())?;
        request.headers.insert("x-signature", value);
        Ok(())
    }

    fn secret(&self) -> Option<String> {
        None
    }
}

#[test]
fn a_signature_covers_the_finished_request() {
    let mut some = Credentials::default();
    some.set(&API, "query", &Credential::api_key("k")).unwrap();
    some.insert("tls", Signature);
    let (headers, _, query) = authorize(&some, &[&["query", "tls"]]).unwrap();
    assert_eq!(headers["x-signature"], "POST /users 3");
    assert_eq!(query, ["key=k"]);
}

#[test]
fn a_key_in_the_query_by_hand_is_the_credential() {
    let mut some = Credentials::default();
    let by_hand = [(Cow::Borrowed("key"), "key=own".to_owned())];
    assert_eq!(
        authorize_beside(&some, &[&["query"]], &by_hand).unwrap().2,
        Vec::<String>::new()
    );
    some.set(&API, "query", &Credential::api_key("k")).unwrap();
    assert_eq!(
        authorize_beside(&some, &[&["query"]], &by_hand).unwrap().2,
        Vec::<String>::new()
    );
    assert_eq!(authorize(&some, &[&["query"]]).unwrap().2.len(), 1);
}

#[test]
fn every_scheme_writes_its_credential() {
    let mut all = Credentials::default();
    all.set_token(&API, &Credential::token("t")).unwrap();
    all.set_basic(&API, &Credential::basic("Aladdin", "open sesame"))
        .unwrap();
    for name in ["header", "query", "cookie"] {
        all.set(&API, name, &Credential::api_key("k&v")).unwrap();
    }
    let (headers, ..) = authorize(&all, &[&["bearer"]]).unwrap();
    assert_eq!(headers["authorization"], "Bearer t");
    assert!(headers["authorization"].is_sensitive());
    assert_eq!(authorize(&all, &[&["oauth"]]).unwrap().0["authorization"], "Bearer t");
    assert_eq!(
        authorize(&all, &[&["basic"]]).unwrap().0["authorization"],
        "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="
    );
    let (headers, cookies, query) = authorize(&all, &[&["header", "query", "cookie"]]).unwrap();
    assert_eq!(headers["x-key"], "k&v");
    assert_eq!(cookies, ["sid=k&v"]);
    assert_eq!(query, ["key=k%26v"]);
}

#[test]
fn the_first_complete_alternative_is_used() {
    let mut some = Credentials::default();
    some.set(&API, "query", &Credential::api_key("k")).unwrap();
    let (headers, _, query) = authorize(&some, &[&["query", "header"], &["query"], &["bearer"]]).unwrap();
    assert!(headers.is_empty());
    assert_eq!(query, ["key=k"]);
    let error = authorize(&some, &[&["query", "header"], &["bearer"], &["tls"]]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no credential for `header` (set it with `api_key`), or `bearer` (set it with `bearer_token`), or `tls` \
         (mutualTLS: left to the transport; set `Credential::External` if the transport authenticates); \
         `without_credentials` sends calls without"
    );
}

#[test]
fn anonymous_where_allowed() {
    let none = Credentials::default();
    assert!(authorize(&none, &[]).is_ok());
    assert!(authorize(&none, &[&["bearer"], &[]]).is_ok());
    assert!(authorize(&none, &[&["bearer"]]).is_err());
    // A credential that is there is sent, wherever the anonymous alternative is in the list.
    let mut some = Credentials::default();
    some.set_token(&API, &Credential::token("t")).unwrap();
    assert_eq!(
        authorize(&some, &[&[], &["bearer"]]).unwrap().0["authorization"],
        "Bearer t"
    );
}

#[test]
fn a_header_set_by_hand_counts_and_stays() {
    let mut some = Credentials::default();
    some.set_token(&API, &Credential::token("mine")).unwrap();
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer other"));
    for credentials in [some, Credentials::default()] {
        add_to(&mut headers, &credentials, &[&["bearer"]]).unwrap();
        assert_eq!(headers["authorization"], "Bearer other");
    }
}

#[test]
fn wrong_credentials_are_refused_without_showing_them() {
    let mut none = Credentials::default();
    let cases = [
        none.set(&API, "nope", &Credential::api_key("canary")),
        none.set(&API, "bearer", &Credential::api_key("canary")),
        none.set(&API, "bearer", &Credential::token("canary\r\nX-Evil: 1")),
        none.set(&API, "tls", &Credential::token("canary")),
        none.set(&API, "basic", &Credential::basic("a:canary", "canary")),
    ];
    for case in cases {
        assert!(!case.unwrap_err().to_string().contains("canary"));
    }
    none.set(&API, "tls", &Credential::External).unwrap();
    assert!(authorize(&none, &[&["tls"]]).is_ok());
}

#[test]
fn keys_in_cookies_arrive_unchanged() {
    for key in ["dGVzdA+/==", "a%2Fb", "!#$&'()*:<>?@[]^_`{|}~"] {
        let mut some = Credentials::default();
        some.set(&API, "cookie", &Credential::api_key(key)).unwrap();
        let (_, cookies, _) = authorize(&some, &[&["cookie"]]).unwrap();
        assert_eq!(cookies, [format!("sid={key}")]);
    }
    for key in [
        "canary; admin=1",
        "canary canary",
        "canary,",
        "\"canary\"",
        "canary\\",
        "canäry",
        "canary\r\n",
    ] {
        let error = Credentials::default()
            .set(&API, "cookie", &Credential::api_key(key))
            .unwrap_err()
            .to_string();
        assert!(error.contains("`cookie`") && !error.contains("canary"), "{error}");
    }
}

#[test]
fn two_credentials_for_one_header_are_told() {
    let mut both = Credentials::default();
    both.set_token(&API, &Credential::token("t")).unwrap();
    both.set_basic(&API, &Credential::basic("u", "p")).unwrap();
    let error = authorize(&both, &[&["bearer", "basic"]]).unwrap_err().to_string();
    assert!(
        error.starts_with(
            "the operation needs both `bearer` and `basic`, but they are sent in the same header, `authorization`"
        ),
        "{error}"
    );
    // Another alternative may do.
    assert!(authorize(&both, &[&["bearer", "basic"], &["basic"]]).is_ok());
    // One token that two schemes share is no clash, two tokens are.
    assert!(authorize(&both, &[&["bearer", "oauth"]]).is_ok());
    both.set(&API, "oauth", &Credential::token("other")).unwrap();
    assert!(authorize(&both, &[&["bearer", "oauth"]]).is_err());
    // A header set by hand is what is sent.
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Custom both"));
    add_to(&mut headers, &both, &[&["bearer", "basic"]]).unwrap();
    assert_eq!(headers["authorization"], "Custom both");
}

#[test]
fn fetched_tokens_clash_unless_they_are_shared() {
    let fetched = || ClientCredentials::new("https://login.example.com/token", "id", "secret");
    let mut one = Credentials::default();
    one.set_token(&API, &Credential::client_credentials(fetched())).unwrap();
    assert!(authorize(&one, &[&["bearer", "oauth"]]).is_ok());
    one.set(&API, "oauth", &Credential::client_credentials(fetched()))
        .unwrap();
    assert!(authorize(&one, &[&["bearer", "oauth"]]).is_err());
    let tokens = add_to(&mut HeaderMap::new(), &one, &[&["oauth"]]);
    assert!(tokens.unwrap());
    for name in ["basic", "header", "query", "cookie", "tls"] {
        assert!(one.set(&API, name, &Credential::client_credentials(fetched())).is_err());
    }
}

#[test]
fn a_credential_that_no_operation_can_use_is_refused() {
    const UNUSED: Api = Api {
        unused_schemes: &["oauth", "header", "basic"],
        ..API
    };
    let key = Credential::api_key("k");
    let problem = Credentials::default().set(&UNUSED, "header", &key).unwrap_err();
    assert!(
        problem
            .to_string()
            .contains("no operation uses the security scheme `header`"),
        "{problem}"
    );
    let problem = Credentials::default()
        .set_basic(&UNUSED, &Credential::basic("a", "b"))
        .unwrap_err();
    assert_eq!(problem, CredentialError::Unused { schemes: vec!["basic"] });
    // Of the schemes that take a token, one is used.
    let mut credentials = Credentials::default();
    credentials.set_token(&UNUSED, &Credential::token("t")).unwrap();
    assert_eq!(format!("{credentials:?}"), r#"{"bearer"}"#);
    const NONE: Api = Api {
        unused_schemes: &["oauth", "bearer"],
        ..API
    };
    let problem = Credentials::default()
        .set_token(&NONE, &Credential::token("t"))
        .unwrap_err();
    assert!(problem.to_string().contains("schemes `bearer`, `oauth`"), "{problem}");
}
