//! `--limit`: the limits of a document that has no client in the configuration.

use std::collections::BTreeMap;

use clap::{ArgAction, Args, ValueEnum};
use oaspen::DocumentLimits;

#[derive(Debug, Args)]
pub(crate) struct LimitArgs {
    /// Set a limit of the document (repeatable), as in the configuration: `max-values`, `max-copied-values`,
    /// `max-expanded-mib`, `max-key-bytes`, or `max-digits`.
    #[arg(long = "limit", value_name = "KEY=NUMBER", action = ArgAction::Append, value_parser = limit, requires = "spec")]
    limits: Vec<(Limit, u64)>,
}

/// A limit, with the name that it has in the configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Limit {
    #[value(name = "max-expanded-mib")]
    ExpandedMib,
    #[value(name = "max-values")]
    Values,
    #[value(name = "max-copied-values")]
    CopiedValues,
    #[value(name = "max-key-bytes")]
    KeyBytes,
    #[value(name = "max-digits")]
    Digits,
}

impl LimitArgs {
    /// These limits, and the others of a client.
    pub(crate) fn over(&self, mut limits: DocumentLimits) -> DocumentLimits {
        for (key, value) in &self.limits {
            match key {
                Limit::ExpandedMib => limits.expanded_mib = *value,
                Limit::Values => limits.values = *value,
                Limit::CopiedValues => limits.copied_values = *value,
                Limit::KeyBytes => limits.key_bytes = *value,
                Limit::Digits => limits.digits = *value,
            }
        }
        limits
    }

    /// The lines of a configuration with these limits.
    pub(crate) fn configuration(&self) -> String {
        let last: BTreeMap<Limit, u64> = self.limits.iter().copied().collect();
        let lines = last.into_iter().filter_map(|(key, value)| {
            let key = key.to_possible_value()?;
            Some(format!("{} = {value}\n", key.get_name()))
        });
        lines.collect()
    }
}

impl From<&LimitArgs> for DocumentLimits {
    fn from(arguments: &LimitArgs) -> Self {
        arguments.over(Self::default())
    }
}

/// `max-values=50000000`
fn limit(text: &str) -> Result<(Limit, u64), String> {
    let (key, value) = text
        .split_once('=')
        .ok_or("it has no `=`; an example: `max-values=50000000`")?;
    let key = Limit::from_str(key, false).map_err(|_| {
        let names = Limit::value_variants().iter().filter_map(ValueEnum::to_possible_value);
        let names: Vec<String> = names.map(|name| format!("`{}`", name.get_name())).collect();
        format!("the limits are {}", names.join(", "))
    })?;
    let value = value
        .parse()
        .map_err(|_| "the limit is no number from 0 to 18446744073709551615")?;
    Ok((key, value))
}
