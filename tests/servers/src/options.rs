//! The command line.

/// The servers of the short selection: they serve their own document, are installed quickly, and differ in technology.
const SAMPLE: [&str; 2] = ["chroma", "kinto"];

pub(crate) const USAGE: &str = "usage: cargo run -p servers -- [--sample] [--overrides] [--lenient] [SERVER...]\n       cargo run -p servers -- --learn [--sample] [SERVER...]";

#[derive(Default)]
pub(crate) struct Options {
    /// The chosen servers; all, if empty.
    pub servers: Vec<String>,
    /// Whether `overrides.toml` of each server is used.
    pub overrides: bool,
    /// Whether the clients decode leniently. The tables are those of strict decoding: they are compared, but not updated.
    pub lenient: bool,
    /// Whether overrides are learned from the responses, and the calls are made again with them.
    pub learn: bool,
}

impl Options {
    pub(crate) fn read(arguments: &[String]) -> Result<Self, String> {
        let mut options = Self::default();
        for argument in arguments {
            match argument.as_str() {
                "--sample" => options.servers.extend(SAMPLE.map(str::to_owned)),
                "--overrides" => options.overrides = true,
                "--learn" => options.learn = true,
                "--lenient" => options.lenient = true,
                flag if flag.starts_with('-') => return Err(format!("unknown option {flag}\n{USAGE}")),
                server => options.servers.push(server.to_owned()),
            }
        }
        if options.learn && (options.overrides || options.lenient) {
            return Err(format!("--learn cannot be used with --overrides or --lenient\n{USAGE}"));
        }
        Ok(options)
    }

    pub(crate) fn takes(&self, server: &str) -> bool {
        self.servers.is_empty() || self.servers.iter().any(|chosen| chosen == server)
    }
}

#[cfg(test)]
mod tests {
    use super::SAMPLE;
    use crate::server;

    #[test]
    fn servers_of_the_sample_serve_their_document() -> Result<(), String> {
        let servers = server::all()?;
        for name in SAMPLE {
            let found = servers.iter().find(|server| server.name == name);
            assert!(found.is_some_and(|server| server.document.starts_with('/')), "{name}");
        }
        Ok(())
    }
}
