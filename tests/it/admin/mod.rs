//! The programs under `examples/`, called as their `main` does, with the client's transport replaced by a script and
//! the streams by buffers; the clock stands still, so that no wait takes time.
#![allow(clippy::duplicate_mod, reason = "both programs have `common` as a module")]

#[allow(dead_code, reason = "`main` is not called")]
#[path = "../../../examples/clerk_admin.rs"]
mod clerk_admin;
#[allow(dead_code, reason = "`main` is not called")]
#[path = "../../../examples/logto_admin.rs"]
mod logto_admin;

#[allow(dead_code, reason = "it can do more")]
#[path = "../../../runtime/tests/it/fake.rs"]
mod fake;

mod clerk;
mod failures;
mod logto;
mod support;
