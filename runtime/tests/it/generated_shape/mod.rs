/// Operations, one module per tag.
pub mod api;
/// Bodies of requests and responses.
pub mod models;

/// Error of any call of this client.
pub type Error = oaspen_client::Error;

oaspen_client::api! {
    API {
        name: "shape",
        title: "The shape of generated code",
        version: "v1",
        table: 1,
        servers: {
            "https://api.example.com/v1",
            "https://[tenant_id].example.com/",
            "/relative",
            "https://{tenant}.{region}.example.com/{base}" {
                "tenant": "demo",
                "region": ["eu", "us"],
                "base": "v1",
            },
        },
        schemes: {
            "bearerAuth": bearer,
            "login": basic,
            "headerKey": api_key header "X-Api-Key",
            "queryKey": api_key query "api_key",
            "cookieKey": api_key cookie "session",
            "app": oauth2,
            "mtls": unsupported "mutualTLS",
        },
    }
}

/// Calls the API.
#[derive(Clone, Debug)]
pub struct Client {
    inner: oaspen_client::Client,
}

impl Client {
    /// Starts a client.
    pub fn builder() -> oaspen_client::ClientBuilder<Self> {
        oaspen_client::ClientBuilder::new(&API)
    }

    /// What every generated client has.
    pub fn inner(&self) -> &oaspen_client::Client {
        &self.inner
    }

    /// Operations on users.
    pub fn users(&self) -> api::users::Users {
        api::users::Users::new(self.inner.clone())
    }

    /// Operations on files.
    pub fn files(&self) -> api::files::Files {
        api::files::Files::new(self.inner.clone())
    }

    /// Responses that are read while they arrive.
    pub fn streams(&self) -> api::streams::Streams {
        api::streams::Streams(self.inner.clone())
    }
}

impl From<oaspen_client::Client> for Client {
    fn from(inner: oaspen_client::Client) -> Self {
        Self { inner }
    }
}
