//! The folders of clients: formatting and line ends of checkouts, other layouts, other documents.

use std::path::Path;
use std::process::Command;

use crate::cli_support::{files, oaspen, write};

/// A document whose client has operations, a struct, an enum and a union, described over several lines.
const SHOP: &str = "\
openapi: 3.1.0
info: { title: Shop, version: '1', description: \"Two\\nlines.\" }
tags: [{ name: Orders, description: Orders of the shop. }]
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [Orders]
      description: |
        Lists orders.

        Newest first.
      parameters: [{ name: limit, in: query, schema: { type: integer } }]
      responses:
        '200':
          description: OK
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } }
components:
  schemas:
    Order:
      type: object
      description: |
        An order.

        It has a state.
      required: [id]
      properties:
        id: { type: string }
        state: { type: string, enum: [open, sent] }
        total: { oneOf: [{ type: integer }, { type: string }] }
";

/// Another API.
const ZOO: &str = "\
openapi: 3.1.0
info: { title: Zoo, version: '1' }
paths:
  /animals: { get: { operationId: listAnimals, responses: { '204': { description: none } } } }
";

const LAYOUTS: [&str; 3] = ["crate", "module", "file"];

fn with_line_ends(folder: &Path) {
    for (path, bytes) in files(folder) {
        let text = String::from_utf8(bytes)
            .expect("text")
            .replace("\r\n", "\n")
            .replace('\n', "\r\n");
        write(&folder.join(path), &text);
    }
}

#[test]
fn a_checkout_with_other_line_ends_is_current() {
    for layout in LAYOUTS {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        write(&at("shop.yaml"), SHOP);
        let index = if layout == "crate" {
            ""
        } else {
            "index = \"src/lib.rs\"\n"
        };
        let text = format!(
            "{index}[clients.shop]\nspec = \"shop.yaml\"\nout = \"src/shop\"\nlayout = \"{layout}\"\ndocs = \"docs\"\n"
        );
        write(&at("oaspen.toml"), &text);
        oaspen(folder.path(), &["generate"]).exits(0);
        oaspen(folder.path(), &["docs"]).exits(0);
        with_line_ends(folder.path());
        let before = files(folder.path());
        oaspen(folder.path(), &["generate", "--check"]).exits(0);
        oaspen(folder.path(), &["docs", "--check"]).exits(0);
        oaspen(folder.path(), &["generate"]).exits(0);
        assert_eq!(files(folder.path()), before, "{layout}");
        // A difference is that of the document, and not of every line.
        write(&at("shop.yaml"), &SHOP.replace("Newest first.", "Oldest first."));
        let ran = oaspen(folder.path(), &["generate", "--check"]).exits(1);
        assert_eq!(ran.stdout.matches("\n-").count(), 1, "{}", ran.stdout);
    }
}

fn cargo_fmt(folder: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .arg("fmt")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("cargo starts");
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

fn has_rustfmt() -> bool {
    let version = Command::new(env!("CARGO")).args(["fmt", "--version"]).output();
    let found = version.is_ok_and(|output| output.status.success());
    assert!(found || std::env::var_os("CI").is_none(), "rustfmt is missing");
    found
}

const PACKAGE: &str = "[package]\nname = \"mine\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n";

#[test]
fn cargo_fmt_leaves_generated_files_alone() {
    if !has_rustfmt() {
        return;
    }
    for layout in LAYOUTS {
        for index in ["src/lib.rs", "src/clients.rs"] {
            let folder = tempfile::tempdir().expect("folder");
            let at = |name: &str| folder.path().join(name);
            write(&at("shop.yaml"), SHOP);
            let head = if layout == "crate" {
                String::new()
            } else {
                format!("index = \"{index}\"\n")
            };
            let client = |name: &str| {
                let out = if layout == "file" {
                    "src/api".to_owned()
                } else {
                    format!("src/{name}")
                };
                format!("[clients.{name}]\nspec = \"shop.yaml\"\nout = \"{out}\"\nlayout = \"{layout}\"\n")
            };
            write(
                &at("oaspen.toml"),
                &format!("{head}{}{}", client("shop10"), client("shop2")),
            );
            write(&at("Cargo.toml"), PACKAGE);
            write(&at("src/lib.rs"), "pub mod clients;\n");
            if index == "src/lib.rs" || layout == "crate" {
                std::fs::remove_file(at("src/lib.rs")).expect("removed");
            }
            oaspen(folder.path(), &["generate"]).exits(0);
            let packages = if layout == "crate" {
                vec![at("src/shop10"), at("src/shop2")]
            } else {
                vec![at("")]
            };
            for package in packages {
                cargo_fmt(&package, &["--check"]);
                cargo_fmt(&package, &[]);
            }
            oaspen(folder.path(), &["generate", "--check"]).exits(0);
        }
    }
}

#[test]
fn another_layout_leaves_nothing_behind() {
    for from in LAYOUTS {
        for to in LAYOUTS {
            let folder = tempfile::tempdir().expect("folder");
            let at = |name: &str| folder.path().join(name);
            write(&at("shop.yaml"), SHOP);
            oaspen(
                folder.path(),
                &["generate", "shop.yaml", "--layout", from, "--out", "out"],
            )
            .exits(0);
            // A name that only the lock has.
            let renamed = SHOP.replace("operationId: listOrders", "operationId: allOrders");
            write(&at("shop.yaml"), &renamed);
            write(&at("out/mine.txt"), "mine");
            oaspen(
                folder.path(),
                &["generate", "shop.yaml", "--layout", to, "--out", "out"],
            )
            .exits(0);
            let mut names: Vec<_> = files(&at("out")).into_keys().collect();
            names.retain(|name| name != Path::new("mine.txt"));
            oaspen(
                folder.path(),
                &["generate", "shop.yaml", "--layout", to, "--out", "fresh"],
            )
            .exits(0);
            let fresh: Vec<_> = files(&at("fresh")).into_keys().collect();
            assert_eq!(names, fresh, "{from} to {to}");
            let lock = files(&at("out"))
                .into_iter()
                .find(|(name, _)| name.to_string_lossy().ends_with("names.lock"));
            let lock = String::from_utf8(lock.expect("a lock").1).expect("text");
            assert!(
                lock.contains("list_orders") || lock.contains("\tlist\n"),
                "{from} to {to}: {lock}"
            );
        }
    }
}

#[test]
fn edited_files_of_a_package_stay_with_another_layout() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("shop.yaml"), SHOP);
    oaspen(folder.path(), &["generate", "shop.yaml", "--out", "out"]).exits(0);
    write(&at("out/README.md"), "# Mine\n");
    write(
        &at("out/docs/README.md"),
        "<!-- @generated by oaspen. Do not edit. -->\n",
    );
    for layout in ["module", "file"] {
        oaspen(
            folder.path(),
            &["generate", "shop.yaml", "--layout", layout, "--out", "out"],
        )
        .exits(0);
        assert!(at("out/README.md").exists() && at("out/docs/README.md").exists());
        assert!(!at("out/Cargo.toml").exists());
    }
}

#[test]
fn the_folder_of_another_document_is_never_cleaned() {
    for layout in ["crate", "module"] {
        for has_lock in [true, false] {
            let folder = tempfile::tempdir().expect("folder");
            let at = |name: &str| folder.path().join(name);
            write(&at("shop.yaml"), SHOP);
            write(&at("zoo.yaml"), ZOO);
            let generate = |document: &str, layout: &str| {
                oaspen(
                    folder.path(),
                    &["generate", document, "--layout", layout, "--out", "out"],
                )
            };
            generate("shop.yaml", layout).exits(0);
            if !has_lock {
                std::fs::remove_file(at("out/names.lock")).expect("removed");
            }
            let before = files(folder.path());
            for other in ["crate", "module"] {
                let ran = generate("zoo.yaml", other).exits(2);
                assert!(
                    ran.stderr.contains("Shop") && ran.stderr.contains("--out"),
                    "{}",
                    ran.stderr
                );
                assert_eq!(files(folder.path()), before);
            }
            // A single file is written beside it.
            generate("zoo.yaml", "file").exits(0);
            let mut after = files(folder.path());
            after.retain(|path, _| !path.to_string_lossy().contains("out/zoo."));
            assert_eq!(after, before);
        }
    }
}

#[test]
fn a_new_version_of_a_document_with_another_name_is_the_same_client() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("shop-v1.yaml"), SHOP);
    write(
        &at("shop-v2.yaml"),
        &SHOP
            .replace("title: Shop", "title: The shop")
            .replace("  /orders:", "  /v2/orders:"),
    );
    oaspen(folder.path(), &["generate", "shop-v1.yaml", "--out", "out"]).exits(0);
    oaspen(folder.path(), &["generate", "shop-v2.yaml", "--out", "out"]).exits(0);
}

#[test]
fn a_new_version_without_a_slash_at_the_end_of_paths_is_the_same_client() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    let generate = || oaspen(folder.path(), &["generate", "shop.yaml", "--out", "out"]);
    let zoo = ZOO.replace("operationId: listAnimals, ", "");
    write(&at("shop.yaml"), &zoo.replace("  /animals:", "  /animals/:"));
    generate().exits(0);
    write(&at("shop.yaml"), &zoo);
    generate().exits(0);
}

#[test]
fn two_documents_of_one_file_name_are_two_clients() {
    for file in [
        "openapi.json",
        "swagger.yaml",
        "openapi.v3.yml",
        "api-docs.json",
        "OpenAPI.yaml",
    ] {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        write(&at(&format!("a/{file}")), SHOP);
        write(&at(&format!("b/{file}")), ZOO);
        oaspen(folder.path(), &["generate", &format!("a/{file}")]).exits(0);
        let first = files(&at("shop"));
        assert!(first.contains_key(Path::new("names.lock")), "{file}");
        oaspen(folder.path(), &["generate", &format!("b/{file}")]).exits(0);
        assert!(at("zoo/names.lock").exists(), "{file}");
        assert_eq!(files(&at("shop")), first);
    }
}

#[test]
fn documents_of_one_name_and_one_title_do_not_replace_each_other() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("a/openapi.yaml"), SHOP);
    write(&at("b/openapi.yaml"), &ZOO.replace("title: Zoo", "title: Shop"));
    oaspen(folder.path(), &["generate", "a/openapi.yaml"]).exits(0);
    let first = files(&at("shop"));
    let ran = oaspen(folder.path(), &["generate", "b/openapi.yaml"]).exits(2);
    assert!(ran.stderr.contains("--name"), "{}", ran.stderr);
    assert_eq!(files(&at("shop")), first);
    // The same in single files.
    let single = ["--layout", "file", "--out", "single"];
    oaspen(folder.path(), &[&["generate", "a/openapi.yaml"], &single[..]].concat()).exits(0);
    oaspen(folder.path(), &[&["generate", "b/openapi.yaml"], &single[..]].concat()).exits(2);
    // A client without a lock beside or below another one is not removed either.
    oaspen(
        folder.path(),
        &["generate", "a/openapi.yaml", "--layout", "module", "--out", "all/inner"],
    )
    .exits(0);
    std::fs::remove_file(at("all/inner/names.lock")).expect("removed");
    let inner = files(&at("all/inner"));
    oaspen(
        folder.path(),
        &["generate", "b/openapi.yaml", "--layout", "module", "--out", "all"],
    )
    .exits(0);
    assert_eq!(files(&at("all/inner")), inner);
}

#[test]
fn documents_without_a_title_have_no_title_in_common() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    let paths = |names: &[&str]| -> String {
        let path =
            |name: &&str| format!("  /{name}: {{ get: {{ responses: {{ '204': {{ description: none }} }} }} }}\n");
        format!(
            "openapi: 3.1.0\ninfo: {{ version: '1' }}\npaths:\n{}",
            names.iter().map(path).collect::<String>()
        )
    };
    write(&at("shop.yaml"), &paths(&["health", "orders", "users"]));
    write(&at("zoo.yaml"), &paths(&["health", "animals"]));
    oaspen(folder.path(), &["generate", "shop.yaml", "--out", "out"]).exits(0);
    let before = files(&at("out"));
    let ran = oaspen(folder.path(), &["generate", "zoo.yaml", "--out", "out"]).exits(2);
    assert!(
        ran.stderr
            .contains("the client `shop` of another document, which has no title"),
        "{}",
        ran.stderr
    );
    assert_eq!(files(&at("out")), before);
}

#[test]
fn cargo_fmt_leaves_a_single_file_alone_without_an_index() {
    if !has_rustfmt() {
        return;
    }
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("shop.yaml"), SHOP);
    write(&at("Cargo.toml"), PACKAGE);
    write(&at("src/lib.rs"), "mod shop;\n");
    // Other widths than those of the generator.
    write(&at("rustfmt.toml"), "max_width = 60\nuse_field_init_shorthand = true\n");
    let generate = |more: &[&str]| {
        let arguments = ["generate", "shop.yaml", "--layout", "file", "--out", "src"];
        oaspen(folder.path(), &[&arguments[..], more].concat())
    };
    generate(&[]).exits(0);
    cargo_fmt(folder.path(), &[]);
    generate(&["--check"]).exits(0);
}

/// The modules of an index are files that exist: rustc finds them.
#[test]
fn the_index_names_modules_that_exist() {
    for index in ["src/lib.rs", "src/clients.rs", "src/clients/mod.rs", "clients.rs"] {
        for out in ["src/shop", "src/clients/shop", "other/code"] {
            for layout in ["module", "file"] {
                let folder = tempfile::tempdir().expect("folder");
                let at = |name: &str| folder.path().join(name);
                write(&at("shop.yaml"), SHOP);
                write(&at("zoo.yaml"), ZOO);
                let text = format!(
                    "index = \"{index}\"\n[clients.my-shop]\nspec = \"shop.yaml\"\nout = \"{out}\"\nlayout = \"{layout}\"\n\
                     [clients.type]\nspec = \"zoo.yaml\"\nout = \"zoo\"\nlayout = \"{layout}\"\n"
                );
                write(&at("oaspen.toml"), &text);
                oaspen(folder.path(), &["generate"]).exits(0);
                let code = std::fs::read_to_string(at(index)).expect("the index");
                let modules: Vec<String> = modules(&code, &at(index));
                assert_eq!(modules.len(), 2, "{code}");
                for module in modules {
                    let text = std::fs::read_to_string(&module).unwrap_or_else(|error| panic!("{module}: {error}"));
                    assert!(text.contains("oaspen_client::api!"), "{module}");
                }
                // The same from another folder.
                let before = files(folder.path());
                let config = at("oaspen.toml").display().to_string();
                oaspen(Path::new("/"), &["generate", "--config", &config]).exits(0);
                assert_eq!(files(folder.path()), before);
            }
        }
    }
}

/// Where rustc looks for the modules that a file declares.
fn modules(code: &str, file: &Path) -> Vec<String> {
    let folder = file.parent().expect("a folder");
    let mut found = Vec::new();
    let mut named = None;
    for line in code.lines() {
        if let Some(path) = line.strip_prefix("#[path = \"") {
            named = Some(folder.join(path.trim_end_matches("\"]")));
        } else if let Some(name) = line.strip_prefix("pub mod ") {
            let name = name.trim_end_matches(';');
            let stem = file.file_stem().expect("a name").to_string_lossy().into_owned();
            let inner = match stem.as_str() {
                "lib" | "mod" => folder.to_path_buf(),
                _ => folder.join(stem),
            };
            let usual = [inner.join(format!("{name}.rs")), inner.join(name).join("mod.rs")];
            let usual = usual.into_iter().find(|path| path.exists()).unwrap_or_default();
            found.push(named.take().unwrap_or(usual).display().to_string());
        }
    }
    found
}

#[test]
fn clients_that_are_no_modules_of_the_index_are_errors() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("shop.yaml"), SHOP);
    let client = |name: &str, layout: &str| {
        format!("[clients.{name}]\nspec = \"shop.yaml\"\nout = \"src/{name}\"\nlayout = \"{layout}\"\n")
    };
    let fails = |text: String| {
        write(&at("oaspen.toml"), &text);
        oaspen(folder.path(), &["generate"]).exits(2).stderr
    };
    let twins = format!("{}{}", client("my-shop", "module"), client("my_shop", "module"));
    let error = fails(format!("index = \"src/lib.rs\"\n{twins}"));
    assert!(error.contains("are both `pub mod my_shop`"), "{error}");
    assert!(!at("src").exists());
    write(&at("oaspen.toml"), &twins);
    oaspen(folder.path(), &["generate"]).exits(0);
    // A package is no module.
    let package = client("other", "crate").replace("src/other", "other");
    write(
        &at("oaspen.toml"),
        &format!("index = \"src/lib.rs\"\n{package}{}", client("my-shop", "module")),
    );
    oaspen(folder.path(), &["generate"]).exits(0);
    let index = std::fs::read_to_string(at("src/lib.rs")).expect("the index");
    assert!(
        index.contains("pub mod my_shop;") && !index.contains("other"),
        "{index}"
    );
}
