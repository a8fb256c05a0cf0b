//! The singular of English words.

/// The singular of a word in lower case or the last word of a name, if it looks like a plural: `label` of `labels`.
pub(super) fn singular(word: &str) -> Option<String> {
    const NO_PLURALS: [&str; 8] = ["ss", "us", "is", "ous", "news", "series", "species", "alias"];
    if NO_PLURALS.iter().any(|ending| word.ends_with(ending)) {
        return None;
    }
    let with = |ending: &str, instead: &str| {
        let stem = word.strip_suffix(ending)?;
        let is_word = stem.chars().count() + instead.len() > 2;
        is_word.then(|| format!("{stem}{instead}"))
    };
    if word.ends_with("ies") && word.len() > 4 {
        return with("ies", "y");
    }
    let ends_in_es = [
        "sses", "shes", "ches", "xes", "zzes", "tuses", "nuses", "buses", "ruses", "iases",
    ];
    if ends_in_es.iter().any(|ending| word.ends_with(ending)) {
        return with("es", "");
    }
    with("s", "")
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn common_words() {
        for (plural, wanted) in [
            ("labels", Some("label")),
            ("categories", Some("category")),
            ("addresses", Some("address")),
            ("boxes", Some("box")),
            ("matches", Some("match")),
            ("statuses", Some("status")),
            ("aliases", Some("alias")),
            ("houses", Some("house")),
            ("databases", Some("database")),
            ("causes", Some("cause")),
            ("pies", Some("pie")),
            ("status", None),
            ("address", None),
            ("analysis", None),
            ("series", None),
            ("data", None),
            ("as", None),
        ] {
            assert_eq!(singular(plural).as_deref(), wanted, "{plural}");
        }
    }
}
