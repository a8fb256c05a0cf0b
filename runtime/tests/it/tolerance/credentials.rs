//! Calls without credentials, and with credentials of their own.

use super::*;
use oaspen_client::{CallExt as _, Credential, ErrorKind};

fn secret(client: &Client) -> GetSecret {
    GetSecret(Call::new(client, &GET_SECRET))
}

fn either(client: &Client) -> GetEither {
    GetEither(Call::new(client, &GET_EITHER))
}

/// `Authorization` and target of the last request.
fn sent(server: &Server) -> (Option<String>, String) {
    let request = server.last();
    (request.header("authorization").map(str::to_owned), request.target)
}

fn bearer(token: &str) -> Option<String> {
    Some(format!("Bearer {token}"))
}

#[tokio::test]
async fn no_credentials_are_sent_by_a_client_without_them() {
    let server = Server::responding(ServerResponse::empty(204));
    let error = secret(&builder(&server).build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("`without_credentials`"), "{error}");
    assert_eq!(server.requests().len(), 0);
    let client = builder(&server)
        .bearer_token("dropped")
        .without_credentials()
        .build()
        .unwrap();
    secret(&client).await.unwrap();
    assert_eq!(sent(&server), (None, "/secret".to_owned()));
    either(&client).await.unwrap();
    assert_eq!(sent(&server), (None, "/either".to_owned()));
    // What is set afterwards is sent by the operations that declare it.
    let client = builder(&server)
        .without_credentials()
        .bearer_token("t")
        .build()
        .unwrap();
    secret(&client).await.unwrap();
    assert_eq!(sent(&server).0, bearer("t"));
    DropItem(Call::new(&client, &DROP_ITEM)).await.unwrap();
    assert_eq!(sent(&server).0, None);
}

#[tokio::test]
async fn a_call_without_credentials_sends_none() {
    let server = Server::responding(ServerResponse::empty(204));
    let client = builder(&server).bearer_token("t").build().unwrap();
    secret(&client).without_credentials().await.unwrap();
    assert_eq!(sent(&server).0, None);
    secret(&client).await.unwrap();
    assert_eq!(sent(&server).0, bearer("t"));
}

#[tokio::test]
async fn a_credential_of_a_call_replaces_that_of_the_client() {
    let server = Server::responding(ServerResponse::empty(204));
    let client = builder(&server).bearer_token("t").build().unwrap();
    let own = Credential::token("own");
    secret(&client).credential("token", &own).await.unwrap();
    assert_eq!(sent(&server).0, bearer("own"));
    secret(&client).await.unwrap();
    assert_eq!(sent(&server).0, bearer("t"), "only for one call");
    // The alternative that has it.
    let key = Credential::api_key("k");
    either(&client).credential("key", &key).await.unwrap();
    assert_eq!(sent(&server), (bearer("t"), "/either?key=k".to_owned()));
    // The operation does not declare it.
    secret(&client).credential("key", &key).await.unwrap();
    assert_eq!(sent(&server), (None, "/secret?key=k".to_owned()));
    DropItem(Call::new(&client, &DROP_ITEM))
        .credential("token", &own)
        .await
        .unwrap();
    assert_eq!(sent(&server).0, bearer("own"));
    let spare = Credential::api_key("s");
    secret(&client).credential("spare", &spare).await.unwrap();
    assert_eq!(server.last().header("x-spare"), Some("s"));
    // Of a client without credentials, and after others are dropped.
    let bare = builder(&server).without_credentials().build().unwrap();
    secret(&bare).credential("token", &own).await.unwrap();
    assert_eq!(sent(&server).0, bearer("own"));
    either(&client)
        .without_credentials()
        .credential("key", &key)
        .await
        .unwrap();
    assert_eq!(sent(&server), (None, "/either?key=k".to_owned()));
}

#[tokio::test]
async fn a_credential_that_cannot_be_used_is_an_error_of_the_call() {
    let server = Server::responding(ServerResponse::empty(204));
    let client = builder(&server).build().unwrap();
    let key = Credential::api_key("k");
    for (scheme, expected) in [
        ("nothing", "the API has no security scheme `nothing`"),
        ("token", "scheme `token` does not take this kind of credential"),
    ] {
        let error = secret(&client).credential(scheme, &key).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Build);
        assert!(error.to_string().contains(expected), "{error}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn the_secret_of_one_call_is_never_shown_or_sent_elsewhere() {
    let other = Server::responding(ServerResponse::new(400, &[], "you sent secret-91 to me"));
    let target = format!("{}/there?key=secret-91", other.url());
    let server = Server::responding(ServerResponse::redirect(302, &target));
    let client = builder(&server).build().unwrap();
    let key = Credential::api_key("secret-91");
    let call = || GetItem(Call::new(&client, &GET_ITEM)).credential("key", &key);
    assert!(!format!("{:?}", call()).contains("secret-91"));
    let error = call().await.unwrap_err();
    assert_eq!(other.last().target, "/there");
    for text in [error.to_string(), format!("{error:?}")] {
        assert!(!text.contains("secret-91"), "{text}");
    }
}

#[tokio::test]
async fn a_credential_of_a_call_replaces_a_default_header() {
    let server = Server::responding(ServerResponse::empty(204));
    let client = builder(&server)
        .default_header("Authorization", "Bearer of-client")
        .default_header("X-Spare", "of-client")
        .build()
        .unwrap();
    secret(&client).await.unwrap();
    assert_eq!(sent(&server).0, bearer("of-client"));
    let own = Credential::token("own");
    secret(&client).credential("token", &own).await.unwrap();
    assert_eq!(sent(&server).0, bearer("own"));
    DropItem(Call::new(&client, &DROP_ITEM))
        .credential("spare", &Credential::api_key("own"))
        .await
        .unwrap();
    assert_eq!(server.last().header("x-spare"), Some("own"));
    let fetched = Credential::token_source(Fixed("fetched"));
    secret(&client).credential("token", &fetched).await.unwrap();
    assert_eq!(sent(&server).0, bearer("fetched"));
    // A header of the same call is sent as it is.
    secret(&client)
        .header("Authorization", "Bearer by-hand")
        .credential("token", &own)
        .await
        .unwrap();
    assert_eq!(sent(&server).0, bearer("by-hand"));
}

struct Fixed(&'static str);

impl oaspen_client::TokenSource for Fixed {
    fn token<'a>(&'a self, _: oaspen_client::TokenRequest<'a>) -> oaspen_client::TokenFuture<'a> {
        Box::pin(async { Ok(oaspen_client::AccessToken::new(self.0)) })
    }
}

#[tokio::test]
async fn a_credential_that_is_set_twice_is_sent_once() {
    let server = Server::responding(ServerResponse::empty(204));
    let client = builder(&server).build().unwrap();
    secret(&client)
        .credential("key", &Credential::api_key("a"))
        .credential("key", &Credential::api_key("b"))
        .await
        .unwrap();
    assert_eq!(sent(&server).1, "/secret?key=b");
}

#[tokio::test]
async fn the_other_credentials_of_the_alternative_are_needed() {
    let server = Server::responding(ServerResponse::empty(204));
    let client = builder(&server).build().unwrap();
    let key = Credential::api_key("k");
    let error = either(&client).credential("key", &key).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("no credential for `token`"), "{error}");
    assert_eq!(server.requests().len(), 0);
    let token = Credential::token("t");
    either(&client)
        .credential("key", &key)
        .credential("token", &token)
        .await
        .unwrap();
    assert_eq!(sent(&server), (bearer("t"), "/either?key=k".to_owned()));
}
