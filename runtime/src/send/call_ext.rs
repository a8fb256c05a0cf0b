//! What few calls need: in a trait, so that it costs the compiler nothing for each operation.

use crate::auth::credential::Credential;
use crate::call::typed::TypedCall;
use crate::send::future::IfChangedFuture;

/// Adds settings to every call that few programs need.
///
/// ```
/// # mod demo {
/// #     oaspen_client::api! { API { name: "demo", title: "Demo", version: "1", table: 1,
/// #         servers: ["http://127.0.0.1:9"], schemes: { "user": bearer } } }
/// #     #[derive(Clone, Debug)]
/// #     pub struct Me(oaspen_client::Call);
/// #     oaspen_client::operation! { Me as ME { id: "Me", GET: "/me", security: [["user"]],
/// #         success String { "200": json } error () {} } }
/// #     pub fn me() -> Me {
/// #         let client: oaspen_client::Client = oaspen_client::ClientBuilder::new(&API).build().unwrap();
/// #         Me(oaspen_client::Call::new(&client, &ME))
/// #     }
/// # }
/// # async fn show() -> Result<(), oaspen_client::Error> {
/// use oaspen_client::{CallExt, Credential};
///
/// let name = demo::me().credential("user", &Credential::token("t")).await?;
/// let changed = demo::me().header("If-None-Match", "\"7\"").send_if_changed().await?;
/// # Ok(()) }
/// ```
pub trait CallExt: TypedCall {
    /// Sets the credential of a security scheme for this call, instead of the client's and of the default header of the client
    /// that it replaces. It is sent whether the operation declares the scheme or not. If it does, with the other schemes of that
    /// alternative, and it is an error if the client has no credential for one of them; else alone. A token that has to be
    /// fetched is fetched for this call.
    #[must_use]
    fn credential(mut self, scheme: &str, credential: &Credential) -> Self {
        self.call_mut().set_credential(scheme, credential);
        self
    }

    /// Sends this call without the credentials of the client, whatever the operation declares.
    #[must_use]
    fn without_credentials(mut self) -> Self {
        self.call_mut().remove_credentials();
        self
    }

    /// Sets whether only declared statuses are successes of this call; see
    /// [`ClientBuilder::strict_status`](crate::ClientBuilder::strict_status).
    #[must_use]
    fn strict_status(mut self, strict: bool) -> Self {
        self.call_mut().set_strict_status(strict);
        self
    }

    /// Sets whether null for a list or a map is a value that does not fit; see
    /// [`ClientBuilder::strict_null`](crate::ClientBuilder::strict_null).
    #[must_use]
    fn strict_null(mut self, strict: bool) -> Self {
        self.call_mut().set_strict_null(strict);
        self
    }

    /// Sets whether required members are read by their exact names only; see
    /// [`ClientBuilder::strict_names`](crate::ClientBuilder::strict_names).
    #[must_use]
    fn strict_names(mut self, strict: bool) -> Self {
        self.call_mut().set_strict_names(strict);
        self
    }

    /// Sends the call with a condition that was set before (`If-None-Match`, `If-Modified-Since`): `None` if nothing has
    /// changed (status 304).
    fn send_if_changed(self) -> IfChangedFuture<Self::Output, Self::Error> {
        IfChangedFuture::new(self.into_call(), Self::DECODERS)
    }
}

impl<T: TypedCall> CallExt for T {}
