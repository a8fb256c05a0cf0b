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
        let counts = |page: &str| {
            let mut pages = super::PAGES.iter();
            pages
                .find(|(name, ..)| *name == page)
                .map(|(_, programs, calls)| (*programs, *calls))
        };
        // Each page has a program that builds a client, and a call whose error is handled and one without async.
        assert_eq!(counts("docs/api/clerk/api/users.md"), Some((1 + 18, 2 + 18)));
        assert_eq!(counts("docs/api/logto/api/users.md"), Some((1 + 23, 2 + 23)));
        assert_eq!(counts("docs/api/clerk/README.md"), Some((1, 0)));
        for front_page in ["generated/clerk/mod.rs", "generated/logto/mod.rs"] {
            let found = counts(front_page);
            assert_eq!(found, Some((2, 0)), "a call, and what an error is: {front_page}");
        }
        assert_eq!(counts("body_json/package/README.md"), Some((1, 0)));
        assert_eq!(counts("body_json/package/src/lib.rs"), Some((2, 0)));
        assert_eq!(super::RUNTIME_README, 6);
        assert!(
            super::PAGES.len() > 100,
            "the cases have pages too: {}",
            super::PAGES.len()
        );
    }
}
