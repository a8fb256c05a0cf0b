//! The features in a `Cargo.toml`, which may be one that was edited.

use toml::{Table, Value};

/// The features of tags in a `Cargo.toml`. None if it is not TOML, which Cargo reports.
pub(crate) fn features_of_tags(manifest: &str) -> Vec<String> {
    missing_features("", manifest)
}

/// The features of tags in a generated `Cargo.toml` that an edited one does not have. None if it is not TOML.
pub(crate) fn missing_features(edited: &str, generated: &str) -> Vec<String> {
    let (Ok(edited), Ok(generated)) = (edited.parse::<Table>(), generated.parse::<Table>()) else {
        return Vec::new();
    };
    let features = |manifest: &Table| {
        manifest
            .get("features")
            .and_then(Value::as_table)
            .cloned()
            .unwrap_or_default()
    };
    let known = features(&edited);
    // Those of the runtime are not empty, and may be left out on purpose.
    let is_of_tag = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    let wanted = features(&generated).into_iter().filter(|(_, value)| is_of_tag(value));
    wanted
        .map(|(name, _)| name)
        .filter(|name| !known.contains_key(name))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::missing_features;

    #[test]
    fn features_of_tags_are_missed() {
        let generated =
            "[features]\ndefault = ['gzip', 'a', 'b']\ngzip = ['oaspen-client/gzip']\na = []\nb = []\nc-d = []\n";
        for (edited, missing) in [
            (generated, &[][..]),
            ("[features]\na = []\n", &["b", "c-d"]),
            ("[features]\na = []\nb = ['a']\nc-d = ['dep:x']\n", &[]),
            ("features = 1\n", &["a", "b", "c-d"]),
            ("", &["a", "b", "c-d"]),
            ("[features", &[]),
        ] {
            assert_eq!(missing_features(edited, generated), missing, "{edited}");
        }
    }
}
