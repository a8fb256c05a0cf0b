//! Text to tree: every file that a document consists of, within limits.
//!
//! The only module that reads specification files, and the owner of `serde_yaml` and `serde_json`.

mod parse;
mod refs;

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};

use crate::diag::{Diagnostics, Position, Sources, codes};
use crate::origins::Origins;
use crate::pointer::Pointer;

pub(crate) use parse::typed;

/// A value of a document. Members keep their order.
pub(crate) type Node = serde_json::Value;
/// The members of an object, in the order of the document.
pub(crate) type Map = serde_json::Map<String, Node>;
/// A number as it was written.
pub(crate) type Number = serde_json::Number;

/// The most text that one file may have.
const LARGEST_FILE: u64 = 256 * 1024 * 1024;

/// What to read.
#[derive(Clone, Debug)]
pub enum Input {
    /// A file; `$ref`s may name files in its folder and below.
    Path(PathBuf),
    /// A text that stands alone, with the name that messages use for it.
    Text {
        /// Shown in messages.
        name: String,
        /// The document.
        text: String,
    },
}

/// Every file of a document as a tree. The main file has the name `""`.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// Trees by the name that pointers use.
    pub files: BTreeMap<String, Node>,
    /// Where parts of the trees stand in the texts, as far as a rewrite moved them.
    pub origins: Origins,
    /// Their texts.
    pub sources: Sources,
    /// Every file that was read, or looked for, on disk.
    pub read_paths: Vec<PathBuf>,
}

/// Reads the main document and every local file that its `$ref`s name. `None` when the main one is unusable.
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
    let mut waiting: VecDeque<(String, Pointer)> = VecDeque::from([(String::new(), Pointer::root())]);
    while let Some((file, asked_by)) = waiting.pop_front() {
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
        let text = match text_of(input, &file, &shown, &root, &mut documents) {
            Ok(text) => text,
            Err(problem) => {
                let mut at = asked_by;
                if let Some((text, _)) = &problem.place {
                    at = Pointer::document(&file);
                    documents.sources.insert(&file, shown, text.clone());
                } else {
                    documents.sources.unread(&file, shown);
                }
                let position = problem.place.map(|(_, position)| position);
                diagnostics.add_at(problem.code, &at, position, problem.message);
                continue;
            }
        };
        if let Some(mut tree) = parse::tree(&file, &shown, &text, diagnostics) {
            refs::canonical(&mut tree, &file, &main_name, diagnostics, &mut waiting);
            documents.files.insert(file.clone(), tree);
        }
        documents.sources.insert(&file, shown, text);
    }
    let usable = documents.files.contains_key("");
    (documents, usable)
}

fn text_of(input: &Input, file: &str, path: &Path, root: &Path, documents: &mut Documents) -> Result<String, Problem> {
    match (input, file.is_empty()) {
        (Input::Text { text, .. }, true) => Ok(text.clone()),
        (Input::Text { .. }, false) => {
            let message = format!("`{file}` is another file, and this document was not read from one");
            Err(Problem {
                code: &codes::REF_OUTSIDE,
                message,
                place: None,
            })
        }
        (Input::Path(_), is_main) => {
            documents.read_paths.push(path.to_path_buf());
            read(path, root, is_main)
        }
    }
}

struct Problem {
    code: &'static crate::diag::Code,
    message: String,
    /// For text that is not quite text: what can be read of it, and where it stops.
    place: Option<(String, Position)>,
}

fn read(path: &Path, root: &Path, is_main: bool) -> Result<String, Problem> {
    let code = if is_main {
        &codes::UNREADABLE
    } else {
        &codes::DANGLING_REF
    };
    let unreadable = |error: &std::io::Error| Problem {
        code,
        message: format!("cannot read `{}`: {error}", path.display()),
        place: None,
    };
    if !is_main {
        let real = path.canonicalize().map_err(|e| unreadable(&e))?;
        let folder = if root.as_os_str().is_empty() {
            Path::new(".")
        } else {
            root
        };
        let folder = folder.canonicalize().map_err(|e| unreadable(&e))?;
        if !real.starts_with(&folder) {
            let message = format!("`{}` leads out of the folder `{}`", path.display(), root.display());
            return Err(Problem {
                code: &codes::REF_OUTSIDE,
                message,
                place: None,
            });
        }
    }
    let size = std::fs::metadata(path).map_err(|e| unreadable(&e))?;
    if size.is_dir() {
        return Err(Problem {
            code,
            message: format!("`{}` is a folder, not a document", path.display()),
            place: None,
        });
    }
    if size.len() > LARGEST_FILE {
        let message = format!(
            "`{}` has {} MiB; the limit is 256",
            path.display(),
            size.len() / 1024 / 1024
        );
        return Err(Problem {
            code: &codes::TOO_LARGE,
            message,
            place: None,
        });
    }
    let bytes = std::fs::read(path).map_err(|e| unreadable(&e))?;
    decode(bytes).map_err(|(message, place)| Problem {
        code,
        message: format!("cannot read `{}`: {message}", path.display()),
        place,
    })
}

type NotText = (String, Option<(String, Position)>);

/// UTF-8 with or without a byte order mark, or UTF-16 with one.
fn decode(bytes: Vec<u8>) -> Result<String, NotText> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes).map_err(|message| (message, None)),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes).map_err(|message| (message, None)),
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest.to_vec()),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, NotText> {
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let before = text.get(..good).unwrap_or("");
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        let position = Position {
            line: before.matches('\n').count() + 1,
            column,
        };
        ("this is not UTF-8".to_owned(), Some((text, position)))
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok().map(unit))
        .collect();
    String::from_utf16(&units).map_err(|e| e.to_string())
}

/// A tree as readable JSON.
pub(crate) fn to_text(node: &Node) -> String {
    serde_json::to_string_pretty(node).unwrap_or_default()
}
