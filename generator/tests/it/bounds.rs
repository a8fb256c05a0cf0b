//! What a document may cost: each bound has an error that names it. `docs/limits.md` lists them.

use crate::cli_support::{oaspen, write};
use crate::common;
use crate::common::cpu::within;
use oaspen::{DocumentLimits, Outcome, Settings};
use serde_json::{Map, Value, json};

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: T, version: \"1\"}\npaths: {}\n";

fn generate(name: &str, text: String, settings: &Settings) -> Outcome {
    within(60, name, || {
        oaspen::generate(&common::text_input(name, text), settings, None)
    })
}

#[track_caller]
fn is_refused(name: &str, text: String, message: &str) {
    let outcome = generate(name, text, &common::settings());
    let rendered = common::rendered(&outcome);
    assert!(outcome.files.is_empty(), "{rendered}");
    assert!(rendered.contains("E0007") && rendered.contains(message), "{rendered}");
}

/// A few large texts, many aliases: few values, many bytes.
#[test]
fn texts_behind_aliases_have_a_budget_of_bytes() {
    let aliases: String = (0..1000).map(|n| format!("x-{n}: *a\n")).collect();
    let text = format!("{HEAD}x-a: &a \"{}\"\n{aliases}", "x".repeat(1_000_000));
    is_refused("spec.yaml", text, "`max-expanded-mib`");
}

#[test]
fn values_behind_aliases_have_a_budget_of_memory_and_a_setting() {
    let list = vec!["1"; 2000].join(", ");
    let text = |aliases: usize| {
        let aliases: String = (0..aliases).map(|n| format!("x-{n}: *a\n")).collect();
        format!("{HEAD}x-a: &a [{list}]\n{aliases}")
    };
    is_refused("spec.yaml", text(2500), "`max-expanded-mib`");
    let settings = Settings {
        limits: DocumentLimits {
            expanded_mib: 4096,
            ..DocumentLimits::default()
        },
        ..common::settings()
    };
    assert!(!generate("spec.yaml", text(2500), &settings).diagnostics.has_errors());
    let settings = Settings {
        limits: DocumentLimits {
            expanded_mib: 1,
            ..DocumentLimits::default()
        },
        ..common::settings()
    };
    assert!(generate("spec.yaml", text(100), &settings).diagnostics.has_errors());
    assert!(
        !generate("spec.yaml", text(100), &common::settings())
            .diagnostics
            .has_errors()
    );
}

/// A document can name any number of files: each of these is far below the limit, and all of them together are above it.
#[test]
fn the_budget_of_bytes_is_that_of_all_files() {
    let folder = tempfile::tempdir().expect("folder");
    let text = "x".repeat(10_000);
    let aliases = "- *a\n".repeat(1000);
    let (mut schemas, files) = (Map::new(), 40);
    for n in 0..files {
        let file = format!("f{n}.yaml");
        let part = format!("A: {{type: object}}\nx-a: &a \"{text}\"\nx-b:\n{aliases}");
        std::fs::write(folder.path().join(&file), part).expect("write");
        schemas.insert(format!("S{n}"), json!({"$ref": format!("{file}#/A")}));
    }
    // The last file has no aliases, and is read.
    std::fs::write(folder.path().join("z.yaml"), "A: {type: string}\n").expect("write");
    schemas.insert("Z".to_owned(), json!({"$ref": "z.yaml#/A"}));
    let info = json!({"title": "T", "version": "1"});
    let document = json!({"openapi": "3.0.3", "info": info, "paths": {}, "components": {"schemas": schemas}});
    let spec = folder.path().join("api.json");
    std::fs::write(&spec, document.to_string()).expect("write");
    let refused = |expanded_mib| {
        let settings = Settings {
            limits: DocumentLimits {
                expanded_mib,
                ..DocumentLimits::default()
            },
            ..common::settings()
        };
        let outcome = oaspen::generate(&oaspen::Input::Path(spec.clone()), &settings, None);
        let all = outcome.diagnostics.iter().filter(|one| {
            let message = &one.message;
            let is_about_memory = message.contains("`max-expanded-mib` sets another limit");
            assert!(is_about_memory || !message.contains("z.yaml"), "{message}");
            is_about_memory
        });
        all.count()
    };
    // One file takes 10 MiB, and 0.6 MiB are there for each byte of it in any case.
    assert_eq!(refused(512), 0);
    let of_half = refused(200);
    assert!((1..files).contains(&of_half), "{of_half}");
}

#[test]
fn values_have_a_limit_and_a_setting() {
    let text = || {
        format!(
            "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{}}, \"x-a\": [{}]}}",
            vec!["1"; 2000].join(",")
        )
    };
    let with = |values| Settings {
        limits: DocumentLimits {
            values,
            ..DocumentLimits::default()
        },
        ..common::settings()
    };
    for name in ["spec.json", "spec.yaml"] {
        let outcome = generate(name, text(), &with(1000));
        let rendered = common::rendered(&outcome);
        assert!(
            rendered.contains("E0007") && rendered.contains("more than 1000 values"),
            "{rendered}"
        );
        assert!(rendered.contains("`max-values` sets another limit"), "{rendered}");
        assert!(!generate(name, text(), &with(3000)).diagnostics.has_errors());
    }
}

#[test]
fn every_command_that_reads_a_document_without_a_configuration_takes_limits() {
    let folder = tempfile::tempdir().expect("a folder");
    let document = "openapi: 3.0.3\ninfo: { title: T, version: '1' }\npaths:\n  /a: { get: { operationId: getA, responses: { '204': { description: Done } } } }\n";
    for name in ["a.yaml", "b.yaml"] {
        write(&folder.path().join(name), document);
    }
    let exchange = json!({"request": {"method": "GET", "url": "https://shop.example/a"}, "response": {"status": 204}});
    write(&folder.path().join("a.jsonl"), &exchange.to_string());
    for command in [
        "lint a.yaml",
        "inspect a.yaml --stage files",
        "generate a.yaml --out client",
        "docs a.yaml --out pages",
        "diff a.yaml b.yaml",
        "learn --spec a.yaml a.jsonl",
        "init a.yaml",
    ] {
        let run = |limits: &str| {
            let arguments: Vec<&str> = command.split(' ').chain(limits.split(' ')).collect();
            oaspen(folder.path(), &arguments)
        };
        let refused = run("--limit max-values=5").exits(2);
        assert!(
            refused.stderr.contains("`max-values` sets another limit"),
            "{command}: {}",
            refused.stderr
        );
        let passed = run(
            "--limit max-values=5 --limit max-values=100 --limit max-expanded-mib=1 --limit max-copied-values=7 --limit \
             max-digits=9 --limit max-key-bytes=99",
        );
        assert!(!passed.stderr.contains("E0007"), "{command}: {}", passed.stderr);
        assert!(passed.code < 2, "{command}: {}", passed.stderr);
        let unknown = run("--limit values=5").exits(2);
        assert!(unknown.stderr.contains(
            "the limits are `max-expanded-mib`, `max-values`, `max-copied-values`, `max-key-bytes`, `max-digits`"
        ));
        for wrong in ["max-values", "max-values=", "max-values=-1", "max-values=1e9"] {
            run(&format!("--limit {wrong}")).exits(2);
        }
    }
    // What `init` read with other limits is generated with them.
    let configuration = std::fs::read_to_string(folder.path().join("oaspen.toml")).expect("written");
    assert!(
        configuration.contains(
            "\nmax-expanded-mib = 1\nmax-values = 100\nmax-copied-values = 7\nmax-key-bytes = 99\nmax-digits = 9\n"
        ),
        "{configuration}"
    );
    oaspen(folder.path(), &["generate"]).exits(0);
}

/// Text without aliases never takes more than the budget.
#[test]
fn dense_documents_are_within_the_budget() {
    for value in ["[],", "{},", "1,", "\"\",", "{\"\":{}},", "[[]],"] {
        let list = value.repeat(200_000);
        let list = list.trim_end_matches(',');
        let text = format!(
            "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{}}, \"x-a\": [{list}]}}"
        );
        let settings = Settings {
            limits: DocumentLimits {
                expanded_mib: 0,
                ..DocumentLimits::default()
            },
            ..common::settings()
        };
        let outcome = generate("spec.json", text, &settings);
        assert!(
            !outcome.diagnostics.has_errors(),
            "{value}: {}",
            common::rendered(&outcome)
        );
    }
}

#[test]
fn numbers_have_a_limit_of_digits_and_a_setting() {
    let document = |number: &str| format!("{{\"openapi\": \"3.0.3\",\n \"x-a\": {number}}}");
    for number in [
        "1".repeat(200_000),
        format!("0.{}", "1".repeat(200_000)),
        format!("-1e{}", "1".repeat(200_000)),
    ] {
        is_refused(
            "spec.json",
            document(&number),
            "a number has more than 1000 digits: `max-digits` sets another limit",
        );
        // A text may have as many.
        let text = document(&format!("\"\\\\\\\" {number}\""));
        assert!(!common::rendered(&generate("spec.json", text, &common::settings())).contains("digits"));
    }
    let outcome = generate("spec.json", document(&"1".repeat(2000)), &common::settings());
    assert!(
        common::rendered(&outcome).contains("spec.json:2:"),
        "{}",
        common::rendered(&outcome)
    );
    for (digits, is_allowed) in [(2000, true), (1999, false)] {
        let settings = Settings {
            limits: DocumentLimits {
                digits,
                ..DocumentLimits::default()
            },
            ..common::settings()
        };
        let rendered = common::rendered(&generate("spec.json", document(&"1".repeat(2000)), &settings));
        assert_eq!(!rendered.contains("`max-digits`"), is_allowed, "{digits}: {rendered}");
    }
}

/// The document itself is the first level.
#[test]
fn levels_have_one_limit_in_json_and_in_yaml() {
    let json = |more: usize| {
        let (open, close) = ("[".repeat(more), "]".repeat(more));
        format!(
            "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{}}, \"x-a\": {open}{close}}}"
        )
    };
    let yaml = |more: usize| format!("{HEAD}x-a: {}{}\n", "[".repeat(more), "]".repeat(more));
    let lines = |more: usize| {
        let nested: String = (1..=more).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
        format!("{HEAD}x-a:\n{nested}")
    };
    for (name, text) in [
        ("a.json", &json as &dyn Fn(usize) -> String),
        ("a.yaml", &json),
        ("b.yaml", &yaml),
        ("c.yaml", &lines),
    ] {
        let allowed = generate(name, text(127), &common::settings());
        assert!(
            !allowed.diagnostics.has_errors(),
            "{name}: {}",
            common::rendered(&allowed)
        );
        for more in [128, 5000] {
            is_refused(name, text(more), "nested deeper than 128 levels");
        }
    }
}

/// JSON allows numbers of any size, and those of 64 bits end at 309 digits.
#[test]
fn numbers_that_are_too_large_for_64_bits_make_no_document_unusable() {
    for number in ["1e400".to_owned(), format!("-{}", "9".repeat(999)), "9".repeat(1000)] {
        let document = format!(
            "{{\"openapi\": \"3.0.3\", \"info\": {{\"title\": \"T\", \"version\": \"1\"}}, \"paths\": {{}}, \"components\": {{\"schemas\": \
             {{\n\"A\": {{\"type\": \"object\", \"properties\": {{\"p\": {{\"type\": \"number\", \"maximum\": {number}, \"default\": {number}}}}}}}}}}}}}"
        );
        let outcome = generate("spec.json", document, &common::settings());
        let rendered = common::rendered(&outcome);
        assert!(!outcome.diagnostics.has_errors(), "{rendered}");
        assert!(rendered.contains("is larger than any of 64 bits"), "{rendered}");
        let models = outcome.files.iter().find(|file| file.path.ends_with("a.rs"));
        assert!(models.is_some_and(|file| file.text.contains("f64")), "{rendered}");
    }
}

#[test]
fn keys_have_a_limit_of_bytes_and_a_setting() {
    let document = |length: usize| {
        let key = "k".repeat(length - 2);
        let head = "\"openapi\": \"3.0.3\", \"info\": {\"title\": \"T\", \"version\": \"1\"}, \"paths\": {}";
        let json = format!("{{{head}, \"x-{key}\": 1}}");
        [
            ("spec.json", json),
            ("spec.yaml", format!("{HEAD}? \"x-{key}\"\n: 1\n")),
        ]
    };
    for (name, text) in document(16_385) {
        is_refused(
            name,
            text,
            "a key has more than 16384 bytes: `max-key-bytes` sets another limit",
        );
    }
    let with = |key_bytes: u64| Settings {
        limits: DocumentLimits {
            key_bytes,
            ..DocumentLimits::default()
        },
        ..common::settings()
    };
    for (name, text) in document(16_384) {
        let is_allowed = |limit: u64| !generate(name, text.clone(), &with(limit)).diagnostics.has_errors();
        assert!(is_allowed(16_384) && !is_allowed(16_383), "{name}");
    }
    for (name, text) in document(70_000) {
        assert!(!generate(name, text, &with(70_000)).diagnostics.has_errors(), "{name}");
    }
}

/// Many references to one large text, wherever a reference becomes a copy of it. A few are read.
#[test]
fn texts_behind_references_have_a_budget_of_bytes() {
    let large = "x".repeat(1_000_000);
    let done = json!({"responses": {"204": {"description": "d"}}});
    let text = |count: usize| {
        let schemas = members(
            count,
            |_| json!({"type": "string", "description": {"$ref": "#/x-large"}}),
        );
        json!({"paths": {"/a": {"get": done}}, "components": {"schemas": schemas}, "x-large": large})
    };
    // A path item that is combined with what is written beside the reference.
    let items = |count: usize| {
        let paths = members(
            count,
            |n| json!({"$ref": "#/components/pathItems/P", "summary": format!("Path {n}")}),
        );
        json!({"paths": paths, "components": {"pathItems": {"P": {"description": large, "get": done}}}})
    };
    // A map where the grammar has no reference, and a text in what is copied.
    let maps = |count: usize| {
        let responses = json!({"$ref": "#/x-responses"});
        let paths = members(count, |_| json!({"get": {"responses": responses}}));
        json!({"paths": paths, "x-responses": {"204": {"description": "d"}, "x-large": large}})
    };
    // An object that is used as another kind.
    let kinds = |count: usize| {
        let all = members(count, |_| json!({"type": "string", "description": large.get(..40_000)}));
        let names: Vec<String> = all.keys().cloned().collect();
        let paths = members(count, |n| {
            let reference = json!({"$ref": format!("#/components/schemas/{}", names[n].replace('/', "~1"))});
            json!({"get": {"parameters": [reference], "responses": {"204": {"description": "d"}}}})
        });
        json!({"paths": paths, "components": {"schemas": all}})
    };
    let documents: [(&str, &dyn Fn(usize) -> Value); 4] =
        [("text", &text), ("items", &items), ("maps", &maps), ("kinds", &kinds)];
    for (what, make) in documents {
        let document = |count| {
            let mut document = json!({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}});
            document
                .as_object_mut()
                .expect("an object")
                .extend(make(count).as_object().cloned().expect("an object"));
            document.to_string()
        };
        let few = generate("spec.json", document(3), &common::settings());
        assert!(!few.files.is_empty(), "{what}: {}", common::rendered(&few));
        let many = if what == "kinds" { 1000 } else { 100 };
        let settings = Settings {
            limits: DocumentLimits {
                copied_values: 10_000_000,
                ..DocumentLimits::default()
            },
            ..common::settings()
        };
        // One of them is large enough.
        if what == "text" {
            assert!(!generate("spec.json", document(many), &settings).files.is_empty());
        }
        is_refused(
            "spec.json",
            document(many),
            "expand to more than 500000 values: `max-copied-values` sets another limit",
        );
    }
}

/// References to what contains them, where a reference becomes a copy.
#[test]
fn copies_of_what_contains_the_reference_have_a_limit_of_levels() {
    let reference = json!({"$ref": "#/components/schemas/S"});
    let properties = json!({"type": "object", "properties": reference});
    let done = json!({"responses": {"204": {"description": "d"}}});
    // The first ones are expanded without end.
    let endless = 3;
    let circles = [
        json!({"components": {"schemas": {"S": {"anyOf": [{"type": "object"}, properties]}}}}),
        json!({"components": {"schemas": {"S": {"$ref": {"$ref": "#/x"}, "anyOf": [properties]}}}}),
        json!({"components": {"schemas": {"S": {"anyOf": [{"properties": {"$ref": "#/components/schemas/T"}}]},
            "T": {"anyOf": [properties]}}}}),
        json!({"paths": {"/a": {"get": done, "x-a": [{"$ref": "#/paths"}], "parameters": {"$ref": "#/paths/~1a"}}}}),
        json!({"paths": {"/a": {"get": {"$ref": "#/paths/~1a"}}}}),
        json!({"paths": {"/a": {"get": {"responses": {"$ref": "#/paths/~1a/get"}}}}}),
        json!({"components": {"$ref": "#"}}),
        json!({"components": {"schemas": {"$ref": "#/components"}}}),
        json!({"components": {"schemas": {"S": {"description": {"$ref": "#/components/schemas/S"}, "enum": {"$ref": "#"}}}}}),
    ];
    for (index, circle) in circles.into_iter().enumerate() {
        let mut document =
            json!({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/b": {"get": done}}});
        let more = circle.as_object().cloned().expect("an object");
        document.as_object_mut().expect("an object").extend(more);
        let outcome = generate("spec.json", document.to_string(), &common::settings());
        let rendered = common::rendered(&outcome);
        let is_refused = rendered.contains("the references of the document expand to more than 128 levels");
        assert_eq!(is_refused, index < endless, "{circle}: {rendered}");
        assert_eq!(outcome.files.is_empty(), is_refused, "{circle}: {rendered}");
    }
}

/// Paths or names with a value for each number.
fn members(count: usize, value: impl Fn(usize) -> Value) -> Map<String, Value> {
    (0..count).map(|n| (format!("/p{n}"), value(n))).collect()
}

#[test]
fn paths_have_a_limit_of_bytes() {
    let path: String = (0..1000).map(|n| format!("/{{p{n}}}")).collect();
    let document = json!({
        "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "servers": [{"url": "https://example.com"}],
        "paths": {path: {"get": {"responses": {"204": {"description": "x"}}}},
            "/a": {"get": {"responses": {"204": {"description": "x"}}}}},
    });
    let outcome = generate("spec.json", document.to_string(), &common::settings());
    assert_eq!((outcome.stats.operations, outcome.stats.skipped), (1, 1));
    let rendered = common::rendered(&outcome);
    assert!(rendered.contains("and the limit is 4096"), "{rendered}");
}

/// A chain of parents with discriminators is as deep as an `allOf` may be.
#[test]
fn chains_of_parents_end() {
    let schemas: Map<String, Value> = (0..3000)
        .map(|n| {
            let own = json!({"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind"}});
            let child = json!({"allOf": [{"$ref": format!("#/components/schemas/S{}", n - 1i64)}], "discriminator": {"propertyName": "kind"}});
            (format!("S{n}"), if n == 0 { own } else { child })
        })
        .collect();
    let document = json!({"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {}, "components": {"schemas": schemas}});
    let outcome = generate("spec.json", document.to_string(), &common::settings());
    assert!(!outcome.files.is_empty());
}

/// Each level of a type is a call of the parser.
#[test]
fn types_of_overrides_have_a_limit_of_brackets() {
    let nested = |levels: usize| format!("{}u8{}", "Vec<".repeat(levels), ">".repeat(levels));
    let document = || {
        json!({
            "openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {},
            "components": {"schemas": {"A": {"type": "object", "properties": {"p": {"type": "string"}}}}},
        })
    };
    let settings = |ty: String| {
        let chosen = oaspen::Override {
            ty: Some(ty),
            ..oaspen::Override::default()
        };
        let mut settings = common::settings();
        let key = "#/components/schemas/A/properties/p";
        settings.overrides.insert(key.to_owned(), chosen);
        settings
    };
    let allowed = generate("spec.json", document().to_string(), &settings(nested(32)));
    assert!(!allowed.diagnostics.has_errors(), "{}", common::rendered(&allowed));
    for ty in [
        nested(33),
        nested(100_000),
        "(".repeat(100_000),
        format!("{}u8", "&".repeat(100_000)),
        format!("{}u8", "*const ".repeat(100_000)),
        format!("{}u8", "fn() -> ".repeat(100_000)),
    ] {
        let outcome = generate("spec.json", document().to_string(), &settings(ty));
        let rendered = common::rendered(&outcome);
        assert!(rendered.contains("more than 32 brackets"), "{rendered}");
    }
    // The path of a client in examples is read in the same way.
    for path in ["(".repeat(100_000), "&".repeat(100_000)] {
        let settings = Settings {
            crate_path: Some(path),
            ..common::settings()
        };
        assert!(
            generate("spec.json", document().to_string(), &settings)
                .diagnostics
                .has_errors()
        );
    }
}

#[test]
fn the_page_about_limits_has_the_messages_of_the_generator() {
    fn sources(folder: &std::path::Path) -> String {
        let entries = std::fs::read_dir(folder)
            .expect("folder")
            .map(|entry| entry.expect("entry").path());
        let texts = entries.map(|path| match path.is_dir() {
            true => sources(&path),
            false => std::fs::read_to_string(&path).expect("text"),
        });
        texts.collect()
    }
    let sources = sources(&common::root().join("generator/src"));
    let page = common::read("docs/limits.md");
    let (_, section) = page.split_once("\n## Documents\n").expect("the section");
    let rows = section
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| limit"));
    let mut count = 0;
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [_, value, setting, what] = cells[..] else {
            panic!("{row}")
        };
        let is_setting = || sources.contains(&setting.trim_matches('`').replace('-', "_"));
        assert!(setting == "fixed" || is_setting(), "{row}");
        assert!(!value.is_empty(), "{row}");
        for message in what.split('"').skip(1).step_by(2) {
            let words = message.split(|c: char| c.is_ascii_digit());
            assert!(words.into_iter().all(|part| sources.contains(part)), "{message}");
        }
        count += 1;
    }
    assert!(count > 10);
}
