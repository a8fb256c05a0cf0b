//! The items of a response.

use crate::codec::error::{DecodeError, DecodeIssue};
use crate::codec::select;
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
    /// Distinguishes them from those of another page.
    pub(crate) digest: u64,
}

impl<T> DecodedItems<T> {
    pub(crate) fn nothing() -> Self {
        Self {
            items: Vec::new(),
            digest: 0,
        }
    }
}

/// Reads the items at the pointer of the table.
pub(crate) fn items<T: Decode>(reply: &Reply, paging: &Paging) -> Result<DecodedItems<T>, DecodeError> {
    let body = reply.json_body()?;
    let mut tell = reply.lenient_hook();
    let tell = tell.as_mut().map(|tell| tell as &mut dyn FnMut(&DecodeIssue));
    let found = select::value::<Vec<T>>(body, paging.items, tell)?;
    match found {
        Some(found) => Ok(DecodedItems {
            digest: digest(body.get(found.start..found.end).unwrap_or_default()),
            items: found.value,
        }),
        None if paging.optional => Ok(DecodedItems::nothing()),
        None if paging.items.is_empty() => Err(DecodeError::new(0, "expected array, found null")),
        None => {
            let message = format!("expected an array at `{}`, found nothing", paging.items);
            Err(DecodeError::new(0, message))
        }
    }
}

fn digest(text: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
