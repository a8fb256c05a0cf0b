//! Which documents a command is about.

use clap::Args;

use crate::document::Document;
use crate::folders;

/// Which documents; all of them if nothing is given.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Only the fixed sample of `tests/corpus/sample.txt`.
    #[arg(long)]
    sample: bool,
    /// Only documents whose path contains this text; can be given several times.
    #[arg(long)]
    only: Vec<String>,
}

impl Selection {
    /// Keeps the documents that were asked for.
    pub(crate) fn apply(&self, mut documents: Vec<Document>) -> Result<Vec<Document>, String> {
        if self.sample {
            let sample = folders::read(&folders::committed("sample.txt"))?;
            let names: Vec<&str> = sample.lines().filter(|line| !line.starts_with('#')).collect();
            documents.retain(|document| names.contains(&document.name.as_str()));
            if documents.len() != names.len() {
                let (found, wanted) = (documents.len(), names.len());
                return Err(format!("{found} of the {wanted} documents of the sample exist"));
            }
        }
        if !self.only.is_empty() {
            documents.retain(|document| self.only.iter().any(|part| document.name.contains(part.as_str())));
        }
        Ok(documents)
    }
}
