//! The items of a response.

use crate::codec::decoder::Decoder;
use crate::codec::error::DecodeError;
use crate::codec::issue::DecodeIssue;
use crate::codec::select::{self, NullIs};
use crate::codec::traits::Decode;
use crate::pages::table::Paging;
use crate::table::decode::Reply;
use std::hash::DefaultHasher;
use std::hash::{Hash as _, Hasher as _};

/// Reads the items of a response.
pub(crate) type DecodeItems<T> = fn(&Reply, &Paging) -> Result<DecodedItems<T>, DecodeError>;

/// The items of a page.
pub(crate) struct DecodedItems<T> {
    pub(crate) items: Vec<T>,
    /// How many the page has, with those that do not fit.
    pub(crate) count: usize,
    /// Distinguishes them from those of another page.
    pub(crate) digest: u64,
}

impl<T> DecodedItems<T> {
    pub(crate) fn nothing() -> Self {
        Self {
            items: Vec::new(),
            count: 0,
            digest: 0,
        }
    }
}

/// Reads the items at the pointer of the table.
pub(crate) fn items<T: Decode>(reply: &Reply, paging: &Paging) -> Result<DecodedItems<T>, DecodeError> {
    let mut body = reply.json_body()?;
    let mut is_whole = true;
    let mut report = |issue: &DecodeIssue<'_>| {
        is_whole = false;
        reply.decoding.report(issue);
    };
    // Null is an empty page, and reported in lenient mode if there has to be a list.
    let null = if paging.optional {
        NullIs::Nothing
    } else {
        NullIs::Value
    };
    let options = reply.decoding.options;
    let mut read = |body: &[u8]| select::value::<Vec<T>>(body, paging.items, null, options, Some(&mut report));
    let found = match (read(&body), reply.decoding.options.lenient) {
        (Err(error), None) => {
            body = reply.transcoded().ok_or(error)?.into();
            read(&body)?
        }
        (found, _) => found?,
    };
    match found {
        Some(found) => {
            // As lenient decoding reads it.
            let whole = (!is_whole).then(|| String::from_utf8_lossy(&body));
            let list = whole.as_ref().map_or(&*body, |text| text.as_bytes());
            let list = list.get(found.start..found.end).unwrap_or_default();
            Ok(DecodedItems {
                digest: digest(list),
                count: if is_whole { found.value.len() } else { count(list) },
                items: found.value,
            })
        }
        None if paging.optional => Ok(DecodedItems::nothing()),
        None if options.lenient.is_some() && is_in_object(&body, paging.items) => {
            let error = DecodeError::new(0, "expected array, found nothing");
            let issue = DecodeIssue::of_missing_list(paging.items, error);
            reply.decoding.report(&issue);
            Ok(DecodedItems::nothing())
        }
        None => {
            let message = format!("expected an array at `{}`, found nothing", paging.items);
            Err(DecodeError::new(0, message))
        }
    }
}

/// Whether what would have the list is an object.
fn is_in_object(body: &[u8], items: &str) -> bool {
    let parent = items.rsplit_once('/').map_or("", |(parent, _)| parent);
    select::raw(body, parent).is_some_and(|raw| raw.starts_with('{'))
}

/// The number of elements of a list.
fn count(list: &[u8]) -> usize {
    let mut d = Decoder::new(list);
    let mut count = 0;
    let mut more = d.begin_array().unwrap_or(false);
    while more {
        count += 1;
        more = d.skip().is_ok() && d.next_element().unwrap_or(false);
    }
    count
}

fn digest(text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
