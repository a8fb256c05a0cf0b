//! `multipart/form-data` bodies (RFC 7578, names escaped as browsers do).

use crate::body::request::Body;
use crate::codec::json;
use crate::codec::traits::Encode;
use crate::params::error::MultipartError;
use crate::params::param::{ParamValue, ToParam};
use http::HeaderValue;
use std::fmt;
use std::hash::RandomState;
use std::hash::{BuildHasher as _, Hasher as _};

/// A file in a multipart body: bytes in memory, a file on disk or a stream, as [`Body`] has them.
///
/// ```
/// use oaspen_client::{Body, FilePart};
///
/// let png = FilePart::from(vec![0x89, b'P', b'N', b'G'])
///     .with_file_name("me.png")
///     .with_content_type("image/png");
/// assert_eq!(png.body().length(), Some(4));
/// assert_eq!(png.file_name(), Some("me.png"));
///
/// // Sent while it is produced, in chunks, as its length is not known.
/// let report = FilePart::from(Body::from_reader(tokio::io::empty())).with_file_name("report.csv");
/// assert_eq!(report.body().length(), None);
/// ```
#[derive(Clone)]
pub struct FilePart {
    body: Body,
    file_name: Option<String>,
    content_type: Option<String>,
}

impl FilePart {
    /// A file with this content.
    pub fn new(body: impl Into<Body>) -> Self {
        Self {
            body: body.into(),
            file_name: None,
            content_type: None,
        }
    }

    /// A file on disk, read while it is sent: see [`Body::from_path`]. Its name is sent, and its content type is
    /// derived from the extension.
    ///
    /// # Errors
    /// There is no such file.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_path(path: impl AsRef<std::path::Path>) -> std::io::Result<Self> {
        let path = path.as_ref();
        let mut part = Self::new(Body::from_path(path)?);
        part.file_name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        part.content_type = path
            .extension()
            .and_then(|extension| extension.to_str())
            .and_then(|extension| content_type(&extension.to_ascii_lowercase()))
            .map(str::to_owned);
        Ok(part)
    }

    /// Sets the file's name; the default is the name of the part, as servers recognize files by a file name.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the content type; the default is `application/octet-stream`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Reports how much of this file was sent: see [`Body::on_progress`].
    #[must_use]
    pub fn on_progress(mut self, hook: impl Fn(u64, Option<u64>) + Send + Sync + 'static) -> Self {
        self.body = self.body.on_progress(hook);
        self
    }

    /// The content.
    #[must_use]
    pub fn body(&self) -> &Body {
        &self.body
    }

    /// The file's name.
    #[must_use]
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// The content type.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }
}

impl fmt::Debug for FilePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FilePart")
            .field("body", &self.body)
            .field("file_name", &self.file_name)
            .field("content_type", &self.content_type)
            .finish()
    }
}

impl<T: Into<Body>> From<T> for FilePart {
    fn from(body: T) -> Self {
        Self::new(body)
    }
}

/// The content type of common file extensions.
#[cfg(not(target_arch = "wasm32"))]
fn content_type(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        "json" => "application/json",
        "csv" => "text/csv",
        "txt" => "text/plain",
        "html" => "text/html",
        "xml" => "application/xml",
        "zip" => "application/zip",
        "mp3" => "audio/mpeg",
        "wav" => "audio/wav",
        "mp4" => "video/mp4",
        _ => return None,
    })
}

/// A type that is sent as `multipart/form-data`. Written by `multipart!`.
#[doc(hidden)]
pub trait MultipartBody {
    /// Adds the parts of this value.
    fn write(self, form: &mut MultipartWriter);
}

/// A part, or several, with files in them.
#[doc(hidden)]
pub trait FileParts {
    /// Adds the files under a name; the content type is for those that have none.
    fn write(self, name: &str, content_type: Option<&str>, form: &mut MultipartWriter);
}

impl FileParts for FilePart {
    fn write(self, name: &str, content_type: Option<&str>, form: &mut MultipartWriter) {
        form.file(name, content_type, self);
    }
}

impl<T: FileParts> FileParts for Vec<T> {
    fn write(self, name: &str, content_type: Option<&str>, form: &mut MultipartWriter) {
        for part in self {
            part.write(name, content_type, form);
        }
    }
}

impl<T: FileParts> FileParts for Option<T> {
    fn write(self, name: &str, content_type: Option<&str>, form: &mut MultipartWriter) {
        if let Some(part) = self {
            part.write(name, content_type, form);
        }
    }
}

/// A list whose items are JSON parts. Table version 2.
#[doc(hidden)]
pub trait JsonItems {
    /// Adds a part for each item.
    fn write(&self, name: &str, content_type: &str, form: &mut MultipartWriter);
}

impl<T: Encode> JsonItems for Vec<T> {
    fn write(&self, name: &str, content_type: &str, form: &mut MultipartWriter) {
        self.iter().for_each(|item| form.json(name, item, content_type));
    }
}

impl<T: JsonItems> JsonItems for Option<T> {
    fn write(&self, name: &str, content_type: &str, form: &mut MultipartWriter) {
        if let Some(items) = self {
            items.write(name, content_type, form);
        }
    }
}

/// Collects the parts of a multipart body.
#[doc(hidden)]
#[derive(Default)]
pub struct MultipartWriter {
    /// Name, file name, content type, content of each part.
    parts: Vec<Part>,
    problem: Option<MultipartError>,
}

struct Part {
    name: String,
    file_name: Option<String>,
    content_type: Option<String>,
    content: Body,
}

impl MultipartWriter {
    pub(super) fn file(&mut self, name: &str, content_type: Option<&str>, part: FilePart) {
        let content_type = content_type.unwrap_or("application/octet-stream");
        self.push(Part {
            name: name.to_owned(),
            file_name: Some(part.file_name.unwrap_or_else(|| name.to_owned())),
            content_type: Some(part.content_type.unwrap_or_else(|| content_type.to_owned())),
            content: part.body,
        });
    }

    /// A scalar is a text part, a list repeats the part, an object is a JSON part.
    pub fn text<T: ToParam>(&mut self, name: &str, value: &T, content_type: Option<&str>) {
        self.value(name, &value.to_param(), content_type);
    }

    pub(super) fn value(&mut self, name: &str, value: &ParamValue, content_type: Option<&str>) {
        let json = Some("application/json");
        match value {
            ParamValue::Absent => {}
            ParamValue::Invalid(reason) => {
                let part = name.to_owned();
                self.problem = Some(MultipartError::Value { part, reason });
            }
            ParamValue::Text(text) | ParamValue::Literal(text) => self.content(name, text.clone(), content_type),
            ParamValue::List(items) => items.iter().for_each(|item| self.value(name, item, content_type)),
            ParamValue::Object(_) => self.content(name, value.to_json().to_string(), content_type.or(json)),
        }
    }

    /// A JSON part with an explicit content type; `None` leaves it out.
    pub fn json<T: Encode>(&mut self, name: &str, value: &T, content_type: &str) {
        if !value.is_absent() {
            self.content(name, json::to_vec(value), Some(content_type));
        }
    }

    /// A JSON part for each item of a list; `None` leaves all out.
    pub fn json_items<T: JsonItems>(&mut self, name: &str, items: &T, content_type: &str) {
        items.write(name, content_type, self);
    }

    fn content(&mut self, name: &str, content: impl Into<Body>, content_type: Option<&str>) {
        self.push(Part {
            name: name.to_owned(),
            file_name: None,
            content_type: content_type.map(str::to_owned),
            content: content.into(),
        });
    }

    fn push(&mut self, part: Part) {
        if let Some(content_type) = &part.content_type
            && HeaderValue::from_str(content_type).is_err()
        {
            self.problem = Some(MultipartError::ContentType { part: part.name });
            return;
        }
        self.parts.push(part);
    }

    /// The content type and the whole body: as bytes where everything is in memory, else as a stream with the parts in
    /// order.
    pub(crate) fn finish(self, media_type: &str) -> Result<(String, Body), MultipartError> {
        if let Some(problem) = self.problem {
            return Err(problem);
        }
        let boundary = self.boundary();
        let size = |part: &Part| part.content.as_bytes().map_or(0, <[u8]>::len) + 256;
        let mut text = Vec::with_capacity(self.parts.iter().map(size).sum::<usize>() + 64);
        let mut row = Vec::new();
        for part in self.parts {
            text.extend_from_slice(head(&part, &boundary).as_bytes());
            if let Some(bytes) = part.content.as_bytes() {
                text.extend_from_slice(bytes);
            } else {
                row.push(Body::from(std::mem::take(&mut text)));
                row.push(part.content);
            }
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let last = Body::from(text);
        let body = if row.is_empty() {
            last
        } else {
            row.push(last);
            Body::concat(row)
        };
        Ok((format!("{media_type}; boundary={boundary}"), body))
    }

    /// A random boundary; 128 bits, so that no content has it by chance.
    fn boundary(&self) -> String {
        let random = || {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_usize(self.parts.len());
            hasher.finish()
        };
        format!("oaspen-{:016x}{:016x}", random(), random())
    }
}

fn head(part: &Part, boundary: &str) -> String {
    let mut head = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
        escape(&part.name)
    );
    if let Some(name) = &part.file_name {
        head.push_str(&format!("; filename=\"{}\"", escape(name)));
    }
    head.push_str("\r\n");
    if let Some(content_type) = &part.content_type {
        head.push_str(&format!("Content-Type: {content_type}\r\n"));
    }
    head.push_str("\r\n");
    head
}

/// The escaping of the HTML standard; other control characters are dropped.
fn escape(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{MultipartBody, MultipartWriter};
    use std::collections::BTreeMap;

    struct Form {
        rows: String,
        extra: BTreeMap<String, String>,
    }
    crate::multipart! {
        Form {
            rows: "rows" required text "text/csv",
            extra: "*" extra text,
        }
    }

    #[test]
    fn members_without_a_name_are_parts_of_their_own() {
        let members = [("x", "1"), ("y", "2")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        let form = Form {
            rows: "a,b".to_owned(),
            extra: members.into(),
        };
        let mut writer = MultipartWriter::default();
        form.write(&mut writer);
        let (content_type, body) = writer.finish("multipart/form-data").unwrap_or_default();
        let boundary = content_type
            .strip_prefix("multipart/form-data; boundary=")
            .unwrap_or("");
        let expected = concat!(
            "--B\r\nContent-Disposition: form-data; name=\"rows\"\r\nContent-Type: text/csv\r\n\r\na,b\r\n",
            "--B\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n",
            "--B\r\nContent-Disposition: form-data; name=\"y\"\r\n\r\n2\r\n",
            "--B--\r\n",
        );
        assert_eq!(
            String::from_utf8_lossy(body.as_bytes().unwrap_or_default()).replace(boundary, "B"),
            expected
        );
    }
}
