//! Reports of comparisons, in several formats. Pure: a comparison in, a text out.

mod annotations;
mod changelog;
mod details;
mod escape;
mod html;
mod json;
mod location;
mod markdown;
mod options;
mod row;
mod rows;
mod sarif;
mod text;
mod view;
mod words;

use crate::compare::Comparison;
use crate::text::visible_json;
use view::View;

pub use options::{ReviewFormat, ReviewOptions};

/// The report of the comparisons of one or several clients. It ends with a line feed.
///
/// ```
/// use oaspen::{ReviewFormat, ReviewOptions, review};
///
/// let version = |label: &str, kind: &str| {
///     let spec = r#"{"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/size": {"get": {
///         "operationId": "size", "responses": {"200": {"description": "ok", "content": {"application/json": {
///             "schema": {"type": "KIND"}}}}}}}}}"#;
///     oaspen::Version {
///         label: label.into(),
///         input: oaspen::Input::Text { name: "sizes.json".into(), text: spec.replace("KIND", kind) },
///         settings: oaspen::Settings { name: "sizes".into(), ..oaspen::Settings::default() },
///         lock: None,
///         files: None,
///     }
/// };
/// let comparison = oaspen::compare(&version("old", "integer"), &version("new", "string")).unwrap();
/// let options = ReviewOptions {
///     versions: [("sizes".to_owned(), "1.2.3".to_owned())].into(),
///     ..ReviewOptions::default()
/// };
///
/// let comment = review(std::slice::from_ref(&comparison), ReviewFormat::Markdown, &options);
/// assert!(comment.starts_with("<!-- oaspen diff: sizes -->\n"));
/// assert!(comment.contains("**1.2.3 → 2.0.0**"));
///
/// let text = review(&[comparison], ReviewFormat::Text, &options);
/// assert!(text.contains("type-changed"));
/// ```
pub fn review(comparisons: &[Comparison], format: ReviewFormat, options: &ReviewOptions) -> String {
    let views: Vec<View<'_>> = comparisons
        .iter()
        .map(|comparison| View::new(comparison, options))
        .collect();
    match format {
        ReviewFormat::Text => text::text(&views, options),
        ReviewFormat::Markdown => markdown::markdown(&views, options),
        ReviewFormat::Json => visible_json(&json::json(&views, options)).into_owned(),
        ReviewFormat::Html => html::html(&views, options),
        ReviewFormat::Sarif => visible_json(&sarif::sarif(&views, options)).into_owned(),
        ReviewFormat::Annotations => annotations::annotations(&views, options),
        ReviewFormat::Changelog => changelog::changelog(&views),
    }
}
