use oaspen_client::{FilePart, JsonMap};

/// A file and what belongs to it.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct UploadRequest {
    /// The file.
    pub file: Option<FilePart>,
    /// More files.
    pub pages: Option<Vec<FilePart>>,
    /// A note.
    pub note: Option<String>,
    /// Tags.
    pub tags: Option<Vec<String>>,
    /// Anything.
    pub meta: Option<JsonMap>,
    /// Numbers as JSON.
    pub numbers: Vec<i64>,
    /// Kind.
    pub r#type: Option<String>,
}

oaspen_client::multipart! {
    UploadRequest {
        file: "file" optional file => with_file(into FilePart),
        pages: "pages[]" optional file "image/png" => with_pages(into Vec<FilePart>),
        note: "note" optional text => with_note(into String),
        tags: "tags" optional text => with_tags(into Vec<String>),
        meta: "meta" optional text => with_meta(JsonMap),
        numbers: "numbers" required json "application/vnd.n+json" => with_numbers(into Vec<i64>),
        r#type: "type" optional text "text/x-type" => with_type(into String),
    }
}
