//! Kinds of texts before they are trees, of findings, of files, and of what is given beside the document.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use oaspen::{Input, Store};
use serde_json::json;

use super::operations::referring;
use super::schemas::{object, text, unlike, with_properties};
use super::{Case, Kind, document, done, json as case, list, members, reference, schema, schemas, spelling};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "yaml-schemas",
        make: |n| {
            yaml(
                (0..n)
                    .map(|i| format!("    S{i}:\n      type: object\n      properties:\n        a: {{type: string}}\n"))
                    .collect(),
            )
        },
    },
    Kind {
        name: "yaml-aliases",
        make: |n| {
            yaml(format!(
                "    A: &a\n      type: object\n      properties: {{a: {{type: string}}}}\n{}",
                (0..n).map(|i| format!("    S{i}: *a\n")).collect::<String>()
            ))
        },
    },
    Kind {
        name: "yaml-anchors",
        make: |n| {
            yaml(
                (0..n)
                    .map(|i| format!("    S{i}: &a{i}\n      type: object\n    T{i}: *a{i}\n"))
                    .collect(),
            )
        },
    },
    Kind {
        name: "yaml-merges",
        make: |n| {
            yaml(format!(
                "    A: &a\n      type: object\n{}",
                (0..n)
                    .map(|i| format!("    S{i}:\n      <<: *a\n      title: t{i}\n"))
                    .collect::<String>()
            ))
        },
    },
    Kind {
        name: "yaml-comments",
        make: |n| yaml(format!("    A: {{type: object}}\n{}", "    # A comment\n".repeat(n))),
    },
    Kind {
        name: "yaml-tags",
        make: |n| {
            yaml(
                (0..n)
                    .map(|i| format!("    S{i}: !t{i}\n      type: object\n"))
                    .collect(),
            )
        },
    },
    Kind {
        name: "yaml-block-text",
        make: |n| {
            yaml(format!(
                "    A:\n      type: object\n      description: |\n{}",
                "        A line.\n".repeat(n)
            ))
        },
    },
    Kind {
        name: "yaml-folded-text",
        make: |n| {
            yaml(format!(
                "    A:\n      type: object\n      description: >\n{}",
                "        A line.\n".repeat(n)
            ))
        },
    },
    Kind {
        name: "yaml-flow",
        make: |n| {
            yaml(format!(
                "    A: {{type: string, enum: [{}]}}\n",
                (0..n).map(|i| format!("v{i}, ")).collect::<String>()
            ))
        },
    },
    Kind {
        name: "yaml-duplicate-keys",
        make: |n| yaml((0..n).map(|i| format!("    S{}: {{type: object}}\n", i / 2)).collect()),
    },
    Kind {
        name: "yaml-tabs",
        make: |n| yaml(format!("    A: {{type: object}}\n{}", "\t# A comment\n".repeat(n))),
    },
    Kind {
        name: "json-comments",
        make: |n| {
            super::text(
                "spec.json",
                format!(
                    "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{}},\n{} }}",
                    "// A comment, and /* another\n".repeat(n)
                ),
            )
        },
    },
    Kind {
        name: "json-blank",
        make: |n| {
            super::text(
                "spec.json",
                format!("{}{}", " \n".repeat(n), document("3.0.3", json!({}))),
            )
        },
    },
    Kind {
        name: "unclosed-brackets",
        make: |n| super::text("spec.yaml", "[".repeat(n)),
    },
    Kind {
        name: "unclosed-texts",
        make: |n| super::text("spec.yaml", "\"a\n".repeat(n)),
    },
    Kind {
        name: "unknown-keys",
        make: |n| {
            schema(
                json!({"type": "object", "properties": {}, "x-a": 1, "junk": 1})
                    .as_object()
                    .map(|one| {
                        let mut one = one.clone();
                        one.extend((0..n).map(|i| (format!("junk{i}"), json!(i))));
                        json!(one)
                    })
                    .unwrap_or_default(),
            )
        },
    },
    Kind {
        name: "extensions",
        make: |n| schema(members(n, |i| (format!("x-{i}"), json!(i)))),
    },
    Kind {
        name: "unknown-types",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (format!("p{i}"), json!({"type": format!("kind{i}")}))
            })))
        },
    },
    Kind {
        name: "dangling-references",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (
                    format!("p{i}"),
                    json!({"$ref": format!("#/components/schemas/Missing{i}")}),
                )
            })))
        },
    },
    Kind {
        name: "bare-references",
        make: |n| {
            schemas(members(n, |i| {
                (
                    format!("S{i}"),
                    with_properties(json!({"next": {"$ref": format!("S{}", (i + 1) % n)}})),
                )
            }))
        },
    },
    Kind {
        name: "remote-references",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (
                    format!("p{i}"),
                    json!({"$ref": format!("https://example.com/{i}.yaml")}),
                )
            })))
        },
    },
    Kind {
        name: "wrong-types",
        make: |n| schemas(members(n, |i| (format!("S{i}"), json!(i)))),
    },
    Kind {
        name: "wrong-parameters",
        make: |n| {
            case(&document(
                "3.0.3",
                json!({"paths": {"/a": {"get": {"parameters": list(n, |i| json!({"nam": format!("p{i}")})), "responses": done()}}}}),
            ))
        },
    },
    Kind {
        name: "spelled-scalars",
        make: |n| {
            schema(with_properties(members(n, |i| {
                (
                    format!("p{i}"),
                    json!({"type": "string", "nullable": "true", "maxLength": "3", "title": i}),
                )
            })))
        },
    },
    Kind {
        name: "files",
        make: files,
    },
    Kind {
        name: "file-chain",
        make: file_chain,
    },
    Kind {
        name: "lock-of-the-same",
        make: |n| regenerated(referring(n).to_string(), |text| text),
    },
    Kind {
        name: "lock-of-other-routes",
        make: |n| regenerated(referring(n).to_string(), |text| text.replace("\"/p", "\"/v2/p")),
    },
    Kind {
        name: "lock-of-other-ids",
        make: |n| regenerated(referring(n).to_string(), |text| text.replace("\"get", "\"fetch")),
    },
    Kind {
        name: "lock-of-other-schemas",
        make: |n| {
            regenerated(referring(n).to_string(), |text| {
                text.replace("\"S", "\"Renamed").replace("/S", "/Renamed")
            })
        },
    },
    Kind {
        name: "lock-of-other-tags",
        make: |n| regenerated(referring(n).to_string(), |text| text.replace("[\"t", "[\"tag")),
    },
    Kind {
        name: "lock-of-branches",
        make: |n| regenerated(branches(n, "k"), |text| text.replace("\"k", "\"key")),
    },
    Kind {
        name: "lock-of-branches-beside-a-large-one",
        make: |n| regenerated(beside_a_large_one(n), |text| text.replace("\"k", "\"key")),
    },
    Kind {
        name: "lock-of-shared-types",
        make: |n| {
            regenerated(
                schemas(members(n, |i| {
                    (format!("S{i}"), with_properties(json!({"address": object()})))
                }))
                .text()
                .to_owned(),
                |text| text.replace("date-time", "date"),
            )
        },
    },
    Kind {
        name: "lock-of-spellings",
        make: |n| {
            regenerated(
                schemas(members(n, |i| (spelling(i), object()))).text().to_owned(),
                |text| text.replace("a.b", "a-c-"),
            )
        },
    },
];

fn yaml(schemas: String) -> Case {
    super::text(
        "spec.yaml",
        format!("openapi: 3.0.3\ninfo: {{title: T, version: \"1\"}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"),
    )
}

/// Files in memory.
#[derive(Debug)]
struct Memory(fn(&Path) -> Option<String>, String);

impl Store for Memory {
    fn read(&self, path: &Path, _root: Option<&Path>) -> io::Result<Vec<u8>> {
        let text = if path == Path::new("main.json") {
            Some(self.1.clone())
        } else {
            (self.0)(path)
        };
        text.map(String::into_bytes)
            .ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn shown(&self, path: &Path) -> PathBuf {
        path.to_path_buf()
    }
}

fn stored(main: String, others: fn(&Path) -> Option<String>) -> Case {
    let input = Input::Stored {
        store: Arc::new(Memory(others, main)),
        path: "main.json".into(),
    };
    Case {
        input,
        ..schema(text())
    }
}

/// The number in the name of a file.
fn number(path: &Path) -> Option<usize> {
    path.to_str()?.strip_prefix('f')?.strip_suffix(".json")?.parse().ok()
}

fn files(count: usize) -> Case {
    let main = document(
        "3.0.3",
        json!({"components": {"schemas": members(count, |i| (format!("S{i}"), json!({"$ref": format!("f{i}.json")})))}}),
    );
    stored(main.to_string(), |path| number(path).map(|i| unlike(i).to_string()))
}

/// Files of which each names the next one.
fn file_chain(count: usize) -> Case {
    let main = document(
        "3.0.3",
        json!({"components": {"schemas": {"One": {"$ref": format!("f{count}.json")}}}}),
    );
    stored(main.to_string(), |path| {
        let next = number(path)?.checked_sub(1);
        let one = next.map_or_else(object, |next| {
            with_properties(json!({"next": {"$ref": format!("f{next}.json")}}))
        });
        Some(one.to_string())
    })
}

/// A document that changed since its names were chosen.
fn regenerated(before: String, change: fn(String) -> String) -> Case {
    let first = super::text("spec.json", before.clone());
    let lock = oaspen::generate(&first.input, &first.settings, None).lock;
    Case {
        lock: Some(lock),
        ..super::text("spec.json", change(before))
    }
}

/// So many unions of an own branch and of one schema that has as many members.
fn beside_a_large_one(count: usize) -> String {
    let large = with_properties(members(count, |i| (format!("p{i}"), text())));
    let own =
        |i: usize| json!({"type": "object", "required": [format!("k{i}")], "properties": {format!("k{i}"): text()}});
    let all = members(count + 1, |i| match i.checked_sub(1) {
        None => ("Large".to_owned(), large.clone()),
        Some(i) => (format!("S{i}"), json!({"oneOf": [reference("Large"), own(i)]})),
    });
    schemas(all).text().to_owned()
}

fn branches(count: usize, key: &str) -> String {
    let branch = |i: usize| json!({"type": "object", "required": [format!("{key}{i}")], "properties": {format!("{key}{i}"): text()}});
    schema(json!({"oneOf": list(count, branch)})).text().to_owned()
}
