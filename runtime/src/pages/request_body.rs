//! Members of the JSON body of a call that lead to the next page.

use crate::call::untyped::Call;
use crate::codec::{json, select};
use crate::pages::error::BodyMemberError;
use crate::pages::page_info::NextValue;
use http::HeaderValue;
use http::header::CONTENT_TYPE;

/// Whether the name of a parameter is the JSON pointer of a member of the request body.
pub(crate) fn is_member(name: &str) -> bool {
    name.starts_with('/')
}

/// The number at a JSON pointer into the body of a call.
pub(crate) fn number(call: &Call, pointer: &str) -> Option<u64> {
    let raw = select::raw(call.state().body.as_bytes()?, pointer)?;
    if is_text(raw) {
        return json::from_str::<String>(raw).ok()?.trim().parse().ok();
    }
    raw.parse().ok()
}

fn is_text(raw: &str) -> bool {
    raw.starts_with('"')
}

/// The call with another value for a member of its body. The rest of the body is not changed. `is_counted`: the value is a number
/// that the client computed, and a text where the member was one before.
pub(crate) fn with_member(
    call: Call,
    pointer: &'static str,
    value: &NextValue,
    is_counted: bool,
) -> Result<Call, BodyMemberError> {
    let mut state = call.at_operation().into_state();
    let before = state.body.as_bytes().ok_or(BodyMemberError::Streamed)?;
    let was_text = is_counted && select::raw(before, pointer).is_some_and(is_text);
    let value = if value.is_number && !was_text {
        value.text.clone()
    } else {
        json::to_string(value.text.as_str())
    };
    let body = spliced(before, pointer, &value).ok_or(BodyMemberError::NoObject(pointer))?;
    state.body = body.into();
    let json = HeaderValue::from_static("application/json");
    state.headers.entry(CONTENT_TYPE).or_insert(json);
    Ok(Call::of(state))
}

/// The text with this JSON at the pointer. `None` if there is no object for it.
fn spliced(text: &[u8], pointer: &str, value: &str) -> Option<Vec<u8>> {
    if text.trim_ascii().is_empty() {
        return spliced(b"{}", pointer, value);
    }
    let put = |range: std::ops::Range<usize>, value: &str| {
        let (before, after) = (text.get(..range.start)?, text.get(range.end..)?);
        Some([before, value.as_bytes(), after].concat())
    };
    if let Some(range) = select::range(text, pointer) {
        return put(range, value);
    }
    let (parent, key) = pointer.rsplit_once('/')?;
    let key = json::to_string(key.replace("~1", "/").replace("~0", "~").as_str());
    let member = format!("{key}:{value}");
    let Some(range) = select::range(text, parent) else {
        return spliced(text, parent, &format!("{{{member}}}"));
    };
    let object = text.get(range.clone())?;
    if object == b"null" {
        return put(range, &format!("{{{member}}}"));
    }
    let rest = object.strip_prefix(b"{")?;
    let comma = if rest.trim_ascii_start().starts_with(b"}") {
        ""
    } else {
        ","
    };
    let begin = range.start + 1;
    put(begin..begin, &format!("{member}{comma}"))
}

#[cfg(test)]
mod tests {
    use super::spliced;

    fn of(text: &str, pointer: &str, value: &str) -> Option<String> {
        spliced(text.as_bytes(), pointer, value).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn one_member_is_set_and_the_rest_is_kept() {
        let text = r#"{ "a": 1.10, "cursor": "x", "q": {"n": 12345678901234567890123} }"#;
        assert_eq!(of(text, "/cursor", "\"y\"").unwrap(), text.replace("\"x\"", "\"y\""));
        assert_eq!(
            of(text, "/q/offset", "20").unwrap(),
            text.replace("{\"n\"", "{\"offset\":20,\"n\"")
        );
        assert_eq!(of("{}", "/cursor", "1").unwrap(), r#"{"cursor":1}"#);
        assert_eq!(of("", "/options/offset", "1").unwrap(), r#"{"options":{"offset":1}}"#);
        assert_eq!(of(r#"{"o":null}"#, "/o/p", "1").unwrap(), r#"{"o":{"p":1}}"#);
        assert_eq!(of(r#"{"b":1}"#, "/a~1b", "1").unwrap(), r#"{"a/b":1,"b":1}"#);
    }

    #[test]
    fn nothing_is_set_in_what_is_no_object() {
        assert_eq!(of("[1]", "/cursor", "1"), None);
        assert_eq!(of(r#"{"a":"text"}"#, "/a/b", "1"), None);
        assert_eq!(of("{", "/a", "1"), None);
    }
}
