//! One value of a document, by its JSON pointer, without reading the rest into anything.

use crate::codec::decoder::{Decoder, Kind};
use crate::codec::error::DecodeError;
use crate::codec::json::{IssueHook, run};
use crate::codec::options::DecodeOptions;
use crate::codec::traits::Decode;
use std::ops::Range;

/// A value that was found, and its range in the document.
pub(crate) struct Selected<T> {
    pub(crate) value: T,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Whether null is a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NullIs {
    Nothing,
    /// It is decoded as any other value.
    Value,
}

/// Reads the value at a pointer. `None` where there is no value, or null, if that is nothing; the path of an error starts at
/// the root of the document. The whole document has to be JSON.
pub(crate) fn value<T: Decode>(
    data: &[u8],
    pointer: &str,
    null: NullIs,
    options: DecodeOptions,
    on_issue: Option<&mut IssueHook<'_>>,
) -> Result<Option<Selected<T>>, DecodeError> {
    let mut found = None;
    run(data, options, on_issue, &mut |d| {
        walk(d, &segments(pointer), &mut |d| {
            if null == NullIs::Nothing && d.null()? {
                found = None;
                return Ok(());
            }
            let start = d.offset();
            let value = T::decode(d)?;
            found = Some(Selected {
                value,
                start,
                end: d.index(),
            });
            Ok(())
        })
    })?;
    Ok(found)
}

/// The JSON text of the value at a pointer. `None` where there is none.
pub(crate) fn raw<'j>(data: &'j [u8], pointer: &str) -> Option<&'j str> {
    std::str::from_utf8(data.get(range(data, pointer)?)?).ok()
}

/// The range of the value at a pointer. `None` where there is none.
pub(crate) fn range(data: &[u8], pointer: &str) -> Option<Range<usize>> {
    let mut found = None;
    let mut d = Decoder::new(data);
    let walked = walk(&mut d, &segments(pointer), &mut |d| {
        let start = d.offset();
        d.skip()?;
        found = Some(start..d.index());
        Ok(())
    });
    walked.ok()?;
    found
}

fn segments(pointer: &str) -> Vec<String> {
    let segments = pointer.split('/').skip(1);
    segments
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// Goes through one value and visits what the segments lead to. Of two members with one name the last one counts, as
/// it is visited last.
fn walk(
    d: &mut Decoder<'_>,
    segments: &[String],
    visit: &mut dyn FnMut(&mut Decoder<'_>) -> Result<(), DecodeError>,
) -> Result<(), DecodeError> {
    let Some((first, rest)) = segments.split_first() else {
        return visit(d);
    };
    match d.kind()? {
        Kind::Object => {
            let mut wanted = d.first_key()?.map(|key| key == first);
            while let Some(is_wanted) = wanted {
                if is_wanted {
                    walk(d, rest, visit)?;
                } else {
                    d.skip()?;
                }
                wanted = d.later_key()?.map(|key| key == first);
            }
            Ok(())
        }
        Kind::Array => {
            let wanted: Option<usize> = first.parse().ok();
            let mut more = d.begin_array()?;
            let mut index = 0;
            while more {
                if wanted == Some(index) {
                    walk(d, rest, visit)?;
                } else {
                    d.skip()?;
                }
                index += 1;
                more = d.next_element()?;
            }
            Ok(())
        }
        _ => d.skip(),
    }
}

#[cfg(test)]
mod tests {
    use super::{DecodeOptions, NullIs, raw, value};

    const TEXT: &[u8] = br#"{"a/b": {"ids": [1, 2, {"id": "x"}]}, "no": null, "n": 7}"#;

    #[test]
    fn a_value_is_found_by_its_pointer() {
        assert_eq!(raw(TEXT, "/a~1b/ids/2/id"), Some("\"x\""));
        assert_eq!(raw(TEXT, "/n"), Some("7"));
        assert_eq!(raw(TEXT, "/no"), Some("null"));
        assert_eq!(raw(TEXT, "/no/further"), None);
        assert_eq!(raw(TEXT, "/a~1b/ids/3"), None);
        assert_eq!(raw(b"[1, 2]", ""), Some("[1, 2]"));
        assert_eq!(raw(b"[1, ", "/0"), None);
    }

    #[test]
    fn errors_have_the_whole_path() {
        let error = value::<Vec<i64>>(TEXT, "/a~1b/ids", NullIs::Nothing, DecodeOptions::default(), None)
            .map(|_| ())
            .unwrap_err();
        assert_eq!(error.to_string(), "/a~1b/ids/2: expected integer, found object");
        assert!(
            value::<Vec<i64>>(TEXT, "/no", NullIs::Nothing, DecodeOptions::default(), None)
                .is_ok_and(|found| found.is_none())
        );
        assert!(
            value::<Vec<i64>>(TEXT, "/nothing", NullIs::Nothing, DecodeOptions::default(), None)
                .is_ok_and(|found| found.is_none())
        );
    }
}
