//! `oaspen learn --write`: the rest of the configuration stays as it is, byte for byte.

use std::path::Path;

use serde_json::json;

use crate::cli_diff::CONFIG;
use crate::cli_learn::{order, record, setup};
use crate::cli_support::{oaspen, write};

const NOTE: &str = "#/components/schemas/Order/properties/note";

/// The configuration after `--write`, from a recording in which `note` is null once and an integer once.
fn written(folder: &Path, config: &str) -> String {
    let path = folder.join("oaspen.toml");
    write(&path, config);
    record(
        folder,
        "r.jsonl",
        &[
            order(&json!({"id": "7", "note": null})),
            order(&json!({"id": "8", "note": 1})),
        ],
    );
    oaspen(folder, &["learn", "shop", "r.jsonl", "--write"]).exits(0);
    std::fs::read_to_string(path).expect("configuration")
}

#[test]
fn comments_beside_and_above_a_replaced_value_stay() {
    let folder = setup();
    let table = format!("[clients.shop.overrides.\"{NOTE}\"]\n");
    let before = format!("{CONFIG}\n{table}# Of ticket 7.\nnullable = false # as the document\nrename = \"remark\"\n");
    let after = written(folder.path(), &before);
    assert_eq!(
        after,
        format!(
            "{CONFIG}\n{table}# Of ticket 7.\n\
             # 1 of 2 values in responses of getOrder have another type; all of them are integers.\n\
             # 1 of 2 values in responses of getOrder are null.\n\
             nullable = true # as the document\nrename = \"remark\"\ntype = \"i64\"\n"
        )
    );
}

#[test]
fn line_ends_and_the_byte_order_mark_stay() {
    let folder = setup();
    let before = format!("\u{feff}# Ours.\n{CONFIG}\n[clients.shop.overrides.\"{NOTE}\"]\nrename = \"remark\"\n");
    let plain = written(folder.path(), before.trim_start_matches('\u{feff}'));
    let after = written(folder.path(), &before.replace('\n', "\r\n"));
    assert_eq!(after, format!("\u{feff}{}", plain.replace('\n', "\r\n")));
    // A new table at the end, too.
    let plain = written(folder.path(), CONFIG);
    assert_eq!(
        written(folder.path(), &CONFIG.replace('\n', "\r\n")),
        plain.replace('\n', "\r\n")
    );
}

#[test]
fn forms_without_room_for_a_table_are_named() {
    let folder = setup();
    let note = format!("{{ \"{NOTE}\" = {{ rename = \"remark\" }} }}");
    let id = "{ \"#/components/schemas/Order/properties/id\" = { rename = \"key\" } }";
    let client = "spec = \"specs/shop.yaml\", out = \"src/shop\", layout = \"module\"";
    let path = folder.path().join("oaspen.toml");
    record(folder.path(), "r.jsonl", &[order(&json!({"id": 1, "note": null}))]);
    for form in [
        format!("{CONFIG}overrides = {note}\n"),
        format!("{CONFIG}overrides = {id}\n"),
        format!("clients.shop = {{ {client} }}\n"),
        format!("clients = {{ shop = {{ {client}, overrides = {note} }} }}\n"),
    ] {
        write(&path, &form);
        let ran = oaspen(folder.path(), &["learn", "shop", "r.jsonl", "--write"]).exits(2);
        assert!(
            ran.stderr.contains("have a form that cannot be extended"),
            "{}",
            ran.stderr
        );
        assert_eq!(std::fs::read_to_string(&path).expect("configuration"), form);
    }
}

#[test]
fn decisions_of_the_configuration_stay_those_of_one_part() {
    let folder = setup();
    let spec = "openapi: 3.0.3
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example}]
paths:
  /orders:
    get:
      operationId: getOrder
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: '#/components/schemas/Order'}}}
components:
  schemas:
    Order:
      type: object
      required: [note, part]
      properties:
        note: {type: string}
        part: {$ref: '#/components/schemas/Part'}
    Part: {type: object, required: [note], properties: {note: {type: string}}}
";
    write(&folder.path().join("specs/shop.yaml"), spec);
    record(
        folder.path(),
        "r.jsonl",
        &[order(&json!({"note": null, "part": {"note": null}}))],
    );
    let learned = |config: &str| {
        write(&folder.path().join("oaspen.toml"), config);
        oaspen(folder.path(), &["learn", "shop", "r.jsonl"]).exits(1).stdout
    };
    assert!(learned(CONFIG).contains("everywhere = true"));
    let own = learned(&format!(
        "{CONFIG}\n[clients.shop.overrides.\"{NOTE}\"]\nrename = \"remark\"\n"
    ));
    assert!(!own.contains("everywhere"), "{own}");
    assert_eq!(own.matches("nullable = true").count(), 2, "{own}");
}
