//! `examples/workflows/`: files to copy.

use std::path::PathBuf;
use std::process::Command;

use crate::cli_support::{root, write};

fn folder() -> PathBuf {
    root().join("examples/workflows")
}

fn workflows() -> Vec<(String, String)> {
    ["oaspen-update.yml", "oaspen-diff.yml"]
        .map(|name| {
            let text = std::fs::read_to_string(folder().join(name)).expect("workflow");
            (name.to_owned(), text.replace("\r\n", "\n"))
        })
        .to_vec()
}

#[test]
fn actions_are_pinned_and_permissions_are_few() {
    for (name, text) in workflows() {
        let uses: Vec<&str> = text
            .lines()
            .filter_map(|line| line.split_once("uses: "))
            .map(|(_, action)| action)
            .collect();
        assert!(!uses.is_empty(), "{name}");
        for action in uses {
            let (_, rest) = action.split_once('@').expect("a version");
            let commit: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
            assert!(commit.len() == 40 && rest.contains(" # v"), "{name}: {action}");
        }
        assert!(
            text.contains("\npermissions: {}\n") && text.contains("persist-credentials: false"),
            "{name}"
        );
        assert!(
            text.contains("timeout-minutes:") && text.contains("\nconcurrency:\n"),
            "{name}"
        );
        // Expressions are replaced before the shell reads a script: what others wrote must not be part of one.
        let mut is_script = false;
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            let indent = line.len() - line.trim_start().len();
            is_script = (is_script && (indent > 8 || line.is_empty())) || line.trim_start().starts_with("run:");
            assert!(!(is_script && line.contains("${{")), "{name}: {line}");
        }
    }
}

/// Every command of the workflows has the options that it is called with.
#[test]
fn the_options_exist() {
    for (name, text) in workflows() {
        let calls = text
            .lines()
            .filter_map(|line| line.trim().trim_start_matches("run: ").strip_prefix("oaspen "));
        for call in calls {
            let words: Vec<&str> = call.split_whitespace().collect();
            let command = words.first().expect("a command");
            let help = crate::cli_support::oaspen(&root(), &[command, "--help"])
                .exits(0)
                .stdout;
            for option in words.iter().filter(|word| word.starts_with("--")) {
                assert!(help.contains(option), "{name}: {call}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_comment_is_written_once_and_then_edited() {
    use std::os::unix::fs::PermissionsExt as _;

    let work = tempfile::tempdir().expect("folder");
    let at = |name: &str| work.path().join(name);
    // It lists the comments of a file, and notes what it is asked to write.
    let gh = "#!/usr/bin/env bash\nif [[ $* == *--jq* ]]; then cat \"$COMMENTS\"; exit; fi\nprintf '%s\\n' \"$*\" >> \"$CALLS\"\n";
    write(&at("bin/gh"), gh);
    std::fs::set_permissions(at("bin/gh"), std::fs::Permissions::from_mode(0o755)).expect("permissions");
    write(&at("comments"), "");
    write(&at("report.md"), "<!-- oaspen diff: shop -->\n\ntext\n");
    write(&at("other.md"), "text\n");
    let path = format!("{}:{}", at("bin").display(), std::env::var("PATH").unwrap_or_default());
    let run = |arguments: &[&str]| {
        let status = Command::new("bash")
            .arg(folder().join("oaspen-comment.sh"))
            .args(arguments)
            .current_dir(work.path())
            .env("PATH", &path)
            .env("COMMENTS", at("comments"))
            .env("CALLS", at("calls"))
            .output()
            .expect("bash starts")
            .status;
        let calls = std::fs::read_to_string(at("calls")).unwrap_or_default();
        let _ = std::fs::remove_file(at("calls"));
        (status.code(), calls)
    };
    let (code, calls) = run(&["7", "report.md"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        calls,
        "api --silent --method POST repos/{owner}/{repo}/issues/7/comments --field body=@report.md\n"
    );
    write(&at("comments"), "11\n12\n");
    let (_, calls) = run(&["7", "report.md"]);
    assert_eq!(
        calls,
        "api --silent --method PATCH repos/{owner}/{repo}/issues/comments/11 --field body=@report.md\n"
    );
    for arguments in [
        &["7"][..],
        &["7", "other.md"],
        &["7/../8", "report.md"],
        &["", "report.md"],
    ] {
        assert_eq!(run(arguments), (Some(2), String::new()), "{arguments:?}");
    }
}
