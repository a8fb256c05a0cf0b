//! `application/x-www-form-urlencoded` bodies.

use crate::params::param::ToParam as _;
use crate::params::style;
use crate::params::style::QueryStyle;
use serde_json::Value;
use url::form_urlencoded::Serializer;

/// Writes a JSON object as a form: lists of scalars repeat the name, nested objects are `name[member]`,
/// `null` is an empty value. What OpenAPI leaves open, lists that hold objects or lie in one, has the
/// indices of the items (`name[0][member]`), so that members are not mixed up. `styles` has the styles that a document
/// declares for some members. `None`: it is not an object.
pub(crate) fn encode(value: &Value, styles: &[(&str, QueryStyle)]) -> Option<String> {
    let mut pieces = Vec::new();
    for (name, value) in value.as_object()? {
        let style = styles.iter().find(|(member, _)| member == name);
        pieces.push(match (style, value) {
            // Null is a JSON text, too.
            (Some((_, QueryStyle::Json)), value) => member(name, &Value::String(value.to_string())),
            (Some((_, style)), value) => style::query(name, *style, &value.to_param(), false),
            (None, value) => member(name, value),
        });
    }
    pieces.retain(|piece| !piece.is_empty());
    Some(pieces.join("&"))
}

fn member(name: &str, value: &Value) -> String {
    let mut out = Serializer::new(String::new());
    match value {
        Value::Array(items) if items.iter().all(is_scalar) => {
            items.iter().for_each(|item| push(&mut out, name, item));
        }
        value => push(&mut out, name, value),
    }
    out.finish()
}

fn is_scalar(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn push(out: &mut Serializer<'_, String>, name: &str, value: &Value) {
    match value {
        Value::Null => {
            out.append_pair(name, "");
        }
        Value::Bool(value) => {
            out.append_pair(name, if *value { "true" } else { "false" });
        }
        Value::Number(number) => {
            out.append_pair(name, &number.to_string());
        }
        Value::String(text) => {
            out.append_pair(name, text);
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                push(out, &format!("{name}[{at}]"), item);
            }
        }
        Value::Object(members) => {
            for (member, value) in members {
                push(out, &format!("{name}[{member}]"), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::QueryStyle;

    #[test]
    fn writes_scalars_lists_and_nested_objects() {
        let value = serde_json::json!({
            "a": "x y+z&ü", "b": 1.5, "c": [1, 2], "d": {"e": {"f": true}, "g": ["h"]},
            "i": [{"p": 1, "q": 2}, {"p": 3}], "n": null, "o": []
        });
        assert_eq!(
            super::encode(&value, &[]).unwrap_or_default(),
            "a=x+y%2Bz%26%C3%BC&b=1.5&c=1&c=2&d%5Be%5D%5Bf%5D=true&d%5Bg%5D%5B0%5D=h&\
             i%5B0%5D%5Bp%5D=1&i%5B0%5D%5Bq%5D=2&i%5B1%5D%5Bp%5D=3&n="
        );
        assert_eq!(super::encode(&serde_json::json!([1]), &[]), None);
    }

    #[test]
    fn members_have_the_style_that_the_document_wants() {
        let value = serde_json::json!({"a": ["x y", "z"], "b": [1, 2], "c": [1, 2], "d": []});
        let styles = [
            ("a", QueryStyle::DeepObject),
            ("b", QueryStyle::Form { explode: false }),
            ("d", QueryStyle::PipeDelimited),
        ];
        assert_eq!(
            super::encode(&value, &styles).unwrap_or_default(),
            "a%5B0%5D=x%20y&a%5B1%5D=z&b=1,2&c=1&c=2"
        );
    }

    #[test]
    fn members_may_be_json_texts() {
        let value =
            serde_json::json!({"a": {"x": "1 2"}, "b": [{"y": 1}], "c": [], "d": null, "e": "f", "g": {"z": [1]}});
        let styles = ["a", "b", "c", "d", "e"].map(|name| (name, QueryStyle::Json));
        assert_eq!(
            super::encode(&value, &styles).unwrap_or_default(),
            "a=%7B%22x%22%3A%221+2%22%7D&b=%5B%7B%22y%22%3A1%7D%5D&c=%5B%5D&d=null&e=%22f%22&g%5Bz%5D%5B0%5D=1"
        );
    }
}
