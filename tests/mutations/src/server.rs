//! A server of a document: it refuses requests that the document does not allow, and knows what its responses are.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::document::{self, Document, Media, Operation, Param, list};
use crate::instances::maker::Maker;
use crate::instances::schemas::{Schemas, View};
use crate::instances::walk::{self, below};
use crate::styles::{self, Pairs, Structure};

/// Maximum number of values that differ deep inside.
const MAX_INNER: usize = 120;
const MAX_DEPTH: usize = 4;
/// Maximum number of values of one member.
const MAX_EACH: usize = 5;

/// A request as it was sent.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Request {
    pub method: String,
    /// With scheme, host, path and query.
    pub url: String,
    /// Names in lower case.
    pub headers: Pairs,
    pub body: Vec<u8>,
    /// The scopes that its token has.
    pub scopes: Vec<String>,
}

pub(crate) struct Server {
    pub root: Value,
    pub operations: Vec<Operation>,
    reachable: BTreeSet<String>,
    sent: Schemas,
    received: Schemas,
}

impl Server {
    /// `document` is OpenAPI 3.
    pub(crate) fn new(document: &Value) -> Result<Self, String> {
        let operations = Document { root: document }.operations();
        let names = document::schemas(&operations);
        let components = document["components"]["schemas"].as_object().into_iter().flatten();
        let components = components.map(|(name, _)| below("/components/schemas", name));
        let reachable = walk::reachable(document, names.iter().cloned().chain(components));
        let schemas = |view| Schemas::new(document, &reachable, &reachable, view);
        Ok(Self {
            sent: schemas(View::Sent)?,
            received: schemas(View::Received)?,
            root: document.clone(),
            operations,
            reachable,
        })
    }

    /// Values of a schema that are valid: without members that are not sent, or not received.
    pub(crate) fn values(&self, schema: &str, view: View) -> Vec<Value> {
        let accepts = |pointer: &str, value: &Value| self.accepts(pointer, value, view);
        let maker = Maker::new(&self.root, &self.reachable, &accepts);
        let mut found: Vec<Value> = Vec::new();
        let made = maker.values(schema);
        let mut inner = Vec::new();
        for value in made.iter().take(2) {
            self.inside(&maker, schema, value, (view, 0), &mut inner);
        }
        inner.truncate(MAX_INNER);
        for value in made.into_iter().chain(inner) {
            let value = self.without_directions(schema, value, view);
            if !found.contains(&value) && self.accepts(schema, &value, view) != Some(false) {
                found.push(value);
            }
        }
        found
    }

    /// The value with other values deep inside: the maker makes few of them.
    fn inside(
        &self,
        maker: &Maker<'_>,
        schema: &str,
        value: &Value,
        (view, depth): (View, usize),
        found: &mut Vec<Value>,
    ) {
        if depth > MAX_DEPTH {
            return;
        }
        let put = |name: &str, found: &mut Vec<Value>, own: Vec<Value>| {
            for one in own {
                let mut whole = value.clone();
                match (&mut whole, one) {
                    (Value::Object(members), one) => drop(members.insert(name.to_owned(), one)),
                    (Value::Array(items), one) => items.iter_mut().take(1).for_each(|item| *item = one.clone()),
                    _ => {}
                }
                found.push(whole);
            }
        };
        let variants = |schema: &str, inner: Option<&Value>| {
            let mut own = Vec::new();
            if depth > 0 {
                own.extend(maker.values(schema).into_iter().take(MAX_EACH));
            }
            let inner = inner.cloned().or_else(|| maker.values(schema).into_iter().next());
            if let Some(inner) = inner {
                self.inside(maker, schema, &inner, (view, depth + 1), &mut own);
            }
            own
        };
        match value {
            Value::Object(members) => {
                let parts = self.parts(schema, value, view);
                for (name, schema) in parts.iter().flat_map(|part| self.own_members(part)) {
                    put(&name, found, variants(&schema, members.get(&name)));
                    if depth > 0 && members.contains_key(&name) {
                        let mut whole = value.clone();
                        if let Value::Object(members) = &mut whole {
                            members.shift_remove(&name);
                        }
                        found.push(whole);
                    }
                }
            }
            Value::Array(items) => put("", found, variants(&self.items(schema), items.first())),
            _ => {}
        }
    }

    pub(crate) fn accepts(&self, schema: &str, value: &Value, view: View) -> Option<bool> {
        match view {
            View::Sent => self.sent.accepts(schema, value),
            _ => self.received.accepts(schema, value),
        }
    }

    /// The operation of a request, with the raw values of its path.
    pub(crate) fn route(&self, request: &Request) -> Option<(&Operation, Vec<(String, String)>)> {
        let url = request.url.split('?').next().unwrap_or_default();
        let mut found: Option<(&Operation, Vec<(String, String)>)> = None;
        for operation in self.operations.iter().filter(|one| one.method == request.method) {
            for server in &operation.servers {
                let server = server.trim_end_matches('/');
                let is_relative = server.starts_with('/') || server.is_empty();
                let scheme = if is_relative { "https://relative.example" } else { "" };
                let path = url.strip_prefix(&format!("{scheme}{server}"));
                let template = operation.path.split('?').next().unwrap_or_default();
                let values = path
                    .filter(|path| path.starts_with('/'))
                    .and_then(|path| matched(template, path));
                let Some(values) = values else { continue };
                // A path without parameters comes before one with them.
                if found.as_ref().is_none_or(|(_, known)| values.len() < known.len()) {
                    found = Some((operation, values));
                }
            }
        }
        found
    }

    /// The operation of a request, and its values as the server reads them. The error is the reason of a refusal.
    pub(crate) fn receive(&self, request: &Request) -> Result<(&Operation, Value), String> {
        let query = request.url.split_once('?').map(|(_, query)| query).unwrap_or_default();
        let (operation, values) = self.route(request).ok_or("404: no such path")?;
        self.authorize(operation, request, query)?;
        let mut view = Map::new();
        self.params(operation, request, query, &values, &mut view)?;
        if let Some(body) = &operation.body {
            match self.body(body, request)? {
                Some(value) => drop(view.insert("body".to_owned(), value)),
                None if body.required => return Err("400: no body".to_owned()),
                None => {}
            }
        }
        Ok((operation, Value::Object(view)))
    }

    fn params(
        &self,
        operation: &Operation,
        request: &Request,
        query: &str,
        path: &[(String, String)],
        view: &mut Map<String, Value>,
    ) -> Result<(), String> {
        let query = styles::pairs(query);
        let cookies = request.headers.iter().filter(|(name, _)| name == "cookie");
        let cookies = cookies.flat_map(|(_, value)| value.split(';'));
        let cookies: Pairs = cookies
            .filter_map(|pair| pair.trim().split_once('='))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        for param in &operation.params {
            let place = path.iter().position(|(name, _)| *name == param.name);
            let (key, value) = match param.location.as_str() {
                "path" => {
                    let raw = place.and_then(|place| path.get(place)).map(|(_, raw)| raw.clone());
                    let kind = self.kind(&param.schema);
                    let value = raw.map(|raw| styles::joined(param, &kind, &raw.replace('+', "%2B"), self));
                    (format!("path:{}", place.unwrap_or(99)), value)
                }
                "query" => (format!("query:{}", param.name), styles::value(param, &query, self)?),
                "cookie" => (format!("cookie:{}", param.name), styles::value(param, &cookies, self)?),
                _ => {
                    let name = param.name.to_lowercase();
                    if ["accept", "content-type", "authorization"].contains(&name.as_str()) {
                        continue;
                    }
                    let raw = request.headers.iter().find(|(known, _)| *known == name);
                    let value = raw.map(|(_, raw)| self.header(param, raw)).transpose()?;
                    (format!("header:{name}"), value)
                }
            };
            match value {
                Some(value) if self.sent.accepts(&param.schema, &value) == Some(false) => {
                    return Err(format!("400: {key} is {value}"));
                }
                Some(value) => drop(view.insert(key, self.view(&param.schema, value, View::Sent))),
                None if param.required => return Err(format!("400: {key} is missing")),
                None => {
                    if let Some(default) = self.default(&param.schema) {
                        view.insert(key, default);
                    }
                }
            }
        }
        Ok(())
    }

    fn header(&self, param: &Param, raw: &str) -> Result<Value, String> {
        if param.is_json {
            return serde_json::from_str(raw).map_err(|error| format!("400: {error}"));
        }
        let escaped = raw.replace('%', "%25").replace('+', "%2B");
        Ok(styles::joined(param, &self.kind(&param.schema), &escaped, self))
    }

    fn authorize(&self, operation: &Operation, request: &Request, query: &str) -> Result<(), String> {
        let alternatives = &operation.security;
        let header = |name: &str| {
            let found = request.headers.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        let fulfilled = |name: &String, scopes: &[String]| {
            let scheme = &self.root["components"]["securitySchemes"][name];
            let parameter = scheme["name"].as_str().unwrap_or_default();
            match (scheme["type"].as_str().unwrap_or_default(), scheme["in"].as_str()) {
                ("http", _) => {
                    let word = scheme["scheme"].as_str().unwrap_or_default().to_lowercase();
                    header("authorization").to_lowercase().starts_with(&format!("{word} "))
                }
                ("apiKey", Some("header")) => !header(&parameter.to_lowercase()).is_empty(),
                ("apiKey", Some("query")) => styles::pairs(query).iter().any(|(name, _)| name == parameter),
                ("apiKey", _) => header("cookie").contains(&format!("{parameter}=")),
                ("oauth2" | "openIdConnect", _) => {
                    header("authorization").starts_with("Bearer ")
                        && scopes.iter().all(|scope| request.scopes.contains(scope))
                }
                _ => true,
            }
        };
        let is_allowed = alternatives.is_empty()
            || alternatives
                .iter()
                .any(|one| one.iter().all(|(name, scopes)| fulfilled(name, scopes)));
        if is_allowed {
            Ok(())
        } else {
            Err("401: credentials".to_owned())
        }
    }

    fn body(&self, body: &document::Body, request: &Request) -> Result<Option<Value>, String> {
        let content_type = request.headers.iter().find(|(name, _)| name == "content-type");
        let Some((_, content_type)) = content_type.filter(|_| !request.body.is_empty()) else {
            return Ok(None);
        };
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let media = body.media.iter().find(|media| covers(&media.name, essence));
        let Some(media) = media else {
            return Err(format!("415: {content_type}"));
        };
        let text = || String::from_utf8_lossy(&request.body).into_owned();
        let value = if essence.ends_with("json") && !essence.contains("ndjson") {
            serde_json::from_slice(&request.body).map_err(|error| format!("400: {error}"))?
        } else if essence == "application/x-www-form-urlencoded" {
            self.form(media, &styles::pairs(&text()))?
        } else if essence.starts_with("multipart/") {
            self.multipart(media, content_type, &request.body)
        } else {
            return Ok(Some(json!(text())));
        };
        let Some(schema) = &media.schema else {
            return Ok(Some(value));
        };
        if self.sent.accepts(schema, &value) == Some(false) {
            return Err(format!("400: body {value}"));
        }
        Ok(Some(self.view(schema, value, View::Sent)))
    }

    fn form(&self, media: &Media, pairs: &Pairs) -> Result<Value, String> {
        let Some(schema) = &media.schema else {
            return Ok(Value::Null);
        };
        let mut members = Map::new();
        for (name, schema) in self.members(schema) {
            let encoding = &media.encoding[&name];
            let style = encoding["style"].as_str().unwrap_or("form").to_owned();
            let param = Param {
                explode: encoding["explode"].as_bool().unwrap_or(style == "form"),
                location: "query".to_owned(),
                required: false,
                is_json: encoding["contentType"]
                    .as_str()
                    .is_some_and(|name| name.ends_with("json")),
                name: name.clone(),
                schema,
                style,
            };
            if let Some(value) = styles::value(&param, pairs, self)? {
                members.insert(name, value);
            }
        }
        for (name, value) in pairs.iter().filter(|(name, _)| !name.contains('[')) {
            let value = || json!(styles::decoded(value));
            members.entry(name.clone()).or_insert_with(value);
        }
        Ok(Value::Object(members))
    }

    fn multipart(&self, media: &Media, content_type: &str, body: &[u8]) -> Value {
        let boundary = content_type
            .split("boundary=")
            .nth(1)
            .unwrap_or_default()
            .trim_matches('"');
        let text = String::from_utf8_lossy(body).into_owned();
        let mut members: Map<String, Value> = Map::new();
        let declared = media
            .schema
            .as_deref()
            .map(|schema| self.members(schema))
            .unwrap_or_default();
        for part in text.split(&format!("--{boundary}")) {
            let Some((head, content)) = part.split_once("\r\n\r\n") else {
                continue;
            };
            let Some(name) = head.split("name=\"").nth(1).and_then(|rest| rest.split('"').next()) else {
                continue;
            };
            let content = content.strip_suffix("\r\n").unwrap_or(content);
            let schema = declared
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, schema)| schema.clone());
            let is_list = schema.as_deref().is_some_and(|schema| self.kind(schema) == "array");
            let is_json = head.to_lowercase().contains("application/json");
            let element = schema.map(|schema| if is_list { self.items(&schema) } else { schema });
            let value = match (serde_json::from_str(content), element) {
                (Ok(value), _) if is_json => value,
                (_, Some(schema)) => self.scalar(&schema, content),
                _ => json!(content),
            };
            if is_list && !value.is_array() {
                let entry = members.entry(name.to_owned()).or_insert_with(|| json!([]));
                if let Some(items) = entry.as_array_mut() {
                    items.push(value);
                }
            } else {
                members.insert(name.to_owned(), value);
            }
        }
        Value::Object(members)
    }

    /// What a value means by the document: without what it ignores, and with its defaults.
    pub(crate) fn view(&self, schema: &str, value: Value, view: View) -> Value {
        let flag = if view == View::Sent { "readOnly" } else { "writeOnly" };
        match value {
            Value::Object(members) => {
                let parts = self.parts(schema, &Value::Object(members.clone()), view);
                let declared: Vec<(String, String)> = parts.iter().flat_map(|part| self.own_members(part)).collect();
                let is_open = declared.is_empty()
                    || parts.iter().any(|part| {
                        let rest = self.get(part).and_then(|schema| schema.get("additionalProperties"));
                        rest.is_some_and(|rest| rest != &Value::Bool(false))
                    });
                let mut out = Map::new();
                for (name, member) in &members {
                    match declared.iter().find(|(known, _)| known == name) {
                        // What must not be sent is ignored.
                        Some((_, schema)) if self.get(schema).is_some_and(|schema| schema[flag] == true) => {}
                        Some((_, schema)) => drop(out.insert(name.clone(), self.view(schema, member.clone(), view))),
                        None if is_open => drop(out.insert(name.clone(), member.clone())),
                        None => {}
                    }
                }
                for (name, schema) in declared {
                    if let (false, Some(default)) = (members.contains_key(&name), self.default(&schema)) {
                        out.insert(name, default);
                    }
                }
                Value::Object(out)
            }
            Value::Array(items) => {
                let of = self.items(schema);
                Value::Array(items.into_iter().map(|item| self.view(&of, item, view)).collect())
            }
            scalar => scalar,
        }
    }

    fn without_directions(&self, schema: &str, value: Value, view: View) -> Value {
        let flag = if view == View::Sent { "readOnly" } else { "writeOnly" };
        match value {
            Value::Object(members) => {
                let parts = self.parts(schema, &Value::Object(members.clone()), view);
                let declared: Vec<(String, String)> = parts.iter().flat_map(|part| self.own_members(part)).collect();
                let mut out = Map::new();
                for (name, member) in members {
                    match declared.iter().find(|(known, _)| *known == name) {
                        Some((_, schema)) => {
                            if self.get(schema).is_none_or(|schema| schema[flag] != true) {
                                out.insert(name, self.without_directions(schema, member, view));
                            }
                        }
                        None => drop(out.insert(name, member)),
                    }
                }
                Value::Object(out)
            }
            Value::Array(items) => {
                let of = self.items(schema);
                let items = items.into_iter().map(|item| self.without_directions(&of, item, view));
                Value::Array(items.collect())
            }
            scalar => scalar,
        }
    }

    fn get(&self, schema: &str) -> Option<&Value> {
        let found = self.root.pointer(schema)?;
        let document = Document { root: &self.root };
        Some(document.follow(found, schema).0)
    }

    fn default(&self, schema: &str) -> Option<Value> {
        let own = self.root.pointer(schema).and_then(|schema| schema.get("default"));
        own.or_else(|| self.get(schema)?.get("default")).cloned()
    }

    /// The pointers of all schemas that apply to a value: without branches that do not accept it.
    fn parts(&self, schema: &str, value: &Value, view: View) -> Vec<String> {
        let (mut found, mut waiting) = (Vec::new(), vec![schema.to_owned()]);
        while let Some(at) = waiting.pop() {
            let Some(schema) = self.root.pointer(&at) else { continue };
            if found.contains(&at) || found.len() > 100 {
                continue;
            }
            waiting.extend(walk::target(schema));
            for word in ["allOf", "oneOf", "anyOf"] {
                for index in 0..list(&schema[word]).len() {
                    let branch = format!("{at}/{word}/{index}");
                    if word == "allOf" || self.accepts(&branch, value, view) != Some(false) {
                        waiting.push(branch);
                    }
                }
            }
            if let Some(tag) = schema["discriminator"]["propertyName"].as_str()
                && let Some(name) = value[tag].as_str()
            {
                let mapped = schema["discriminator"]["mapping"][name].as_str();
                let mapped = mapped.map_or(format!("/components/schemas/{name}"), |to| {
                    to.trim_start_matches('#').to_owned()
                });
                waiting.push(mapped);
            }
            found.push(at);
        }
        found
    }

    fn own_members(&self, schema: &str) -> Vec<(String, String)> {
        let Some(value) = self.root.pointer(schema) else {
            return Vec::new();
        };
        let properties = value["properties"].as_object().into_iter().flatten();
        properties
            .map(|(name, _)| (name.clone(), below(&below(schema, "properties"), name)))
            .collect()
    }
}

impl Structure for Server {
    fn kind(&self, schema: &str) -> String {
        let kinds = self.parts(schema, &Value::Null, View::Sent);
        let mut found = kinds.iter().filter_map(|part| {
            let declared = &self.root.pointer(part)?["type"];
            let names = list(declared).iter().chain(declared.is_string().then_some(declared));
            names.filter_map(Value::as_str).find(|name| *name != "null")
        });
        found.next().unwrap_or_default().to_owned()
    }

    fn items(&self, schema: &str) -> String {
        let parts = self.parts(schema, &Value::Null, View::Sent);
        let mut found = parts.iter().map(|part| below(part, "items"));
        found
            .find(|at| self.root.pointer(at).is_some())
            .unwrap_or_else(|| below(schema, "items"))
    }

    fn members(&self, schema: &str) -> Vec<(String, String)> {
        let parts = self.parts(schema, &Value::Null, View::Sent);
        parts.iter().flat_map(|part| self.own_members(part)).collect()
    }

    fn scalar(&self, schema: &str, text: &str) -> Value {
        let number = || serde_json::from_str::<Value>(text).ok().filter(Value::is_number);
        let boolean = || text.parse::<bool>().ok().map(Value::Bool);
        let kind = self.kind(schema);
        let found = match kind.as_str() {
            "integer" | "number" => number(),
            "boolean" => boolean(),
            "string" => None,
            "object" | "array" => serde_json::from_str(text).ok(),
            _ => number().or_else(boolean),
        };
        let text = json!(text);
        match found {
            Some(value) if kind.is_empty() && self.sent.accepts(schema, &value) == Some(false) => text,
            Some(value) => value,
            None => text,
        }
    }
}

/// Whether a media type of the document is that of a request.
fn covers(declared: &str, essence: &str) -> bool {
    let declared = declared.split(';').next().unwrap_or_default().trim();
    match declared.split_once('/') {
        Some(("*", _)) => true,
        Some((kind, "*")) => essence.starts_with(&format!("{kind}/")),
        _ => declared.eq_ignore_ascii_case(essence),
    }
}

/// The raw values of the parameters of a template, if a path has its form.
fn matched(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let Some((text, rest)) = template.split_once('{') else {
        return (template == path).then(Vec::new);
    };
    let path = path.strip_prefix(text)?;
    let (name, rest) = rest.split_once('}')?;
    let end = path.find('/').unwrap_or(path.len());
    // The longest value first.
    for length in (0..=end).rev().filter(|length| path.is_char_boundary(*length)) {
        let (value, after) = path.split_at(length);
        if let (false, Some(mut more)) = (value.is_empty(), matched(rest, after)) {
            more.insert(0, (name.to_owned(), value.to_owned()));
            return Some(more);
        }
    }
    None
}
