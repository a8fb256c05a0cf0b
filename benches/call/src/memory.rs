//! The memory of a decoded list whose items have what takes most of it: strings, times, and enums that keep values which the
//! document does not declare.

use crate::counting;
use bench::{Figure, Results, verdict};
use oaspen_client::Timestamp;

const MEMORY: Figure = Figure {
    name: "memory",
    what: "the memory of a decoded list, relative to serde's derive",
    limit: 1.1,
    unit: "",
    section: "A call",
};

/// Items of the list.
const COUNT: usize = 100_000;

#[derive(Clone, Debug, PartialEq)]
pub struct Disk {
    pub id: String,
    pub name: String,
    pub state: State,
    pub kind: Option<Kind>,
    pub plan: Option<Kind>,
    pub created_at: Timestamp,
    pub modified_at: Timestamp,
    pub deleted_at: Option<Timestamp>,
}
oaspen_client::object! {
    Disk {
        id: "id" required,
        name: "name" required,
        state: "state" required,
        kind: "kind" optional,
        plan: "plan" optional,
        created_at: "createdAt" required,
        modified_at: "modifiedAt" required,
        deleted_at: "deletedAt" optional,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum State {
    Attached,
    Detached,
    Unknown(String),
}
oaspen_client::string_enum! {
    State else Unknown { Attached: "attached", Detached: "detached" }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Local,
    Distributed,
    Unknown(String),
}
oaspen_client::string_enum! {
    Kind else Unknown { Local: "local", Distributed: "distributed" }
}

/// The same types as people write them.
mod derived {
    use oaspen_client::Timestamp;
    use serde::Deserialize;

    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[allow(dead_code, reason = "decoded, but not used")]
    pub struct Disk {
        id: String,
        name: String,
        state: State,
        kind: Option<Kind>,
        plan: Option<Kind>,
        created_at: Timestamp,
        modified_at: Timestamp,
        deleted_at: Option<Timestamp>,
    }

    /// A value that is not declared is an error.
    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum State {
        Attached,
        Detached,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "lowercase")]
    pub enum Kind {
        Local,
        Distributed,
    }
}

/// Prints a line and returns whether the ratio is within the limit.
#[allow(clippy::expect_used, reason = "the measurement is invalid if decoding fails")]
pub fn report(results: &Results) -> Result<bool, String> {
    let items: Vec<String> = (0..COUNT)
        .map(|number| {
            format!(
                r#"{{"id":"8f2b7c1e-0000-4000-8000-{number:012}","name":"disk-{number}","state":"attached","kind":"local","createdAt":"2026-01-31T12:00:00Z","modifiedAt":"2026-01-31T12:00:00Z"}}"#
            )
        })
        .collect();
    let text = format!("[{}]", items.join(","));
    let generated = bytes_of(|| oaspen_client::json::from_str::<Vec<Disk>>(&text).expect("disks"));
    let derived = bytes_of(|| serde_json::from_str::<Vec<derived::Disk>>(&text).expect("disks"));
    let ratio = generated as f64 / derived as f64;
    let passed = results.record(&MEMORY, "a list", ratio)?;
    println!(
        "{:<28} {ratio:>8.3} {:>69} (at most {:.2})",
        "memory of a list, bytes",
        verdict(passed),
        MEMORY.limit,
    );
    println!(
        "    an item has {} bytes, one of serde's derive {}",
        size_of::<Disk>(),
        size_of::<derived::Disk>()
    );
    Ok(passed)
}

fn bytes_of<T>(make: impl FnOnce() -> T) -> u64 {
    let before = counting::in_use();
    let value = make();
    let bytes = counting::in_use() - before;
    drop(value);
    bytes
}
