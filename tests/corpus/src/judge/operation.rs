//! The operations of raw documents with their parameters and bodies.

use serde_json::Value;

use super::schema::Tree;

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];
/// Header fields that OpenAPI describes elsewhere in the document. Parameters with these names are ignored.
pub(crate) const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// One operation.
pub(crate) struct Operation<'a> {
    /// In lower case, as in the document.
    pub method: &'static str,
    pub path: &'a str,
    pub parameters: Vec<Parameter<'a>>,
    pub body: Option<Body<'a>>,
    /// Whether a part of it cannot be read, so that it cannot be tested.
    pub unusable: bool,
}

/// One parameter.
pub(crate) struct Parameter<'a> {
    pub name: &'a str,
    pub location: &'a str,
    pub style: &'a str,
    pub explode: bool,
    pub required: bool,
    pub reserved: bool,
    /// Its schema, or that of its only media type.
    pub schema: Option<&'a Value>,
    /// Whether it is declared with `content`.
    pub content: bool,
    pub examples: Vec<&'a Value>,
}

/// The body that is sent, with one of its media types.
pub(crate) struct Body<'a> {
    pub kind: BodyKind,
    pub media_type: &'a str,
    pub schema: Option<&'a Value>,
    pub examples: Vec<&'a Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyKind {
    Json,
    Form,
    Multipart,
}

impl BodyKind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Form => "urlencoded",
            Self::Multipart => "multipart",
        }
    }
}

impl Parameter<'_> {
    /// Its key in the values of a call.
    pub(crate) fn value_key(&self) -> String {
        format!("{}:{}", self.location, self.name)
    }
}

/// All operations of a document, in document order.
pub(crate) fn all<'a>(tree: Tree<'a>) -> Vec<Operation<'a>> {
    let paths = tree.root().get("paths").and_then(Value::as_object);
    let items = paths
        .into_iter()
        .flatten()
        .filter(|(path, _)| path.starts_with('/') && !path.contains(['?', '#']))
        .filter_map(|(path, item)| Some((path.as_str(), tree.follow(item)?)));
    items
        .flat_map(|(path, item)| {
            METHODS
                .into_iter()
                .filter_map(move |method| Some((method, item.get(method)?)))
                .filter(|(_, operation)| operation.is_object())
                .map(move |(method, operation)| read(tree, path, item, method, operation))
        })
        .collect()
}

fn read<'a>(
    tree: Tree<'a>,
    path: &'a str,
    item: &'a Value,
    method: &'static str,
    operation: &'a Value,
) -> Operation<'a> {
    let mut parameters: Vec<Parameter<'a>> = Vec::new();
    let mut unusable = false;
    for declared in [item, operation]
        .into_iter()
        .filter_map(|owner| owner.get("parameters")?.as_array())
        .flatten()
    {
        let Some(parameter) = tree.follow(declared).and_then(parameter) else {
            unusable = true;
            continue;
        };
        if parameter.location == "header" && IGNORED_HEADERS.contains(&parameter.name.to_ascii_lowercase().as_str()) {
            continue;
        }
        match parameters
            .iter_mut()
            .find(|known| known.name == parameter.name && known.location == parameter.location)
        {
            Some(known) => *known = parameter,
            None => parameters.push(parameter),
        }
    }
    let body = operation
        .get("requestBody")
        .map(|body| tree.follow(body).and_then(self::body));
    unusable |= matches!(body, Some(None)) || !matches_template(path, &parameters);
    Operation {
        method,
        path,
        parameters,
        body: body.flatten(),
        unusable,
    }
}

fn parameter(declared: &Value) -> Option<Parameter<'_>> {
    let text = |key: &str| declared.get(key).and_then(Value::as_str);
    let (name, location) = (text("name")?, text("in")?);
    let content = declared
        .get("content")
        .and_then(Value::as_object)
        .and_then(|content| content.values().next());
    let style = text("style").unwrap_or(match location {
        "query" | "cookie" => "form",
        _ => "simple",
    });
    let owner = content.unwrap_or(declared);
    Some(Parameter {
        name,
        location,
        style,
        explode: declared
            .get("explode")
            .and_then(Value::as_bool)
            .unwrap_or(style == "form"),
        required: declared.get("required") == Some(&Value::Bool(true)),
        reserved: declared.get("allowReserved") == Some(&Value::Bool(true)),
        schema: owner.get("schema"),
        content: content.is_some(),
        examples: examples(owner),
    })
}

fn body(declared: &Value) -> Option<Body<'_>> {
    let content = declared.get("content").and_then(Value::as_object)?;
    let essence = |media: &str| media.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
    let find = |test: &dyn Fn(&str) -> bool| content.iter().find(|(media, _)| test(&essence(media)));
    let json = find(&|media| media == "application/json")
        .or_else(|| find(&|media| media == "text/json" || media.ends_with("+json")))
        .map(|found| (BodyKind::Json, found));
    let form = || find(&|media| media == "application/x-www-form-urlencoded").map(|found| (BodyKind::Form, found));
    let parts = || find(&|media| media == "multipart/form-data").map(|found| (BodyKind::Multipart, found));
    let (kind, (media_type, media)) = json.or_else(form).or_else(parts)?;
    Some(Body {
        kind,
        media_type,
        schema: media.get("schema"),
        examples: examples(media),
    })
}

/// `example`, and the values of `examples`.
fn examples(owner: &Value) -> Vec<&Value> {
    let several = owner.get("examples").and_then(Value::as_object);
    owner
        .get("example")
        .into_iter()
        .chain(
            several
                .into_iter()
                .flat_map(|all| all.values())
                .filter_map(|one| one.get("value")),
        )
        .collect()
}

/// Whether the placeholders of the path and the path parameters are the same.
fn matches_template(path: &str, parameters: &[Parameter<'_>]) -> bool {
    let named: Vec<&str> = path
        .split('{')
        .skip(1)
        .filter_map(|piece| piece.split('}').next())
        .collect();
    let declared = parameters.iter().filter(|parameter| parameter.location == "path");
    declared.clone().all(|parameter| named.contains(&parameter.name))
        && named
            .iter()
            .all(|name| declared.clone().any(|parameter| parameter.name == *name))
}
