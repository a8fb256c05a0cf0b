//! Pages of Markdown as one page of HTML, with the measures of a code host.

use std::fmt::Write as _;

use pulldown_cmark::{Options, Parser, html};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// Each page, given by its path and its Markdown, in an article of its own; then the script that measures them.
pub(super) fn html(pages: &[(String, String)]) -> String {
    let mut text = format!("<!doctype html><meta charset=\"utf-8\"><style>{STYLE}</style>");
    for (path, markdown) in pages {
        // Writing to a string cannot fail.
        let _ = write!(text, "<article data-path=\"{path}\">");
        let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
        html::push_html(&mut text, Parser::new_ext(markdown, options));
        text.push_str("</article>");
    }
    format!("{text}<script>{SCRIPT}</script>")
}
