//! `oaspen diff`: where versions come from, what is reported, and the exit codes.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::json;
use crate::cli_support::{Ran, commit, compare, files, git, oaspen, root, write};

/// A document; its object has these members.
pub(crate) fn document(members: &str) -> String {
    format!(
        "openapi: 3.0.3
info: {{title: Shop, version: '1'}}
servers: [{{url: https://shop.example}}]
paths:
  /orders:
    get:
      operationId: getOrder
      tags: [Orders]
      responses:
        '200':
          description: ok
          content: {{application/json: {{schema: {{$ref: '#/components/schemas/Order'}}}}}}
components:
  schemas:
    Order:
      type: object
      required: [id, note]
      properties:
        id: {{type: string}}
{members}"
    )
}

pub(crate) const NOTE: &str = "        note: {type: string}\n";
pub(crate) const NUMBER: &str = "        note: {type: integer}\n";
pub(crate) const MORE: &str = "        note: {type: string}\n        more: {type: string}\n";

pub(crate) const CONFIG: &str = "[clients.shop]\nspec = \"specs/shop.yaml\"\nout = \"src/shop\"\nlayout = \"module\"\n";

/// A repository with one client, committed.
pub(crate) fn repository() -> TempDir {
    let folder = tempfile::tempdir().expect("folder");
    project(folder.path());
    commit(folder.path(), "one");
    folder
}

/// A project with one client.
pub(crate) fn project(folder: &Path) {
    write(&folder.join("specs/shop.yaml"), &document(NOTE));
    write(&folder.join("oaspen.toml"), CONFIG);
    write(
        &folder.join("Cargo.toml"),
        "[package]\nname = \"app\"\nversion = \"0.33.0\"\n",
    );
    oaspen(folder, &["generate"]).exits(0);
}

/// Rules with their fingerprints.
pub(crate) fn changes(ran: &Ran) -> Vec<String> {
    let report = json(&ran.stdout);
    let clients = report["clients"].as_array().expect("clients").iter();
    let all = clients.flat_map(|client| client["changes"].as_array().expect("changes"));
    all.map(|change| change["rule"].as_str().expect("rule").to_owned())
        .collect()
}

pub(crate) fn diff(folder: &Path, arguments: &[&str]) -> Ran {
    let arguments: Vec<&str> = ["diff", "--format", "json"]
        .into_iter()
        .chain(arguments.iter().copied())
        .collect();
    let ran = oaspen(folder, &arguments);
    assert_eq!(ran.stderr, "", "{}", ran.stdout);
    assert_eq!(json(&ran.stdout)["exit"], ran.code, "{}", ran.stdout);
    if ran.code < 2 && !arguments.contains(&"--accept") {
        assert_valid(&ran.stdout);
    }
    ran
}

/// Checks the output with its documented schema.
#[track_caller]
pub(crate) fn assert_valid(text: &str) {
    let schema = std::fs::read_to_string(root().join("docs/diff.schema.json")).expect("schema");
    let validator = jsonschema::draft202012::new(&json(&schema)).expect("a schema");
    let errors: Vec<String> = validator
        .iter_errors(&json(text))
        .map(|error| error.to_string())
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
}

/// The message of an error, which is one object also in JSON.
#[track_caller]
pub(crate) fn error(folder: &Path, arguments: &[&str]) -> String {
    let ran = diff(folder, arguments).exits(2);
    let message = json(&ran.stdout)["error"].as_str().expect("a message").to_owned();
    for format in ["text", "markdown", "html", "sarif", "github", "changelog"] {
        let all: Vec<&str> = ["diff", "--format", format]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        let ran = oaspen(folder, &all).exits(2);
        assert_eq!(ran.stdout, "", "{format}");
        assert!(
            ran.stderr.contains(message.lines().next().expect("a line")),
            "{format}: {}",
            ran.stderr
        );
    }
    message
}

#[test]
fn files_folders_and_revisions_are_compared() {
    let folder = repository();
    let at = |name: &str| folder.path().join(name);
    write(&at("new/shop.yaml"), &document(NUMBER));
    write(&at("new/part.yaml"), "type: object\n");
    write(&at("sub/keep"), "");
    for (old, new) in [
        ("specs/shop.yaml", "new/shop.yaml"),
        ("specs", "new"),
        ("git:HEAD:specs/shop.yaml", "new/shop.yaml"),
        ("git:HEAD:specs", "new/"),
        ("git:HEAD:./specs/../specs/shop.yaml", "new"),
        ("git:HEAD^{commit}:specs/shop.yaml", "new"),
        ("git:main@{0}:specs/shop.yaml", "new"),
    ] {
        assert_eq!(
            changes(&diff(folder.path(), &[old, new]).exits(0)),
            ["type-changed"],
            "{old} {new}"
        );
    }
    // Paths are relative to the working folder, also those that are shown.
    let ran = diff(&at("sub"), &["git:HEAD:../specs/shop.yaml", "../new/shop.yaml"]).exits(0);
    let change = json(&ran.stdout)["clients"][0]["changes"][0].clone();
    assert_eq!(change["old"]["file"], "git:HEAD:../specs/shop.yaml", "{change}");
    assert_eq!(
        (&change["new"]["file"], &change["new"]["line"]),
        (&"../new/shop.yaml".into(), &20.into())
    );
    assert!(
        diff(folder.path(), &["specs", "specs"])
            .exits(0)
            .stdout
            .contains("\"changes\": []")
    );
}

#[test]
fn clients_are_compared_with_a_revision() {
    let folder = repository();
    assert_eq!(changes(&diff(folder.path(), &[]).exits(0)), [""; 0]);
    write(&folder.path().join("specs/shop.yaml"), &document(NUMBER));
    oaspen(folder.path(), &["generate"]).exits(0);
    let ran = diff(folder.path(), &[]).exits(0);
    assert_eq!(changes(&ran), ["type-changed"]);
    let client = json(&ran.stdout)["clients"][0].clone();
    assert_eq!(
        (client["version"].as_str(), client["next"].as_str()),
        (Some("0.33.0"), Some("0.34.0"))
    );
    assert_eq!(client["old"], "git:HEAD:specs/shop.yaml");
    assert_eq!(client["new"], "specs/shop.yaml");
    assert_eq!(client["changes"][0]["new"]["file"], "specs/shop.yaml");
    assert_eq!(client["changes"][0]["old"]["file"], "git:HEAD:specs/shop.yaml");

    commit(folder.path(), "two");
    assert_eq!(changes(&diff(folder.path(), &[]).exits(0)), [""; 0]);
    for arguments in [
        &["--old", "HEAD~1"][..],
        &["--old", "HEAD~1", "--new", "HEAD"],
        &["--old", "main^"],
    ] {
        assert_eq!(
            changes(&diff(folder.path(), arguments).exits(0)),
            ["type-changed"],
            "{arguments:?}"
        );
    }
    git(folder.path(), &["checkout", "--quiet", "--detach", "HEAD~1"]);
    assert_eq!(
        changes(&diff(folder.path(), &["--old", "main"]).exits(0)),
        ["type-changed"]
    );
    let text = oaspen(folder.path(), &["diff", "--old", "main"]).exits(0).stdout;
    assert!(text.contains("0.33.0 -> 0.34.0"), "{text}");
}

#[test]
fn what_fails_is_chosen_and_the_same_in_every_format() {
    let folder = repository();
    write(&folder.path().join("specs/shop.yaml"), &document(MORE));
    for format in ["text", "json", "markdown", "html", "sarif", "github", "changelog"] {
        let run = |arguments: &[&str]| {
            let all: Vec<&str> = ["diff", "--format", format]
                .into_iter()
                .chain(arguments.iter().copied())
                .collect();
            oaspen(folder.path(), &all)
        };
        write(&folder.path().join("specs/shop.yaml"), &document(MORE));
        run(&["--fail-on", "code", "--fail-on", "deployed"]).exits(0);
        write(&folder.path().join("specs/shop.yaml"), &document(NUMBER));
        run(&[]).exits(0);
        run(&["--fail-on", "none"]).exits(0);
        run(&["--fail-on", "code"]).exits(1);
        run(&["--fail-on", "deployed"]).exits(1);
        let ran = run(&["--fail-on", "code", "--out", "report"]).exits(1);
        assert_eq!(ran.stdout, "", "{format}");
        let report = std::fs::read_to_string(folder.path().join("report")).expect("report");
        assert!(
            report.contains("note") && !report.contains('\u{1b}'),
            "{format}: {report}"
        );
    }
    // A status that a deployed program does not know breaks no code.
    let text = document(NOTE).replace("/orders:", "/order:");
    write(&folder.path().join("specs/shop.yaml"), &text);
    diff(folder.path(), &["--fail-on", "code"]).exits(0);
    diff(folder.path(), &["--fail-on", "deployed"]).exits(1);
    error(folder.path(), &["--out", "missing/report"]);
}

#[test]
fn other_commands_have_two_formats() {
    let folder = repository();
    let ran = oaspen(folder.path(), &["generate", "--format", "sarif"]).exits(2);
    assert!(ran.stderr.contains("`--format`"), "{}", ran.stderr);
}

#[test]
fn errors_name_what_is_wrong() {
    let folder = repository();
    write(&folder.path().join("two/a.yaml"), &document(NOTE));
    write(&folder.path().join("two/b.json"), "{\"swagger\": \"2.0\"}");
    write(&folder.path().join("none/part.yaml"), "type: object\n");
    write(&folder.path().join("broken.yaml"), "openapi: [\n");
    let spec = "specs/shop.yaml";
    for (arguments, expected) in [
        (&["nowhere.yaml", spec][..], "cannot read `nowhere.yaml`"),
        (&[spec, "two"], "several documents: a.yaml, b.json"),
        (&[spec, "none"], "no OpenAPI document in the folder `none`"),
        (&[spec, "broken.yaml"], "`broken.yaml` cannot be read as a client"),
        (&["broken.yaml", spec], "`broken.yaml` cannot be read as a client"),
        (&["git:nowhere:a.yaml", spec], "git has no revision `nowhere`"),
        (&["git:HEAD:a.yaml", spec], "`a.yaml` is not in the revision `HEAD`"),
        (&["git:HEAD", spec], "there is no path"),
        (&["git:HEAD:", spec], "the path is empty"),
        (&["git::a.yaml", spec], "the revision is empty"),
        (&["git:HEAD:../outside.yaml", spec], "is outside the git repository"),
        (&["git:--upload-pack=x:y", spec], "a revision does not begin with `-`"),
        (&["git:-h:y", spec], "a revision does not begin with `-`"),
        (&["git:HEAD..HEAD:y", spec], "git has no revision `HEAD..HEAD`"),
        (&["git:^HEAD:y", spec], "git has no revision `^HEAD`"),
        (&["git:HEAD\n:y", spec], "a revision has no control characters"),
        (&["--old", "--output=x"], "a revision does not begin with `-`"),
        (&["--old", "nowhere"], "git has no revision `nowhere`"),
        (
            &["--only", "nowhere"],
            "there is no client `nowhere` in the configuration; it has `shop`",
        ),
        (&["--config", "nowhere.toml"], "there is no `nowhere.toml`"),
    ] {
        let joined: Vec<String> = arguments
            .iter()
            .map(|one| {
                if *one == "--output=x" {
                    "--old=--output=x".to_owned()
                } else {
                    (*one).to_owned()
                }
            })
            .filter(|one| one != "--old" || arguments[1] != "--output=x")
            .collect();
        let joined: Vec<&str> = joined.iter().map(String::as_str).collect();
        let message = error(folder.path(), &joined);
        assert!(message.contains(expected), "{arguments:?}: {message}");
    }
    assert!(!folder.path().join("x").exists());
    oaspen(folder.path(), &["diff", "one.yaml"]).exits(2);
    oaspen(folder.path(), &["diff", "--old", "HEAD", "a.yaml", "b.yaml"]).exits(2);
    // Findings in a document are part of the object.
    let report = json(&diff(folder.path(), &[spec, "broken.yaml"]).exits(2).stdout);
    assert_eq!(report["diagnostics"][0]["file"], "broken.yaml", "{report}");
}

#[test]
fn clients_that_are_new_renamed_or_gone_are_results() {
    let folder = repository();
    let at = |name: &str| folder.path().join(name);
    // Renamed: the same folder.
    write(&at("oaspen.toml"), &CONFIG.replace("clients.shop", "clients.store"));
    write(&at("specs/shop.yaml"), &document(NUMBER));
    assert_eq!(changes(&diff(folder.path(), &[]).exits(0)), ["type-changed"]);

    // New, and gone.
    write(&at("specs/other.yaml"), &document(NOTE));
    let other = CONFIG
        .replace("clients.shop", "clients.other")
        .replace("specs/shop", "specs/other");
    write(&at("oaspen.toml"), &other.replace("src/shop", "src/other"));
    let ran = diff(folder.path(), &["--fail-on", "code"]).exits(0);
    let notes = json(&ran.stdout)["notes"].clone();
    let kinds: Vec<&Value> = notes
        .as_array()
        .expect("notes")
        .iter()
        .map(|note| &note["kind"])
        .collect();
    assert_eq!(kinds, ["new-client", "removed"]);
    let ran = oaspen(folder.path(), &["diff", "--only", "shop"]).exits(0);
    assert!(ran.stderr.contains("shop: this client was removed"), "{}", ran.stderr);

    // A document that moved is the same client; one that did not exist is a result.
    write(&at("oaspen.toml"), &CONFIG.replace("specs/shop", "specs/other"));
    assert_eq!(changes(&diff(folder.path(), &[]).exits(0)), [""; 0]);
    write(&at("oaspen.toml"), &CONFIG.replace("specs/shop", "specs/gone"));
    commit(folder.path(), "a configuration without its document");
    write(&at("oaspen.toml"), CONFIG);
    let ran = diff(folder.path(), &[]).exits(0);
    assert_eq!(json(&ran.stdout)["notes"][0]["kind"], "new-document");
    // Without a document on disk there is nothing to report about.
    std::fs::remove_file(at("specs/shop.yaml")).expect("remove");
    assert!(error(folder.path(), &[]).contains("cannot read `specs/shop.yaml`"));
}

#[test]
fn changes_of_a_newer_generator_are_told_apart() {
    let folder = repository();
    let model = folder.path().join("src/shop/models/order.rs");
    let text = std::fs::read_to_string(&model).expect("model");
    // As if an older oaspen had generated a field of another type.
    write(&model, &text.replace("pub note: String", "pub note: u8"));
    commit(folder.path(), "older");
    let report = json(&diff(folder.path(), &["--fail-on", "code"]).exits(0).stdout);
    let client = &report["clients"][0];
    assert_eq!(client["changes"], Value::Array(Vec::new()), "{client}");
    assert_eq!(client["generator"][0]["path"], "models::Order::note", "{client}");
}

#[test]
fn changes_are_accepted_with_a_reason() {
    let folder = repository();
    let config = folder.path().join("oaspen.toml");
    write(&folder.path().join("specs/shop.yaml"), &document(NUMBER));
    let report = json(&diff(folder.path(), &["--fail-on", "code"]).exits(1).stdout);
    let id = report["clients"][0]["changes"][0]["fingerprint"]
        .as_str()
        .expect("id")
        .to_owned();
    let accept = ["--accept", &id, "--reason", "the \"shop\"\nagreed"];
    diff(folder.path(), &accept).exits(0);
    let text = std::fs::read_to_string(&config).expect("configuration");
    assert!(
        text.starts_with(CONFIG) && text.contains("[[clients.shop.accept]]"),
        "{text}"
    );
    let ran = diff(folder.path(), &["--fail-on", "code", "--fail-on", "deployed"]).exits(0);
    let change = &json(&ran.stdout)["clients"][0]["changes"][0];
    assert_eq!(change["accepted"], "the \"shop\" agreed");
    // It is accepted once, and both commands read the table.
    diff(folder.path(), &accept).exits(2);
    oaspen(folder.path(), &["generate"]).exits(0);

    // What is accepted and does not exist is a note.
    commit(folder.path(), "two");
    let ran = diff(folder.path(), &["--fail-on", "code"]).exits(0);
    assert_eq!(json(&ran.stdout)["clients"][0]["stale"][0], id.as_str());
    let ran = oaspen(folder.path(), &["diff"]).exits(0);
    assert!(ran.stdout.contains(&id), "{}", ran.stdout);
}

#[test]
fn invalid_accepted_changes_have_a_position() {
    let folder = repository();
    for (table, line, column, message) in [
        ("id = \"a:1\"", 5, 1, "missing field `reason`"),
        ("reason = \"x\"", 5, 1, "missing field `id`"),
        ("id = \"a:1\"\nreason = \" \"", 7, 10, "the reason is empty"),
        ("id = \"member-removed\"\nreason = \"x\"", 6, 6, "is not a fingerprint"),
        ("id = \"a:1\"\nreason = \"x\"\nwhy = 1", 8, 1, "there is no key `why`"),
        (
            "id = \"a:1\"\nreason = \"x\"\n[[clients.shop.accept]]\nid = \"a:1\"\nreason = \"y\"",
            9,
            6,
            "accepted twice",
        ),
    ] {
        let text = format!("{CONFIG}[[clients.shop.accept]]\n{table}\n");
        write(&folder.path().join("oaspen.toml"), &text);
        let report = json(&diff(folder.path(), &[]).exits(2).stdout);
        let found = &report["diagnostics"][0];
        assert!(found["message"].as_str().expect("text").contains(message), "{found}");
        assert_eq!(
            (&found["line"], &found["column"]),
            (&line.into(), &column.into()),
            "{table}: {found}"
        );
    }
    let arguments = ["diff", "--accept", "nonsense", "--reason", "x"];
    write(&folder.path().join("oaspen.toml"), CONFIG);
    let before = files(folder.path());
    oaspen(folder.path(), &arguments).exits(2);
    let unknown = ["diff", "--accept", "member-remove:1f2e3d4c", "--reason", "x"];
    let ran = oaspen(folder.path(), &unknown).exits(2);
    assert!(
        ran.stderr.contains("there is no rule `member-remove`"),
        "{}",
        ran.stderr
    );
    oaspen(folder.path(), &["diff", "--accept", "a:1"]).exits(2);
    oaspen(folder.path(), &["diff", "--accept", "a:1", "--reason", ""]).exits(2);
    assert_eq!(files(folder.path()), before);
}

#[test]
fn line_ends_are_no_change() {
    let folder = repository();
    let windows = document(NOTE).replace('\n', "\r\n");
    write(&folder.path().join("specs/shop.yaml"), &windows);
    assert_eq!(changes(&diff(folder.path(), &[]).exits(0)), [""; 0]);
    commit(folder.path(), "two");
    write(&folder.path().join("specs/shop.yaml"), &document(NUMBER));
    let ran = diff(folder.path(), &[]).exits(0);
    assert_eq!(changes(&ran), ["type-changed"]);
    assert_eq!(json(&ran.stdout)["clients"][0]["changes"][0]["old"]["line"], 20);
}

#[test]
fn a_client_lends_its_settings_to_two_documents() {
    let folder = repository();
    let config = format!("{CONFIG}exclude-tags = [\"Orders\"]\n");
    write(&folder.path().join("oaspen.toml"), &config);
    write(&folder.path().join("new.yaml"), &document(NUMBER));
    assert_eq!(
        changes(&diff(folder.path(), &["specs", "new.yaml"]).exits(0)),
        ["type-changed"]
    );
    assert_eq!(
        changes(&diff(folder.path(), &["specs", "new.yaml", "--only", "shop"]).exits(0)),
        [""; 0]
    );
    let filtered = ["specs", "new.yaml", "--exclude-tag", "Orders"];
    assert_eq!(changes(&diff(folder.path(), &filtered).exits(0)), [""; 0]);
    // What the configuration has instead is not ignored.
    for (option, value, named) in [
        ("--exclude-tag", "Orders", "the filters"),
        ("--include-path", "/orders", "the filters"),
        ("--root", ".", "`--root`"),
        ("--time-crate", "chrono", "`--time-crate`"),
    ] {
        let message = error(folder.path(), &["specs", "new.yaml", "--only", "shop", option, value]);
        assert!(message.contains(&format!("remove {named}")), "{option}: {message}");
    }
}

#[test]
fn the_readme_shows_this_output() {
    let folder = tempfile::tempdir().expect("folder");
    project(folder.path());
    write(
        &folder.path().join("specs/shop.yaml"),
        &document("        note: {type: string}\n        total: {type: integer}\n"),
    );
    oaspen(folder.path(), &["generate"]).exits(0);
    commit(folder.path(), "one");
    let new =
        document("        total: {type: number}\n        currency: {type: string}\n").replace("[id, note]", "[id]");
    write(&folder.path().join("specs/shop.yaml"), &new);
    let text = oaspen(folder.path(), &["diff"]).exits(0).stdout;
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README").replace("\r\n", "\n");
    let begin = "```text\n$ oaspen diff\n";
    let (before, rest) = readme.split_once(begin).expect("the output");
    let (_, after) = rest.split_once("```\n").expect("its end");
    if let Err(problem) = compare(&path, &format!("{before}{begin}{text}```\n{after}")) {
        panic!("{problem}");
    }
}
