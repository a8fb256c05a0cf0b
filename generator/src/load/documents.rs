//! Every file that a document consists of.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};

use super::input::Input;
use super::node::Node;
use super::read::text_of;
use super::{parse, refs};
use crate::diag::{Diagnostics, Sources};
use crate::origins::Origins;
use crate::pointer::Pointer;

/// Every file of a document as a tree. The main file has the name `""`.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Trees by the name that pointers use.
    pub files: BTreeMap<String, Node>,
    /// The original pointers of parts that a rewrite moved.
    pub origins: Origins,
    /// Their texts.
    pub sources: Sources,
    /// Every file that was read from disk, and every file that was not found there.
    pub read_paths: Vec<PathBuf>,
}

/// Reads the main document and every local file that its `$ref`s name. Returns `false` if the main document is unusable.
pub(crate) fn documents(input: &Input, diagnostics: &mut Diagnostics) -> (Documents, bool) {
    let mut documents = Documents::default();
    let root = match input {
        Input::Path(path) => path.parent().map_or_else(PathBuf::new, Path::to_path_buf),
        Input::Text { .. } => PathBuf::new(),
    };
    let main_name = match input {
        Input::Path(path) => path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        Input::Text { name, .. } => name.clone(),
    };
    let mut pending: VecDeque<(String, Pointer)> = VecDeque::from([(String::new(), Pointer::root())]);
    while let Some((file, asked_by)) = pending.pop_front() {
        if documents.sources.get(&file).is_some() {
            continue;
        }
        let path = if file.is_empty() {
            root.join(&main_name)
        } else {
            root.join(&file)
        };
        let shown = match (input, file.is_empty()) {
            (Input::Path(main), true) => main.clone(),
            _ => path,
        };
        let text = match text_of(input, &file, &shown, &root, &mut documents.read_paths) {
            Ok(text) => text,
            Err(problem) => {
                let mut at = asked_by;
                if let Some((text, _)) = &problem.decoded {
                    at = Pointer::document(&file);
                    documents.sources.insert(&file, shown, text.clone());
                } else {
                    documents.sources.unread(&file, shown);
                }
                let position = problem.decoded.map(|(_, position)| position);
                diagnostics.add_at(problem.code, &at, position, problem.message);
                continue;
            }
        };
        if let Some(mut tree) = parse::tree(&file, &shown, &text, diagnostics) {
            refs::canonicalize(&mut tree, &file, &main_name, diagnostics, &mut pending);
            documents.files.insert(file.clone(), tree);
        }
        documents.sources.insert(&file, shown, text);
    }
    let usable = documents.files.contains_key("");
    (documents, usable)
}
