//! `oaspen update`: a new document is checked, shown and written with everything that is generated from it, or nothing is.

use std::path::Path;

use crate::cli::json;
use crate::cli_diff::{MORE, NOTE, NUMBER, assert_valid, document, project};
use crate::cli_support::{files, oaspen, oaspen_with_input, write};

/// A project with a client and its reference.
fn setup() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("folder");
    project(folder.path());
    let config = folder.path().join("oaspen.toml");
    let text = std::fs::read_to_string(&config).expect("configuration");
    write(
        &config,
        &format!("index = \"src/apis.rs\"\n{text}docs = \"docs/shop\"\n"),
    );
    oaspen(folder.path(), &["generate"]).exits(0);
    oaspen(folder.path(), &["docs"]).exits(0);
    write(&folder.path().join("more.yaml"), &document(MORE));
    write(&folder.path().join("number.yaml"), &document(NUMBER));
    folder
}

/// Everything that is generated is current, and nothing else is left.
fn assert_current(folder: &Path) {
    oaspen(folder, &["generate", "--check"]).exits(0);
    oaspen(folder, &["docs", "--check"]).exits(0);
    let names: Vec<_> = files(folder).into_keys().collect();
    assert!(
        !names.iter().any(|name| name.display().to_string().contains(".oaspen-")),
        "{names:?}"
    );
}

fn spec(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("specs/shop.yaml")).expect("document")
}

#[test]
fn document_code_lock_and_docs_are_written_together() {
    let folder = setup();
    let ran = oaspen(folder.path(), &["update", "shop", "--from", "more.yaml"]).exits(0);
    assert!(ran.stdout.contains("shop: 1 change"), "{}", ran.stdout);
    assert_eq!(spec(folder.path()), document(MORE));
    assert_current(folder.path());
    let lock = std::fs::read_to_string(folder.path().join("src/shop/names.lock")).expect("lock");
    let page = std::fs::read_to_string(folder.path().join("docs/shop/models/order.md")).expect("page");
    assert!(lock.contains("more") && page.contains("more"));

    // Done again, nothing changes.
    let before = files(folder.path());
    let ran = oaspen(
        folder.path(),
        &["update", "shop", "--from", "more.yaml", "--format", "json"],
    )
    .exits(0);
    let report = json(&ran.stdout);
    assert_eq!(
        (&report["command"], &report["wrote"]),
        (&"update".into(), &false.into())
    );
    assert_valid(&ran.stdout);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn what_breaks_code_is_not_written_without_yes() {
    let folder = setup();
    let before = files(folder.path());
    let update = ["update", "shop", "--from", "number.yaml"];
    let with = |more: &[&'static str]| update.into_iter().chain(more.iter().copied()).collect::<Vec<_>>();
    let ran = oaspen(folder.path(), &update).exits(1);
    assert!(
        ran.stderr.contains("nothing was written") && ran.stderr.contains("--yes"),
        "{}",
        ran.stderr
    );
    let report = json(&oaspen(folder.path(), &with(&["--format", "json"])).exits(1).stdout);
    assert_eq!((&report["exit"], &report["wrote"]), (&1.into(), &false.into()));
    let ran = oaspen(folder.path(), &with(&["--dry-run"])).exits(1);
    assert!(ran.stderr.contains("would write specs/shop.yaml"), "{}", ran.stderr);
    assert_eq!(files(folder.path()), before);

    let bot = ["--yes", "--format", "markdown", "--out", "comment.md"];
    let ran = oaspen(folder.path(), &with(&bot)).exits(0);
    assert_eq!(ran.stdout, "");
    let comment = std::fs::read_to_string(folder.path().join("comment.md")).expect("comment");
    assert!(comment.contains("models::Order::note"), "{comment}");
    assert_eq!(spec(folder.path()), document(NUMBER));
    assert_current(folder.path());
}

#[test]
fn what_stops_an_update_is_chosen_or_accepted() {
    let folder = setup();
    let ran = oaspen(
        folder.path(),
        &["update", "shop", "--from", "number.yaml", "--format", "json"],
    )
    .exits(1);
    let id = json(&ran.stdout)["clients"][0]["changes"][0]["fingerprint"]
        .as_str()
        .expect("id")
        .to_owned();
    let other = document(NOTE).replace("/orders:", "/order:");
    write(&folder.path().join("route.yaml"), &other);
    oaspen(
        folder.path(),
        &["update", "shop", "--from", "route.yaml", "--fail-on", "deployed"],
    )
    .exits(1);
    oaspen(folder.path(), &["update", "shop", "--from", "route.yaml", "--dry-run"]).exits(0);
    assert_eq!(spec(folder.path()), document(NOTE));

    oaspen(folder.path(), &["diff", "--accept", &id, "--reason", "agreed"]).exits(0);
    oaspen(folder.path(), &["update", "shop", "--from", "number.yaml"]).exits(0);
    assert_eq!(spec(folder.path()), document(NUMBER));
    let none = ["update", "shop", "--from", "route.yaml", "--fail-on", "none"];
    oaspen(folder.path(), &none).exits(0);
    assert_eq!(spec(folder.path()), other);
    assert_current(folder.path());
}

#[test]
fn standard_input_is_a_document() {
    let folder = setup();
    let update = ["update", "shop", "--from", "-"];
    oaspen_with_input(folder.path(), &update, &document(MORE)).exits(0);
    assert_eq!(spec(folder.path()), document(MORE));
    let before = files(folder.path());
    for (input, expected) in [
        ("", "is empty; did the download fail?"),
        ("  \n", "is empty"),
        ("<html><body>502</body></html>", "error"),
        (
            "{\"openapi\": \"3.0.3\"}",
            "the new document is JSON, but `specs/shop.yaml` is YAML",
        ),
        ("openapi: [", "error"),
        ("openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: 1\n", "error"),
    ] {
        let ran = oaspen_with_input(folder.path(), &update, input).exits(2);
        assert!(ran.stderr.contains(expected), "{input}: {}", ran.stderr);
        let all: Vec<&str> = update.into_iter().chain(["--format", "json", "--yes"]).collect();
        let ran = oaspen_with_input(folder.path(), &all, input).exits(2);
        assert_eq!(
            (json(&ran.stdout)["exit"].as_i64(), ran.stderr.as_str()),
            (Some(2), ""),
            "{input}"
        );
    }
    assert_eq!(files(folder.path()), before);
}

#[test]
fn errors_write_nothing() {
    let folder = setup();
    let before = files(folder.path());
    for (arguments, code, expected) in [
        (
            &["update", "nowhere", "--from", "more.yaml"][..],
            2,
            "there is no client `nowhere`",
        ),
        (
            &["update", "shop", "--from", "nowhere.yaml"],
            2,
            "cannot read `nowhere.yaml`",
        ),
        (&["update", "shop"], 2, "--from"),
        (
            &["update", "shop", "--from", "more.yaml", "--yes", "--dry-run"],
            2,
            "--dry-run",
        ),
        (
            &["update", "shop", "--from", "more.yaml", "--config", "nowhere.toml"],
            2,
            "there is no `nowhere.toml`",
        ),
    ] {
        let ran = oaspen(folder.path(), arguments).exits(code);
        assert!(ran.stderr.contains(expected), "{arguments:?}: {}", ran.stderr);
    }
    // A finding that `--strict` makes an error.
    let odd = document(MORE).replace("'#/components/schemas/Order'", "'#/components/schemas/Nowhere'");
    write(&folder.path().join("odd.yaml"), &odd);
    let strict = ["update", "shop", "--from", "odd.yaml", "--strict"];
    oaspen(folder.path(), &strict).exits(1);
    std::fs::remove_file(folder.path().join("odd.yaml")).expect("remove");
    assert_eq!(files(folder.path()), before);
    std::fs::remove_file(folder.path().join("specs/shop.yaml")).expect("remove");
    let ran = oaspen(folder.path(), &["update", "shop", "--from", "more.yaml"]).exits(2);
    assert!(
        ran.stderr.contains("there is no `specs/shop.yaml` to update"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_document_of_several_files_is_replaced_from_a_folder() {
    let folder = setup();
    let at = |name: &str| folder.path().join(name);
    let main = document(NOTE).replace("'#/components/schemas/Order'", "'parts/order.yaml'");
    let part = |ty: &str| format!("type: object\nrequired: [id]\nproperties:\n  id: {{type: {ty}}}\n");
    write(&at("specs/shop.yaml"), &main);
    write(&at("specs/parts/order.yaml"), &part("string"));
    oaspen(folder.path(), &["generate"]).exits(0);
    oaspen(folder.path(), &["docs"]).exits(0);
    write(&at("new/shop.yaml"), &main);
    write(&at("new/parts/order.yaml"), &part("integer"));
    write(&at("new/unrelated.yaml"), "a: 1\n");
    oaspen(folder.path(), &["update", "shop", "--from", "new"]).exits(1);
    oaspen(folder.path(), &["update", "shop", "--from", "new", "--yes"]).exits(0);
    assert_eq!(
        std::fs::read_to_string(at("specs/parts/order.yaml")).expect("part"),
        part("integer")
    );
    assert!(!at("specs/unrelated.yaml").exists(), "only the files of the document");
    assert_current(folder.path());
    // The main file alone keeps the other files.
    write(&at("main.yaml"), &main.replace("/orders:", "/order:"));
    oaspen(folder.path(), &["update", "shop", "--from", "main.yaml"]).exits(0);
    assert_eq!(
        std::fs::read_to_string(at("specs/parts/order.yaml")).expect("part"),
        part("integer")
    );
    assert_current(folder.path());
}

#[cfg(unix)]
#[test]
fn a_folder_brings_no_files_from_outside() {
    let folder = setup();
    let at = |name: &str| folder.path().join(name);
    write(
        &at("secret.yaml"),
        "type: object\nproperties: {secret: {type: string}}\n",
    );
    write(
        &at("new/shop.yaml"),
        &document(NOTE).replace("'#/components/schemas/Order'", "'order.yaml'"),
    );
    std::os::unix::fs::symlink("../secret.yaml", at("new/order.yaml")).expect("link");
    oaspen(folder.path(), &["update", "shop", "--from", "new", "--yes"]);
    assert!(!at("specs/order.yaml").exists());
}

#[cfg(unix)]
#[test]
fn links_lead_no_file_out_of_the_folder_of_the_document() {
    let folder = setup();
    let at = |name: &str| folder.path().join(name);
    let main = document(NOTE).replace("'#/components/schemas/Order'", "'parts/order.yaml'");
    let part = "type: object\nproperties: {id: {type: string}}\n";
    write(&at("new/shop.yaml"), &main);
    write(&at("new/parts/order.yaml"), part);
    write(&at("outside/order.yaml"), "kept: true\n");
    for link in ["specs/parts", "specs/parts/order.yaml"] {
        let (target, folder_of_link) = match link {
            "specs/parts" => ("../outside", at("specs")),
            _ => ("../../outside/order.yaml", at("specs/parts")),
        };
        std::fs::create_dir_all(folder_of_link).expect("folder");
        std::os::unix::fs::symlink(target, at(link)).expect("link");
        let before = files(folder.path());
        let ran = oaspen(folder.path(), &["update", "shop", "--from", "new", "--yes"]).exits(2);
        assert!(ran.stderr.contains("symbolic link"), "{}", ran.stderr);
        assert_eq!(files(folder.path()), before);
        std::fs::remove_file(at(link)).expect("link");
    }
    oaspen(folder.path(), &["update", "shop", "--from", "new", "--yes"]).exits(0);
    assert_current(folder.path());
}

#[test]
fn two_updates_at_once_come_one_after_the_other() {
    let folder = setup();
    let update = |file: &str| oaspen(folder.path(), &["update", "shop", "--yes", "--from", file]);
    for _ in 0..8 {
        std::thread::scope(|scope| {
            let both = ["more.yaml", "number.yaml"].map(|file| scope.spawn(move || update(file)));
            for one in both {
                one.join().expect("a thread").exits(0);
            }
        });
        let last = spec(folder.path());
        assert!(last == document(MORE) || last == document(NUMBER), "{last}");
        assert_current(folder.path());
    }
}

#[test]
fn a_document_without_operations_replaces_none_with_some() {
    let folder = setup();
    let before = files(folder.path());
    let before_document = spec(folder.path());
    let empty = "openapi: 3.0.3\ninfo: {title: Shop, version: '1'}\npaths: {}\n";
    let (_, components) = before_document.split_once("\ncomponents:").expect("schemas");
    let with_schemas = format!("{empty}components:{components}");
    for (document, message) in [(empty, "too few of its operations"), (&with_schemas, "no operations")] {
        let ran = oaspen_with_input(folder.path(), &["update", "shop", "--from", "-", "--yes"], document).exits(2);
        assert!(ran.stderr.contains(message), "{}", ran.stderr);
        assert_eq!(files(folder.path()), before);
    }
}

/// Whether this process can write into folders that are read-only: as root, permissions do not apply.
#[cfg(unix)]
fn ignores_permissions(folder: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let probe = folder.join("probe");
    std::fs::create_dir(&probe).expect("folder");
    std::fs::set_permissions(&probe, std::fs::Permissions::from_mode(0o555)).expect("permissions");
    let ignores = std::fs::write(probe.join("file"), "").is_ok();
    std::fs::set_permissions(&probe, std::fs::Permissions::from_mode(0o755)).expect("permissions");
    std::fs::remove_dir_all(&probe).expect("remove");
    ignores
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_leaves_all_files_as_they_were() {
    use std::os::unix::fs::PermissionsExt as _;
    for unwritable in ["specs", "docs/shop/models", "src/shop/models"] {
        let folder = setup();
        if ignores_permissions(folder.path()) {
            return;
        }
        let before = files(folder.path());
        let set = |mode| {
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(folder.path().join(unwritable), permissions).expect("permissions");
        };
        set(0o555);
        let ran = oaspen(folder.path(), &["update", "shop", "--from", "more.yaml"]).exits(2);
        set(0o755);
        assert!(ran.stderr.contains("cannot write"), "{}", ran.stderr);
        assert_eq!(files(folder.path()), before, "{unwritable}");
    }
}

#[test]
fn a_file_in_the_way_leaves_all_files_as_they_were() {
    let folder = setup();
    // The page of a new file of models cannot be written: there is a folder in its path.
    let text = document(MORE).replace(
        "components:\n  schemas:\n",
        "components:\n  schemas:\n    Extra: {type: object, properties: {a: {type: string}}}\n",
    );
    write(
        &folder.path().join("extra.yaml"),
        &text.replace("more: {type: string}", "more: {$ref: '#/components/schemas/Extra'}"),
    );
    std::fs::create_dir(folder.path().join("docs/shop/models/extra.md")).expect("folder");
    let before = files(folder.path());
    let ran = oaspen(folder.path(), &["update", "shop", "--from", "extra.yaml"]).exits(2);
    assert!(
        ran.stderr.contains("cannot write") && ran.stderr.contains("extra.md"),
        "{}",
        ran.stderr
    );
    assert_eq!(files(folder.path()), before);
}

#[test]
fn an_update_that_was_killed_is_completed_by_the_next_command() {
    let folder = setup();
    let at = |name: &str| folder.path().join(name);
    let absolute = |name: &str| at(name).display().to_string();
    // All new contents are written, and the first target is replaced.
    write(&at("specs/.oaspen-new-shop.yaml"), &document(MORE));
    write(&at("specs/.oaspen-old-shop.yaml"), &document(NOTE));
    let journal = format!("oaspen update: replace\nreplace\t{}\n", absolute("specs/shop.yaml"));
    write(&at(".oaspen-update"), &journal);
    // Checks write nothing.
    let before = files(folder.path());
    oaspen(folder.path(), &["generate", "--check"]).exits(0);
    assert_eq!(files(folder.path()), before);
    oaspen(folder.path(), &["generate"]).exits(0);
    assert_eq!(spec(folder.path()), document(MORE));
    oaspen(folder.path(), &["docs"]).exits(0);
    assert_current(folder.path());

    // Nothing was replaced yet.
    write(&at("specs/.oaspen-new-shop.yaml"), &document(NUMBER));
    write(
        &at(".oaspen-update"),
        &journal.replace("update: replace", "update: prepare"),
    );
    oaspen(folder.path(), &["update", "shop", "--from", "more.yaml"]).exits(0);
    assert_eq!(spec(folder.path()), document(MORE));
    assert_current(folder.path());

    write(&at(".oaspen-update"), "?");
    for command in [&["generate"][..], &["update", "shop", "--from", "more.yaml"]] {
        let ran = oaspen(folder.path(), command).exits(2);
        assert!(ran.stderr.contains("not a journal of oaspen"), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[test]
fn a_linked_document_stays_a_link() {
    let folder = setup();
    let at = |name: &str| folder.path().join(name);
    std::fs::rename(at("specs/shop.yaml"), at("specs/real.yaml")).expect("rename");
    std::os::unix::fs::symlink("real.yaml", at("specs/shop.yaml")).expect("link");
    oaspen(folder.path(), &["update", "shop", "--from", "more.yaml"]).exits(0);
    assert!(at("specs/shop.yaml").is_symlink());
    assert_eq!(
        std::fs::read_to_string(at("specs/real.yaml")).expect("document"),
        document(MORE)
    );
    assert_current(folder.path());
}

#[test]
fn the_reports_of_both_commands_agree() {
    let folder = setup();
    crate::cli_support::commit(folder.path(), "one");
    let changelog = [
        "update",
        "shop",
        "--from",
        "number.yaml",
        "--yes",
        "--format",
        "changelog",
    ];
    let update = oaspen(folder.path(), &changelog).exits(0);
    let diff = oaspen(folder.path(), &["diff", "--format", "changelog"]).exits(0);
    assert_eq!(update.stdout, diff.stdout);
}
