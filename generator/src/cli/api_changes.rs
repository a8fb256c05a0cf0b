//! What a check prints first: how the public items of a client change, and how much of each file.

use oaspen::{Change, ClientReport, File, columns, item_changes, padded, visible};
use similar::{ChangeTag, TextDiff};

use super::style::{bold, green, red};
use super::terminal::count;

/// Items that are listed.
const MAX_ITEMS: usize = 12;

/// The changes of the public items of a client, with colors.
pub(super) fn lines(report: &ClientReport) -> Vec<String> {
    let files = |text: fn(&Change) -> Option<&String>| -> Vec<File> {
        let files = report.report.changes.iter().filter_map(|change| {
            let path = change.path.strip_prefix(&report.out).unwrap_or(&change.path);
            let path = path.to_string_lossy().replace('\\', "/");
            text(change).map(|text| File {
                path,
                text: text.clone(),
            })
        });
        files.collect()
    };
    let changes = item_changes(
        &files(|change| change.old.as_ref()),
        &files(|change| change.new.as_ref()),
    );
    let broken = changes.broken.iter().map(|item| match &item.after {
        Some(after) => {
            let text = format!("{}: {} -> {after}", item.path, item.before);
            format!("  {} {}", red("~"), visible(&text))
        }
        None => format!("  {} {}", red("-"), visible(&item.path)),
    });
    let added = changes
        .added
        .iter()
        .map(|path| format!("  {} {}", green("+"), visible(path)));
    let mut lines: Vec<String> = broken.chain(added).collect();
    let more = lines.len().saturating_sub(MAX_ITEMS);
    lines.truncate(MAX_ITEMS);
    if more > 0 {
        lines.push(format!("  and {more} more"));
    }
    let files = count(report.report.changes.len(), "file");
    let head = if lines.is_empty() {
        "the public items stay the same"
    } else {
        "public items that change:"
    };
    if !report.report.changes.is_empty() {
        let verb = if report.report.changes.len() == 1 { "is" } else { "are" };
        let name = bold(&visible(&report.name));
        lines.insert(0, format!("{name}: {files} {verb} not current; {head}"));
    }
    lines
}

/// A line for each file that is not current: its path, and the numbers of lines that are new and gone.
pub(super) fn stat(report: &ClientReport) -> Vec<String> {
    let changes = &report.report.changes;
    let paths: Vec<String> = changes
        .iter()
        .map(|change| visible(&change.path.display().to_string()).into_owned())
        .collect();
    let width = paths.iter().map(|path| columns(path)).max().unwrap_or(0);
    let line = |(change, path): (&Change, &String)| {
        let (old, new) = (change.old.as_deref().unwrap_or(""), change.new.as_deref().unwrap_or(""));
        let diff = TextDiff::from_lines(old, new);
        let number = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
        let (added, gone) = (number(ChangeTag::Insert), number(ChangeTag::Delete));
        let [added, gone] = [green(&format!("+{added}")), red(&format!("-{gone}"))];
        format!("{}  {added} {gone}", padded(path, width))
    };
    changes.iter().zip(&paths).map(line).collect()
}
