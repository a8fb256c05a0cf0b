//! The report of faults, and the committed list of faults with their causes.

use std::collections::{BTreeMap, BTreeSet};

use super::work::Outcome;
use crate::folders;

/// The committed list, maintained by hand.
const KNOWN: &str = "instances.tsv";
const HEADER: &str = "document\tkind\tschema\tfault\tcause\tcount\texample\tvalue";
/// The longest value in the list, in bytes.
const MAX_VALUE: usize = 300;

/// Document, kind, schema and fault.
type Key = (String, String, String, String);

/// Writes the list of all faults. Returns the number of faults without a cause, and the outdated lines of the
/// committed list.
pub(crate) fn write(outcomes: &[Outcome]) -> Result<(usize, Vec<String>), String> {
    let known = known()?;
    let mut found = BTreeSet::new();
    let mut lines = format!("{HEADER}\n");
    let mut unexplained = 0;
    for outcome in outcomes {
        for (fault, count, value) in &outcome.faults {
            let key = (
                outcome.name.clone(),
                fault.kind.name().to_owned(),
                fault.schema.clone(),
                fault.sign(),
            );
            let cause = known.get(&key).cloned().unwrap_or_default();
            unexplained += usize::from(cause.is_empty());
            let [example, value] = [&fault.what, value].map(|text| cut(&text.replace(['\t', '\n'], " ")));
            let (document, kind, schema, sign) = &key;
            lines.push_str(&format!(
                "{document}\t{kind}\t{schema}\t{sign}\t{cause}\t{count}\t{example}\t{value}\n"
            ));
            found.insert(key);
        }
    }
    let tested: BTreeSet<&str> = outcomes.iter().map(|outcome| outcome.name.as_str()).collect();
    let outdated = known
        .keys()
        .filter(|key| tested.contains(key.0.as_str()) && !found.contains(*key))
        .map(|key| format!("{}\t{}\t{}\t{}", key.0, key.1, key.2, key.3))
        .collect();
    let file = folders::work("report")?.join(KNOWN);
    folders::write(&file, &lines)?;
    println!("{} faults are listed in {}", found.len(), file.display());
    Ok((unexplained, outdated))
}

fn cut(text: &str) -> String {
    match text.char_indices().find(|(at, _)| *at >= MAX_VALUE) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn known() -> Result<BTreeMap<Key, String>, String> {
    let text = folders::read(&folders::committed(KNOWN))?;
    let line = |line: &str| -> Option<(Key, String)> {
        let mut fields = line.split('\t').map(str::to_owned);
        let key = (fields.next()?, fields.next()?, fields.next()?, fields.next()?);
        Some((key, fields.next()?))
    };
    Ok(text.lines().skip(1).filter_map(line).collect())
}
