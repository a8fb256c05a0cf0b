//! The folders of clients: formatting and line ends of checkouts, other layouts, the index.

use std::path::Path;
use std::process::Command;

use crate::cli_support::{files, oaspen, write};

/// A document whose client has operations, a struct, an enum and a union, described over several lines.
pub(crate) const SHOP: &str = "\
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
pub(crate) const ZOO: &str = "\
openapi: 3.1.0
info: { title: Zoo, version: '1' }
paths:
  /animals: { get: { operationId: listAnimals, responses: { '204': { description: none } } } }
";

pub(crate) const LAYOUTS: [&str; 3] = ["crate", "module", "file"];

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

/// rustc refuses `shop.rs` beside `shop/mod.rs`.
#[test]
fn a_module_has_one_file() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("shop.yaml"), SHOP);
    write(&at("zoo.yaml"), ZOO);
    let client = |name: &str, layout: &str, out: &str| {
        format!("[clients.{name}]\nspec = \"{name}.yaml\"\nout = \"{out}\"\nlayout = \"{layout}\"\n")
    };
    for (index, clients) in [
        ("src/shop.rs", client("shop", "module", "src/shop")),
        ("src/shop.rs", client("zoo", "module", "src/./shop")),
        (
            "src/lib.rs",
            client("shop", "file", "src") + &client("zoo", "module", "src/shop"),
        ),
        (
            "src/lib.rs",
            client("zoo", "module", "src/shop") + &client("shop", "file", "src"),
        ),
    ] {
        write(&at("oaspen.toml"), &format!("index = \"{index}\"\n{clients}"));
        let error = oaspen(folder.path(), &["generate"]).exits(2).stderr;
        assert!(error.contains("would be one module"), "{error}");
        assert!(!at("src").exists());
    }
    for (index, clients) in [
        ("src/shop.rs", client("shop", "file", "src/shop")),
        ("src/shop.rs", client("shop", "crate", "shop")),
        (
            "src/lib.rs",
            client("shop", "file", "src") + &client("zoo", "module", "src/zoo"),
        ),
    ] {
        let _ = std::fs::remove_dir_all(at("src"));
        write(&at("oaspen.toml"), &format!("index = \"{index}\"\n{clients}"));
        oaspen(folder.path(), &["generate"]).exits(0);
    }
}

#[test]
fn nothing_is_written_if_the_index_cannot_be() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("zoo.yaml"), ZOO);
    write(&at("src/lib.rs"), "// mine\n");
    let text = "index = \"src/lib.rs\"\n[clients.zoo]\nspec = \"zoo.yaml\"\nout = \"src/zoo\"\nlayout = \"module\"\n";
    write(&at("oaspen.toml"), text);
    let before = files(folder.path());
    for arguments in [
        &["generate"][..],
        &["generate", "--check"],
        &["generate", "--format", "json"],
    ] {
        let ran = oaspen(folder.path(), arguments).exits(2);
        assert!(
            ran.stderr.contains("E0043") || ran.stdout.contains("E0043"),
            "{}{}",
            ran.stdout,
            ran.stderr
        );
        assert_eq!(files(folder.path()), before);
    }
}

/// As the sources of a package may be, whose build script finds that its client is current.
#[cfg(target_os = "linux")]
#[test]
fn clients_that_are_current_need_no_folder_that_can_be_written() {
    let folder = tempfile::tempdir().expect("folder");
    write(&folder.path().join("shop.yaml"), SHOP);
    let config = "index = \"clients.rs\"\n[clients.shop]\nspec = \"shop.yaml\"\nout = \"out\"\nlayout = \"module\"\ndocs = \"docs\"\n";
    write(&folder.path().join("oaspen.toml"), config);
    for command in ["generate", "docs"] {
        oaspen(folder.path(), &[command]).exits(0);
    }
    let script = "mount --bind . . && mount -o remount,ro,bind . && cd \"$PWD\" && ! touch x 2> /dev/null || exit 77; \
                  \"$0\" generate && \"$0\" docs && \"$0\" generate shop.yaml --layout module --out out";
    let ran = Command::new("unshare")
        .args(["--user", "--map-root-user", "--mount", "sh", "-c", script])
        .arg(env!("CARGO_BIN_EXE_oaspen"))
        .current_dir(folder.path())
        .output();
    // Where a test cannot have a file system of its own, there is nothing to find out.
    let Ok(ran) = ran else { return };
    let errors = String::from_utf8_lossy(&ran.stderr);
    let is_refused = ran.status.code() == Some(77) || errors.starts_with("unshare:");
    assert!(is_refused || ran.status.success(), "{errors}");
}
