//! `oaspen git-diff`: what git shows of a document.

use std::path::Path;

use crate::cli_diff::{MORE, NUMBER, document, repository};
use crate::cli_support::{commit, git, write};

/// A repository whose documents are shown by oaspen.
fn configured(keys: &[&str]) -> tempfile::TempDir {
    let folder = repository();
    let program = env!("CARGO_BIN_EXE_oaspen");
    for key in keys {
        git(
            folder.path(),
            &[
                "config",
                &format!("diff.oaspen.{key}"),
                &format!("\"{program}\" git-diff"),
            ],
        );
    }
    write(&folder.path().join(".gitattributes"), "specs/*.yaml diff=oaspen\n");
    commit(folder.path(), "attributes");
    folder
}

fn change(folder: &Path, members: &str) {
    write(&folder.join("specs/shop.yaml"), &document(members));
}

#[test]
fn textconv_shows_the_code_in_diff_log_and_show() {
    let folder = configured(&["textconv"]);
    change(folder.path(), NUMBER);
    let text = git(folder.path(), &["diff"]);
    assert!(
        text.contains("-            pub note: String,") && text.contains("+            pub note: i64,"),
        "{text}"
    );
    commit(folder.path(), "two");
    for arguments in [&["log", "-p", "-1"][..], &["show"], &["diff", "HEAD~1", "HEAD"]] {
        let text = git(folder.path(), arguments);
        assert!(text.contains("+            pub note: i64,"), "{arguments:?}: {text}");
    }
    // What is not a document is shown as it is.
    write(&folder.path().join("specs/shop.yaml"), "type: object\n");
    let text = git(folder.path(), &["diff"]);
    assert!(text.contains("+type: object"), "{text}");
    git(folder.path(), &["rm", "--quiet", "--force", "specs/shop.yaml"]);
    git(folder.path(), &["diff", "--cached"]);
}

#[test]
fn a_command_shows_the_report() {
    let folder = configured(&["command", "textconv"]);
    change(folder.path(), NUMBER);
    write(&folder.path().join("specs/new.yaml"), &document(MORE));
    git(folder.path(), &["add", "--intent-to-add", "specs/new.yaml"]);
    let text = git(folder.path(), &["diff"]);
    assert!(
        text.contains("diff --oaspen a/specs/shop.yaml b/specs/shop.yaml"),
        "{text}"
    );
    assert!(
        text.contains("type-changed") && text.contains("models::Order::note"),
        "{text}"
    );
    // A new file has nothing to compare with.
    assert!(text.contains("+++ b/specs/new.yaml"), "{text}");
    commit(folder.path(), "two");
    for arguments in [
        &["show", "--ext-diff"][..],
        &["log", "-p", "-1", "--ext-diff"],
        &["diff", "HEAD~1"],
    ] {
        let text = git(folder.path(), arguments);
        assert!(text.contains("type-changed"), "{arguments:?}: {text}");
    }
    let text = git(folder.path(), &["show"]);
    assert!(text.contains("+            pub note: i64,"), "{text}");
    let text = git(folder.path(), &["diff", "--no-ext-diff", "--no-textconv", "HEAD~1"]);
    assert!(text.contains("+        note: {type: integer}"), "{text}");

    // Renamed, removed, and of several files.
    git(folder.path(), &["mv", "specs/shop.yaml", "specs/moved.yaml"]);
    let text = git(folder.path(), &["diff", "--cached", "-M"]);
    assert!(text.contains("b/specs/moved.yaml") || text.is_empty(), "{text}");
    git(folder.path(), &["rm", "--quiet", "--force", "specs/moved.yaml"]);
    let text = git(folder.path(), &["diff", "--cached", "--no-renames"]);
    assert!(text.contains("+++ /dev/null"), "{text}");
    let several = document(MORE).replace("'#/components/schemas/Order'", "'order.yaml'");
    write(&folder.path().join("specs/new.yaml"), &several);
    let text = git(folder.path(), &["diff", "specs/new.yaml"]);
    assert!(text.contains("order.yaml"), "{text}");
}

#[test]
fn a_conflict_is_shown_by_git() {
    let folder = configured(&["command"]);
    git(folder.path(), &["checkout", "--quiet", "-b", "other"]);
    change(folder.path(), NUMBER);
    commit(folder.path(), "number");
    git(folder.path(), &["checkout", "--quiet", "main"]);
    change(folder.path(), "        note: {type: boolean}\n");
    commit(folder.path(), "boolean");
    let merge = std::process::Command::new("git")
        .args(["merge", "other"])
        .current_dir(folder.path())
        .output()
        .expect("git");
    assert!(!merge.status.success());
    let text = git(folder.path(), &["diff"]);
    assert!(text.contains("specs/shop.yaml"), "{text}");
}
