//! The report of comparisons: its format, where it goes, and the exit code.

use std::path::{Path, PathBuf};

use oaspen::{Comparison, ReviewFormat, ReviewOptions, Verdict, compare, review, visible_json};
use serde_json::{Value, json};

use super::pairs::{Note, Pairs};
use super::problem::Problem;
use crate::cli::args::{FailOn, OutputFormat, ReportArgs};
use crate::cli::exit::Exit;
use crate::cli::git::Repository;
use crate::cli::terminal::Terminal;

/// Finished comparisons.
pub(in crate::cli) struct Compared {
    comparisons: Vec<Comparison>,
    notes: Vec<Note>,
    options: ReviewOptions,
}

impl Compared {
    /// Whether a client had operations and has none any more.
    pub(in crate::cli) fn empties_a_client(&self) -> bool {
        let is_removal = |change: &oaspen::ClientChange| change.rule.id == "operation-removed";
        let mut all = self.comparisons.iter();
        all.any(|comparison| comparison.operations == 0 && comparison.changes.iter().any(is_removal))
    }

    /// Compares all pairs. If any of them cannot be compared, there is no report.
    pub(in crate::cli) fn of(pairs: Pairs, begin: impl Fn(&str, usize)) -> Result<Self, Vec<Problem>> {
        let mut options = ReviewOptions::default();
        let (mut comparisons, mut problems) = (Vec::new(), Vec::new());
        for (at, pair) in pairs.pairs.into_iter().enumerate() {
            let name = pair.new.settings.name.clone();
            begin(&name, at);
            let mut comparison = match compare(&pair.old, &pair.new) {
                Ok(comparison) => comparison,
                Err(unreadable) => {
                    problems.push(unreadable.into());
                    continue;
                }
            };
            let accepted = pair.accepted.iter();
            let stale = comparison.accept(accepted.map(|one| (one.id.as_str(), one.reason.as_str())));
            let stale: Vec<String> = stale.into_iter().map(str::to_owned).collect();
            if !stale.is_empty() {
                options.stale.insert(name.clone(), stale);
            }
            options.versions.extend(pair.version.map(|version| (name, version)));
            comparisons.push(comparison);
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(Self {
            comparisons,
            notes: pairs.notes,
            options,
        })
    }

    /// Whether changes that are not accepted break what `--fail-on` names.
    pub(in crate::cli) fn exit(&self, fail_on: &[FailOn]) -> Exit {
        let worst = self.comparisons.iter().map(Comparison::worst);
        let is_found = worst.into_iter().any(|(code, deployed)| {
            let breaks = |what, verdict| fail_on.contains(&what) && verdict == Verdict::Breaks;
            breaks(FailOn::Code, code) || breaks(FailOn::Deployed, deployed)
        });
        if is_found { Exit::Findings } else { Exit::Success }
    }

    /// Writes the report to its file, or prints it.
    pub(in crate::cli) fn show(mut self, options: &ReportArgs, exit: Exit, terminal: &Terminal) -> Result<(), Problem> {
        self.prepare(options, exit, terminal);
        let text = self.text(terminal.format());
        let Some(file) = &options.out else {
            terminal.print_result(&text);
            self.show_notes(terminal);
            return Ok(());
        };
        std::fs::write(file, text).map_err(|error| Problem::Write {
            path: file.clone(),
            error,
        })?;
        self.show_notes(terminal);
        terminal.print_note(&format!("wrote {}", file.display()));
        Ok(())
    }

    /// The report as text, for standard output.
    pub(in crate::cli) fn for_terminal(mut self, terminal: &Terminal) -> String {
        self.options.all = terminal.all();
        self.options.color = true;
        self.options.width = terminal.output_width();
        self.text(OutputFormat::Text)
    }

    /// The report as JSON, for the report of another command.
    pub(in crate::cli) fn json(mut self, options: &ReportArgs, exit: Exit, terminal: &Terminal) -> Value {
        self.prepare(options, exit, terminal);
        serde_json::from_str(&self.text(OutputFormat::Json)).unwrap_or_default()
    }

    fn prepare(&mut self, options: &ReportArgs, exit: Exit, terminal: &Terminal) {
        let review = &mut self.options;
        review.all = terminal.all();
        review.color = options.out.is_none();
        review.width = terminal.output_width().filter(|_| options.out.is_none());
        review.exit = exit as u8;
        review.roots = std::env::current_dir().into_iter().collect();
        review.link = options.link.as_deref().map(with_slash);
        review.old_link = options.old_link.as_deref().map(with_slash);
        let is_for_host = matches!(terminal.format(), OutputFormat::Github | OutputFormat::Sarif);
        if is_for_host || options.link.is_some() {
            self.paths_from_the_root(options.old_link.is_some());
        }
    }

    fn text(&self, format: OutputFormat) -> String {
        let kind = match format {
            OutputFormat::Text => ReviewFormat::Text,
            OutputFormat::Json => ReviewFormat::Json,
            OutputFormat::Markdown => ReviewFormat::Markdown,
            OutputFormat::Html => ReviewFormat::Html,
            OutputFormat::Sarif => ReviewFormat::Sarif,
            OutputFormat::Github => ReviewFormat::Annotations,
            OutputFormat::Changelog => ReviewFormat::Changelog,
        };
        let text = review(&self.comparisons, kind, &self.options);
        match (format, serde_json::from_str::<Value>(&text)) {
            (OutputFormat::Json, Ok(Value::Object(mut report))) => {
                let notes: Vec<Value> = self.notes.iter().map(Note::json).collect();
                report.insert("notes".to_owned(), json!(notes));
                visible_json(&format!("{:#}\n", Value::Object(report))).into_owned()
            }
            (OutputFormat::Markdown, _) => text + &self.markdown_notes(),
            _ => text,
        }
    }

    /// Clients of one version only, as a list.
    fn markdown_notes(&self) -> String {
        // Names are those of a configuration, which may be one of others.
        let plain = |c: char| {
            if c.is_alphanumeric() || " _-:.;,/".contains(c) {
                c
            } else {
                '?'
            }
        };
        let lines = self.notes.iter().map(|note| note.text().chars().map(plain).collect());
        let lines: Vec<String> = lines.map(|line: String| format!("\n- {line}")).collect();
        if lines.is_empty() {
            return String::new();
        }
        format!("{}\n", lines.concat())
    }

    /// Clients of one version only. They are part of JSON.
    fn show_notes(&self, terminal: &Terminal) {
        self.notes.iter().for_each(|note| terminal.print_note(&note.text()));
    }

    /// Hosts know files by their paths from the root of the repository.
    fn paths_from_the_root(&mut self, with_old: bool) {
        let Ok(repository) = Repository::of(Path::new("")) else {
            return;
        };
        let from_root = |path: &Path| repository.relative(path).ok().map(PathBuf::from);
        let changes = self.comparisons.iter_mut().flat_map(|one| &mut one.changes);
        for change in changes {
            let new = change.new.as_mut().and_then(|part| part.location.as_mut());
            if let Some(location) = new {
                let path = in_revision(&location.file).unwrap_or_else(|| location.file.clone());
                location.file = from_root(&path).unwrap_or(path);
            }
            let old = change.old.as_mut().and_then(|part| part.location.as_mut());
            if let Some(location) = old.filter(|_| with_old) {
                let path = in_revision(&location.file).unwrap_or_else(|| location.file.clone());
                location.file = from_root(&path).unwrap_or(path);
            }
        }
    }
}

/// The path in `git:REV:path`.
fn in_revision(path: &Path) -> Option<PathBuf> {
    let rest = path.to_str()?.strip_prefix("git:")?;
    let (_, path) = super::documents::split(rest).ok()?;
    Some(path)
}

fn with_slash(base: &str) -> String {
    if base.ends_with('/') {
        base.to_owned()
    } else {
        format!("{base}/")
    }
}
