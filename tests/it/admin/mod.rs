//! The programs under `examples/`, called as their `main` does, with a scripted transport for the client and
//! buffers for the streams. The clock is paused, so waiting takes no time.
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
