use super::super::models::ClerkErrors;
use oaspen_client::{Bytes, Call, Client, Json};

/// Responses that are read while they arrive.
#[derive(Clone, Debug)]
pub struct Streams(pub(in super::super) Client);

impl Streams {
    /// How many there are.
    pub const TOTAL_NUMBER: oaspen_client::ResponseHeader<i64> = oaspen_client::ResponseHeader::new("Total-Number");
    pub const TAGS: oaspen_client::ResponseHeader<Vec<String>> = oaspen_client::ResponseHeader::list("X-Tags");

    /// `GET /watch`
    pub fn watch(&self) -> Watch {
        Watch(Call::new(&self.0, &WATCH))
    }

    /// `POST /chat`
    pub fn chat(&self, body: Json) -> Chat {
        Chat(Call::new(&self.0, &CHAT).json(&body))
    }

    /// `GET /log`
    pub fn log(&self) -> Log {
        Log(Call::new(&self.0, &LOG))
    }

    /// `GET /export`
    pub fn export(&self) -> Export {
        Export(Call::new(&self.0, &EXPORT))
    }

    /// `GET /word`
    pub fn word(&self) -> Word {
        Word(Call::new(&self.0, &WORD))
    }
}

/// The call of [`Streams::watch`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Watch(Call);

oaspen_client::operation! {
    Watch as WATCH {
        id: "Watch",
        GET: "/watch",
        security: [],
        accept: "text/event-stream",
        success String {
            "200": text,
        }
        error ClerkErrors {
            "4XX": json,
        }
        events Vec<i64>: json,
    }
}

/// The call of [`Streams::chat`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Chat(Call);

oaspen_client::operation! {
    Chat as CHAT {
        id: "Chat",
        POST: "/chat",
        security: [],
        success Json {
            "200": json,
        }
        error () {}
        events Json: json,
    }
}

/// The call of [`Streams::log`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Log(Call);

oaspen_client::operation! {
    Log as LOG {
        id: "Log",
        GET: "/log",
        security: [],
        accept: "text/event-stream",
        success String {
            "200": text,
        }
        error () {}
        events String: text,
    }
}

/// The call of [`Streams::export`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Export(Call);

oaspen_client::operation! {
    Export as EXPORT {
        id: "Export",
        GET: "/export",
        security: [],
        accept: "application/x-ndjson",
        success Bytes {
            "200": bytes,
        }
        error ClerkErrors {
            "4XX": json,
        }
        json_lines Vec<i64>: "application/x-ndjson",
    }
}

/// The call of [`Streams::word`].
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until it is awaited"]
pub struct Word(Call);

oaspen_client::operation! {
    Word as WORD {
        id: "Word",
        GET: "/word",
        security: [],
        accept: "application/json, text/plain",
        success String {
            "200": json_or_text,
        }
        error () {}
    }
}
