//! The candidates: crates that differ in the expansion of the tables.

use std::path::{Path, PathBuf};

use crate::measure::put;
use crate::synth::{self, Style};

/// A way to implement the codec of models.
pub struct Candidate {
    /// The name in the report.
    pub name: &'static str,
    style: Style,
    /// Macros that replace the runtime's.
    macros: &'static str,
    replaced: &'static [&'static str],
    interface: &'static str,
}

/// All candidates. The others are compared with the first.
pub const ALL: &[Candidate] = &[
    Candidate {
        name: "serde derive",
        style: Style::Derive,
        macros: "",
        replaced: &[],
        interface: "serde",
    },
    Candidate {
        name: "lean serde",
        style: Style::Tables,
        macros: include_str!("../candidates/lean.rs"),
        replaced: &["object", "string_enum", "union"],
        interface: "serde",
    },
    Candidate {
        name: "concrete match",
        style: Style::Tables,
        macros: include_str!("../candidates/concrete.rs"),
        replaced: &["object"],
        interface: "json",
    },
    Candidate {
        name: "offset table",
        style: Style::Tables,
        macros: include_str!("../candidates/offset.rs"),
        replaced: &["object"],
        interface: "json",
    },
    Candidate {
        name: "oaspen-client",
        style: Style::Tables,
        macros: "",
        replaced: &[],
        interface: "json",
    },
];

impl Candidate {
    /// Whether it is the unchanged runtime, which also implements the traits of serde.
    pub fn has_bridge(&self) -> bool {
        self.interface == "json" && self.replaced.is_empty()
    }

    /// Writes the crate. Returns its folder and the number of lines of its models.
    pub fn write(&self, folder: &Path, runtime: &Path, count: usize) -> Result<(PathBuf, usize), String> {
        let folder = folder.join(self.name.replace(' ', "-"));
        let text = synth::print(count, self.style);
        let lines = text.lines().count();
        let mut models = text;
        for name in self.replaced {
            models = models.replace(&format!("oaspen_client::{name}!"), &format!("{name}!"));
        }
        models.push_str(&synth::roots(count, self.interface));
        let mut lib = String::from("//! A candidate.\n#![allow(missing_docs, dead_code)]\n\n");
        lib.push_str(self.macros);
        lib.push_str("\npub mod models;\n");
        put(&folder.join("src/lib.rs"), &lib)?;
        put(&folder.join("src/models.rs"), &models)?;
        put(&folder.join("src/bin/run.rs"), include_str!("../candidates/run.rs"))?;
        put(&folder.join("src/bin/small.rs"), include_str!("../candidates/small.rs"))?;
        if self.has_bridge() {
            put(
                &folder.join("src/bin/bridge.rs"),
                include_str!("../candidates/bridge.rs"),
            )?;
        }
        put(&folder.join("Cargo.toml"), &manifest(runtime))?;
        Ok((folder, lines))
    }
}

fn manifest(runtime: &Path) -> String {
    format!(
        "[package]\nname = \"candidate\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [profile.release]\nstrip = true\n\n[dependencies]\n\
         oaspen-client = {{ path = {:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n",
        runtime.display().to_string()
    )
}
