//! Every format against files; `UPDATE_EXPECT=1` rewrites them.

use super::{FORMATS, compared, folder, options, parcels};
use crate::cli_support::compare;
use oaspen::{Comparison, ReviewFormat, ReviewOptions, review};

fn check(folder_name: &str, comparisons: &[Comparison], options: &ReviewOptions) {
    let mut problems = Vec::new();
    for (format, file) in FORMATS {
        let text = review(comparisons, format, options);
        assert!(text.ends_with('\n') && !text.contains('\r'), "{file}");
        problems.extend(compare(&folder().join(folder_name).join("expected").join(file), &text).err());
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn changes_of_all_verdicts() {
    let mut options = options();
    options.stale = [("parcels".to_owned(), vec!["member-removed:0badcafe".to_owned()])].into();
    options.exit = 1;
    check("parcels", &[parcels()], &options);
}

#[test]
fn additions_only() {
    check(
        "additions",
        &[compared("additions", "old.yaml", "new.yaml")],
        &options(),
    );
}

#[test]
fn nothing_changed_and_several_clients() {
    let same = compared("additions", "old.yaml", "old.yaml");
    let text = review(&[same.clone(), parcels()], ReviewFormat::Text, &options());
    assert!(text.starts_with("additions: no change: 1 operation, "), "{text}");
    assert!(text.contains("\n\nparcels: "), "{text}");
    let comment = review(&[same.clone(), parcels()], ReviewFormat::Markdown, &options());
    assert!(
        comment.starts_with("<!-- oaspen diff: additions parcels -->\n"),
        "{comment}"
    );
    assert!(comment.contains("### additions: no change\n"), "{comment}");
    let page = review(std::slice::from_ref(&same), ReviewFormat::Html, &options());
    assert!(
        page.contains("No change. The client has 1 operation") && !page.contains("<script"),
        "{page}"
    );
    let json: serde_json::Value = serde_json::from_str(&review(&[same], ReviewFormat::Json, &options())).expect("JSON");
    assert_eq!(json["clients"][0]["bump"], "none");
    assert_eq!(json["clients"][0]["code"], "fine");
}

#[test]
fn all_changes_and_colors() {
    let mut options = options();
    let short = review(&[parcels()], ReviewFormat::Text, &options);
    assert!(!short.contains('\u{1b}'));
    assert!(short.contains("(--all lists them): 1 operation-added"), "{short}");
    options.all = true;
    let all = review(&[parcels()], ReviewFormat::Text, &options);
    assert!(all.contains("api::warehouses::Warehouses::list_warehouses"), "{all}");
    options.color = true;
    let colored = review(&[parcels()], ReviewFormat::Text, &options);
    assert!(colored.contains("\u{1b}[1;31mBREAK"), "{colored}");
    let parts = colored.split('\u{1b}');
    let plain: String = parts
        .map(|part| {
            part.strip_prefix('[')
                .and_then(|part| part.split_once('m'))
                .map_or(part, |(_, text)| text)
        })
        .collect();
    assert_eq!(plain, all);
}
