//! Nothing that is printed shows a secret or a value.

use crate::generated_shape::Client;
use crate::generated_shape::models::UpdateUserRequest;
use crate::{CANARY, client};
use loopback::{Server, ServerResponse};
use oaspen_client::{
    AccessToken, Call, CallFuture, ClientBuilder, ClientCredentials, Credential, Error, RawFuture, RawResponse,
    Response, ResponseFuture,
};
use std::error::Error as StdError;

pub fn chain(error: &dyn StdError) -> String {
    let mut text = format!("{error} {error:?}");
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(" {error} {error:?}"));
        source = error.source();
    }
    text
}

#[tokio::test]
async fn the_canary_is_never_printed() {
    let server = Server::responding(ServerResponse::hang());
    let builder = Client::builder()
        .base_url(server.url())
        .bearer_token(CANARY)
        .basic_auth("user", CANARY)
        .api_key("headerKey", CANARY)
        .api_key("queryKey", CANARY)
        .api_key("cookieKey", CANARY)
        .default_header("X-Other", CANARY);
    assert!(!format!("{builder:?}").contains(CANARY));
    let fetched = ClientCredentials::new(format!("https://h/?{CANARY}"), CANARY, CANARY)
        .scope(CANARY)
        .parameter("audience", CANARY);
    let token = AccessToken::new(CANARY).until_refused();
    let credential = Credential::client_credentials(fetched.clone());
    assert!(!format!("{fetched:?} {fetched:#?} {credential:?} {token:?}").contains(CANARY));
    let with_token = builder.clone().client_credentials(fetched);
    assert!(!format!("{with_token:?} {:?}", with_token.clone().build().unwrap()).contains(CANARY));
    let client = builder.build().unwrap();
    assert!(!format!("{client:?} {client:#?}").contains(CANARY));
    let list = client
        .users()
        .get_user_list()
        .order_by(CANARY)
        .x_version(CANARY)
        .theme(CANARY)
        .header("X", CANARY);
    let update = client
        .users()
        .update_user(CANARY, UpdateUserRequest::new().with_username(CANARY));
    assert!(!format!("{:?} {list:?} {update:#?}", client.users()).contains(CANARY));
    let short = std::time::Duration::from_millis(50);
    let error = list.timeout(short).await.unwrap_err();
    assert!(error.is_timeout());
    assert!(!chain(&error).contains(CANARY));
    let error = client.files().download(CANARY).timeout(short).await.unwrap_err();
    assert!(!chain(&error).contains(CANARY));
    drop(server);
    for error in [
        Error::from(client.files().download(CANARY).await.unwrap_err()),
        client
            .users()
            .whoami()
            .header("bad name", CANARY)
            .await
            .unwrap_err()
            .into(),
        client
            .users()
            .whoami()
            .header("x", &format!("{CANARY}\n"))
            .await
            .unwrap_err()
            .into(),
        client
            .users()
            .whoami()
            .idempotency_key(&format!("{CANARY}\n"))
            .await
            .unwrap_err()
            .into(),
        Client::builder()
            .client_credentials(ClientCredentials::new(CANARY, CANARY, CANARY))
            .build()
            .unwrap_err(),
        Client::builder()
            .api_key("cookieKey", format!("{CANARY};"))
            .build()
            .unwrap_err(),
        Client::builder()
            .bearer_token(format!("{CANARY}\n"))
            .build()
            .unwrap_err(),
        Client::builder()
            .base_url(format!("http://u:{CANARY}@h/"))
            .build()
            .unwrap_err(),
        Client::builder()
            .base_url(format!("http://h/?key={CANARY}"))
            .build()
            .unwrap_err(),
    ] {
        assert!(!chain(&error).contains(CANARY), "{}", chain(&error));
    }
}

#[tokio::test]
async fn bodies_of_errors_are_cut() {
    let body = format!("{}{CANARY}", "x".repeat(5000));
    let server = Server::responding(ServerResponse::new(500, &[("set-cookie", CANARY)], body));
    let error = client(&server).users().whoami().await.unwrap_err();
    let text = chain(&error);
    assert!(text.len() < 1500 && !text.contains(CANARY), "{text}");
    assert!(!text.contains('\n'));
}

#[test]
fn everything_can_be_sent_and_shared() {
    fn shared<T: Send + Sync + Unpin + 'static>() {}
    fn sent<T: Send + Unpin + 'static>() {}
    fn cloned<T: Clone>() {}
    shared::<Client>();
    shared::<ClientBuilder<Client>>();
    shared::<Call>();
    shared::<crate::generated_shape::api::users::GetUserList>();
    shared::<Error<String>>();
    shared::<Response<String>>();
    sent::<CallFuture<String, ()>>();
    sent::<ResponseFuture<String, ()>>();
    sent::<RawFuture>();
    sent::<RawResponse>();
    cloned::<crate::generated_shape::api::users::GetUserList>();
    cloned::<ClientBuilder<Client>>();
    assert_eq!(size_of::<Call>(), size_of::<usize>());
}
