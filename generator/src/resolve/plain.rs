//! Parameters, bodies and responses in which every member has the type that OpenAPI declares: they are read without the
//! typed model, which takes ten times as long. The model reads all others, and its errors say what is wrong.

use super::objects::{Content, Operation, RequiredSchemes};
use super::parameter::{Location, Parameter, ParameterValue, Style};
use crate::load::{Map, Node};
use crate::pointer::Pointer;

/// A parameter whose value is described by a schema.
pub(super) fn parameter(map: &Map, at: &Pointer) -> Option<Parameter> {
    let mut location = None;
    let mut style = None;
    let mut has_schema = false;
    let mut parameter = Parameter {
        name: String::new(),
        location: Location::Query,
        required: false,
        deprecated: false,
        description: String::new(),
        style: Style::Form,
        explode: None,
        allow_reserved: false,
        value: ParameterValue::Schema(at.child("schema")),
    };
    let mut has_name = false;
    for (key, value) in map {
        match key.as_bytes() {
            b"name" => (parameter.name, has_name) = (value.as_str()?.to_owned(), true),
            b"in" => location = Some(self::location(value.as_str()?)?),
            b"description" => parameter.description = value.as_str()?.to_owned(),
            b"required" => parameter.required = value.as_bool()?,
            b"deprecated" => parameter.deprecated = value.as_bool()?,
            b"explode" => parameter.explode = Some(value.as_bool()?),
            b"style" => style = Some(value.as_str()?),
            b"allowReserved" => parameter.allow_reserved = value.as_bool()?,
            b"schema" => has_schema = !value.is_boolean(),
            b"allowEmptyValue" => drop(value.as_bool()?),
            b"content" => return None,
            _ => {}
        }
    }
    parameter.location = location.filter(|_| has_name && has_schema)?;
    parameter.style = self::style(parameter.location, style)?;
    parameter.allow_reserved &= parameter.location == Location::Query;
    Some(parameter)
}

fn location(text: &str) -> Option<Location> {
    Some(match text {
        "query" => Location::Query,
        "path" => Location::Path,
        "header" => Location::Header,
        "cookie" => Location::Cookie,
        _ => return None,
    })
}

fn style(location: Location, declared: Option<&str>) -> Option<Style> {
    Some(match (location, declared) {
        (Location::Query, None | Some("form")) => Style::Form,
        (Location::Query, Some("spaceDelimited")) => Style::SpaceDelimited,
        (Location::Query, Some("pipeDelimited")) => Style::PipeDelimited,
        (Location::Query, Some("deepObject")) => Style::DeepObject,
        (Location::Path, None | Some("simple")) => Style::Simple,
        (Location::Path, Some("label")) => Style::Label,
        (Location::Path, Some("matrix")) => Style::Matrix,
        (Location::Header, None | Some("simple")) => Style::Simple,
        (Location::Cookie, None | Some("form")) => Style::Form,
        _ => return None,
    })
}

/// An operation without servers of its own.
pub(super) fn operation(map: &Map) -> Option<Operation> {
    let mut has_responses = false;
    let mut operation = Operation {
        id: None,
        summary: None,
        description: None,
        deprecated: false,
        security: None,
    };
    for (key, value) in map {
        match key.as_bytes() {
            b"operationId" => operation.id = Some(value.as_str()?.to_owned()),
            b"summary" => operation.summary = Some(value.as_str()?.to_owned()),
            b"description" => operation.description = Some(value.as_str()?.to_owned()),
            b"deprecated" => operation.deprecated = value.as_bool()?,
            b"security" => operation.security = Some(value.as_array()?.iter().map(schemes).collect::<Option<_>>()?),
            b"tags" if !value.as_array()?.iter().all(Node::is_string) => return None,
            b"parameters" if value.as_array()?.iter().any(Node::is_boolean) => return None,
            b"requestBody" if value.is_boolean() => return None,
            b"responses" => has_responses = !value.as_object()?.values().any(Node::is_boolean),
            b"servers" => return None,
            _ => {}
        }
    }
    has_responses.then_some(operation)
}

/// The schemes of a requirement with their scopes.
fn schemes(requirement: &Node) -> Option<RequiredSchemes> {
    let text = |scope: &Node| scope.as_str().map(str::to_owned);
    let pair = |(name, scopes): (&String, &Node)| {
        let scopes: Option<Vec<String>> = scopes.as_array()?.iter().map(text).collect();
        Some((name.clone(), scopes?))
    };
    requirement.as_object()?.iter().map(pair).collect()
}

/// A request body.
pub(super) fn request_body(map: &Map) -> Option<Content> {
    let mut body = Content {
        description: String::new(),
        required: false,
        media_types: Vec::new(),
    };
    for (key, value) in map {
        match key.as_bytes() {
            b"description" => body.description = value.as_str()?.to_owned(),
            b"required" => body.required = value.as_bool()?,
            b"content" => body.media_types = media_types(value)?,
            _ => {}
        }
    }
    Some(body)
}

/// A response, which has a description.
pub(super) fn response(map: &Map) -> Option<Content> {
    let mut description = None;
    let mut media_types = Vec::new();
    for (key, value) in map {
        match key.as_bytes() {
            b"description" => description = Some(value.as_str()?.to_owned()),
            b"content" => media_types = self::media_types(value)?,
            b"headers" if value.as_object()?.values().any(Node::is_boolean) => return None,
            _ => {}
        }
    }
    Some(Content {
        description: description?,
        required: false,
        media_types,
    })
}

/// The media types of a `content`, unless one has an encoding.
fn media_types(content: &Node) -> Option<Vec<String>> {
    let mut list = Vec::new();
    for (name, value) in content.as_object()? {
        for (key, value) in value.as_object()? {
            let is_other = key == "encoding" || (key == "schema" && value.is_boolean());
            if is_other {
                return None;
            }
        }
        list.push(name.clone());
    }
    Some(list)
}

#[cfg(test)]
mod tests {
    use super::{Content, Operation, Parameter, operation, parameter, request_body, response};
    use crate::load::{Map, Node, typed};
    use crate::pointer::Pointer;

    fn map(text: &str) -> Map {
        text.parse::<Node>()
            .expect("JSON")
            .as_object()
            .expect("an object")
            .clone()
    }

    #[test]
    fn parameters_are_those_of_the_typed_model() {
        for text in [
            r#"{"name": "a", "in": "query", "schema": {"type": "string"}}"#,
            r#"{"name": "", "in": "path", "required": true, "style": "label", "explode": true, "schema": {}}"#,
            r#"{"name": "a", "in": "cookie", "deprecated": true, "description": "d", "schema": {}, "x-y": [1]}"#,
            r#"{"name": "a", "in": "query", "allowReserved": true, "style": "deepObject", "schema": {}}"#,
            r#"{"name": "a", "in": "header", "allowReserved": true, "schema": {}, "unknown": {}}"#,
        ] {
            let (map, at) = (map(text), Pointer::root());
            let model = typed(Node::Object(map.clone())).map(|model| Parameter::new(model, &at));
            let plain = parameter(&map, &at).expect("plain");
            assert_eq!(format!("{plain:?}"), format!("{:?}", model.expect("typed")), "{text}");
        }
    }

    #[test]
    fn operations_are_those_of_the_typed_model() {
        for text in [
            r#"{"responses": {}}"#,
            r#"{"operationId": "a", "summary": "b", "description": "c", "deprecated": true, "tags": ["d"],
                "responses": {"200": {"$ref": "e"}, "x-f": {}}, "security": [{}, {"g": ["h"], "i": []}]}"#,
            r#"{"parameters": [{"$ref": "a"}], "requestBody": {"$ref": "b"}, "responses": {}, "x-c": 1}"#,
        ] {
            let map = map(text);
            let model = typed::<openapiv3::Operation>(Node::Object(map.clone())).map(Operation::from);
            let plain = operation(&map).expect("plain");
            assert_eq!(format!("{plain:?}"), format!("{:?}", model.expect("typed")), "{text}");
        }
        for text in [
            r#"{}"#,
            r#"{"responses": {}, "tags": [1]}"#,
            r#"{"responses": {"200": true}}"#,
        ] {
            assert!(operation(&map(text)).is_none(), "{text}");
        }
    }

    #[test]
    fn bodies_and_responses_are_those_of_the_typed_model() {
        for text in [
            r#"{"description": "d", "content": {"a/b": {"schema": {}}, "c/d": {}}, "required": true}"#,
            r#"{"description": "", "headers": {"a": {"schema": {}}}, "x-y": 1}"#,
        ] {
            let map = map(text);
            let node = || Node::Object(map.clone());
            let model = typed::<openapiv3::Response>(node()).map(Content::from).expect("typed");
            assert_eq!(format!("{:?}", response(&map).expect("plain")), format!("{model:?}"));
            let model = typed::<openapiv3::RequestBody>(node())
                .map(Content::from)
                .expect("typed");
            assert_eq!(
                format!("{:?}", request_body(&map).expect("plain")),
                format!("{model:?}")
            );
        }
    }

    #[test]
    fn the_typed_model_reads_what_is_wrong() {
        for text in [
            r#"{"in": "query", "schema": {}}"#,
            r#"{"name": "a", "in": "body", "schema": {}}"#,
            r#"{"name": "a", "in": "query"}"#,
            r#"{"name": "a", "in": "path", "style": "form", "schema": {}}"#,
            r#"{"name": 1, "in": "query", "schema": {}}"#,
            r#"{"name": "a", "in": "query", "schema": true}"#,
        ] {
            assert!(parameter(&map(text), &Pointer::root()).is_none(), "{text}");
        }
        for text in [
            r#"{"description": 1}"#,
            r#"{}"#,
            r#"{"description": "", "headers": {"a": true}}"#,
        ] {
            assert!(response(&map(text)).is_none(), "{text}");
        }
        assert!(request_body(&map(r#"{"content": {"a/b": {"encoding": {}}}}"#)).is_none());
    }
}
