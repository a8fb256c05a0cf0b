//! A server in this process that responds to calls by their operation. Feature `test-util`.

use crate::base::{BoxFuture, lock};
use crate::body::request::Body;
use crate::body::response::ResponseBody;
use crate::call::typed::TypedCall;
use crate::error::failure::NoResponse;
use crate::fake::call::FakeCall;
use crate::fake::response::{FakeResponse, ScriptedResponse};
use crate::table::operation::Operation;
use crate::transport::handle::TransportHandle;
use crate::transport::service::CallInfo;
use crate::transport::traits::{Sent, Transport};
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex};

/// A server for tests: it lives in the process, responds to calls of generated clients with typed values, and
/// records them. Feature `test-util`.
///
/// There is no network, and without a timeout of its own a call needs no runtime either. Everything else is
/// unchanged: values are encoded and decoded as on the wire, and errors, retries, redirects and limits are real.
///
/// ```
/// # mod demo {
/// #     oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #         servers: ["https://api.example.com"], schemes: { "token": bearer } } }
/// #     #[derive(Clone, Debug)]
/// #     pub struct GetName(oaspen_client::Call);
/// #     oaspen_client::operation! { GetName as GET_NAME { id: "GetName", GET: "/users/{user_id}/name",
/// #         security: [["token"]], accept: "application/json",
/// #         success String { "200": json } error Vec<String> { "404": json } } }
/// #     #[derive(Clone, Debug)]
/// #     pub struct Client(oaspen_client::Client);
/// #     impl From<oaspen_client::Client> for Client {
/// #         fn from(client: oaspen_client::Client) -> Self { Self(client) }
/// #     }
/// #     impl Client {
/// #         pub fn builder() -> oaspen_client::ClientBuilder<Self> { oaspen_client::ClientBuilder::new(&API) }
/// #         pub fn get_name(&self, id: &str) -> GetName {
/// #             GetName(oaspen_client::Call::new(&self.0, &GET_NAME).path("user_id", id))
/// #         }
/// #     }
/// # }
/// use demo::GetName; // of a real client: `clerk::api::users::GetUser`
/// use oaspen_client::{FakeResponse, FakeServer};
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
/// # runtime.block_on(async {
/// let fake = FakeServer::new();
/// fake.on::<GetName>(|call| match call.path_value("user_id") {
///     Some("u1") => FakeResponse::ok("Ada".to_owned()),
///     _ => FakeResponse::error(404, vec!["no such user".to_owned()]),
/// });
///
/// let client = demo::Client::builder().fake(&fake).build()?;
/// assert_eq!(client.get_name("u1").await?, "Ada");
/// let error = client.get_name("u2").await.unwrap_err();
/// assert_eq!(error.error_body().unwrap()[0], "no such user");
///
/// assert_eq!(fake.calls().len(), 2);
/// assert_eq!(fake.calls()[1].path(), "/users/u2/name");
/// # Ok::<(), oaspen_client::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A call that nothing was registered for fails with an error of kind [`Build`](crate::ErrorKind::Build) that names its
/// operation and those that have responses. Requests for OAuth 2 tokens get a token as their response and are not recorded.
/// Clones are the same server.
#[derive(Clone, Default)]
pub struct FakeServer {
    shared: Arc<Mutex<ServerState>>,
}

#[derive(Default)]
struct ServerState {
    rules: Vec<OperationRule>,
    calls: Vec<FakeCall>,
}

type EveryResponse = Arc<dyn Fn(&FakeCall) -> ScriptedResponse + Send + Sync>;

type OneResponse = Box<dyn FnOnce(&FakeCall) -> ScriptedResponse + Send>;

/// The responses to one operation.
struct OperationRule {
    operation: &'static Operation,
    first: VecDeque<OneResponse>,
    then: Option<EveryResponse>,
}

impl FakeServer {
    /// A server without responses.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Responds to the calls `C`, instead of what was registered before.
    ///
    /// A panic of `respond`, such as a failed assertion about the call, reaches the task that awaits the call.
    pub fn on<C: TypedCall>(&self, respond: impl Fn(&FakeCall) -> FakeResponse<C> + Send + Sync + 'static) -> &Self {
        let response: EveryResponse = Arc::new(move |call| respond(call).into_response());
        self.rule::<C>(|rule| rule.then = Some(response))
    }

    /// Responds to all calls `C` with this value.
    pub fn returns<C: TypedCall>(&self, output: C::Output) -> &Self {
        let response = FakeResponse::<C>::ok(output).into_response();
        self.rule::<C>(|rule| rule.then = Some(Arc::new(move |_| response.clone())))
    }

    /// Responds to one call `C`. Such responses are used in order, each one once, before that of [`on`](Self::on).
    pub fn once<C: TypedCall>(&self, respond: impl FnOnce(&FakeCall) -> FakeResponse<C> + Send + 'static) -> &Self {
        let response: OneResponse = Box::new(move |call| respond(call).into_response());
        self.rule::<C>(|rule| rule.first.push_back(response))
    }

    /// Responds to as many calls `C`, in this order: [`once`](Self::once) for each.
    ///
    /// ```
    /// # use oaspen_client::{FakeResponse, FakeServer, TypedCall};
    /// # fn example<GetUser: TypedCall>(fake: FakeServer, user: GetUser::Output) {
    /// fake.sequence::<GetUser>([FakeResponse::status(503), FakeResponse::broken(), FakeResponse::ok(user)]);
    /// # }
    /// ```
    pub fn sequence<C: TypedCall>(&self, responses: impl IntoIterator<Item = FakeResponse<C>>) -> &Self {
        for response in responses {
            let response = response.into_response();
            self.rule::<C>(|rule| rule.first.push_back(Box::new(move |_| response)));
        }
        self
    }

    /// All calls so far, in order of arrival: one for each attempt.
    #[must_use]
    pub fn calls(&self) -> Vec<FakeCall> {
        lock(&self.shared).calls.clone()
    }

    /// The calls `C` so far.
    #[must_use]
    pub fn calls_of<C: TypedCall>(&self) -> Vec<FakeCall> {
        let shared = lock(&self.shared);
        shared.calls.iter().filter(|call| call.is::<C>()).cloned().collect()
    }

    /// Removes the recorded calls, and keeps the responses.
    pub fn clear_calls(&self) {
        lock(&self.shared).calls.clear();
    }

    pub(crate) fn wire(&self) -> TransportHandle {
        TransportHandle {
            is_fake: true,
            ..TransportHandle::service(Arc::new(self.clone()))
        }
    }

    fn rule<C: TypedCall>(&self, change: impl FnOnce(&mut OperationRule)) -> &Self {
        let operation = C::operation();
        let mut shared = lock(&self.shared);
        if let Some(rule) = shared.rule(operation) {
            change(rule);
        } else {
            let mut rule = OperationRule {
                operation,
                first: VecDeque::new(),
                then: None,
            };
            change(&mut rule);
            shared.rules.push(rule);
        }
        drop(shared);
        self
    }

    /// Records a call and returns its response. The response is made without a lock: it may look at the server.
    fn response(&self, call: FakeCall) -> Result<ScriptedResponse, NoResponse> {
        let mut shared = lock(&self.shared);
        shared.calls.push(call.clone());
        let Some(rule) = shared.rule(call.info().operation) else {
            return Err(shared.no_response());
        };
        match (rule.first.pop_front(), rule.then.clone()) {
            (Some(once), _) => {
                drop(shared);
                Ok(once(&call))
            }
            (None, Some(standing)) => {
                drop(shared);
                Ok(standing(&call))
            }
            (None, None) => Err(NoResponse(
                "the fake server has sent all its responses for this operation".to_owned(),
            )),
        }
    }
}

impl ServerState {
    fn rule(&mut self, operation: &'static Operation) -> Option<&mut OperationRule> {
        // Two APIs may have operations of one id.
        self.rules
            .iter_mut()
            .find(|rule| std::ptr::eq(rule.operation, operation))
    }

    #[cold]
    fn no_response(&self) -> NoResponse {
        let known: Vec<String> = self.rules.iter().map(|rule| rule.operation.to_string()).collect();
        let known = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        NoResponse(format!(
            "the fake server has no response for this operation (operations with one: {known})"
        ))
    }
}

impl fmt::Debug for FakeServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shared = lock(&self.shared);
        let rules: Vec<&str> = shared.rules.iter().map(|rule| rule.operation.id).collect();
        f.debug_struct("FakeServer")
            .field("responses", &rules)
            .field("calls", &shared.calls)
            .finish()
    }
}

impl Transport for FakeServer {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<Sent> {
        let server = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?;
            let Some(info) = parts.extensions.get::<CallInfo>().copied() else {
                return Ok(token());
            };
            let response = server.response(FakeCall::new(info, parts, body))?;
            response.send(info.operation).await
        })
    }
}

/// The response of a token endpoint.
fn token() -> http::Response<ResponseBody> {
    let body = r#"{"access_token":"fake-token","token_type":"Bearer","expires_in":3600}"#;
    http::Response::new(ResponseBody::new(Body::from(body)))
}
