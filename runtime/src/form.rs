//! `application/x-www-form-urlencoded` bodies.

use serde_json::Value;
use url::form_urlencoded::Serializer;

/// Writes a JSON object as a form: lists repeat the name, lists inside lists are JSON, nested objects are `name[member]`,
/// `null` is an empty value. `None`: it is not an object.
pub(crate) fn encode(value: &Value) -> Option<String> {
    let mut out = Serializer::new(String::new());
    for (name, value) in value.as_object()? {
        push(&mut out, name, value);
    }
    Some(out.finish())
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
        Value::Array(items) => items.iter().for_each(|item| match item {
            // A name can repeat, but not repeat inside itself.
            Value::Array(_) => {
                out.append_pair(name, &item.to_string());
            }
            item => push(out, name, item),
        }),
        Value::Object(members) => {
            for (member, value) in members {
                push(out, &format!("{name}[{member}]"), value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn writes_scalars_lists_and_nested_objects() {
        let value = serde_json::json!({
            "a": "x y+z&ü", "b": 1.5, "c": [1, 2], "d": {"e": {"f": true}, "g": ["h"]}, "n": null, "o": [],
            "p": [[1, 2], []]
        });
        assert_eq!(
            super::encode(&value).unwrap_or_default(),
            "a=x+y%2Bz%26%C3%BC&b=1.5&c=1&c=2&d%5Be%5D%5Bf%5D=true&d%5Bg%5D=h&n=&p=%5B1%2C2%5D&p=%5B%5D"
        );
        assert_eq!(super::encode(&serde_json::json!([1])), None);
    }
}
