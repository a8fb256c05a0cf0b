//! Names in all scripts: letters stay letters, rustc has no warning, and files have ASCII names.

use crate::common;
use crate::fixed_point::assert_fixed;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

const NAMES: [&str; 30] = [
    "größe",
    "Größe",
    "straße_und_ort",
    "naïve",
    "ærø",
    "姓名",
    "口",
    "人口",
    "ユーザー",
    "ニ",
    "名前",
    "ひらがな",
    "이름",
    "имя",
    "Имя пользователя",
    "сах",
    "Р",
    "νερό",
    "ο",
    "ქართული",
    "שלום",
    "مرحبا",
    "नमस्ते",
    "สวัสดี",
    "ﬁ",
    "ĸ",
    "kullanıcı",
    "İstanbul",
    "a²",
    "हिन्दी Name",
];

fn document(name: &str) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": name, "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "tags": [{"name": name}],
        "paths": {format!("/{name}/{{{name}}}"): {"post": {
            "operationId": name,
            "tags": [name],
            "parameters": [
                {"name": name, "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": name, "in": "query", "schema": {"type": "string", "enum": [name, "other"]}},
            ],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": format!("#/components/schemas/{name}")}}}},
            "responses": {"204": {"description": "Done"}},
        }}},
        "components": {"schemas": {name: {"type": "object", "properties": {
            name: {"type": "string", "enum": [name]},
            "one": {"oneOf": [{"title": name, "type": "object", "required": ["p"], "properties": {"p": {"type": "string"}}}, {"type": "string"}]},
        }}}},
    })
}

#[test]
fn letters_stay_letters_and_files_have_ascii_names() {
    for name in NAMES {
        let text = document(name).to_string();
        let run = |lock: Option<&str>| {
            oaspen::generate(
                &common::text_input("spec.json", text.clone()),
                &common::settings(),
                lock,
            )
        };
        assert_fixed(name, &run);
        let outcome = run(None);
        for file in &outcome.files {
            assert!(file.path.is_ascii(), "{name}: {}", file.path);
        }
    }
    for (name, field, ty, file) in [
        ("größe", "größe", "Größe", "models/grosse.rs"),
        ("姓名", "姓名", "姓名", "models/u59d3_u540d.rs"),
        ("имя", "имя", "Имя", "models/u438_u43c_u44f.rs"),
        ("이름", "이름", "이름", "models/uc774_ub984.rs"),
        ("kullanıcı", "kullanici", "Kullanici", "models/kullanici.rs"),
        ("नमस्ते", "नमस्ते", "नमस्ते", "models/u928_u92e_u938_u94d_u924_u947.rs"),
    ] {
        let files = common::files(&common::generate(&document(name).to_string(), None));
        let text = files.get(file).unwrap_or_else(|| panic!("{name}: {:?}", files.keys()));
        assert!(text.contains(&format!("pub struct {ty} {{")), "{text}");
        assert!(text.contains(&format!("pub {field}: ")), "{text}");
        let client: String = files.values().cloned().collect();
        assert!(
            client.contains(&format!("pub fn {field}(")),
            "{name}: accessor and method"
        );
    }
}

#[test]
fn two_spellings_of_a_letter_collide() {
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {},
        "components": {"schemas": {
            "Gr\u{f6}\u{df}e": {"type": "object", "properties": {"\u{e9}": {"type": "string"}, "e\u{301}": {"type": "string"}}},
            "Gro\u{308}\u{df}e": {"type": "object", "properties": {"a": {"type": "string"}}},
        }},
    });
    let lock = common::generate(&document.to_string(), None).lock;
    for name in [
        "\ttype\tGröße\n",
        "\ttype\tGrößeModel\n",
        "\tfield\té\n",
        "\tfield\té_field\n",
    ] {
        assert!(lock.contains(name), "{name}\n{lock}");
    }
}

/// The names of one document alone in a crate: some lints look at all names of a crate.
#[test]
fn rustc_has_no_warning_about_letters() {
    let folder = tempfile::tempdir().expect("a folder");
    for (number, name) in NAMES.iter().enumerate() {
        let lock = common::generate(&document(name).to_string(), None).lock;
        let mut code = "#![deny(warnings)]\n#![allow(dead_code)]\n".to_owned();
        for line in lock.lines().filter(|line| !line.starts_with("# ")) {
            let parts: Vec<&str> = line.split('\t').collect();
            let [_, kind, ident] = parts[..] else { panic!("{line}") };
            let index = code.len();
            code += &match kind {
                "type" | "call" | "variant" => format!("pub mod m{index} {{ pub enum {ident} {{ {ident} }} }}\n"),
                "file" | "tag" | "field" | "method" | "param" => {
                    format!("pub mod m{index} {{ pub fn {ident}({ident}: u8) -> u8 {{ {ident} }} }}\n")
                }
                _ => continue,
            };
        }
        let shouty = lock
            .lines()
            .find_map(|line| line.split("\tcall\t").nth(1))
            .expect("a call");
        code += &format!("pub const {}: u8 = 0;\n", constant_of(shouty, name));
        let path = folder.path().join(format!("n{number}.rs"));
        std::fs::write(&path, &code).expect("a file");
        compile(&path, folder.path(), name, &code);
    }
}

fn constant_of(call: &str, name: &str) -> String {
    let files = common::files(&common::generate(&document(name).to_string(), None));
    let found = files.values().find_map(|text| {
        let after = text.split("static ").nth(1)?;
        Some(after.split(':').next()?.trim().to_owned())
    });
    found.unwrap_or_else(|| call.to_uppercase())
}

fn compile(path: &Path, out: &Path, name: &str, code: &str) {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
            "--out-dir",
        ])
        .arg(out)
        .arg(path)
        .output()
        .expect("rustc");
    assert!(
        output.status.success(),
        "{name}:\n{}\n{code}",
        String::from_utf8_lossy(&output.stderr)
    );
}
