//! Every Rust example of README.md and of docs/*.md, one module each. One that does not compile fails the build of this crate.

#![allow(dead_code, reason = "examples are compiled, not run")]
#![allow(missing_docs, reason = "an example explains itself by the page that it stands on")]

mod context;

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

#[cfg(test)]
mod tests {
    #[test]
    fn examples_of_the_documentation_are_compiled() {
        let count = |page: &str| {
            super::PAGES
                .iter()
                .find(|(name, _)| *name == page)
                .map(|(_, count)| *count)
        };
        assert!(count("README.md").is_some_and(|count| count >= 6), "{:?}", super::PAGES);
        for page in [
            "docs/configuration.md",
            "docs/learn.md",
            "docs/pagination.md",
            "docs/tolerance.md",
        ] {
            assert!(count(page).is_some(), "{page} has examples: {:?}", super::PAGES);
        }
    }
}
