//! What holds for all values, by proptest.

use super::{Either, Full, Open, Pet, Times};
use oaspen_client::{Decode, Encode, Json, LenientPolicy, Repair, json};
use proptest::prelude::*;
use serde_json::Map;

const FILL: LenientPolicy = LenientPolicy::new().fill_missing(true);

fn value() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        Just(Json::from(true)),
        Just(Json::from("")),
        Just(Json::from("a")),
        Just(Json::from("2024-05-06T07:08:09")),
        any::<i8>().prop_map(Json::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            object(inner).prop_map(Json::from),
        ]
    })
}

/// An object of which most members are declared by one of the types.
fn object(values: impl Strategy<Value = Json>) -> impl Strategy<Value = Map<String, Json>> {
    let names = [
        "name", "age", "tags", "owners", "size", "note", "count", "text", "pet", "a", "other", "Name", "Count",
    ];
    let member = (prop::sample::select(names.to_vec()), values);
    prop::collection::vec(member, 0..7).prop_map(|members| {
        members
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    })
}

fn agrees<T: Decode + Encode>(text: &[u8]) -> Result<(), TestCaseError> {
    for policy in [LenientPolicy::new(), FILL] {
        let mut issues = 0;
        let read = json::from_slice_with::<T>(text, policy, &mut |issue| {
            issues += 1;
            assert!(
                std::str::from_utf8(text).is_err() || contains(text, issue.raw()),
                "{issue}"
            );
        });
        if let Ok(usual) = json::from_slice::<T>(text) {
            let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(json::to_string(&read), json::to_string(&usual));
        }
        if let Ok(strict) = json::from_slice_strict::<T>(text) {
            prop_assert_eq!(issues, 0);
            let usual = json::from_slice::<T>(text).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(json::to_string(&usual), json::to_string(&strict));
        }
    }
    Ok(())
}

fn contains(text: &[u8], part: &str) -> bool {
    std::str::from_utf8(text).is_ok_and(|text| text.contains(part))
}

proptest! {
    /// What decodes strictly decodes in the same way leniently, and nothing panics.
    #[test]
    fn what_fits_is_the_same(value in value()) {
        let text = json::to_vec(&value);
        agrees::<Vec<Pet>>(&text)?;
        agrees::<Pet>(&text)?;
        agrees::<Open>(&text)?;
        agrees::<Vec<Either>>(&text)?;
        agrees::<Full>(&text)?;
        agrees::<Times>(&text)?;
        agrees::<Json>(&text)?;
    }

    #[test]
    fn nothing_panics(text in prop::collection::vec(prop::sample::select(br#"{}[],:"a1\ud8n0.e-"#.to_vec()), 0..40), last: u8) {
        let mut text = text;
        text.push(last);
        agrees::<Vec<Pet>>(&text)?;
        agrees::<Json>(&text)?;
        agrees::<Vec<String>>(&text)?;
    }

    /// Each element of a list is kept or reported.
    #[test]
    fn nothing_is_lost_without_a_report(values in prop::collection::vec(value(), 0..5)) {
        for policy in [LenientPolicy::new(), FILL] {
            let mut aside = 0;
            let read = json::from_slice_with::<Vec<Pet>>(&json::to_vec(&values), policy, &mut |issue| {
                let depth = issue.path().matches('/').count();
                aside += usize::from(depth == 1 && issue.repair() == Repair::SetAside);
            });
            let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(read.len() + aside, values.len());
            let objects = values.iter().filter(|value| value.is_object()).count();
            prop_assert!(policy != FILL || read.len() == objects);
        }
    }

    /// Where undeclared members are kept, an object is written as it was read.
    #[test]
    fn what_is_kept_is_written_back(object in object(value())) {
        let read = json::from_slice_with::<Open>(&json::to_vec(&object), FILL, &mut |_| {});
        let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
        let written = json::to_value(&read);
        for (name, value) in object.iter().filter(|(name, value)| !name.eq_ignore_ascii_case("count") && !value.is_null()) {
            prop_assert_eq!(written.get(name), Some(value), "{}", name);
        }
    }
}
