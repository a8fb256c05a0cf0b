//! `oaspen diff` with versions of a repository: where they are found, and what is read of them.

use crate::cli::json;
use crate::cli_diff::{CONFIG, NOTE, NUMBER, changes, diff, document, error, project, repository};
use crate::cli_support::{commit, git, oaspen, oaspen_with_input, write};

#[test]
fn without_git_or_a_repository_the_message_names_the_way_out() {
    let folder = tempfile::tempdir().expect("folder");
    project(folder.path());
    let message = error(folder.path(), &[]);
    assert!(
        message.contains("is in no git repository") && message.contains("oaspen diff OLD NEW"),
        "{message}"
    );
    assert!(error(folder.path(), &["git:HEAD:specs", "specs"]).contains("is in no git repository"));

    let output = std::process::Command::new(env!("CARGO_BIN_EXE_oaspen"))
        .args(["diff", "git:HEAD:specs", "specs"])
        .current_dir(folder.path())
        .env("PATH", folder.path())
        .output()
        .expect("the program starts");
    let text = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2));
    assert!(text.contains("`git` was not found"), "{text}");
}

#[test]
fn a_report_replaces_no_file_that_is_compared() {
    let folder = tempfile::tempdir().expect("folder");
    project(folder.path());
    commit(folder.path(), "one");
    let copy = folder.path().join("new.yaml");
    write(&copy, &document(NUMBER));
    let spec = folder.path().join("specs/shop.yaml");
    for out in ["specs/shop.yaml", "specs/../specs/shop.yaml", "oaspen.toml"] {
        let message = error(folder.path(), &["--out", out]);
        assert!(message.contains("is one of the files that are compared"), "{message}");
    }
    oaspen(folder.path(), &["generate"]).exits(0);
    let lock = folder.path().join("src/shop/names.lock");
    let old = std::fs::read_to_string(&lock).expect("the lock");
    for out in ["oaspen.toml", "src/shop/names.lock"] {
        let update = ["update", "shop", "--from", "new.yaml", "--yes", "--out", out];
        oaspen(folder.path(), &update).exits(2);
    }
    error(folder.path(), &["--out", "src/shop/names.lock"]);
    assert_eq!(std::fs::read_to_string(lock).expect("kept"), old);
    for out in ["specs/shop.yaml", "new.yaml"] {
        error(folder.path(), &["specs/shop.yaml", "new.yaml", "--out", out]);
        let update = ["update", "shop", "--from", "new.yaml", "--yes", "--out", out];
        oaspen(folder.path(), &update).exits(2);
    }
    assert_eq!(std::fs::read_to_string(spec).expect("kept"), document(NOTE));
    assert_eq!(std::fs::read_to_string(copy).expect("kept"), document(NUMBER));
}

#[cfg(target_os = "linux")]
#[test]
fn a_document_that_never_ends_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    project(folder.path());
    for arguments in [
        ["diff", "specs/shop.yaml", "/dev/zero"].as_slice(),
        &["update", "shop", "--from", "/dev/zero"],
        &["lint", "/dev/zero"],
    ] {
        let ran = oaspen(folder.path(), arguments).exits(2);
        assert!(ran.stderr.contains("a pipe or a device"), "{}", ran.stderr);
    }
}

/// As from a process substitution of a shell.
#[cfg(target_os = "linux")]
#[test]
fn a_document_from_a_pipe_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    project(folder.path());
    for (arguments, help) in [
        (["update", "shop", "--from", "/dev/fd/0"].as_slice(), "with `--from -`"),
        (
            &["diff", "specs/shop.yaml", "/dev/fd/0"],
            "write the document to a file",
        ),
        (
            &["generate", "/dev/fd/0", "--out", "out"],
            "write the document to a file",
        ),
        (&["lint", "/dev/fd/0"], "write the document to a file"),
        (
            &["inspect", "/dev/fd/0", "--stage", "ir"],
            "write the document to a file",
        ),
    ] {
        let ran = oaspen_with_input(folder.path(), arguments, &document(NUMBER)).exits(2);
        let message = "`/dev/fd/0` is a pipe or a device, not a regular file: ";
        assert!(
            ran.stderr.contains(message) && ran.stderr.contains(help),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
    let update = ["update", "shop", "--from", "-", "--yes"];
    oaspen_with_input(folder.path(), &update, &document(NUMBER)).exits(0);
}

#[test]
fn an_empty_revision_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    project(folder.path());
    commit(folder.path(), "one");
    for arguments in [["--old", ""].as_slice(), &["git::specs/shop.yaml", "specs/shop.yaml"]] {
        let message = error(folder.path(), arguments);
        assert!(message.contains("the revision is empty"), "{message}");
    }
}

#[test]
fn a_document_outside_of_the_repository_has_no_revisions() {
    let outer = tempfile::tempdir().expect("folder");
    let inner = outer.path().join("inner");
    project(&inner);
    write(&outer.path().join("shop.yaml"), &document(NOTE));
    write(
        &inner.join("oaspen.toml"),
        &CONFIG.replace("specs/shop.yaml", "../shop.yaml"),
    );
    commit(&inner, "one");
    let message = error(&inner, &[]);
    assert!(
        message.contains("`../shop.yaml` is outside the git repository"),
        "{message}"
    );
}

#[test]
fn a_project_in_a_subfolder_is_found_in_the_revision() {
    let folder = tempfile::tempdir().expect("folder");
    let inner = folder.path().join("services/shop");
    project(&inner);
    commit(folder.path(), "one");
    write(&inner.join("specs/shop.yaml"), &document(NUMBER));
    let ran = diff(&inner, &[]).exits(0);
    assert_eq!(changes(&ran), ["type-changed"]);
    let change = json(&ran.stdout)["clients"][0]["changes"][0].clone();
    assert_eq!(change["old"]["file"], "git:HEAD:specs/shop.yaml");
    // From the root, the configuration is named.
    let ran = diff(folder.path(), &["--config", "services/shop/oaspen.toml"]).exits(0);
    assert_eq!(changes(&ran), ["type-changed"]);
    // Hosts know paths from the root of the repository, people those from the working folder.
    let ran = oaspen(&inner, &["diff", "--format", "github"]).exits(0);
    assert!(
        ran.stdout.contains("file=services/shop/specs/shop.yaml,"),
        "{}",
        ran.stdout
    );
    let link = ["diff", "--format", "markdown", "--link", "https://host.example/blob/x"];
    let ran = oaspen(&inner, &link).exits(0);
    assert!(
        ran.stdout
            .contains("(https://host.example/blob/x/services/shop/specs/shop.yaml#L20)"),
        "{}",
        ran.stdout
    );
}

#[test]
fn documents_of_several_files_are_read_as_a_whole() {
    let folder = repository();
    let at = |name: &str| folder.path().join(name);
    let main = document(NOTE).replace("{$ref: '#/components/schemas/Order'}", "{$ref: '../common/order.yaml'}");
    write(&at("specs/v1/shop.yaml"), &main);
    write(
        &at("specs/common/order.yaml"),
        "type: object\nrequired: [id]\nproperties:\n  id: {type: string}\n",
    );
    let config = format!(
        "{}root = \"specs\"\n",
        CONFIG.replace("specs/shop.yaml", "specs/v1/shop.yaml")
    );
    write(&at("oaspen.toml"), &config);
    oaspen(folder.path(), &["generate"]).exits(0);
    commit(folder.path(), "two");
    write(
        &at("specs/common/order.yaml"),
        "type: object\nrequired: [id]\nproperties:\n  id: {type: integer}\n",
    );
    let ran = diff(folder.path(), &[]).exits(0);
    assert_eq!(changes(&ran), ["type-changed"]);
    let change = json(&ran.stdout)["clients"][0]["changes"][0].clone();
    assert_eq!(change["new"]["file"], "specs/v1/../common/order.yaml");
    assert_eq!(change["old"]["file"], "git:HEAD:specs/v1/../common/order.yaml");
    let ran = diff(
        folder.path(),
        &["git:HEAD:specs/v1/shop.yaml", "specs/v1/shop.yaml", "--root", "specs"],
    );
    assert_eq!(changes(&ran.exits(0)), ["type-changed"]);
    // Without the root, the file is outside of the folder on both sides.
    let ran = diff(folder.path(), &["git:HEAD:specs/v1/shop.yaml", "specs/v1/shop.yaml"]);
    assert_eq!(changes(&ran.exits(0)), [""; 0]);
}

#[test]
fn the_settings_and_the_lock_are_those_of_the_revision() {
    let folder = repository();
    let renamed = format!("{CONFIG}[clients.shop.overrides.\"#/components/schemas/Order\"]\nrename = \"Purchase\"\n");
    write(&folder.path().join("oaspen.toml"), &renamed);
    std::fs::remove_dir_all(folder.path().join("src")).expect("remove");
    oaspen(folder.path(), &["generate"]).exits(0);
    let ran = diff(folder.path(), &["--fail-on", "code"]).exits(1);
    assert!(ran.stdout.contains("models::Order"), "{}", ran.stdout);
    // An invalid configuration of the revision is an error that names the revision.
    write(&folder.path().join("oaspen.toml"), "clients = 1\n");
    commit(folder.path(), "invalid");
    write(&folder.path().join("oaspen.toml"), CONFIG);
    let report = json(&diff(folder.path(), &[]).exits(2).stdout);
    assert_eq!(report["diagnostics"][0]["file"], "git:HEAD:oaspen.toml", "{report}");
}

#[test]
fn a_shallow_clone_names_what_to_fetch() {
    let folder = repository();
    write(&folder.path().join("specs/shop.yaml"), &document(NUMBER));
    commit(folder.path(), "two");
    let outer = tempfile::tempdir().expect("folder");
    let source = format!("file://{}", folder.path().display());
    git(outer.path(), &["clone", "--quiet", "--depth", "1", &source, "clone"]);
    let clone = outer.path().join("clone");
    assert_eq!(changes(&diff(&clone, &[]).exits(0)), [""; 0]);
    let message = error(&clone, &["--old", "HEAD~1"]);
    assert!(
        message.contains("this clone is shallow") && message.contains("fetch-depth: 0"),
        "{message}"
    );
    git(&clone, &["fetch", "--quiet", "--unshallow"]);
    assert_eq!(changes(&diff(&clone, &["--old", "HEAD~1"]).exits(0)), ["type-changed"]);
}

#[test]
fn worktrees_and_other_hashes_are_read() {
    let folder = repository();
    let other = tempfile::tempdir().expect("folder");
    let tree = other.path().join("tree");
    git(
        folder.path(),
        &["worktree", "add", "--quiet", &tree.display().to_string(), "-b", "other"],
    );
    write(&tree.join("specs/shop.yaml"), &document(NUMBER));
    assert_eq!(changes(&diff(&tree, &[]).exits(0)), ["type-changed"]);

    let folder = tempfile::tempdir().expect("folder");
    git(folder.path(), &["init", "--quiet", "--object-format=sha256"]);
    project(folder.path());
    commit(folder.path(), "one");
    write(&folder.path().join("specs/shop.yaml"), &document(NUMBER));
    assert_eq!(changes(&diff(folder.path(), &[]).exits(0)), ["type-changed"]);
    // A repository without a commit has no revision.
    let empty = tempfile::tempdir().expect("folder");
    git(empty.path(), &["init", "--quiet"]);
    project(empty.path());
    assert!(error(empty.path(), &[]).contains("git has no revision `HEAD`"));
}

#[test]
fn names_that_git_quotes_are_read() {
    let folder = tempfile::tempdir().expect("folder");
    for name in ["größe \"x\".yaml", "a:b.yaml", "-x.yaml", " lead.yaml", "*.yaml"] {
        write(&folder.path().join("specs").join(name), &document(NOTE));
    }
    commit(folder.path(), "one");
    for name in ["größe \"x\".yaml", "a:b.yaml", "-x.yaml", " lead.yaml", "*.yaml"] {
        let path = format!("specs/{name}");
        write(&folder.path().join(&path), &document(NUMBER));
        let old = format!("git:HEAD:{path}");
        assert_eq!(
            changes(&diff(folder.path(), &[&old, &path]).exits(0)),
            ["type-changed"],
            "{name}"
        );
    }
}

#[cfg(unix)]
#[test]
fn links_and_submodules_of_a_revision_lead_nowhere_else() {
    use std::os::unix::fs::symlink;

    let folder = repository();
    let at = |name: &str| folder.path().join(name);
    let main = document(NOTE).replace("'#/components/schemas/Order'", "'linked.yaml'");
    write(&at("api/shop.yaml"), &main);
    write(&at("api/real.yaml"), "type: object\nproperties: {id: {type: string}}\n");
    write(
        &at("secret.yaml"),
        "type: object\nproperties: {secret: {type: string}}\n",
    );
    symlink("real.yaml", at("api/linked.yaml")).expect("link");
    symlink("api", at("folder")).expect("link");
    symlink("/etc/hostname", at("absolute.yaml")).expect("link");
    symlink("loop.yaml", at("loop.yaml")).expect("link");
    symlink("../../outside.yaml", at("api/outside.yaml")).expect("link");
    commit(folder.path(), "two");
    write(
        &at("api/real.yaml"),
        "type: object\nproperties: {id: {type: integer}}\n",
    );
    for old in [
        "git:HEAD:api/shop.yaml",
        "git:HEAD:folder/shop.yaml",
        "git:HEAD:folder/../api/shop.yaml",
    ] {
        assert_eq!(
            changes(&diff(folder.path(), &[old, "api/shop.yaml"]).exits(0)),
            ["type-changed"],
            "{old}"
        );
    }
    // A link out of the folder of the document is not followed, as on disk.
    std::fs::remove_file(at("api/linked.yaml")).expect("remove");
    symlink("../secret.yaml", at("api/linked.yaml")).expect("link");
    commit(folder.path(), "three");
    let ran = diff(folder.path(), &["git:HEAD:api/shop.yaml", "api/shop.yaml"]).exits(0);
    assert!(!ran.stdout.contains("secret"), "{}", ran.stdout);
    for (path, expected) in [
        (
            "absolute.yaml",
            "the symbolic link `absolute.yaml` leads to `/etc/hostname`",
        ),
        ("loop.yaml", "the symbolic link `loop.yaml`"),
        ("api/outside.yaml", "leads to"),
    ] {
        let message = error(folder.path(), &[&format!("git:HEAD:{path}"), "specs"]);
        assert!(message.contains(expected), "{path}: {message}");
    }

    let other = repository();
    let source = other.path().display().to_string();
    git(folder.path(), &["submodule", "--quiet", "add", &source, "vendor/shop"]);
    commit(folder.path(), "submodule");
    let message = error(folder.path(), &["git:HEAD:vendor/shop/specs/shop.yaml", "specs"]);
    assert!(message.contains("submodule"), "{message}");
}

#[test]
fn the_environment_of_a_hook_does_not_matter() {
    let folder = repository();
    write(&folder.path().join("specs/shop.yaml"), &document(NUMBER));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_oaspen"))
        .args(["diff", "--format", "json"])
        .current_dir(folder.path())
        .env("GIT_DIR", "elsewhere")
        .env("GIT_INDEX_FILE", "elsewhere")
        .env("GIT_WORK_TREE", "elsewhere")
        .output()
        .expect("the program starts");
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stdout)
    );
}
