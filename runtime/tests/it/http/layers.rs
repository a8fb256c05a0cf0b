//! Layers of `tower` and `tower-http` around the built-in transport, and services instead of it.

use crate::fake::{Fake, Step, response, status};
use crate::generated_shape::Client;
use crate::{CANARY, USER};
use loopback::{Server, ServerResponse};
use oaspen_client::{Body, BoxError, CallInfo, ClientBuilder, ErrorKind, HttpService, ResponseBody, RetryPolicy, http};
use std::error::Error as _;
use std::future::{Ready, ready};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tower::util::MapRequestLayer;
use tower::{ServiceBuilder, ServiceExt as _, service_fn};
use tower_http::set_header::SetRequestHeaderLayer;
use tower_http::trace::TraceLayer;

fn builder(server: &Server) -> ClientBuilder<Client> {
    Client::builder()
        .base_url(format!("{}/v1", server.url()))
        .bearer_token(CANARY)
        .retries(RetryPolicy::none())
}

#[tokio::test]
async fn middleware_around_the_built_in_transport() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let header = http::HeaderValue::from_static("on");
    let client = builder(&server)
        .layer(SetRequestHeaderLayer::overriding(
            http::HeaderName::from_static("x-layer"),
            header,
        ))
        .build()
        .unwrap();
    assert_eq!(client.users().get_user("u").await.unwrap().id, "u1");
    assert_eq!(server.last().header("x-layer"), Some("on"));
}

#[tokio::test]
async fn the_layer_added_last_sees_requests_first() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let order = Arc::new(Mutex::new(Vec::new()));
    let layer = |name: &'static str| {
        let order = Arc::clone(&order);
        MapRequestLayer::new(move |request: http::Request<Body>| {
            order.lock().unwrap().push(name);
            request
        })
    };
    let client = builder(&server)
        .layer(layer("inner"))
        .layer(ServiceBuilder::new().layer(layer("outer")).layer(layer("middle")))
        .build()
        .unwrap();
    client.users().get_user("u").await.unwrap();
    assert_eq!(*order.lock().unwrap(), ["outer", "middle", "inner"]);
}

#[tokio::test]
async fn layers_see_the_operation_and_every_attempt() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sees = Arc::clone(&seen);
    let fake = Fake::new(|at, _| match at {
        0 => status(503),
        1 => response(302, &[("location", "/elsewhere")], ""),
        _ => response(200, &[], "me"),
    });
    let client = Client::builder()
        .service(fake)
        .retries(RetryPolicy::new().base_delay(Duration::ZERO))
        .layer(MapRequestLayer::new(move |request: http::Request<Body>| {
            let info = *request.extensions().get::<CallInfo>().unwrap();
            sees.lock()
                .unwrap()
                .push((info.operation_id(), info.method(), info.path_template(), info.attempt()));
            request
        }))
        .build()
        .unwrap();
    client.users().whoami().await.unwrap();
    let whoami = |attempt| ("Whoami", "GET", "/me", attempt);
    assert_eq!(
        *seen.lock().unwrap(),
        [whoami(1), whoami(2), whoami(2)],
        "the redirect, too"
    );
}

#[tokio::test(start_paused = true)]
async fn tower_timeout_ends_one_attempt() {
    let fake = Fake::new(|at, _| match at {
        0 => Step::Hang,
        _ => response(200, &[], USER),
    });
    let client = Client::builder()
        .bearer_token("t")
        .service(fake.clone())
        .layer(tower::timeout::TimeoutLayer::new(Duration::from_secs(2)))
        .build()
        .unwrap();
    let error = client
        .users()
        .get_user("u")
        .retry(RetryPolicy::none())
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.source().unwrap().is::<tower::timeout::error::Elapsed>());
    let fake = Fake::new(|at, _| match at {
        0 => Step::Hang,
        _ => response(200, &[], USER),
    });
    let client = Client::builder()
        .bearer_token("t")
        .service(fake.clone())
        .layer(tower::timeout::TimeoutLayer::new(Duration::from_secs(2)))
        .build()
        .unwrap();
    assert!(client.users().get_user("u").await.is_ok(), "the second try");
    assert_eq!(fake.count(), 2);
}

#[tokio::test]
async fn tower_concurrency_limit_holds_for_all_clones() {
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (running, highest) = (Arc::clone(&now), Arc::clone(&most));
    let slow = service_fn(move |_: http::Request<Body>| {
        let (running, highest) = (Arc::clone(&running), Arc::clone(&highest));
        async move {
            highest.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            for _ in 0..5 {
                tokio::task::yield_now().await;
            }
            running.fetch_sub(1, Ordering::SeqCst);
            Ok::<_, BoxError>(http::Response::new(Body::from(USER)))
        }
    });
    let client = Client::builder()
        .bearer_token("t")
        .service(slow)
        .layer(ServiceBuilder::new().concurrency_limit(3))
        .build()
        .unwrap();
    let calls: Vec<_> = (0..20)
        .map(|_| tokio::spawn(client.clone().users().get_user("u").send()))
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((most.load(Ordering::SeqCst), now.load(Ordering::SeqCst)), (3, 0));
}

/// Repeats calls whose status was 500, at most twice.
#[derive(Clone)]
struct Twice(u32);

impl tower::retry::Policy<http::Request<Body>, http::Response<ResponseBody>, BoxError> for Twice {
    type Future = Ready<()>;

    fn retry(
        &mut self,
        _: &mut http::Request<Body>,
        result: &mut Result<http::Response<ResponseBody>, BoxError>,
    ) -> Option<Ready<()>> {
        let again = self.0 > 0 && result.as_ref().is_ok_and(|response| response.status() == 500);
        again.then(|| {
            self.0 -= 1;
            ready(())
        })
    }

    fn clone_request(&mut self, request: &http::Request<Body>) -> Option<http::Request<Body>> {
        Some(request.clone())
    }
}

#[tokio::test]
async fn tower_retry_repeats_requests_with_their_bodies() {
    let server = Server::responding(ServerResponse::json(500, "{}"));
    let client = builder(&server)
        .layer(tower::retry::RetryLayer::new(Twice(2)))
        .build()
        .unwrap();
    let error = client.files().put("f", "data").await.unwrap_err();
    assert_eq!(error.status().unwrap(), 500);
    let bodies: Vec<_> = server.requests().iter().map(|request| request.text()).collect();
    assert_eq!(bodies, ["data", "data", "data"]);
}

#[tokio::test]
async fn tower_http_trace_changes_the_body_type() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let client = builder(&server).layer(TraceLayer::new_for_http()).build().unwrap();
    assert_eq!(client.users().get_user("u").await.unwrap().id, "u1");
    let error = client.users().get_user("u").max_response_bytes(3).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::BodyTooLarge);
}

#[tokio::test]
async fn a_boxed_service_instead_of_the_built_in_transport() {
    let service = service_fn(|request: http::Request<Body>| async move {
        Ok::<_, BoxError>(http::Response::new(Body::from(request.uri().path().to_owned())))
    });
    let boxed = tower::util::BoxCloneSyncService::new(service.map_err(BoxError::from));
    let client = Client::builder().service(boxed).build().unwrap();
    assert_eq!(client.users().whoami().await.unwrap(), "/v1/me");
}

#[tokio::test]
async fn the_transport_below_a_layer_is_a_service() {
    use http_body_util::BodyExt as _;
    let server = Server::responding(ServerResponse::new(200, &[], "hello"));
    let url = server.url();
    let client = builder(&server)
        .layer(tower::layer::layer_fn(move |below: HttpService| {
            let url = url.clone();
            service_fn(move |_: http::Request<Body>| {
                let request = http::Request::get(&url).body(Body::default()).unwrap();
                let response = below.clone().oneshot(request);
                async move {
                    let whole = response.await?.into_body().collect().await?.to_bytes();
                    Ok::<_, BoxError>(http::Response::new(Body::from([&whole[..], b"!"].concat())))
                }
            })
        }))
        .build()
        .unwrap();
    assert_eq!(client.users().whoami().await.unwrap(), "hello!");
    assert!(format!("{client:?}").contains("Client"));
}

#[tokio::test]
async fn errors_of_layers_do_not_show_urls_or_headers() {
    let server = Server::responding(ServerResponse::json(200, USER));
    let client = builder(&server)
        .layer(MapRequestLayer::new(|mut request: http::Request<Body>| {
            *request.uri_mut() = "http://127.0.0.1:1/".parse().unwrap();
            request
        }))
        .build()
        .unwrap();
    let error = client.users().get_user(CANARY).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(error.is_retryable());
    assert!(!format!("{error} {error:?}").contains(CANARY));
}
