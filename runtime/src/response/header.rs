//! Response headers that the API declares, with their types.

use crate::codec::error::DecodeError;
use crate::codec::json;
use crate::codec::traits::Decode;
use crate::error::failure::Failure;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
use crate::error::typed::Error;
use crate::response::date::date;
use crate::response::raw::RawResponse;
use crate::response::typed::Response;
use http::HeaderMap;
use http::header::SET_COOKIE;
use std::fmt;
use std::marker::PhantomData;

/// A response header with the type that the API declares for it. Generated code has one constant for each, on the
/// handle of a tag:
///
/// ```
/// # mod users {
/// #     pub struct Users;
/// #     impl Users {
/// #         pub const TOTAL_NUMBER: oaspen_client::ResponseHeader<i64> =
/// #             oaspen_client::ResponseHeader::new("Total-Number");
/// #     }
/// # }
/// # use users::Users;
/// # fn show(reply: &oaspen_client::Response<Vec<String>>) -> Result<(), oaspen_client::Error> {
/// let total: Option<i64> = reply.header(Users::TOTAL_NUMBER)?;
/// # Ok(()) }
/// ```
///
/// [`Response`], [`RawResponse`] and [`Error`] take it. A header is decoded on request, so that one which does
/// not fit affects nothing else.
pub struct ResponseHeader<T> {
    name: &'static str,
    shape: Shape,
    ty: PhantomData<fn() -> T>,
}

#[derive(Clone, Copy)]
enum Shape {
    /// One value.
    Single,
    /// Values with commas between them, or one a line.
    List,
    /// A JSON text.
    Json,
}

impl<T> ResponseHeader<T> {
    /// A header with one value: a text, a number, a boolean, a time.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self::shaped(name, Shape::Single)
    }

    /// A header with several values: commas between them, or one a line.
    #[must_use]
    pub const fn list(name: &'static str) -> Self {
        Self::shaped(name, Shape::List)
    }

    /// A header that holds a JSON text.
    #[must_use]
    pub const fn json(name: &'static str) -> Self {
        Self::shaped(name, Shape::Json)
    }

    const fn shaped(name: &'static str, shape: Shape) -> Self {
        Self {
            name,
            shape,
            ty: PhantomData,
        }
    }

    /// The name, as the API writes it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }
}

impl<T> Clone for ResponseHeader<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ResponseHeader<T> {}

impl<T> fmt::Debug for ResponseHeader<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ResponseHeader").field(&self.name).finish()
    }
}

impl<T: Decode> ResponseHeader<T> {
    fn read(self, headers: &HeaderMap) -> Result<Option<T>, Failure> {
        let lines: Vec<String> = headers
            .get_all(self.name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).trim().to_owned())
            .collect();
        let Some(first) = lines.first() else { return Ok(None) };
        // The one header that HTTP does not let lines be joined of.
        let is_cookie = self.name.eq_ignore_ascii_case(SET_COOKIE.as_str());
        let read = match self.shape {
            Shape::Single if is_cookie => single(first),
            Shape::Single => single(&lines.join(", ")),
            Shape::List if is_cookie => list(&lines.iter().map(String::as_str).collect::<Vec<_>>()),
            Shape::List => list(
                &lines
                    .iter()
                    .flat_map(|line| line.split(','))
                    .map(str::trim)
                    .filter(|item| !item.is_empty())
                    .collect::<Vec<_>>(),
            ),
            Shape::Json => json::from_slice_strict(lines.join(", ").as_bytes()),
        };
        read.map(Some).map_err(|error| self.decode_error(&error))
    }

    /// The value is not repeated: it may be a secret.
    #[cold]
    fn decode_error(self, error: &DecodeError) -> Failure {
        let wanted = error.message().split(", found").next().unwrap_or_default();
        ErrorInner::new(
            ErrorKind::Decode,
            format!("the header `{}` does not fit: {wanted}", self.name),
        )
    }
}

/// A string is used as it is; any other value is read as JSON.
fn single<T: Decode>(text: &str) -> Result<T, DecodeError> {
    json::from_slice(&json::to_vec(text)).or_else(|error| {
        json::from_slice_strict(text.as_bytes())
            .ok()
            .or_else(|| json::from_slice(&json::to_vec(&date(text)?.to_string())).ok())
            .ok_or(error)
    })
}

fn list<T: Decode>(items: &[&str]) -> Result<T, DecodeError> {
    let texts: Vec<String> = items.iter().map(|item| (*item).to_owned()).collect();
    json::from_slice(&json::to_vec(&texts))
        .or_else(|error| json::from_slice_strict(format!("[{}]", items.join(",")).as_bytes()).map_err(|_| error))
}

impl<T> Response<T> {
    /// A header that the API declares; `None` where the response has none.
    ///
    /// # Errors
    /// Its value is not of the declared type.
    pub fn header<H: Decode>(&self, header: ResponseHeader<H>) -> Result<Option<H>, Error> {
        Ok(header.read(self.headers())?)
    }
}

impl RawResponse {
    /// A header that the API declares; `None` where the response has none.
    ///
    /// # Errors
    /// Its value is not of the declared type.
    pub fn header<H: Decode>(&self, header: ResponseHeader<H>) -> Result<Option<H>, Error> {
        Ok(header.read(&self.headers).map_err(|error| error.of(self.operation))?)
    }
}

impl<E> Error<E> {
    /// A header of the response that the API declares; `None` where it has none, or where there was no response.
    ///
    /// # Errors
    /// Its value is not of the declared type.
    pub fn header<H: Decode>(&self, header: ResponseHeader<H>) -> Result<Option<H>, Error> {
        Ok(header.read(self.headers())?)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::codec::formats::Date;
    use crate::codec::formats::Timestamp;
    use crate::error::typed::UntypedError;

    fn headers(lines: &[(&'static str, &str)]) -> HeaderMap {
        let mut map = HeaderMap::new();
        for (name, value) in lines {
            map.append(*name, value.parse().unwrap());
        }
        map
    }

    fn read_from<T: Decode>(header: ResponseHeader<T>, headers: &HeaderMap) -> Option<T> {
        header.read(headers).map_err(Error::<UntypedError>::from).unwrap()
    }

    fn read<T: Decode>(header: ResponseHeader<T>, value: &str) -> Option<T> {
        read_from(header, &headers(&[("x", value)]))
    }

    #[test]
    fn texts_numbers_booleans_and_times() {
        assert_eq!(read(ResponseHeader::<i64>::new("X"), "42"), Some(42));
        assert_eq!(read(ResponseHeader::<String>::new("X"), "42"), Some("42".to_owned()));
        assert_eq!(read(ResponseHeader::<f64>::new("X"), "1.5"), Some(1.5));
        assert_eq!(read(ResponseHeader::<bool>::new("X"), "true"), Some(true));
        assert_eq!(read(ResponseHeader::<Date>::new("X"), "2026-01-31").unwrap().day(), 31);
        let instant: Timestamp = "2026-11-25T08:00:00Z".parse().unwrap();
        for text in ["2026-11-25T08:00:00Z", "Wed, 25 Nov 2026 08:00:00 GMT"] {
            assert_eq!(read(ResponseHeader::<Timestamp>::new("X"), text), Some(instant));
        }
        assert_eq!(read_from(ResponseHeader::<i64>::new("X"), &HeaderMap::new()), None);
    }

    #[test]
    fn lists_and_json() {
        let words = ResponseHeader::<Vec<String>>::list("X");
        assert_eq!(read(words, "a, 2 ,,c").unwrap(), ["a", "2", "c"]);
        assert_eq!(read(ResponseHeader::<Vec<i64>>::list("X"), "1,2").unwrap(), [1, 2]);
        assert_eq!(read(ResponseHeader::<Vec<i64>>::json("X"), "[1,2]").unwrap(), [1, 2]);
        let two = headers(&[("x", "a"), ("x", "b, c")]);
        assert_eq!(read_from(words, &two).unwrap(), ["a", "b", "c"]);
        let one = ResponseHeader::<String>::new("X");
        assert_eq!(read_from(one, &two).unwrap(), "a, b, c");
        let cookies = headers(&[("set-cookie", "a=1; expires=Wed, 25 Nov"), ("set-cookie", "b=2")]);
        let all = read_from(ResponseHeader::<Vec<String>>::list("Set-Cookie"), &cookies);
        assert_eq!(all.unwrap(), ["a=1; expires=Wed, 25 Nov", "b=2"]);
    }

    #[test]
    fn a_decode_error_names_the_header_and_not_its_value() {
        let header = ResponseHeader::<i64>::new("X-Total");
        let error: Error = header.read(&headers(&[("x-total", "many")])).unwrap_err().into();
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.to_string(), "the header `X-Total` does not fit: expected integer");
    }
}
