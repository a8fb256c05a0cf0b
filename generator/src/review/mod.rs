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
use view::View;

pub use options::{ReviewFormat, ReviewOptions};

/// The report of the comparisons of one or several clients. It ends with a line feed.
///
/// ```
/// use oaspen::{Comparison, ReviewFormat, ReviewOptions, review};
///
/// let text = review(&[Comparison::default()], ReviewFormat::Text, &ReviewOptions::default());
/// assert!(text.contains("no change"));
/// ```
pub fn review(comparisons: &[Comparison], format: ReviewFormat, options: &ReviewOptions) -> String {
    let views: Vec<View<'_>> = comparisons
        .iter()
        .map(|comparison| View::new(comparison, options))
        .collect();
    match format {
        ReviewFormat::Text => text::text(&views, options),
        ReviewFormat::Markdown => markdown::markdown(&views, options),
        ReviewFormat::Json => json::json(&views, options),
        ReviewFormat::Html => html::html(&views, options),
        ReviewFormat::Sarif => sarif::sarif(&views, options),
        ReviewFormat::Annotations => annotations::annotations(&views, options),
        ReviewFormat::Changelog => changelog::changelog(&views),
    }
}
