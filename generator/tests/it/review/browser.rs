//! Pages in a real browser. `bash .ci/full` installs Chromium and runs the tests that need it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use super::{compared, large, options, parcels};
use crate::chromium::{browse, dom};
use oaspen::{Comparison, ReviewFormat, review};

fn page(comparisons: &[Comparison]) -> String {
    review(comparisons, ReviewFormat::Html, &options())
}

#[test]
fn the_policy_names_the_style_and_the_script() {
    let page = page(&[parcels()]);
    for (tag, directive) in [("style", "style-src"), ("script", "script-src")] {
        let (_, rest) = page.split_once(&format!("<{tag}>")).expect("a start");
        let (text, _) = rest.split_once(&format!("</{tag}>")).expect("an end");
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text));
        assert!(
            page.contains(&format!("{directive} 'sha256-{hash}'")),
            "the hash of the {tag} in generator/src/review/html.rs must be {hash}"
        );
    }
    assert!(page.contains("default-src 'none'"));
    assert!(!page.contains("src=\"") && !page.contains("@import") && !page.contains("url("));
    assert!(!page.contains(" style=\""), "the policy refuses it");
}

struct Row {
    code: String,
    rule: String,
    is_hidden: bool,
}

fn attribute(tag: &str, name: &str) -> String {
    let (_, rest) = tag.split_once(&format!("{name}=\"")).expect("the attribute");
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// The changes of a page.
fn rows(dom: &str) -> Vec<Row> {
    let tags = dom.split("<details class=\"change\"").skip(1);
    tags.map(|tag| tag.split('>').next().expect("a tag"))
        .map(|tag| Row {
            code: attribute(tag, "data-code"),
            rule: attribute(tag, "data-rule"),
            is_hidden: tag.contains("hidden"),
        })
        .collect()
}

fn written(folder: &Path, comparisons: &[Comparison]) -> PathBuf {
    let file = folder.join("page.html");
    std::fs::write(&file, page(comparisons)).expect("write");
    file
}

#[test]
#[ignore = "needs Chromium: bash .ci/full"]
fn filters_hide_other_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), &[parcels()]);
    let shown = |fragment: &str| -> Vec<Row> {
        let found = dom(&file, fragment);
        assert!(
            !found.contains("id=\"filters\" class=\"filters\" hidden"),
            "the script has not run"
        );
        let rows: Vec<Row> = rows(&found).into_iter().filter(|row| !row.is_hidden).collect();
        assert!(
            found.contains(&format!(">{} of ", rows.len())),
            "the number is not shown"
        );
        rows
    };
    let all = shown("").len();
    assert_eq!(all, parcels().changes.len());
    let breaks = shown("#code=breaks");
    assert!(!breaks.is_empty() && breaks.len() < all);
    assert!(breaks.iter().all(|row| row.code == "breaks"));
    let rule = shown("#rule=value-added");
    assert!(rule.len() == 1 && rule[0].rule == "value-added");
    assert_eq!(shown("#accepted=yes").len(), 1);
    assert_eq!(shown("#text=WAREHOUSES&code=fine&deployed=fine").len(), 1);
    assert!(shown("#text=no%20such%20text").is_empty());
}

#[test]
#[ignore = "needs Chromium: bash .ci/full"]
fn texts_of_documents_are_not_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), &[compared("hostile", "old.yaml", "new.yaml")]);
    let found = dom(&file, "");
    assert_eq!(found.matches("<script").count(), 1);
    let (before, _) = found.split_once("<script").expect("a script");
    for tag in before.split('<').skip(1).filter_map(|tag| tag.split('>').next()) {
        let is_foreign = ["img", "svg", "b>bold"].iter().any(|name| tag.starts_with(name));
        assert!(!is_foreign && !tag.contains(" on"), "<{tag}>");
    }
    assert!(found.contains("&lt;img src=x onerror=alert(1)&gt;"), "{found}");
}

#[test]
#[ignore = "needs Chromium: bash .ci/full"]
fn a_page_is_painted_in_both_themes() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), &[parcels()]);
    for (name, extra) in [
        ("light", &[][..]),
        ("dark", &["--blink-settings=preferredColorScheme=0"][..]),
    ] {
        let picture = folder.path().join(format!("{name}.png"));
        let target = format!("--screenshot={}", picture.display());
        let arguments = [&[target.as_str(), "--window-size=1200,1600"][..], extra].concat();
        browse(&arguments, &format!("file://{}", file.display()));
        let size = std::fs::metadata(&picture).expect("a picture").len();
        assert!(size > 20_000, "{size} bytes");
    }
}

#[test]
#[ignore = "needs Chromium: bash .ci/full"]
fn a_page_of_thousands_of_changes_opens_quickly() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = written(folder.path(), &[large(5000)]);
    let start = Instant::now();
    let found = dom(&file, "#code=fine&text=method_4999");
    let taken = start.elapsed();
    assert_eq!(rows(&found).len(), 5000);
    let size = std::fs::metadata(&file).expect("a file").len();
    println!("{size} bytes, {taken:?}");
    assert!(taken < Duration::from_secs(30), "{taken:?} for {size} bytes");
}
