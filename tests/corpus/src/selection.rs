//! Selects documents.

use clap::Args;

use crate::document::Document;
use crate::folders;

/// Selects documents; default: all.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Only the sample of `tests/corpus/sample.txt`.
    #[arg(long)]
    sample: bool,
    /// Only documents whose path contains this text; can be given several times.
    #[arg(long)]
    only: Vec<String>,
}

impl Selection {
    /// Keeps the selected documents.
    pub(crate) fn apply(&self, mut documents: Vec<Document>) -> Result<Vec<Document>, String> {
        if self.sample {
            let sample = folders::read(&folders::committed("sample.txt"))?;
            let names: Vec<&str> = sample.lines().filter(|line| !line.starts_with('#')).collect();
            documents.retain(|document| names.contains(&document.name.as_str()));
            if documents.len() != names.len() {
                let (found, expected) = (documents.len(), names.len());
                return Err(format!("{found} of the {expected} documents of the sample exist"));
            }
        }
        if !self.only.is_empty() {
            documents.retain(|document| self.only.iter().any(|part| document.name.contains(part.as_str())));
        }
        Ok(documents)
    }
}
