//! Which document the client in a folder belongs to, and its lock.

use std::path::Path;

use crate::cli_folders::{LAYOUTS, SHOP, ZOO};
use crate::cli_support::{files, oaspen, write};

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

/// `api` and `models` of a module, and `src` of a package, belong to its document, too, whichever client is the first.
#[test]
fn the_folders_below_those_of_a_client_are_never_cleaned() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("shop.yaml"), SHOP);
    write(&at("zoo.yaml"), ZOO);
    let generate = |document: &str, layout: &str, out: &str| {
        let arguments = ["generate", document, "--layout", layout, "--out", out];
        oaspen(folder.path(), &arguments)
    };
    let clear = || {
        let _ = std::fs::remove_dir_all(at("out"));
    };
    for (outer, inner) in [
        ("module", "out/api"),
        ("module", "out/models"),
        ("module", "out/models/deeper"),
        ("crate", "out/src"),
        ("crate", "out/src/api"),
        ("crate", "out/src/models"),
    ] {
        for layout in ["crate", "module"] {
            // The same document, too: the client around it would lose files.
            for document in ["zoo.yaml", "shop.yaml"] {
                clear();
                generate("shop.yaml", outer, "out").exits(0);
                let before = files(folder.path());
                let ran = generate(document, layout, inner).exits(2);
                assert!(
                    ran.stderr.contains("E0044") && ran.stderr.contains("`shop`"),
                    "{}",
                    ran.stderr
                );
                assert_eq!(files(folder.path()), before, "{outer} {inner} {layout}");
            }
            if inner == "out/models/deeper" {
                continue;
            }
            clear();
            generate("zoo.yaml", layout, inner).exits(0);
            let before = files(folder.path());
            let ran = generate("shop.yaml", outer, "out").exits(2);
            assert!(
                ran.stderr.contains("E0044") && ran.stderr.contains("`zoo`"),
                "{}",
                ran.stderr
            );
            assert_eq!(files(folder.path()), before, "{outer} {inner} {layout}");
        }
    }
    // Folders that a client does not write may have others.
    for (outer, inner) in [("module", "out/zoo"), ("crate", "out/src/zoo"), ("crate", "out/zoo")] {
        clear();
        generate("shop.yaml", outer, "out").exits(0);
        generate("zoo.yaml", "module", inner).exits(0);
        let before = files(folder.path());
        generate("shop.yaml", outer, "out").exits(0);
        generate("zoo.yaml", "module", inner).exits(0);
        assert_eq!(files(folder.path()), before);
    }
}

#[test]
fn the_reference_of_another_document_is_never_cleaned() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("shop.yaml"), SHOP);
    write(&at("zoo.yaml"), ZOO);
    // New versions: another title with the same operations, and the same title with other paths.
    write(&at("titled.yaml"), &SHOP.replace("title: Shop", "title: The shop"));
    write(&at("moved.yaml"), &SHOP.replace("  /orders", "  /v2/new-orders"));
    let docs = |document: &str, out: &str| oaspen(folder.path(), &["docs", document, "--out", out]);
    docs("shop.yaml", "docs").exits(0);
    let before = files(folder.path());
    for out in ["docs", "docs/api", "docs/models"] {
        let ran = docs("zoo.yaml", out).exits(2);
        assert!(
            ran.stderr.contains("E0044") && ran.stderr.contains("\"Shop\""),
            "{}",
            ran.stderr
        );
        assert_eq!(files(folder.path()), before, "{out}");
    }
    docs("zoo.yaml", "docs/zoo").exits(0);
    for document in ["titled.yaml", "shop.yaml", "moved.yaml", "shop.yaml"] {
        docs(document, "docs").exits(0);
    }
    std::fs::remove_file(at("docs/README.md")).expect("removed");
    docs("zoo.yaml", "docs").exits(0);
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

/// Services of one framework have its title and a health check in common.
#[test]
fn documents_with_few_common_operations_do_not_replace_each_other() {
    let document = |title: &str, paths: &[&str]| {
        let path =
            |name: &&str| format!("  /{name}: {{ get: {{ responses: {{ '204': {{ description: none }} }} }} }}\n");
        let paths: String = paths.iter().map(path).collect();
        format!("openapi: 3.1.0\ninfo: {{ title: {title}, version: '1' }}\npaths:\n{paths}")
    };
    let models = |title: &str, name: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{ title: {title}, version: '1' }}\npaths: {{}}\ncomponents:\n  schemas:\n    {name}: {{ type: \
             object, properties: {{ id: {{ type: string }} }} }}\n"
        )
    };
    let orders = document("Fast", &["health", "orders", "items", "carts"]);
    let animals = document("Fast", &["health", "animals", "cages", "keepers"]);
    let others = [
        ("openapi.yaml", orders.clone(), animals.clone()),
        // Of the smaller one, half of the operations would be left.
        (
            "openapi.yaml",
            animals.clone(),
            document("Fast", &["health", "orders", "items"]),
        ),
        // The same name, which is that of the file.
        (
            "users.yaml",
            document("Shop", &["health", "orders", "items"]),
            document("Zoo", &["health", "animals", "cages"]),
        ),
        // No operation is left of a document that has none.
        ("openapi.yaml", document("Fast", &["orders"]), models("Fast", "Animal")),
        ("shared.yaml", models("Models", "Order"), document("Zoo", &["animals"])),
        ("shared.yaml", models("Models", "Order"), models("Models", "Animal")),
    ];
    for (file, first, other) in others {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        write(&at(&format!("a/{file}")), &first);
        write(&at(&format!("b/{file}")), &other);
        let generate = |from: &str| oaspen(folder.path(), &["generate", &format!("{from}/{file}")]);
        let docs = |from: &str| oaspen(folder.path(), &["docs", &format!("{from}/{file}"), "--out", "docs"]);
        generate("a").exits(0);
        docs("a").exits(0);
        let before = files(folder.path());
        let ran = generate("b").exits(2);
        assert!(ran.stderr.contains("E0044"), "{}", ran.stderr);
        // A reference has no lock: those of models alone are compared by their titles.
        if !(first.contains("paths: {}") && first.contains("title: Models") && other.contains("title: Models")) {
            let ran = docs("b").exits(2);
            assert!(ran.stderr.contains("E0044"), "{}", ran.stderr);
        }
        assert_eq!(files(folder.path()), before);
    }
    // In a configuration, both are declared as one client: one operation is enough.
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    let text = "[clients.fast]\nspec = \"openapi.yaml\"\nout = \"src/fast\"\nlayout = \"module\"\n";
    write(&at("oaspen.toml"), text);
    for (document, code) in [(&orders, 0), (&animals, 0), (&document("Fast", &["offers"]), 2)] {
        write(&at("openapi.yaml"), document);
        oaspen(folder.path(), &["generate"]).exits(code);
    }
    let versions = [
        (
            orders.clone(),
            document("Fast", &["health", "orders", "stores", "offers", "places", "people"]),
        ),
        (orders.clone(), document("Fast", &["orders"])),
        (document("Fast", &["orders"]), orders),
        (
            models("Models", "Order"),
            models("Models", "Order").replace("id:", "key:"),
        ),
    ];
    for (first, next) in versions {
        let folder = tempfile::tempdir().expect("folder");
        for document in [&first, &next] {
            write(&folder.path().join("openapi.yaml"), document);
            oaspen(folder.path(), &["generate", "openapi.yaml"]).exits(0);
            oaspen(folder.path(), &["docs", "openapi.yaml", "--out", "docs"]).exits(0);
        }
    }
}

/// `src/shop.rs` becomes `src/shop/mod.rs`, or the other way round.
#[test]
fn a_client_in_another_folder_reports_the_lock_of_the_earlier_one() {
    let forms = [
        ("file", "src", "src/shop.names.lock"),
        ("module", "src/shop", "src/shop/names.lock"),
    ];
    for (before, after) in [(forms[0], forms[1]), (forms[1], forms[0])] {
        let folder = tempfile::tempdir().expect("folder");
        write(&folder.path().join("shop.yaml"), SHOP);
        let generate = |form: (&str, &str, &str), more: &[&str]| {
            let arguments = ["generate", "shop.yaml", "--layout", form.0, "--out", form.1];
            oaspen(folder.path(), &[&arguments, more].concat())
        };
        assert!(!generate(before, &[]).exits(0).stderr.contains("W0142"));
        let found = generate(after, &["--strict"]).exits(1).stderr;
        assert!(
            found.contains("W0142") && found.contains(&format!("move this lock to `{}`", after.2)),
            "{found}"
        );
        assert!(!folder.path().join(after.2).exists());
    }
    // Another document beside it.
    let folder = tempfile::tempdir().expect("folder");
    write(&folder.path().join("shop.yaml"), SHOP);
    write(&folder.path().join("zoo.yaml"), ZOO);
    oaspen(
        folder.path(),
        &["generate", "shop.yaml", "--layout", "file", "--out", "src"],
    )
    .exits(0);
    let zoo = [
        "generate", "zoo.yaml", "--layout", "module", "--out", "src/zoo", "--strict",
    ];
    oaspen(folder.path(), &zoo).exits(0);
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
fn a_lock_that_is_missing_is_reported_once() {
    lost_lock(|path| std::fs::remove_file(path).expect("removed"));
}

#[test]
fn an_empty_lock_is_as_if_it_were_missing() {
    lost_lock(|path| write(path, "\n"));
}

/// A lock is lost in each layout.
fn lost_lock(lose: impl Fn(&Path)) {
    for layout in LAYOUTS {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        let generate = |more: &[&str]| {
            let arguments = ["generate", "shop.yaml", "--out", "out", "--layout", layout];
            oaspen(folder.path(), &[&arguments, more].concat())
        };
        let is_reported = |more: &[&str], code: i32| generate(more).exits(code).stderr.contains("W0142");
        write(&at("shop.yaml"), SHOP);
        assert!(!is_reported(&[], 0), "{layout}: a new client");
        let (lock, first) = match layout {
            "file" => ("out/shop.names.lock", "out/shop.rs"),
            "module" => ("out/names.lock", "out/mod.rs"),
            _ => ("out/names.lock", "out/src/lib.rs"),
        };
        lose(&at(lock));
        let lost = files(folder.path());
        assert!(is_reported(&["--check"], 1), "{layout}");
        assert!(is_reported(&["--strict"], 1), "{layout}");
        assert_eq!(files(folder.path()), lost, "{layout}");
        assert!(is_reported(&[], 0), "{layout}");
        assert!(!is_reported(&["--check", "--strict"], 0), "{layout}: again");
        for path in [lock, first] {
            std::fs::remove_file(at(path)).expect("removed");
        }
        assert!(!is_reported(&["--strict"], 0), "{layout}: names that are chosen again");
    }
}

/// A single file shares its folder with others, so the file of the earlier name is not removed.
#[test]
fn a_single_file_with_another_name_reports_the_lock_of_the_earlier_name() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    let generate = |more: &[&str]| {
        let arguments = ["generate", "openapi.yaml", "--out", "out", "--layout", "file"];
        oaspen(folder.path(), &[&arguments, more].concat())
    };
    write(&at("openapi.yaml"), SHOP);
    assert!(!generate(&[]).exits(0).stderr.contains("W0142"));
    write(&at("openapi.yaml"), &SHOP.replacen("title: Shop", "title: Market", 1));
    let found = generate(&["--dry-run"]).exits(0).stderr;
    assert!(found.contains("rename this lock, and remove `shop.rs`"), "{found}");
    std::fs::rename(at("out/shop.names.lock"), at("out/market.names.lock")).expect("renamed");
    std::fs::remove_file(at("out/shop.rs")).expect("removed");
    let names = std::fs::read_to_string(at("out/market.names.lock")).expect("lock");
    assert!(!generate(&["--strict"]).exits(0).stderr.contains("W0142"));
    assert_eq!(
        std::fs::read_to_string(at("out/market.names.lock")).expect("lock"),
        names
    );
}

/// Two clients of one document, in a folder: neither is an earlier name of the other.
#[test]
fn single_files_of_one_document_are_clients_of_their_own() {
    let folder = tempfile::tempdir().expect("folder");
    write(&folder.path().join("shop.yaml"), SHOP);
    let client = |name: &str| format!("[clients.{name}]\nspec = \"shop.yaml\"\nout = \"out\"\nlayout = \"file\"\n");
    write(&folder.path().join("oaspen.toml"), &(client("a") + &client("b")));
    oaspen(folder.path(), &["generate", "--strict"]).exits(0);
    assert!(folder.path().join("out/b.names.lock").exists());
}

/// Rustc does not compile what has a feature that `Cargo.toml` does not have.
#[test]
fn features_that_an_edited_manifest_lacks_are_reported() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    let generate = |more: &[&str]| {
        let arguments = ["generate", "shop.yaml", "--out", "out", "--features", "tags"];
        oaspen(folder.path(), &[&arguments, more].concat())
    };
    write(&at("shop.yaml"), SHOP);
    assert!(!generate(&[]).exits(0).stderr.contains("W0143"));
    let manifest = std::fs::read_to_string(at("out/Cargo.toml")).expect("the manifest");
    let (_, edited) = manifest.split_once('\n').expect("lines");
    write(&at("out/Cargo.toml"), edited);
    assert!(!generate(&[]).exits(0).stderr.contains("W0143"));
    let path = "paths:\n  /new: { get: { tags: [Brand new], responses: { '204': { description: none } } } }\n";
    write(&at("shop.yaml"), &SHOP.replace("paths:\n", path));
    for more in [&["--check"][..], &["--strict"], &[], &[]] {
        let ran = generate(more);
        let message = "`out/Cargo.toml` was edited, and has no feature `brand-new`: what needs it is not compiled";
        assert!(ran.stderr.contains(message), "{more:?}: {}", ran.stderr);
    }
    write(
        &at("out/Cargo.toml"),
        &edited.replace("# Those of tags.\n", "brand-new = []\n"),
    );
    assert!(!generate(&[]).exits(0).stderr.contains("W0143"));
}

#[test]
fn an_empty_file_is_replaced() {
    let folder = tempfile::tempdir().expect("folder");
    let at = |name: &str| folder.path().join(name);
    write(&at("shop.yaml"), SHOP);
    for path in ["out/mod.rs", "out/names.lock", "out/models/mod.rs"] {
        write(&at(path), "");
    }
    oaspen(
        folder.path(),
        &["generate", "shop.yaml", "--out", "out", "--layout", "module"],
    )
    .exits(0);
    assert!(std::fs::read_to_string(at("out/mod.rs")).is_ok_and(|text| text.contains("@generated")));
    // Those of a package that users may edit stay, also when they are empty.
    oaspen(folder.path(), &["generate", "shop.yaml", "--out", "package"]).exits(0);
    write(&at("package/README.md"), "");
    oaspen(folder.path(), &["generate", "shop.yaml", "--out", "package"]).exits(0);
    oaspen(folder.path(), &["generate", "shop.yaml", "--out", "package", "--check"]).exits(0);
    assert!(std::fs::read_to_string(at("package/README.md")).is_ok_and(|text| text.is_empty()));
}
