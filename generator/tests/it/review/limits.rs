//! Reports of thousands of changes stay within the limits of hosts.

use super::{large, options};
use oaspen::{ReviewFormat, ReviewOptions, review};

#[test]
fn comments_are_below_the_limit_of_hosts() {
    let (large, small) = (large(5000), large(40));
    for (clients, all) in [(1, false), (1, true), (9, false), (300, false), (300, true)] {
        let options = ReviewOptions { all, ..options() };
        let one = if clients == 300 { &small } else { &large };
        let list: Vec<_> = (0..clients).map(|_| one.clone()).collect();
        let text = review(&list, ReviewFormat::Markdown, &options);
        assert!(text.len() < 65_536, "{clients} clients: {} bytes", text.len());
        assert!(text.len() > 2_000, "{clients} clients: {} bytes", text.len());
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    }
    let one = review(&[large], ReviewFormat::Markdown, &options());
    assert!(one.contains("\n| 20 | ") && !one.contains("\n| 21 | "), "{one}");
    assert!(one.contains("more changes: "), "{one}");
}

#[test]
fn annotations_are_at_most_ten_of_each_level() {
    let text = review(
        &[large(5000)],
        ReviewFormat::Annotations,
        &ReviewOptions { all: true, ..options() },
    );
    for level in ["error", "warning", "notice"] {
        let number = text
            .lines()
            .filter(|line| line.starts_with(&format!("::{level} ")))
            .count();
        assert!((1..=10).contains(&number), "{number} of {level}");
    }
    assert!(text.trim_end().ends_with("of 5000 changes are annotated"), "{text}");
}

#[test]
fn text_is_folded_into_counts() {
    let text = review(&[large(5000)], ReviewFormat::Text, &options());
    assert!(text.lines().count() < 300, "{}", text.lines().count());
    let all = review(
        &[large(5000)],
        ReviewFormat::Text,
        &ReviewOptions { all: true, ..options() },
    );
    assert!(all.lines().count() > 20_000);
}

#[test]
fn results_are_at_most_those_that_hosts_show() {
    let text = review(&[large(6000)], ReviewFormat::Sarif, &options());
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(report["runs"][0]["results"].as_array().map(Vec::len), Some(5000));
    assert!(text.contains("5000 of 6000 changes"));
}
