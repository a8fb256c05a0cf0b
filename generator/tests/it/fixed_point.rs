//! Generating again changes nothing, and no two items share a key of `names.lock`: a debug assertion of the generator
//! reports a key that is used twice.

use crate::common;
use crate::common::Files;

/// Runs with the lock of the run before.
const ROUNDS: usize = 3;

/// Asserts that further runs change nothing, and returns the lock.
pub(crate) fn assert_fixed(what: &str, run: &dyn Fn(Option<&str>) -> oaspen::Outcome) -> String {
    assert_fixed_from(what, None, run)
}

/// The same, from a lock.
pub(crate) fn assert_fixed_from(
    what: &str,
    lock: Option<&str>,
    run: &dyn Fn(Option<&str>) -> oaspen::Outcome,
) -> String {
    let first = run(lock);
    assert!(!first.diagnostics.has_errors(), "{what}: {}", common::rendered(&first));
    let mut lock = first.lock.clone();
    let before = common::files(&first);
    for round in 1..=ROUNDS {
        let next = run(Some(&lock));
        if let Some(difference) = common::difference(&before, &common::files(&next)) {
            panic!("{what}, round {round}:\n{difference}");
        }
        lock = next.lock;
    }
    no_indices(what, &lock);
    lock
}

/// A key with the index of a list would belong to another item after an insertion. Larger numbers are constants.
fn no_indices(what: &str, lock: &str) {
    const LISTS: [&str; 5] = ["oneOf", "anyOf", "allOf", "parameters", "prefixItems"];
    for line in lock.lines().filter(|line| !line.starts_with("# ")) {
        let key = line.split('\t').next().unwrap_or_default();
        let key = key.replace("~1", "/");
        let segments: Vec<&str> = key.split('/').collect();
        for pair in segments.windows(2) {
            let is_index = pair[1].parse::<usize>().is_ok_and(|index| index < 10) && LISTS.contains(&pair[0]);
            assert!(!is_index, "{what}: `{key}` has the index of a list");
        }
    }
}

pub(crate) fn document(paths: &str, components: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}\ncomponents:\n  schemas:\n{components}\n"
    )
}

/// The body of one operation.
pub(crate) fn body(schema: &str) -> String {
    let paths = format!(
        "  /a:\n    post:\n      operationId: postA\n      requestBody: {{content: {{application/json: {{schema: {schema}}}}}}}\n      \
         responses: {{'204': {{description: ok}}}}"
    );
    document(&paths, "    X: {type: object, properties: {x: {type: string}}}")
}

pub(crate) fn parameters(list: &str) -> String {
    let paths = format!(
        "  /a:\n    get:\n      operationId: getA\n      parameters: {list}\n      responses: {{'204': {{description: ok}}}}"
    );
    document(&paths, "    X: {type: object, properties: {x: {type: string}}}")
}

pub(crate) fn responses(map: &str) -> String {
    let paths = format!("  /a:\n    get:\n      operationId: getA\n      responses: {map}");
    document(&paths, "    X: {type: object, properties: {x: {type: string}}}")
}

/// Documents in which two items could get one key, each with a word for it.
fn twins() -> Vec<(&'static str, String)> {
    let object = |properties: &str| format!("{{type: object, properties: {{{properties}}}}}");
    let mut list = vec![
        (
            "a string of few values on both sides of an integer",
            body(
                "{type: object, properties: {until: {anyOf: [{type: string, maxLength: 50, enum: [now]}, {type: integer}, {type: string, enum: ['']}]}}}",
            ),
        ),
        (
            "branches with one title",
            body(
                "{oneOf: [{title: One, type: object, required: [a], properties: {a: {type: object, properties: {z: {type: string}}}}}, {title: One, type: object, required: [b], properties: {b: {type: object, properties: {z: {type: string}}}}}]}",
            ),
        ),
        (
            "branches with the same members of other types",
            body(
                "{oneOf: [{type: object, required: [a, b], properties: {a: {type: object, properties: {p: {type: string}}}, b: {type: string}}}, {type: object, required: [a, b], properties: {a: {type: object, properties: {q: {type: integer}}}, b: {type: integer}}}]}",
            ),
        ),
        (
            "lists of lists",
            body(
                "{oneOf: [{type: array, items: {type: array, items: {type: object, properties: {p: {type: string}}}}}, {type: array, items: {type: array, items: {type: object, properties: {q: {type: string}}}}}, {type: integer}]}",
            ),
        ),
        (
            "three branches that only bounds distinguish",
            body(
                "{oneOf: [{type: object, properties: {a: {type: string, enum: [x, y]}}}, {type: object, properties: {a: {type: string, enum: [x, z]}}}, {type: object, properties: {a: {type: string, enum: [x, w]}}}]}",
            ),
        ),
        (
            "a title that looks like a reference",
            body(
                "{oneOf: [{$ref: '#/components/schemas/X'}, {title: '#/components/schemas/X', type: object, required: [k], properties: {k: {type: object, properties: {m: {type: string}}}}}]}",
            ),
        ),
        (
            "constants that differ in their type",
            body("{type: object, properties: {v: {enum: [1, '1', true, 'true', 1.5, '1.5', '', empty, '\"1\"']}}}"),
        ),
        (
            "an empty constant and the word for it",
            body("{type: object, properties: {v: {type: string, enum: [empty, '', Empty, EMPTY]}}}"),
        ),
        (
            "one number written in two ways",
            body("{type: object, properties: {v: {enum: [1, 1.0, a, 10, 1.0e1]}}}"),
        ),
        (
            "one name in every location",
            parameters(
                "[{name: n, in: query, schema: {type: string, enum: [a]}}, {name: n, in: header, schema: {type: string, enum: [b]}}, {name: n, in: cookie, schema: {type: string, enum: [c]}}]",
            ),
        ),
        (
            "header names in two cases",
            parameters(
                "[{name: X-A, in: header, schema: {type: string, enum: [a]}}, {name: x-a, in: header, schema: {type: string, enum: [b]}}]",
            ),
        ),
        (
            "lists of one name in two locations",
            parameters(
                "[{name: n, in: query, schema: {type: array, items: {type: string, enum: [a, b]}}}, {name: n, in: cookie, schema: {type: array, items: {type: string, enum: [c, d]}}}]",
            ),
        ),
        (
            "one range in two spellings",
            responses(&format!(
                "{{2XX: {{description: a, content: {{application/json: {{schema: {}}}}}}}, 2xx: {{description: b, content: {{application/json: {{schema: {}}}}}}}}}",
                object("a: {type: string}"),
                object("b: {type: string}")
            )),
        ),
        (
            "headers that are JSON of several kinds",
            responses(
                "{'200': {description: a, headers: {X: {content: {application/json: {schema: {type: object}}}}}}, '400': {description: b, headers: {x: {content: {application/json: {schema: {type: array, items: {type: string}}}}}}}}",
            ),
        ),
    ];
    list.extend(twins_by_reference());
    list
}

/// The same, where one of two ways to an item is a reference.
fn twins_by_reference() -> Vec<(&'static str, String)> {
    let operation = |id: &str, schema: &str| {
        format!(
            "    get:\n      operationId: {id}\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {schema}}}}}}}}}"
        )
    };
    let aliased = format!(
        "  /a:\n{}\n  /b:\n    $ref: '#/paths/~1a'\n  /c:\n    $ref: '#/paths/~1a'",
        operation("getA", "{type: object, properties: {a: {type: string, enum: [x, y]}}}")
    );
    let into_lists = format!(
        "  /a:\n{}\n  /b:\n{}\n  /c:\n{}\n  /d:\n{}",
        operation("getA", "{$ref: '#/components/schemas/U/oneOf/0'}"),
        operation("getB", "{$ref: '#/components/schemas/U/oneOf/1'}"),
        operation("getC", "{$ref: '#/components/schemas/P/allOf/1'}"),
        operation("getD", "{$ref: '#/components/schemas/P/allOf/1/properties/m'}"),
    );
    let parameter = "  /a:\n    get:\n      operationId: getA\n      parameters: [{name: q, in: query, schema: {type: string, enum: [a, b]}}]\n      responses: {'204': {description: ok}}\n  /b:\n    get:\n      operationId: getB\n      parameters: [{name: q, in: query, schema: {$ref: '#/paths/~1a/get/parameters/0/schema'}}]\n      responses: {'204': {description: ok}}";
    vec![
        (
            "path items that are reached twice",
            document(aliased.as_str(), "    X: {type: string}"),
        ),
        (
            "references into lists",
            document(
                &into_lists,
                "    U: {oneOf: [{type: object, required: [a], properties: {a: {type: array, items: {type: object, properties: {i: {type: string}}}}}}, {type: object, required: [b], properties: {b: {type: string}}}]}\n    X: {type: object, properties: {x: {type: string}}}\n    P: {allOf: [{$ref: '#/components/schemas/X'}, {type: object, properties: {m: {type: object, properties: {n: {type: string, enum: [q]}}}}}]}",
            ),
        ),
        (
            "references to a schema of a parameter",
            document(parameter, "    X: {type: string}"),
        ),
        (
            "components of one inline branch",
            document(
                "  {}",
                "    A: {oneOf: [{type: object, properties: {a: {type: string}}}]}\n    B: {allOf: [{type: object, properties: {a: {type: integer}}}]}\n    C: {anyOf: [{nullable: true, enum: [null]}, {type: object, properties: {a: {type: array, items: {type: string, enum: [q]}}}}]}\n    D: {oneOf: [{type: array, items: {type: object, properties: {x: {type: number}}}}]}\n    E: {allOf: [{oneOf: [{type: string, enum: [k]}]}]}",
            ),
        ),
        (
            "children that narrow an inherited member",
            document(
                "  {}",
                "    P: {type: object, properties: {m: {type: object, properties: {a: {type: string}}}, k: {type: string, enum: [a, b]}}}\n    A: {allOf: [{$ref: '#/components/schemas/P'}, {type: object, properties: {m: {type: object, properties: {b: {type: string}}}, k: {type: string, enum: [a]}}}]}\n    B: {allOf: [{$ref: '#/components/schemas/P'}, {type: object, properties: {m: {type: object, properties: {c: {type: string}}}, k: {type: string, enum: [b]}}}]}",
            ),
        ),
        (
            "unions of a parent and its children",
            document(
                "  {}",
                "    P: {type: object, required: [t], properties: {t: {type: string}, m: {type: string, enum: [a]}}, discriminator: {propertyName: t}}\n    A: {allOf: [{$ref: '#/components/schemas/P'}, {type: object, properties: {m: {type: string, enum: [b]}, n: {oneOf: [{type: object, required: [z], properties: {z: {type: integer}}}, {type: string}]}}}]}\n    B: {allOf: [{$ref: '#/components/schemas/P'}, {type: object, properties: {m: {type: string, enum: [c]}}}]}",
            ),
        ),
        (
            "a schema where a parent has its discriminator",
            document(
                "  {}",
                "    P: {type: object, required: [t], properties: {t: {type: string}}, discriminator: {propertyName: t}}\n    A: {allOf: [{$ref: '#/components/schemas/P'}]}\n    B: {type: object, properties: {b: {$ref: '#/components/schemas/P/discriminator'}}}",
            ),
        ),
        (
            "two unions in one allOf",
            document(
                "  {}",
                "    C: {allOf: [{oneOf: [{type: object, required: [a], properties: {a: {type: object, properties: {i: {type: string}}}}}, {type: object, required: [b], properties: {b: {type: string}}}]}, {oneOf: [{type: object, required: [c], properties: {c: {type: object, properties: {i: {type: string}}}}}, {type: object, required: [d], properties: {d: {type: string, enum: [x]}}}]}]}",
            ),
        ),
        (
            "pointers with the same names in them",
            document(
                &format!(
                    "  /a:\n{}\n  /b:\n{}\n  /c:\n{}",
                    operation("getA", "{$ref: '#/components/schemas/A/properties/b'}"),
                    operation("getB", "{$ref: '#/components/schemas/A/items/properties/b'}"),
                    operation("getC", "{$ref: '#/components/schemas/A%20b'}")
                ),
                "    A: {type: array, properties: {b: {type: array, items: {type: object, properties: {x: {type: string}}}}}, items: {type: object, properties: {b: {type: array, items: {type: object, properties: {y: {type: string}}}}}}}\n    'A b': {type: array, items: {type: object, properties: {z: {type: string}}}}",
            ),
        ),
    ]
}

#[test]
fn items_that_are_alike_have_keys_of_their_own() {
    let mut failures = Vec::new();
    for (what, text) in twins() {
        let run = |lock: Option<&str>| {
            oaspen::generate(
                &common::text_input("spec.yaml", text.clone()),
                &common::settings(),
                lock,
            )
        };
        let checked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| assert_fixed(what, &run)));
        if checked.is_err() {
            failures.push(what);
        }
    }
    assert!(failures.is_empty(), "{failures:#?}");
}

#[test]
fn components_of_several_files_with_one_name_have_keys_of_their_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let part = |member: &str| {
        format!(
            "components:\n  schemas:\n    Row: {{type: array, items: {{type: object, properties: {{{member}: {{type: string, enum: [q]}}}}}}}}\n  \
             responses:\n    Rows: {{description: ok, content: {{application/json: {{schema: {{type: object, properties: {{{member}: {{type: string}}}}}}}}}}}}\n"
        )
    };
    let paths: String = ["one", "two"]
        .iter()
        .map(|file| {
            format!(
                "  /{file}:\n    get:\n      operationId: get_{file}\n      responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '{file}.yaml#/components/schemas/Row'}}}}}}}}, '400': {{$ref: '{file}.yaml#/components/responses/Rows'}}}}\n"
            )
        })
        .collect();
    let files: Files = [
        ("one.yaml".to_owned(), part("a")),
        ("two.yaml".to_owned(), part("b")),
        (
            "spec.yaml".to_owned(),
            format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n{paths}"),
        ),
    ]
    .into();
    common::write_folder(folder.path(), &files).expect("files");
    let path = folder.path().join("spec.yaml");
    let run = |lock: Option<&str>| oaspen::generate(&oaspen::Input::Path(path.clone()), &common::settings(), lock);
    assert_fixed("two files", &run);
}

#[test]
fn every_case_is_a_fixed_point() {
    for folder in common::case_folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let spec = folder.join("spec.yaml");
        let run = |lock: Option<&str>| oaspen::generate(&oaspen::Input::Path(spec.clone()), &common::settings(), lock);
        if run(None).diagnostics.has_errors() {
            continue;
        }
        assert_fixed(&name, &run);
    }
}
