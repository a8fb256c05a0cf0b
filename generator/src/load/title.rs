//! The title of a document, without the rest of it.

use std::path::Path;

use serde::Deserialize;

use super::input::Input;
use super::node::Node;
use super::{parse, read};
use crate::limits::DocumentLimits;

#[derive(Deserialize)]
struct Head {
    info: Info,
}

#[derive(Deserialize)]
struct Info {
    title: String,
}

/// `info.title` of a file. `None` if there is none, if the document cannot be read, and for pipes, which can be read only
/// once.
pub(crate) fn title(path: &Path) -> Option<String> {
    if !std::fs::metadata(path).is_ok_and(|found| found.is_file()) {
        return None;
    }
    let input = Input::Path(path.to_path_buf());
    let root = path.parent().unwrap_or(Path::new(""));
    let text = read::text_of(&input, "", path, root, &mut Vec::new()).ok()?;
    let head = if text.trim_start().starts_with('{') {
        serde_json::from_str::<Head>(&text).ok()
    } else {
        serde_yaml::from_str::<Head>(&info(&text)).ok()
    };
    head.map(|head| head.info.title).or_else(|| of_tree(path, text))
}

/// The member `info` of a YAML mapping in block style.
fn info(text: &str) -> String {
    let mut lines = text.lines().skip_while(|line| !line.starts_with("info:"));
    let first = lines.next().unwrap_or("");
    let rest = lines.take_while(|line| line.is_empty() || line.starts_with([' ', '#']));
    let lines: Vec<&str> = [first].into_iter().chain(rest).collect();
    lines.join("\n")
}

fn of_tree(path: &Path, text: String) -> Option<String> {
    let limits = DocumentLimits::default();
    let Ok(Node::Object(document)) = parse::tree(path, text, limits, &mut parse::Memory::new(limits)).tree else {
        return None;
    };
    match document.get("info")? {
        Node::Object(info) => info.get("title")?.as_str().map(str::to_owned),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn the_title_is_that_of_info() {
        let folder = tempfile::tempdir().expect("folder");
        for (name, text) in [
            (
                "a.yaml",
                "openapi: 3.0.0\ninfo:\n  title: A shop\n\n  version: '1'\npaths: {}\n",
            ),
            ("b.yaml", "openapi: 3.0.0\r\ninfo: { title: 'A shop' }\r\npaths: {}\r\n"),
            ("c.yaml", "\"openapi\": 3.0.0\n\"info\":\n  title: >\n    A\n    shop\n"),
            (
                "d.json",
                "{\"x-info\": {\"title\": \"none\"}, \"info\": {\"title\": \"A shop\"}}",
            ),
            ("e.json", "// a comment\n{\"info\": {\"title\": \"A shop\"}}"),
        ] {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("write");
            assert_eq!(title(&path).as_deref().map(str::trim), Some("A shop"), "{name}");
        }
        assert_eq!(title(folder.path()), None);
        assert_eq!(title(&folder.path().join("none.yaml")), None);
    }
}
