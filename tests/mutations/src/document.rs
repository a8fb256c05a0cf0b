//! The operations of a document as its server reads them, without the code of oaspen.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::instances::walk::{self, below};

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub method: String,
    pub path: String,
    pub params: Vec<Param>,
    pub body: Option<Body>,
    pub responses: Vec<Response>,
    /// Alternatives: names of schemes with their scopes.
    pub security: Vec<Vec<(String, Vec<String>)>>,
    /// Every URL that it can be reached at.
    pub servers: Vec<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub name: String,
    pub location: String,
    pub required: bool,
    pub style: String,
    pub explode: bool,
    /// The pointer of its schema.
    pub schema: String,
    pub is_json: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Body {
    pub required: bool,
    pub media: Vec<Media>,
}

#[derive(Clone, Debug)]
pub(crate) struct Media {
    pub name: String,
    pub schema: Option<String>,
    pub encoding: Value,
}

#[derive(Clone, Debug)]
pub(crate) struct Response {
    pub status: String,
    pub media: Vec<Media>,
    /// Names in lower case, with the pointers of their schemas.
    pub headers: Vec<(String, String)>,
}

/// A document.
pub(crate) struct Document<'a> {
    pub root: &'a Value,
}

impl<'a> Document<'a> {
    pub(crate) fn operations(&self) -> Vec<Operation> {
        let mut found = Vec::new();
        for (path, item) in self.root["paths"].as_object().into_iter().flatten() {
            let (item, at) = self.follow(item, &below("/paths", path));
            for method in METHODS {
                if let Some(operation) = item.get(method) {
                    let (operation, below) = self.follow(operation, &below(&at, method));
                    found.push(self.operation(method, path, (item, &at), (operation, &below)));
                }
            }
        }
        found
    }

    fn operation(
        &self,
        method: &str,
        path: &str,
        (item, item_at): (&'a Value, &str),
        (operation, at): (&'a Value, &str),
    ) -> Operation {
        let mut params: Vec<Param> = Vec::new();
        for (holder, at) in [(operation, at), (item, item_at)] {
            for (index, param) in list(&holder["parameters"]).iter().enumerate() {
                let (param, at) = self.follow(param, &format!("{at}/parameters/{index}"));
                let param = self.param(param, &at);
                if !params
                    .iter()
                    .any(|known| known.name == param.name && known.location == param.location)
                {
                    params.push(param);
                }
            }
        }
        let responses = operation["responses"].as_object().into_iter().flatten();
        Operation {
            method: method.to_uppercase(),
            path: path.to_owned(),
            params,
            body: operation.get("requestBody").map(|body| {
                let (body, at) = self.follow(body, &below(at, "requestBody"));
                Body {
                    required: body["required"] == true,
                    media: self.media(body, &at),
                }
            }),
            responses: responses.map(|(status, one)| self.response(status, one, at)).collect(),
            security: security(operation.get("security").or_else(|| self.root.get("security"))),
            servers: [operation, item, self.root]
                .into_iter()
                .find_map(|holder| holder.get("servers").filter(|servers| !list(servers).is_empty()))
                .map(|servers| list(servers).iter().flat_map(urls).collect())
                .unwrap_or_default(),
        }
    }

    fn response(&self, status: &str, response: &'a Value, at: &str) -> Response {
        let (response, at) = self.follow(response, &below(&below(at, "responses"), status));
        let headers = response["headers"].as_object().into_iter().flatten();
        let headers = headers.map(|(name, header)| {
            let (_, at) = self.follow(header, &below(&below(&at, "headers"), name));
            (name.to_lowercase(), below(&at, "schema"))
        });
        Response {
            status: status.to_owned(),
            media: self.media(response, &at),
            headers: headers.collect(),
        }
    }

    fn param(&self, param: &'a Value, at: &str) -> Param {
        let location = param["in"].as_str().unwrap_or_default().to_owned();
        let default = match location.as_str() {
            "query" | "cookie" => "form",
            _ => "simple",
        };
        let style = param["style"].as_str().unwrap_or(default).to_owned();
        let json = self.media(param, at).into_iter().find_map(|media| media.schema);
        Param {
            name: param["name"].as_str().unwrap_or_default().to_owned(),
            required: param["required"] == true,
            explode: param["explode"].as_bool().unwrap_or(style == "form"),
            is_json: json.is_some(),
            schema: json.unwrap_or_else(|| below(at, "schema")),
            location,
            style,
        }
    }

    fn media(&self, holder: &'a Value, at: &str) -> Vec<Media> {
        let content = holder["content"].as_object().into_iter().flatten();
        let media = content.map(|(name, media)| Media {
            name: name.clone(),
            schema: media
                .get("schema")
                .map(|_| below(&below(&below(at, "content"), name), "schema")),
            encoding: media["encoding"].clone(),
        });
        media.collect()
    }

    /// The object itself, or the one that it refers to, with its pointer.
    pub(crate) fn follow(&self, value: &'a Value, pointer: &str) -> (&'a Value, String) {
        let (mut value, mut pointer) = (value, pointer.to_owned());
        for _ in 0..8 {
            let Some(target) = walk::target(value) else { break };
            let Some(found) = self.root.pointer(&target) else {
                break;
            };
            (value, pointer) = (found, target);
        }
        (value, pointer)
    }
}

/// The pointers of all schemas of operations.
pub(crate) fn schemas(operations: &[Operation]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for operation in operations {
        found.extend(operation.params.iter().map(|param| param.schema.clone()));
        let bodies = operation.body.iter().flat_map(|body| &body.media);
        let media = bodies.chain(operation.responses.iter().flat_map(|response| &response.media));
        found.extend(media.filter_map(|media| media.schema.clone()));
        let headers = operation.responses.iter().flat_map(|response| &response.headers);
        found.extend(headers.map(|(_, schema)| schema.clone()));
    }
    found
}

pub(crate) fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn security(value: Option<&Value>) -> Vec<Vec<(String, Vec<String>)>> {
    let alternatives = value.map(list).unwrap_or_default().iter();
    let alternatives = alternatives.map(|one| {
        let schemes = one.as_object().into_iter().flatten();
        let schemes = schemes.map(|(name, scopes)| {
            let scopes = list(scopes).iter().filter_map(Value::as_str).map(str::to_owned);
            (name.clone(), scopes.collect())
        });
        schemes.collect()
    });
    alternatives.collect()
}

/// The URLs of a server: its variables with every allowed value, the default first.
fn urls(server: &Value) -> Vec<String> {
    let mut all = vec![server["url"].as_str().unwrap_or_default().to_owned()];
    for (name, variable) in server["variables"].as_object().into_iter().flatten() {
        let default = variable["default"].as_str().unwrap_or_default();
        let values = list(&variable["enum"]).iter().filter_map(Value::as_str);
        let values: Vec<&str> = std::iter::once(default).chain(values).collect();
        all = values
            .iter()
            .flat_map(|value| all.iter().map(|url| url.replace(&format!("{{{name}}}"), value)))
            .collect();
    }
    all
}
