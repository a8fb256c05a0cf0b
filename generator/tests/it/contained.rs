//! Nothing of a document leaves the files and the texts that are meant for it: what is printed has no hidden characters,
//! names of files are no directives of cargo, pipes and devices are not read, links are not written through.

use crate::cli_support::{Ran, files, oaspen};
use crate::{common, poison};
use std::path::Path;

use serde_json::json;

/// What terminals take as commands, and what changes the direction or the look of a text.
const HIDDEN: &str =
    "a\u{9b}31m\u{85}\u{90}\u{1b}[2J\u{202e}b\u{2066}\u{200e}\u{61c}\u{e0041}\u{7}\rc\u{ad}\u{3164}\u{206f}";

const SMALL: &str = r##"{
    "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://example.com"}],
    "paths": {"/a": {"get": {"operationId": "a", "tags": ["x"], "responses": {"200": {
        "description": "ok", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}}}}}},
    "components": {"schemas": {"A": {"type": "object", "properties": {"p": {"type": "string"}}}}}
}"##;

#[track_caller]
fn shows_nothing_hidden(what: &str, ran: &Ran) {
    for text in [&ran.stdout, &ran.stderr] {
        let hidden = text
            .chars()
            .find(|c| oaspen::is_unsafe_char(*c) && *c != '\n' && *c != '\t');
        let before = hidden.and_then(|c| text.split(c).next()).unwrap_or("");
        let near: String = text
            .chars()
            .skip(before.chars().count().saturating_sub(100))
            .take(200)
            .collect();
        assert_eq!(hidden, None, "{what}: {near:?}");
    }
}

#[test]
fn nothing_that_is_printed_has_hidden_characters() {
    let folder = tempfile::tempdir().expect("folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("write");
    write("a.json", &poison::document(HIDDEN).to_string());
    let raw = serde_json::to_string_pretty(&poison::document(HIDDEN)).expect("JSON");
    // The characters themselves, where a syntax allows them, on the line of a finding.
    write("raw.json", &raw.replace("\\r", ""));
    write("broken.json", "{\"openapi\": \"\u{85}\u{9b}31m\u{202e}\" oops");
    write(
        "broken.yaml",
        "openapi: 3.0.3\nx\u{200e}: [\u{202e}\"\u{feff}\u{9b}\"\n",
    );
    write(
        "findings.yaml",
        "openapi: 3.0.3\ninfo: {title: \"\u{202e}T\", version: \"1\"}\npaths: {}\ncomponents:\n  schemas:\n    \
         \"A\u{200e}\": {type: \"x\u{202e}\", oops\u{2066}: 1, $ref: \"#/nothing\u{200f}\"}\n",
    );
    write("b.json", &poison::document("b\u{9b}\u{202e}").to_string());
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for file in [
        "a.json",
        "raw.json",
        "broken.json",
        "broken.yaml",
        "findings.yaml",
        "missing\u{9b}\u{202e}.json",
    ] {
        runs.push(vec!["lint", file, "--all"]);
        runs.push(vec!["--format", "json", "lint", file]);
        for stage in ["normalized", "ir", "names", "files"] {
            runs.push(vec!["inspect", file, "--stage", stage]);
        }
        runs.push(vec!["--format", "json", "inspect", file, "--stage", "normalized"]);
        runs.push(vec!["generate", file, "--out", "out", "--dry-run"]);
        runs.push(vec!["--format", "json", "generate", file, "--out", "out", "--dry-run"]);
        // The new files, `names.lock` among them.
        for layout in ["crate", "module", "file"] {
            runs.push(vec!["generate", file, "--out", "out", "--layout", layout, "--check"]);
        }
        runs.push(vec!["git-diff", file]);
        runs.push(vec!["git-diff", file, file, "", "", "b.json", "", ""]);
        runs.push(vec!["diff", file, "b.json"]);
        for format in ["json", "markdown", "html", "sarif", "github", "changelog"] {
            runs.push(vec!["--format", format, "diff", file, "b.json"]);
        }
    }
    runs.push(vec!["explain", "E\u{9b}\u{202e}"]);
    // Arguments that are wrong themselves.
    runs.push(vec!["\u{202e}help"]);
    runs.push(vec!["generate", "a.json", "--layout", "\u{9b}31m"]);
    runs.push(vec!["--color", "always", "inspect", "a.json", "--stage", "\u{202e}"]);
    runs.push(vec!["--\u{202e}"]);
    for arguments in runs {
        let ran = oaspen(folder.path(), &arguments);
        shows_nothing_hidden(&format!("{arguments:?}"), &ran);
    }
}

/// Hosts of builds read commands anywhere in a line of a log. A diff of files, their text, and the text of a document that is
/// inspected are data, and stay.
#[test]
fn messages_hold_no_commands_to_hosts_of_builds() {
    const COMMAND: &str = "##vso[task.setvariable variable=x]y";
    let folder = tempfile::tempdir().expect("folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("write");
    write("a.json", &poison::document(COMMAND).to_string());
    write("b.json", &poison::document("###teamcity[b] ##[error]b").to_string());
    write("broken.json", &format!("{{\"openapi\": \"{COMMAND}\" oops"));
    write("broken.yaml", &format!("openapi: 3.0.3\n\"{COMMAND}\": [\"\n"));
    let missing = format!("{COMMAND}.json");
    for file in ["a.json", "broken.json", "broken.yaml", &missing] {
        let mut runs = vec![
            vec!["lint", file, "--all"],
            vec!["--format", "json", "lint", file],
            vec!["generate", file, "--out", "out", "--dry-run"],
            vec!["--format", "json", "generate", file, "--out", "out", "--dry-run"],
            vec!["diff", file, "b.json"],
            vec!["explain", file],
            // What the command line does not have.
            vec!["lint", "--format", file],
            vec![file],
            vec!["git-diff", file, "/dev/null", "", "", "/dev/null", "", ""],
        ];
        for format in ["json", "sarif", "github"] {
            runs.push(vec!["--format", format, "diff", file, "b.json"]);
        }
        for arguments in runs {
            let ran = oaspen(folder.path(), &arguments);
            for text in [&ran.stdout, &ran.stderr] {
                for command in ["##vso[", "##teamcity[", "##["] {
                    assert!(!text.contains(command), "{arguments:?}: {text}");
                }
            }
        }
    }
}

/// Hosts of builds read `::error::` at the start of a line. A name with a line end cannot begin one, neither that of a file nor one
/// of a document or a recording; and control characters in names do not make a configuration that TOML does not allow.
#[test]
fn names_with_line_ends_begin_no_line() {
    const NAME: &str = "a\n::error::b\r::stop-commands::c\u{1b}[31m\u{9b}\u{202e} ##vso[d]";
    let folder = tempfile::tempdir().expect("folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("write");
    let path = format!("/p/{}", NAME.replace(['/', '{'], ""));
    let document = |status: &str| {
        json!({
            "openapi": "3.0.3", "info": {"title": NAME, "version": "1"}, "servers": [{"url": "https://example.com"}],
            "paths": {&path: {"get": {"operationId": NAME, "tags": [NAME], "responses": {status: {
                "description": NAME, "content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{NAME}")}}}},
            }}}},
            "components": {"schemas": {NAME: {"type": "object", "required": [NAME], "properties": {NAME: {"type": "string"}}}}},
        })
    };
    let file = "f\n::error::g.json";
    for name in ["api.json", file] {
        write(name, &document("200").to_string());
    }
    write("new.json", &document("201").to_string());
    let url = |path: &str| {
        path.bytes()
            .map(|byte| format!("%{byte:02X}"))
            .collect::<String>()
            .replace("%2F", "/")
    };
    let exchange = |url: &str, body: &str| {
        let response = json!({"status": 200, "headers": {"content-type": "application/json"}, "body": body});
        json!({"request": {"method": "GET", "url": url}, "response": response}).to_string()
    };
    let lines = [
        exchange(&url(&path), "{}"),
        exchange(&url(&path), &json!({NAME: null}).to_string()),
        exchange(&url(&path), "}"),
        exchange(&url(&format!("/unknown{path}")), "{}"),
    ];
    let recording = "r\n::error::s.jsonl";
    write(recording, &lines.join("\n"));
    write("oaspen.toml", "[clients.shop]\nspec = \"api.json\"\nout = \"shop\"\n");
    let mut runs = vec![
        vec!["learn", "shop", recording],
        vec!["learn", "--spec", "api.json", recording],
        vec!["diff", "api.json", "new.json"],
        vec!["diff", "api.json", "new.json", "--only", "n\n::error::x"],
        vec!["diff", "api.json", "missing\n::error::x"],
    ];
    for file in ["api.json", file] {
        runs.push(vec!["lint", file, "--all"]);
        for stage in ["ir", "names"] {
            runs.push(vec!["inspect", file, "--stage", stage]);
        }
        runs.push(vec!["generate", file, "--out", "o\n::error::x"]);
        runs.push(vec!["generate", file, "--out", "o\n::error::y", "--dry-run"]);
        runs.push(vec!["generate", file, "--out", "o", "--name", "n\n::error::x"]);
        runs.push(vec!["docs", file, "--out", "d", "--names", "n\n::error::x"]);
        runs.push(vec!["explain", file]);
        runs.push(vec!["generate", file, "--layout", file]);
    }
    runs.push(vec!["learn", "shop", recording, "--write"]);
    for arguments in runs {
        let ran = oaspen(folder.path(), &arguments);
        shows_nothing_hidden(&format!("{arguments:?}"), &ran);
        for line in [&ran.stdout, &ran.stderr].into_iter().flat_map(|text| text.lines()) {
            let is_command = line.trim_start().starts_with("::") || line.contains("##vso[");
            assert!(!is_command, "{arguments:?}: {line}");
        }
    }
    let written = std::fs::read_to_string(folder.path().join("oaspen.toml")).expect("configuration");
    assert!(written.contains("\n# 1 of 2 "), "{written}");
    oaspen(folder.path(), &["generate"]).exits(0);
}

/// The escapes are the characters: the position of a finding is that of the file.
#[test]
fn an_excerpt_shows_escapes_at_the_right_position() {
    let text = "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"\u{9b}\u{202e}\", \"version\": \"1\"}, \"paths\": {}, \"oops\": 1}";
    let outcome = common::generate(text, None);
    let rendered = common::rendered(&outcome);
    let column = text.split("\"oops\"").next().expect("text").chars().count() + 1;
    assert!(rendered.contains(&format!(":1:{column}\n")), "{column}: {rendered}");
    assert!(rendered.contains(r#""title": "\u{9b}\u{202e}""#), "{rendered}");
}

/// A line may end as it does on Windows. A carriage return inside of a line is an escape.
#[test]
fn an_excerpt_shows_no_line_ends() {
    let lines = format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: \"1\"}}\noops: 1\npaths: {{}}\nx-a: 1\n{}",
        "#".repeat(399)
    );
    for text in [lines.clone(), format!("{lines}\n#\n")] {
        let rendered = |text: &str| {
            let outcome = oaspen::generate(&common::text_input("spec.yaml", text), &common::settings(), None);
            common::rendered(&outcome)
        };
        let expected = rendered(&text);
        assert!(expected.contains("3 | oops: 1\n"), "{expected}");
        assert_eq!(rendered(&text.replace('\n', "\r\n")), expected);
    }
    let outcome = common::generate("{\"openapi\": \"3.0.3\",\n\"oops\":\r 1,\r\n\"paths\": {}}", None);
    let rendered = common::rendered(&outcome);
    assert!(rendered.contains("\"oops\":\\u{d} 1,\n"), "{rendered}");
}

#[test]
fn references_with_control_characters_are_not_followed() {
    let folder = tempfile::tempdir().expect("folder");
    let names = [
        "a\ncargo::warning=x.json",
        "b\u{85}.json",
        "c\u{202e}.json",
        "d\r.json",
        "e\u{9b}/f.json",
    ];
    let mut targets: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    targets.push("a%0Acargo::warning=x.json".to_owned());
    targets.push("b%C2%85.json#/x".to_owned());
    for name in names {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("folder")).expect("folder");
        std::fs::write(
            path,
            r#"{"type": "object", "title": "SECRET-MARK", "properties": {"SECRET": {}}}"#,
        )
        .expect("write");
    }
    for (number, target) in targets.iter().enumerate() {
        let spec = folder.path().join("api.json");
        let document = json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {},
            "components": {"schemas": {"A": {"type": "object", "properties": {"p": {"$ref": target}}}}},
        });
        std::fs::write(&spec, document.to_string()).expect("write");
        let outcome = oaspen::generate(&oaspen::Input::Path(spec.clone()), &common::settings(), None);
        assert_eq!(outcome.read_paths, [spec], "{number}");
        assert!(outcome.files.iter().all(|file| !file.text.contains("SECRET")));
        assert!(
            outcome.diagnostics.iter().any(|one| one.code.code == "W0114"),
            "{number}"
        );
    }
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_not_read() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    let made = std::process::Command::new("mkfifo")
        .arg(at("pipe.yaml"))
        .status()
        .expect("mkfifo");
    assert!(made.success());
    std::os::unix::fs::symlink("/dev/zero", at("zero.yaml")).expect("link");
    std::fs::write(at("api.json"), SMALL).expect("write");
    for file in ["pipe.yaml", "zero.yaml", "/dev/zero"] {
        for arguments in [
            vec!["lint", file],
            vec!["generate", file, "--out", "out"],
            vec!["diff", "api.json", file],
            vec!["inspect", file, "--stage", "ir"],
            vec!["init", file],
        ] {
            let ran = oaspen(folder.path(), &arguments).exits(2);
            assert!(
                ran.stderr.contains("a pipe or a device"),
                "{arguments:?}: {}",
                ran.stderr
            );
        }
    }
    // A lock, a configuration, and a file that would be replaced.
    for file in ["names.lock", "Cargo.toml"] {
        std::fs::create_dir_all(at("out")).expect("folder");
        std::os::unix::fs::symlink(at("pipe.yaml"), at("out").join(file)).expect("link");
        let ran = oaspen(folder.path(), &["generate", "api.json", "--out", "out"]).exits(2);
        assert!(ran.stderr.contains("a pipe or a device"), "{file}: {}", ran.stderr);
        std::fs::remove_file(at("out").join(file)).expect("remove");
    }
    std::os::unix::fs::symlink("/dev/zero", at("oaspen.toml")).expect("link");
    let ran = oaspen(folder.path(), &["generate"]).exits(2);
    assert!(ran.stderr.contains("a pipe or a device"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_below_the_output_folder() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("api.json"), SMALL).expect("write");
    let is_empty = |path: &Path| std::fs::read_dir(path).expect("folder").next().is_none();
    for (layout, link) in [("crate", "src"), ("module", "models"), ("crate", "src/models")] {
        let (out, elsewhere) = (at("out"), at("elsewhere"));
        std::fs::create_dir_all(out.join(link).parent().expect("folder")).expect("folder");
        std::fs::create_dir(&elsewhere).expect("folder");
        symlink(&elsewhere, out.join(link)).expect("link");
        let arguments = ["generate", "api.json", "--out", "out", "--layout", layout];
        let ran = oaspen(folder.path(), &arguments).exits(2);
        assert!(ran.stderr.contains("is a symbolic link"), "{}", ran.stderr);
        assert!(is_empty(&elsewhere), "{link}");
        std::fs::remove_dir_all(out).expect("remove");
        std::fs::remove_dir(elsewhere).expect("remove");
    }
    // The output folder itself may be a link.
    std::fs::create_dir(at("elsewhere")).expect("folder");
    symlink(at("elsewhere"), at("out")).expect("link");
    oaspen(folder.path(), &["generate", "api.json", "--out", "out"]).exits(0);
    assert!(!is_empty(&at("elsewhere")));
    // So is that of a reference.
    std::fs::create_dir_all(at("docs")).expect("folder");
    std::fs::create_dir(at("other")).expect("folder");
    symlink(at("other"), at("docs/api")).expect("link");
    oaspen(folder.path(), &["docs", "api.json", "--out", "docs"]).exits(2);
    assert!(is_empty(&at("other")));
}

#[cfg(unix)]
#[test]
fn nothing_is_removed_behind_a_link_below_the_output_folder() {
    use std::os::unix::fs::symlink;
    for (layout, link) in [
        ("module", "api"),
        ("module", "models"),
        ("crate", "src"),
        ("crate", "src/api"),
    ] {
        for other in ["crate", "module", "file"] {
            if other == layout {
                continue;
            }
            let folder = tempfile::tempdir().expect("folder");
            let at = |name: &str| folder.path().join(name);
            std::fs::write(at("api.json"), SMALL).expect("write");
            let generate = |layout: &str, out: &str| {
                oaspen(
                    folder.path(),
                    &["generate", "api.json", "--out", out, "--layout", layout],
                )
            };
            generate(layout, "other").exits(0);
            generate(layout, "out").exits(0);
            std::fs::remove_dir_all(at("out").join(link)).expect("remove");
            symlink(at("other").join(link), at("out").join(link)).expect("link");
            let before = files(&at("other"));
            generate(other, "out");
            assert_eq!(files(&at("other")), before, "{layout} {link} {other}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_linked_gitattributes_file_is_not_written() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir_all(at("repository/.git")).expect("folder");
    std::fs::write(at("repository/api.json"), SMALL).expect("write");
    std::fs::write(at("profile"), "mine\n").expect("write");
    for target in ["../profile", "../missing"] {
        let link = at("repository/.gitattributes");
        let _ = std::fs::remove_file(&link);
        std::os::unix::fs::symlink(target, &link).expect("link");
        let ran = oaspen(&at("repository"), &["init", "api.json"]).exits(2);
        assert!(
            ran.stderr.contains(".gitattributes") && ran.stderr.contains("symbolic link"),
            "{}",
            ran.stderr
        );
        assert!(!at("repository/oaspen.toml").exists() && !at("missing").exists());
        assert_eq!(std::fs::read_to_string(at("profile")).expect("text"), "mine\n");
    }
}

#[test]
fn types_of_overrides_hold_no_code() {
    for ty in [
        "a::B<{ std::process::exit(1) }>",
        "env!(\"HOME\")",
        "Vec<[u8; { loop {} }]>",
        "a::b!{}",
    ] {
        let mut settings = common::settings();
        let chosen = oaspen::Override {
            ty: Some(ty.to_owned()),
            ..oaspen::Override::default()
        };
        settings.overrides.insert("#/components/schemas/A".to_owned(), chosen);
        let outcome = oaspen::generate(&common::text_input("api.json", SMALL), &settings, None);
        assert!(outcome.files.is_empty(), "{ty}");
        assert!(
            common::rendered(&outcome).contains("is not the path of a Rust type"),
            "{ty}"
        );
    }
}

/// A path that is a URL would be a folder of this name.
#[test]
fn nothing_is_written_to_a_folder_named_like_a_url() {
    let folder = tempfile::tempdir().expect("folder");
    let spec = folder.path().join("api.json");
    std::fs::write(&spec, SMALL).expect("write");
    for out in ["https://example.com/client", "http:/example.com", "s3://bucket/client"] {
        let out = Path::new(out);
        let report = oaspen::update_client(&spec, out, &common::settings(), oaspen::Mode::Write);
        let shown = oaspen::render_all(
            &report.diagnostics,
            &report.sources,
            oaspen::Severity::Error,
            9,
            oaspen::RenderStyle::Plain,
        );
        assert!(report.failed() && shown.contains("it is a URL"), "{shown}");
        let error = oaspen::configure().out_dir(out).generate(&spec).expect_err("a URL");
        assert!(error.to_string().contains("it is a URL"), "{error}");
        assert!(!out.exists() && !Path::new("https:").exists());
    }
}
