//! What `oaspen generate` and `oaspen docs` have in common: files that are written or compared, and a report of it.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use oaspen::{ClientReport, Diagnostics, Project, Settings, Severity, Sources};
use serde_json::{Value, json};

use super::action::Action;
use super::exit::Exit;
use super::summary::Summary;
use super::terminal::Terminal;
use super::{changes, json};

/// The clients or references of a command, and what was found before there were any.
#[derive(Default)]
pub(super) struct Output {
    pub(super) reports: Vec<ClientReport>,
    diagnostics: Diagnostics,
    sources: Sources,
}

impl Output {
    pub(super) fn of(report: ClientReport) -> Self {
        Self {
            reports: vec![report],
            ..Self::default()
        }
    }

    /// Reads the configuration, `oaspen.toml` unless another one is named. If it is unusable, the findings report why.
    pub(super) fn open_project(
        &mut self,
        config: Option<&Path>,
        change: impl FnMut(&mut Settings, &Path),
    ) -> Option<Project> {
        let config = config.map_or_else(|| PathBuf::from("oaspen.toml"), Path::to_path_buf);
        let mut project = Project::open(&config, &mut self.sources, &mut self.diagnostics)?;
        project.adjust(change);
        Some(project)
    }

    /// Whether there was nothing to do, and no error that explains it.
    pub(super) fn is_empty(&self) -> bool {
        self.reports.is_empty() && !self.diagnostics.has_errors()
    }

    pub(super) fn exit(&self, action: Action) -> Exit {
        let mut lists = self.reports.iter().map(|report| &report.diagnostics);
        if lists.any(is_unusable) || is_unusable(&self.diagnostics) {
            return Exit::Unusable;
        }
        let is_stale = action == Action::Check && self.reports.iter().any(|report| !report.report.changes.is_empty());
        if is_stale || self.reports.iter().any(ClientReport::failed) {
            Exit::Findings
        } else {
            Exit::Success
        }
    }

    /// The report for machines.
    pub(super) fn json(&self, command: &str, action: Action, exit: Exit, time: Duration) -> Value {
        let mode = action.mode();
        json!({
            "command": command,
            "exit": exit as u8,
            "seconds": time.as_secs_f64(),
            "mode": action.as_str(),
            "wrote": self.reports.iter().any(|report| json::wrote(report, mode)),
            "clients": self.reports.iter().map(|report| json::client(report, mode)).collect::<Vec<_>>(),
            "diagnostics": json::diagnostics(&self.diagnostics, &self.sources),
        })
    }

    /// Findings that belong to no client.
    pub(super) fn show_findings(&self, terminal: &Terminal) {
        terminal.findings(&self.diagnostics, &self.sources, Severity::Warning);
    }
}

/// Whether there are errors. A warning that `--strict` made an error is a finding; the document itself can be used.
pub(super) fn is_unusable(list: &Diagnostics) -> bool {
    list.iter()
        .any(|one| one.severity == Severity::Error && one.code.severity == Severity::Error)
}

/// The changes of one client: a diff or a list, where nothing is written.
pub(super) fn show_changes(report: &ClientReport, action: Action, terminal: &Terminal) {
    for change in &report.report.changes {
        match action {
            Action::Write => {}
            Action::Check => {
                let on_terminal = std::io::stdout().is_terminal();
                terminal.print_patch(changes::diff(change, on_terminal).trim_end_matches('\n'));
            }
            Action::DryRun if change.new.is_some() => {
                terminal.print_line(&format!("would write {}", change.path.display()))
            }
            Action::DryRun => terminal.print_line(&format!("would remove {}", change.path.display())),
        }
    }
}

/// The lines of a summary. With `--check`, standard output has nothing but the diff, so that `git apply` can read it.
pub(super) fn show_summary(output: &Output, action: Action, unit: &'static str, time: Duration, terminal: &Terminal) {
    let summary = Summary {
        reports: &output.reports,
        action,
        unit,
        time,
        shows_notes: terminal.all(),
        width: if action == Action::Check {
            terminal.error_width()
        } else {
            terminal.output_width()
        },
    };
    for line in summary.lines() {
        if action == Action::Check {
            terminal.print_styled_note(&line);
        } else {
            terminal.print_styled(&line);
        }
    }
}

/// An error message where there is neither a document nor a configuration.
pub(super) fn missing_input(spec: Option<&Path>, config: Option<&Path>, advice: &str) -> Option<String> {
    let is_missing = spec.is_none() && config.is_none() && !Path::new("oaspen.toml").exists();
    is_missing.then(|| format!("there is no oaspen.toml in this folder; {advice}"))
}
