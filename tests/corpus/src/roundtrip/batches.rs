//! Documents in groups, each of which is one program.

use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::document::Document;
use crate::run::{Plan, progress};
use crate::{ParallelArguments, cache, compile, document, folders, package, pool};

/// Maximum total size of the documents of one program, in bytes.
const MAX_BATCH_BYTES: u64 = 1_500_000;

/// Runs `work` on the selected documents, several of them in one program with the compiled runtime. Results are kept in the
/// folder `name` and used again as long as neither this program nor the runtime changes.
pub(crate) fn in_batches<T: Serialize + DeserializeOwned + Send>(
    arguments: &ParallelArguments,
    name: &str,
    message: &'static str,
    work: &(dyn Fn(&[Document], &Path) -> Vec<T> + Sync),
) -> Result<Vec<T>, String> {
    let documents = arguments.selection.apply(document::list(&package::fetch()?)?)?;
    let plan = Plan::new(arguments.jobs, false)?;
    let library = compile::runtime()?;
    let key = format!("{} {}", plan.program_key, cache::key_of_file(&library));
    let results = folders::work(&format!("{name}/results"))?;
    let batches = batches(documents);
    let bar = progress(batches.len(), message);
    let mut outcomes: Vec<T> = Vec::new();
    pool::run(
        batches,
        plan.jobs,
        |_| 1,
        |batch: Vec<Document>| {
            let name = batch.first().map(Document::slug).unwrap_or_default();
            let names = batch
                .iter()
                .map(|document| format!("{} {}\n", document.name, document.size));
            let key = format!("{key} {}", names.collect::<String>());
            cache::get_or_make(&results, &name, &key, || work(&batch, &library))
        },
        |batch: Vec<T>| {
            bar.inc(1);
            outcomes.extend(batch);
        },
    );
    bar.finish_and_clear();
    Ok(outcomes)
}

/// Groups small documents into one program.
fn batches(documents: Vec<Document>) -> Vec<Vec<Document>> {
    let mut batches: Vec<Vec<Document>> = Vec::new();
    let mut size = u64::MAX;
    for document in documents {
        size = size.saturating_add(document.size);
        if size > MAX_BATCH_BYTES {
            size = document.size;
            batches.push(Vec::new());
        }
        if let Some(last) = batches.last_mut() {
            last.push(document);
        }
    }
    batches
}
