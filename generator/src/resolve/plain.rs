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
    use proptest::prelude::*;

    use super::super::resolver::shallow;
    use super::{Content, Operation, Parameter, operation, parameter, request_body, response};
    use crate::load::{Map, Node, typed};
    use crate::normalize::ObjectKind;
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

    const KEYS: [&str; 32] = [
        "name",
        "in",
        "description",
        "required",
        "deprecated",
        "explode",
        "style",
        "allowReserved",
        "schema",
        "allowEmptyValue",
        "content",
        "example",
        "examples",
        "operationId",
        "summary",
        "security",
        "tags",
        "parameters",
        "requestBody",
        "responses",
        "servers",
        "callbacks",
        "externalDocs",
        "headers",
        "links",
        "x-a",
        "unknown",
        "$ref",
        "encoding",
        "a/b",
        "200",
        "default",
    ];

    fn keys() -> impl Strategy<Value = String> {
        prop::sample::select(KEYS.to_vec()).prop_map(str::to_owned)
    }

    /// Any JSON whose keys are those of these objects.
    fn node() -> impl Strategy<Value = Node> {
        let texts = vec![
            "a",
            "",
            "query",
            "path",
            "header",
            "cookie",
            "form",
            "simple",
            "label",
            "deepObject",
            "2XX",
        ];
        let leaf = prop_oneof![
            Just(Node::Null),
            any::<bool>().prop_map(Node::Bool),
            (-1_i64..3).prop_map(Node::from),
            prop::sample::select(texts).prop_map(Node::from),
        ];
        leaf.prop_recursive(4, 12, 3, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Node::Array),
                prop::collection::vec((keys(), inner), 0..3).prop_map(|list| Node::Object(list.into_iter().collect())),
            ]
        })
    }

    /// An object in which most members have the right type.
    fn object() -> impl Strategy<Value = Map> {
        let usual = [
            ("name", "\"a\""),
            ("in", "\"query\""),
            ("in", "\"path\""),
            ("in", "\"header\""),
            ("in", "\"cookie\""),
            ("schema", "{}"),
            ("schema", "[]"),
            ("description", "\"d\""),
            ("required", "true"),
            ("style", "\"form\""),
            ("style", "\"simple\""),
            ("explode", "false"),
            ("allowReserved", "true"),
            ("content", "{\"a/b\": {\"schema\": {}, \"examples\": 1, \"x-a\": true}}"),
            ("content", "{\"a/b\": {\"schema\": 1}, \"\": {}, \"x-a\": {}}"),
            ("headers", "{\"a\": 1, \"x-b\": {}}"),
            ("links", "true"),
            ("responses", "{\"200\": {}, \"x-a\": 1}"),
            ("responses", "{\"default\": 1, \"2XX\": {}}"),
            ("responses", "{\"abc\": {}}"),
            ("responses", "{\"20\": {}, \"2xx\": {}}"),
            ("responses", "{\"99999\": {}}"),
            ("parameters", "[{}, 1, null]"),
            ("requestBody", "[]"),
            ("tags", "[\"a\"]"),
            ("security", "[{\"a\": [\"b\"]}, {}]"),
            ("callbacks", "true"),
        ];
        let usual = prop::sample::select(usual.to_vec())
            .prop_map(|(key, value)| (key.to_owned(), value.parse::<Node>().expect("JSON")));
        prop::collection::vec(prop_oneof![6 => usual, 1 => (keys(), node())], 0..9)
            .prop_map(|list| list.into_iter().collect())
    }

    /// Checks that an object that is read without the model is one that the model reads, with the same result.
    fn check<P: std::fmt::Debug, M: serde::de::DeserializeOwned>(
        plain: Option<P>,
        map: &Map,
        kind: ObjectKind,
        convert: impl Fn(M) -> P,
    ) -> Result<(), TestCaseError> {
        let Some(plain) = plain else { return Ok(()) };
        let node = shallow(&Node::Object(map.clone()), kind, &Pointer::root());
        let model = typed::<M>(node).map(convert);
        let model = model.map_err(|error| TestCaseError::fail(format!("{error}: {map:?}")))?;
        prop_assert_eq!(format!("{:?}", plain), format!("{:?}", model), "{:?}", map);
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_object_is_that_of_the_typed_model(map in object()) {
            let at = Pointer::root();
            check(parameter(&map, &at), &map, ObjectKind::Parameter, |model| Parameter::new(model, &at))?;
            check(operation(&map), &map, ObjectKind::Operation, |model: openapiv3::Operation| Operation::from(model))?;
            check(request_body(&map), &map, ObjectKind::RequestBody, |model: openapiv3::RequestBody| Content::from(model))?;
            check(response(&map), &map, ObjectKind::Response, |model: openapiv3::Response| Content::from(model))?;
        }
    }
}
