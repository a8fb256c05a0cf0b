//! The name of a client that has none in the configuration.

use std::path::Path;

use crate::load;
use crate::name::client_name as of_text;

/// Words of file names that do not describe the API, and neither do versions.
const GENERIC: &[&str] = &[
    "alpha",
    "api",
    "apis",
    "beta",
    "bundle",
    "bundled",
    "client",
    "combined",
    "contract",
    "copy",
    "default",
    "definition",
    "definitions",
    "dereferenced",
    "dev",
    "doc",
    "docs",
    "document",
    "entry",
    "external",
    "final",
    "flat",
    "flattened",
    "full",
    "generated",
    "index",
    "internal",
    "json",
    "latest",
    "main",
    "merged",
    "min",
    "oas",
    "of",
    "open",
    "openapi",
    "output",
    "private",
    "prod",
    "production",
    "public",
    "resolved",
    "rest",
    "root",
    "schema",
    "service",
    "source",
    "spec",
    "specification",
    "stable",
    "staging",
    "swagger",
    "ui",
    "web",
    "yaml",
    "yml",
];

/// How many words of a title become the name.
const MAX_WORDS: usize = 3;

/// The name of a client, from the file name of its document.
pub fn client_name(spec: &Path) -> String {
    let stem = spec
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    of_text(&stem)
}

/// The name of a client, from the file name of its document, or from the title of the API if the file name does not
/// describe it: `openapi.json`, `swagger.yaml`, `v3.json`.
pub fn default_name(spec: &Path) -> String {
    let name = client_name(spec);
    let titled = || load::title(spec).and_then(|title| of_title(&title));
    if is_generic(&name) {
        titled().unwrap_or(name)
    } else {
        name
    }
}

fn of_title(title: &str) -> Option<String> {
    let words = title.split_whitespace();
    let words = words.filter(|word| !word.eq_ignore_ascii_case("api"));
    let words: Vec<&str> = words.take(MAX_WORDS).collect();
    let title = words.join(" ");
    title.contains(char::is_alphanumeric).then(|| of_text(&title))
}

fn is_generic(name: &str) -> bool {
    let is_known = |word: &str| GENERIC.contains(&word.trim_end_matches(|c: char| c.is_ascii_digit()));
    let is_version = |word: &str| word.trim_start_matches('v').bytes().all(|byte| byte.is_ascii_digit());
    // `3.1` is `value_3_1`.
    let number = name
        .strip_prefix("value_")
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let words = || number.unwrap_or(name).split('_').filter(|word| !word.is_empty());
    words().count() > 0 && words().all(|word| is_known(word) || is_version(word))
}

#[cfg(test)]
mod tests {
    use super::{is_generic, of_title};
    use crate::name::client_name;

    #[test]
    fn file_names_that_do_not_describe_the_api() {
        for name in [
            "openapi",
            "OpenAPI",
            "swagger",
            "openapi.v3",
            "openapi3_1",
            "api-docs",
            "api.v2",
            "open-api",
            "schema",
            "v3",
            "3.1",
            "2024-01-31",
            "main",
            "openapi.generated",
            "openapi.v3.min",
            "internal-api",
            "openapi copy",
            "Copy of openapi",
            "openapi.prod",
            "swagger-ui",
            "document",
        ] {
            assert!(is_generic(&client_name(name)), "{name}");
        }
        for name in [
            "petstore",
            "pets.openapi",
            "pets-v1",
            "value_of_pets",
            "v1-pets",
            "shop-api",
            "",
        ] {
            assert!(!is_generic(&client_name(name)), "{name}");
        }
    }

    #[test]
    fn names_from_titles() {
        assert_eq!(
            of_title("Swagger Petstore - OpenAPI 3.0").as_deref(),
            Some("swagger_petstore")
        );
        assert_eq!(of_title(" Shop API ").as_deref(), Some("shop"));
        assert_eq!(of_title("API"), None);
        assert_eq!(of_title("--"), None);
    }
}
