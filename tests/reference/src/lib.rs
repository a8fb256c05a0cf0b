//! Every Rust example of `docs/api`, of the cases and of the hostile documents, one module each.
//!
//! A page that does not compile any more fails the build of this crate.

#![allow(dead_code, reason = "examples are compiled, not run")]
#![allow(missing_docs, reason = "an example explains itself by the page that it stands on")]
#![allow(
    unreachable_code,
    reason = "a type without an end cannot be made; its example says so"
)]
#![allow(clippy::all, reason = "values of odd documents are as odd as those")]

/// The client of the examples of the runtime.
#[allow(clippy::all, unreachable_pub, reason = "generated")]
mod shop {
    include!("../../../runtime/tests/shop/shop.rs");
}

include!(concat!(env!("OUT_DIR"), "/examples.rs"));

#[cfg(test)]
mod tests {
    #[test]
    fn reference_examples_of_every_operation_are_compiled() {
        let count = |page: &str| {
            super::PAGES
                .iter()
                .find(|(name, _)| *name == page)
                .map(|(_, count)| *count)
        };
        assert_eq!(count("docs/api/clerk/api/users.md"), Some(18));
        assert_eq!(count("docs/api/logto/api/users.md"), Some(23));
        assert_eq!(count("docs/api/clerk/README.md"), Some(1));
        for front_page in ["generated/clerk/mod.rs", "generated/logto/mod.rs"] {
            assert_eq!(count(front_page), Some(2), "a call, and what an error is: {front_page}");
        }
        assert_eq!(count("body_json/package/README.md"), Some(1));
        assert_eq!(count("body_json/package/src/lib.rs"), Some(2));
        assert_eq!(super::RUNTIME_README, 6);
        assert!(
            super::PAGES.len() > 100,
            "the cases have pages too: {}",
            super::PAGES.len()
        );
    }
}
