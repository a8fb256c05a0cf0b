//! Reports for programs have the form that is documented.

use super::{compared, large, options, parcels};
use crate::cli_support::root;
use oaspen::{Comparison, ReviewFormat, ReviewOptions, review};
use serde_json::Value;

fn parsed(comparisons: &[Comparison], format: ReviewFormat) -> Value {
    let options = ReviewOptions {
        exit: 1,
        stale: [("parcels".to_owned(), vec!["member-removed:0badcafe".to_owned()])].into(),
        ..options()
    };
    serde_json::from_str(&review(comparisons, format, &options)).expect("JSON")
}

fn reports(format: ReviewFormat) -> Vec<Value> {
    let additions = compared("additions", "old.yaml", "new.yaml");
    [
        vec![],
        vec![Comparison::default()],
        vec![parcels(), additions],
        vec![compared("hostile", "old.yaml", "new.yaml")],
        vec![compared("additions", "new.yaml", "old.yaml")],
        vec![large(300)],
    ]
    .iter()
    .map(|list| parsed(list, format))
    .collect()
}

#[test]
fn json_has_the_documented_form() {
    let schema = std::fs::read_to_string(root().join("docs/diff.schema.json")).expect("the schema");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).expect("a schema");
    for report in reports(ReviewFormat::Json) {
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
    }
}

#[test]
fn every_documented_member_is_written() {
    let report = parsed(&[parcels()], ReviewFormat::Json);
    let client = &report["clients"][0];
    assert_eq!(client["counts"]["accepted"], 1);
    assert_eq!(client["version"], "0.4.2");
    assert_eq!(client["next"], "0.5.0");
    assert_eq!(client["stale"][0], "member-removed:0badcafe");
    let changes = client["changes"].as_array().expect("a list");
    assert!(changes.iter().any(|change| change["accepted"].is_string()));
    assert!(changes.iter().any(|change| change["old"].is_null()));
    assert!(changes.iter().any(|change| change["new"]["line"].is_number()));
    assert!(changes.iter().any(|change| change["partial"] == true));
}

/// What the schema of SARIF 2.1.0 requires of what is written here.
#[test]
fn results_have_the_form_of_sarif() {
    for report in reports(ReviewFormat::Sarif) {
        assert_eq!(report["version"], "2.1.0");
        let run = &report["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
        for rule in rules {
            assert!(!rule["help"]["text"].as_str().expect("a text").is_empty());
        }
        for result in run["results"].as_array().expect("results") {
            let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("a small one");
            assert_eq!(rules[index]["id"], result["ruleId"]);
            assert!(["error", "warning", "note"].contains(&result["level"].as_str().expect("a level")));
            assert!(!result["message"]["text"].as_str().expect("a text").is_empty());
            assert!(result["partialFingerprints"]["oaspenDiff/v1"].is_string());
            let locations = result["locations"].as_array().expect("locations");
            let related = result["relatedLocations"].as_array().expect("locations");
            for location in locations.iter().chain(related) {
                let place = &location["physicalLocation"];
                let uri = place["artifactLocation"]["uri"].as_str().expect("a URI");
                assert!(!uri.starts_with('/') && !uri.contains(' '), "{uri}");
                assert!(place["region"].is_null() || place["region"]["startLine"].as_u64() >= Some(1));
            }
        }
    }
    let report = parsed(&[parcels()], ReviewFormat::Sarif);
    let results = report["runs"][0]["results"].as_array().expect("results").iter();
    let accepted: Vec<&Value> = results
        .filter(|one| one["suppressions"] != serde_json::json!([]))
        .collect();
    assert_eq!(accepted.len(), 1);
    assert_eq!(accepted[0]["suppressions"][0]["status"], "accepted");
}
