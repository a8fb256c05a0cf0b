use super::super::models::UploadRequest;
use oaspen_client::{Body, Bytes, Call, Client, Json, JsonMap};

/// Files.
#[derive(Clone, Debug)]
pub struct Files {
    client: Client,
}

impl Files {
    pub(in super::super) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Upload
    ///
    /// `POST /files`
    pub fn upload(&self, body: UploadRequest) -> Upload {
        Upload(Call::new(&self.client, &UPLOAD).multipart(body))
    }

    /// Put bytes
    ///
    /// `PUT /files/{name}`
    pub fn put(&self, name: impl Into<String>, body: impl Into<Body>) -> Put {
        Put(Call::new(&self.client, &PUT)
            .path("name", name.into())
            .bytes("application/octet-stream", body))
    }

    /// Download
    ///
    /// `GET /files/{name}`
    pub fn download(&self, name: impl Into<String>) -> Download {
        Download(Call::new(&self.client, &DOWNLOAD).path("name", name.into()))
    }

    /// Submit a form
    ///
    /// `POST /form`
    pub fn submit(&self, body: JsonMap) -> Submit {
        Submit(Call::new(&self.client, &SUBMIT).form(&body))
    }

    /// Where a link leads
    ///
    /// `GET /link`
    pub fn link(&self) -> Link {
        Link(Call::new(&self.client, &LINK))
    }
}

/// The call of [`Files::upload`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Upload(Call);

oaspen_client::operation! {
    Upload as UPLOAD {
        id: "Upload",
        POST: "/files",
        security: [["bearerAuth"]],
        accept: "application/json",
        success Json {
            "default": json,
        }
        error () {
        }
    }
}

/// The call of [`Files::put`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Put(Call);

oaspen_client::operation! {
    Put as PUT {
        id: "Put",
        PUT: "/files/{name}",
        security: [],
        accept: "",
        success () {
            "2XX": empty,
        }
        error Bytes {
            "default": bytes,
        }
    }
}

/// The call of [`Files::download`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Download(Call);

oaspen_client::operation! {
    Download as DOWNLOAD {
        id: "Download",
        GET: "/files/{name}",
        security: [["queryKey"], ["bearerAuth"]],
        accept: "application/octet-stream",
        success Bytes {
            "200": bytes,
        }
        error Json {
            "404": json,
        }
    }
}

/// The call of [`Files::submit`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Submit(Call);

oaspen_client::operation! {
    Submit as SUBMIT {
        id: "Submit",
        POST: "/form",
        security: [],
        accept: "",
        success () {
        }
        error () {
        }
    }
}

/// The call of [`Files::link`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Link(Call);

oaspen_client::operation! {
    Link as LINK {
        id: "Link",
        GET: "/link",
        security: [],
        accept: "",
        success () {
            "302": empty,
        }
        error () {
        }
    }
}
