//! What servers do that their documents do not declare: docs/tolerance.md.

mod beyond;
mod bodies;
mod credentials;
mod defaults;
mod hostile;
mod lenient;
mod statuses;

use loopback::{Server, ServerResponse};
use oaspen_client::{Bytes, Call, Client, ClientBuilder, RetryPolicy, Timestamp};

oaspen_client::api! {
    API {
        name: "shop",
        title: "Shop",
        version: "1",
        table: 2,
        servers: ["http://127.0.0.1:9"],
        unused_schemes: ["spare"],
        schemes: { "token": bearer, "key": api_key query "key", "spare": api_key header "X-Spare" },
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Item {
    pub id: String,
    pub count: Option<i64>,
    pub at: Option<Timestamp>,
}
oaspen_client::object! {
    Item {
        id: "id" required,
        count: "count" optional,
        at: "at" optional,
    }
}

/// One call struct for each table.
macro_rules! calls {
    ($($call:ident)*) => {$(
        #[derive(Clone, Debug)]
        #[must_use = "a call does nothing until it is awaited"]
        pub struct $call(Call);
    )*};
}

calls! { FindAll GetItem FindItem ListItems PutItem MoveItem SplitItem DropItem AnyItem GetFile GetNote GetName GetWhen LookAt StartItem Download GetSecret GetEither Watch Export }

oaspen_client::operation! {
    GetItem as GET_ITEM {
        id: "getItem",
        GET: "/item",
        security: [],
        success Item { "200": json }
        error String { "default": json }
    }
}

oaspen_client::operation! {
    FindItem as FIND_ITEM {
        id: "findItem",
        GET: "/found",
        security: [],
        success Option<Item> { "200": json }
        error () {}
    }
}

oaspen_client::operation! {
    FindAll as FIND_ALL {
        id: "findAll",
        GET: "/all",
        security: [],
        pages Item { cursor("after") items("/items") next("/next") },
        success oaspen_client::Json { "200": json }
        error () {}
    }
}

oaspen_client::operation! {
    ListItems as LIST_ITEMS {
        id: "listItems",
        GET: "/items",
        security: [],
        pages Item { offset("offset") size("limit") items("") },
        success Vec<Item> { "200": json }
        error () {}
    }
}

oaspen_client::operation! {
    PutItem as PUT_ITEM {
        id: "putItem",
        PUT: "/item",
        security: [],
        success Item { "200": json, "201": json }
        error () {}
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum MoveOutput {
    Ok(Item),
    NoContent,
}

oaspen_client::operation! {
    MoveItem as MOVE_ITEM {
        id: "moveItem",
        POST: "/item/move",
        security: [],
        success MoveOutput { "200": json => Ok, "204": empty => NoContent }
        error () {}
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum SplitOutput {
    Ok(Item),
    Accepted(Vec<Item>),
}

oaspen_client::operation! {
    SplitItem as SPLIT_ITEM {
        id: "splitItem",
        POST: "/item/split",
        security: [],
        success SplitOutput { "200": json => Ok, "202": json => Accepted }
        error () {}
    }
}

oaspen_client::operation! {
    DropItem as DROP_ITEM {
        id: "dropItem",
        DELETE: "/item",
        security: [],
        accept: "",
        success () { "204": empty }
        error () {}
    }
}

oaspen_client::operation! {
    AnyItem as ANY_ITEM {
        id: "anyItem",
        GET: "/any",
        security: [],
        success Item { "default": json }
        error () {}
    }
}

oaspen_client::operation! {
    GetFile as GET_FILE {
        id: "getFile",
        GET: "/file",
        security: [],
        accept: "application/pdf, application/json",
        success Bytes { "200": bytes }
        error Item { "default": json }
    }
}

oaspen_client::operation! {
    GetNote as GET_NOTE {
        id: "getNote",
        GET: "/note",
        security: [],
        accept: "text/plain",
        success String { "200": text }
        error () {}
    }
}

oaspen_client::operation! {
    GetName as GET_NAME {
        id: "getName",
        GET: "/name",
        security: [],
        success String { "200": json }
        error () {}
    }
}

oaspen_client::operation! {
    GetWhen as GET_WHEN {
        id: "getWhen",
        GET: "/when",
        security: [],
        success Timestamp { "200": json }
        error () {}
    }
}

oaspen_client::operation! {
    LookAt as LOOK_AT {
        id: "lookAt",
        HEAD: "/item",
        security: [],
        accept: "",
        success () { "200": empty }
        error () { "404": empty }
    }
}

oaspen_client::operation! {
    StartItem as START_ITEM {
        id: "startItem",
        POST: "/item/start",
        security: [],
        accept: "",
        success () { "204": empty, "304": empty }
        error () { "404": empty }
    }
}

// What the generator writes for an operation that declares 302 alone.
oaspen_client::operation! {
    Download as DOWNLOAD {
        id: "download",
        GET: "/download",
        security: [["token"]],
        accept: "*/*",
        success Bytes { "2XX": bytes }
        error () {}
    }
}

oaspen_client::operation! {
    GetSecret as GET_SECRET {
        id: "getSecret",
        GET: "/secret",
        security: [["token"]],
        accept: "",
        success () { "204": empty }
        error () {}
    }
}

oaspen_client::operation! {
    GetEither as GET_EITHER {
        id: "getEither",
        GET: "/either",
        security: [["token"], ["token", "key"]],
        accept: "",
        success () { "204": empty }
        error () {}
    }
}

oaspen_client::operation! {
    Watch as WATCH {
        id: "watch",
        GET: "/watch",
        security: [],
        success Item { "200": json }
        error () {}
        events Item: json,
    }
}

oaspen_client::operation! {
    Export as EXPORT {
        id: "export",
        GET: "/export",
        security: [],
        success Item { "200": json }
        error () {}
        json_lines Item: "application/x-ndjson",
    }
}

pub fn builder(server: &Server) -> ClientBuilder<Client> {
    ClientBuilder::new(&API)
        .base_url(server.url())
        .retries(RetryPolicy::none())
}

/// A server that sends one response, and a client of it.
pub fn respond(response: ServerResponse) -> (Server, Client) {
    let server = Server::responding(response);
    let client = builder(&server).build().unwrap();
    (server, client)
}
