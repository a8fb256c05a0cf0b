//! What people see: the Markdown reference on the page of a code host, and the documentation of a generated package.

mod browser;
mod markdown;

/// What a script of this folder found, one finding per line. The page has the findings in an element of its own.
fn findings(dom: &str) -> Vec<String> {
    let (_, rest) = dom
        .split_once("<pre id=\"findings\">")
        .expect("the script has run to its end");
    let (text, _) = rest.split_once("</pre>").expect("an end");
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    text.lines().map(str::to_owned).collect()
}
