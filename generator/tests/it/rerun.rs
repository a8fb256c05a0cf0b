//! When cargo runs a build script again, with cargo itself.
//!
//! The build script of the temporary package is one line: it runs a test of this binary, which calls the generator. So
//! nothing but the script is compiled.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli_support::write;

/// On a system without symbolic links.
const WITHOUT_LINKS: &str = "without-links";

/// Clients of a document that the script writes into `OUT_DIR`.
const WRITTEN: &str = "written";
const WRITTEN_FOLDER: &str = "written-folder";

/// What the build script does, by the variable `OASPEN_TEST_SCRIPT`. It is no test, and does nothing on its own.
#[test]
fn script() {
    let Ok(way) = std::env::var("OASPEN_TEST_SCRIPT") else {
        return;
    };
    // libtest may have printed the name of the test without a line break.
    println!();
    if way == WITHOUT_LINKS {
        // A file where the folder of the links would be.
        let out_dir = std::env::var_os("OUT_DIR").expect("the folder of the script");
        std::fs::write(Path::new(&out_dir).join("oaspen-missing"), "").expect("written");
    }
    let done = match way.as_str() {
        "out-dir" | WITHOUT_LINKS => oaspen::configure()
            .name("shop")
            .generate(if Path::new("openapi.yaml").exists() {
                "openapi.yaml"
            } else {
                "specs/openapi.yaml"
            }),
        // Named after their titles.
        "titles" => oaspen::configure()
            .generate("openapi.yaml")
            .and_then(|()| oaspen::configure().generate("v2.yaml")),
        // The script writes the document, too.
        WRITTEN | WRITTEN_FOLDER => {
            let out_dir = std::env::var_os("OUT_DIR").expect("the folder of the script");
            let document = Path::new(&out_dir).join("patched.yaml");
            std::fs::copy("openapi.yaml", &document).expect("copied");
            println!("cargo:rerun-if-changed=openapi.yaml");
            let shop = oaspen::configure().name("shop");
            match way.as_str() {
                WRITTEN => shop.generate(document),
                _ => shop
                    .out_dir("src/shop")
                    .layout(oaspen::Layout::Module)
                    .generate(document),
            }
        }
        "folder" => oaspen::configure()
            .name("shop")
            .out_dir("src/shop")
            .layout(oaspen::Layout::Module)
            .generate("openapi.yaml"),
        _ => {
            let mut places = ["oaspen.toml", "config/oaspen.toml", "../oaspen.toml"].into_iter();
            let config = places.find(|path| Path::new(path).exists()).expect("a configuration");
            oaspen::configure().config(config).run()
        }
    };
    done.expect("generated");
}

const BUILD: &str = r#"
use std::io::Write as _;

fn main() {
    let mut log = std::fs::File::options().create(true).append(true).open("../runs.txt").unwrap();
    log.write_all(b"run\n").unwrap();
    let output = std::process::Command::new(env!("OASPEN_TEST_BINARY"))
        .args(["--exact", "rerun::script", "--nocapture"])
        .output()
        .unwrap();
    print!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
"#;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /a: { get: { operationId: getA, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: 'parts/a.yaml' } } } } } } }
  /b: { get: { operationId: getB, responses: { '200': { description: OK, content: { application/json: { schema: { $ref: 'b.yaml' } } } } } } }
";

struct Package {
    folder: tempfile::TempDir,
    way: &'static str,
}

impl Package {
    fn new(way: &'static str, document: &str) -> Self {
        let package = Self {
            folder: tempfile::tempdir().expect("folder"),
            way,
        };
        let manifest = "[package]\nname = \"mine\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[workspace]\n";
        package.write("Cargo.toml", manifest);
        package.write("build.rs", BUILD);
        package.write("src/lib.rs", "");
        package.write(document, DOCUMENT);
        package
    }

    fn write(&self, name: &str, text: &str) {
        write(&self.folder.path().join("mine").join(name), text);
    }

    /// Builds, and returns whether the script ran.
    fn builds(&self) -> bool {
        let runs = self.folder.path().join("runs.txt");
        let count = || std::fs::read_to_string(&runs).unwrap_or_default().lines().count();
        let before = count();
        let output = Command::new(env!("CARGO"))
            .args(["build", "--offline", "--quiet"])
            .current_dir(self.folder.path().join("mine"))
            .env("OASPEN_TEST_SCRIPT", self.way)
            .env("OASPEN_TEST_BINARY", std::env::current_exe().expect("this program"))
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("OUT_DIR")
            .env_remove("RUSTFLAGS")
            .output()
            .expect("cargo starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        count() > before
    }

    /// `OUT_DIR` of its script.
    fn out_dir(&self) -> PathBuf {
        let build = self.folder.path().join("mine/target/debug/build");
        let folders = std::fs::read_dir(build).expect("folders").flatten();
        let mut out_dirs = folders.map(|folder| folder.path().join("out"));
        out_dirs.find(|out| out.is_dir()).expect("a folder of the script")
    }

    /// The files and folders of clients in `OUT_DIR`, which also has files of the script's own.
    fn clients(&self) -> Vec<String> {
        let out = self.out_dir();
        write(&out.join("mine.rs"), "// mine");
        write(&out.join("shop/mine.rs"), "// mine");
        let mut names: Vec<String> = below(&out)
            .into_iter()
            .filter(|name| !name.contains("oaspen-missing"))
            .collect();
        for mine in ["mine.rs", "shop/mine.rs"] {
            assert!(names.contains(&mine.to_owned()), "{mine} is gone");
        }
        names.retain(|name| !name.ends_with("mine.rs"));
        names
    }

    #[track_caller]
    fn runs_once(&self, why: &str) {
        // Cargo compares times, which some systems store in whole seconds.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(self.builds(), "{why}: the script does not run");
        assert!(!self.builds(), "{why}: the script runs again without a change");
    }
}

/// The paths of the files below a folder, in order.
fn below(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        match entry.path().is_dir() {
            true => found.extend(below(&entry.path()).iter().map(|file| format!("{name}/{file}"))),
            false => found.push(name),
        }
    }
    found.sort();
    found
}

#[test]
fn a_file_that_appears_runs_the_script_again() {
    for (way, document) in [
        ("out-dir", "openapi.yaml"),
        ("out-dir", "specs/openapi.yaml"),
        (WITHOUT_LINKS, "specs/openapi.yaml"),
    ] {
        let package = Package::new(way, document);
        let at = |name: &str| document.replace("openapi.yaml", name);
        assert!(package.builds());
        assert!(
            !package.builds(),
            "{way} {document}: the script runs again without a change"
        );
        package.write(&at("b.yaml"), "type: object\nproperties: { id: { type: string } }\n");
        package.runs_once("a referenced file");
        package.write(
            &at("parts/a.yaml"),
            "type: object\nproperties: { id: { type: integer } }\n",
        );
        package.runs_once("a referenced file in a new folder");
        package.write(&at("shop.names.lock"), "# Names chosen by oaspen\n");
        package.runs_once("a lock");
        package.write(&at("unrelated.txt"), "text");
        assert!(!package.builds(), "{way} {document}: another file");
        std::fs::remove_file(package.folder.path().join("mine").join(at("b.yaml"))).expect("removed");
        package.runs_once("a file that is gone");
        package.write(&at("b.yaml"), "type: object\n");
        package.runs_once("the file again");
    }
}

/// As `mv`, `cp -p` and `tar` leave it.
#[test]
fn a_file_that_appears_with_an_earlier_time_runs_the_script_again() {
    let package = Package::new("out-dir", "openapi.yaml");
    assert!(package.builds());
    package.write("openapi.yaml", &DOCUMENT.replace("getB", "getTheB"));
    package.runs_once("another document");
    package.write("b.yaml", "type: object\n");
    let file = std::fs::File::options()
        .write(true)
        .open(package.folder.path().join("mine/b.yaml"))
        .expect("a file");
    let hour = std::time::Duration::from_secs(3600);
    file.set_modified(std::time::SystemTime::now() - hour).expect("a time");
    package.runs_once("a referenced file of an hour ago");
}

#[test]
fn a_document_that_the_script_writes_does_not_run_it_again() {
    for way in [WRITTEN, WRITTEN_FOLDER] {
        let package = Package::new(way, "openapi.yaml");
        // Older than the script, as files of a checkout are.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        assert!(package.builds());
        assert!(!package.builds(), "{way}: the script runs again without a change");
        package.write("openapi.yaml", &DOCUMENT.replace("getB", "getTheB"));
        package.runs_once("another document");
        assert!(!package.builds(), "{way}: the script runs again without a change");
    }
}

#[test]
fn a_lock_beside_the_output_runs_the_script_again() {
    for way in ["folder", "configuration"] {
        let package = Package::new(way, "openapi.yaml");
        package.write(
            "oaspen.toml",
            "[clients.shop]\nspec = 'openapi.yaml'\nout = 'src/shop'\nlayout = 'module'\n",
        );
        assert!(package.builds());
        assert!(!package.builds(), "{way}: the script runs again without a change");
        let path = package.folder.path().join("mine/src/shop/names.lock");
        let lock = std::fs::read_to_string(&path).expect("the lock");
        package.write("src/shop/names.lock", &lock.replace("get_a", "first"));
        package.runs_once("another lock");
        assert!(std::fs::read_to_string(&path).expect("the lock").contains("first"));
        std::fs::remove_file(&path).expect("removed");
        package.runs_once("a lock that is gone");
        package.write("b.yaml", "type: object\n");
        package.runs_once("a referenced file");
    }
}

/// What would be included is an earlier version of it, until the next clean build.
#[test]
fn a_client_that_has_another_name_now_is_not_left_in_out_dir() {
    let package = Package::new("titles", "openapi.yaml");
    let title = |title: &str| DOCUMENT.replace("title: Shop", &format!("title: {title}"));
    package.write("v2.yaml", &title("Second"));
    assert!(package.builds());
    let files = |name: &str| ["api.rs", "api/01.rs", "api/02.rs", "models.rs"].map(|file| format!("{name}/{file}"));
    let clients = |names: [&str; 2]| {
        let files = names
            .into_iter()
            .flat_map(|name| [vec![format!("{name}.rs")], files(name).to_vec()].concat());
        let mut files: Vec<String> = files.collect();
        files.sort();
        files
    };
    assert_eq!(package.clients(), clients(["second", "shop"]));
    package.write("openapi.yaml", &title("Store"));
    package.runs_once("another title");
    assert_eq!(package.clients(), clients(["second", "store"]));
    package.write("v2.yaml", &title("Third"));
    package.runs_once("another title of the last one");
    assert_eq!(package.clients(), clients(["store", "third"]));
}

/// Only files of modules that changed are written: rustc checks again what is in them.
#[test]
fn a_change_of_a_document_changes_the_files_of_its_modules() {
    let package = Package::new("out-dir", "openapi.yaml");
    let document = |part: &str| {
        let uses = DOCUMENT.replace("'parts/a.yaml'", "'#/components/schemas/Item'");
        let uses = uses.replace("'b.yaml'", &format!("'#/components/schemas/{part}'"));
        uses + "components:\n  schemas:\n    Item: { type: object, properties: { id: { type: string } } }\n"
    };
    let order =
        |member: &str| format!("    Order: {{ type: object, properties: {{ {member}: {{ type: string }} }} }}\n");
    package.write("openapi.yaml", &(document("Order") + &order("name")));
    assert!(package.builds());
    let at = |name: &String| package.out_dir().join(name);
    let files_with = |text: &str| {
        let files = package.clients().into_iter();
        let files = files.filter(|name| std::fs::read_to_string(at(name)).expect("a file").contains(text));
        files.collect::<Vec<_>>()
    };
    let (item, order_file) = (files_with("mod item {"), files_with("mod order {"));
    assert_eq!((item.len(), order_file.len()), (1, 1), "{item:?} {order_file:?}");
    assert_ne!(item, order_file);
    let times = || {
        let files = package.clients().into_iter();
        let time = |name: &String| std::fs::metadata(at(name)).and_then(|file| file.modified());
        files
            .map(|name| (name.clone(), time(&name).expect("a time")))
            .collect::<BTreeMap<_, _>>()
    };
    let before = times();
    package.write("openapi.yaml", &(document("Order") + &order("title")));
    package.runs_once("another member");
    let after = times();
    let changed = after.iter().filter(|(name, time)| before.get(*name) != Some(time));
    assert_eq!(changed.map(|(name, _)| name.clone()).collect::<Vec<_>>(), order_file);
    package.write("openapi.yaml", &document("Item"));
    package.runs_once("without the model");
    assert_eq!(files_with("Order"), [""; 0]);
    assert!(!package.clients().contains(&order_file[0]), "its file is gone");
}

/// By `git clean`, an editor, or another branch.
#[test]
fn a_generated_file_that_is_gone_or_edited_is_written_again() {
    for (way, out, config) in [
        ("folder", "src/shop", ""),
        ("configuration", "src/./inner/shop", ""),
        // In a folder of its own, and in that of the workspace.
        ("configuration", "src/shop", "config"),
        ("configuration", "src/shop", ".."),
    ] {
        let package = Package::new(way, "openapi.yaml");
        let to = match config {
            "" => "",
            ".." => "mine/",
            _ => "../",
        };
        package.write(
            format!("{config}/oaspen.toml").trim_start_matches('/'),
            &format!(
                "index = '{to}src/clients.rs'\n[clients.shop]\nspec = '{to}openapi.yaml'\nout = '{to}{out}'\nlayout = 'module'\n"
            ),
        );
        assert!(package.builds());
        assert!(!package.builds(), "{way}: the script runs again without a change");
        let index = (way == "configuration").then_some("src/clients.rs".to_owned());
        let files = ["mod.rs", "models/mod.rs", "api/a.rs"].map(|name| format!("{out}/{name}"));
        for name in files.into_iter().chain(index) {
            let path = package.folder.path().join("mine").join(&name);
            let text = std::fs::read_to_string(&path).expect("it is generated");
            std::fs::remove_file(&path).expect("removed");
            package.runs_once(&format!("{name} is gone"));
            package.write(&name, &format!("{text}// edited\n"));
            package.runs_once(&format!("{name} is edited"));
            assert_eq!(std::fs::read_to_string(&path).expect("it is back"), text);
        }
        package.write("src/mine.rs", "");
        assert!(!package.builds(), "{way}: another file");
    }
}

/// Cargo compiles it before the script runs, or after: it compares the times of its files itself.
#[test]
fn the_files_of_a_package_keep_the_time_when_they_were_written() {
    let package = Package::new("configuration", "openapi.yaml");
    package.write(
        "oaspen.toml",
        "[clients.shop]\nspec = 'openapi.yaml'\nout = 'clients/shop'\nlayout = 'crate'\n",
    );
    std::thread::sleep(std::time::Duration::from_millis(1100));
    assert!(package.builds());
    assert!(!package.builds(), "the script runs again without a change");
    let time = |name: &str| {
        let found = std::fs::metadata(package.folder.path().join("mine").join(name)).expect("a file");
        found.modified().expect("a time")
    };
    assert!(time("clients/shop/src/lib.rs") > time("openapi.yaml"));
    assert!(time("clients/shop/names.lock") == time("openapi.yaml"));
}

#[test]
fn options_that_do_not_apply_are_errors() {
    type Set = fn(oaspen::Configuration) -> oaspen::Configuration;
    let options: [(&str, &str, Set); 22] = [
        ("name", "clients", |c| c.name("x")),
        ("out_dir", "out", |c| c.out_dir("x")),
        ("layout", "layout", |c| c.layout(oaspen::Layout::Module)),
        ("features", "features", |c| c.features(oaspen::PackageFeatures::Tags)),
        ("max_expanded_mib", "max-expanded-mib", |c| c.max_expanded_mib(512)),
        ("max_values", "max-values", |c| c.max_values(1)),
        ("max_copied_values", "max-copied-values", |c| c.max_copied_values(1)),
        ("max_key_bytes", "max-key-bytes", |c| c.max_key_bytes(1)),
        ("max_digits", "max-digits", |c| c.max_digits(1)),
        ("time_crate", "time-crate", |c| c.time_crate(oaspen::TimeLibrary::Time)),
        ("times_without_offset", "times-without-offset", |c| {
            c.times_without_offset(oaspen::TimesWithoutOffset::Utc)
        }),
        ("keep_offsets", "keep-offsets", |c| c.keep_offsets(false)),
        ("keep_unknown", "keep-unknown", |c| c.keep_unknown(true)),
        ("include_tag", "include-tags", |c| c.include_tag("x")),
        ("include_operation", "include-operations", |c| c.include_operation("x")),
        ("include_path", "include-paths", |c| c.include_path("x")),
        ("exclude_tag", "exclude-tags", |c| c.exclude_tag("x")),
        ("exclude_operation", "exclude-operations", |c| c.exclude_operation("x")),
        ("exclude_path", "exclude-paths", |c| c.exclude_path("x")),
        ("many_segments", "many-segments", |c| c.many_segments("x")),
        ("override_at", "overrides", |c| {
            c.override_at("x", oaspen::Override::default())
        }),
        ("root", "root", |c| c.root("x")),
    ];
    let folder = tempfile::tempdir().expect("folder");
    let config = folder.path().join("oaspen.toml");
    let spec = folder.path().join("openapi.yaml");
    write(&spec, DOCUMENT);
    write(
        &config,
        "[clients.shop]\nspec = 'openapi.yaml'\nout = 'shop'\nlayout = 'module'\n",
    );
    for (method, key, set) in options {
        let before = set(oaspen::configure()).config(&config).run();
        let after = set(oaspen::configure().config(&config)).run();
        for error in [before, after] {
            let error = error.expect_err(method).to_string();
            assert!(
                error.contains(&format!("`{method}`")) && error.contains(&format!("`{key}`")),
                "{error}"
            );
        }
    }
    assert!(!folder.path().join("shop").exists());
    let error = oaspen::configure()
        .config(&config)
        .generate(&spec)
        .expect_err("both")
        .to_string();
    assert!(error.contains("call `run`"), "{error}");
    let error = oaspen::configure()
        .layout(oaspen::Layout::Module)
        .generate(&spec)
        .expect_err("a layout")
        .to_string();
    assert!(error.contains("`out_dir`"), "{error}");
    // Two warnings, which `strict` makes errors.
    oaspen::configure().config(&config).strict().run().expect_err("strict");
    oaspen::configure().config(&config).run().expect("generated");
    assert!(folder.path().join("shop/mod.rs").exists());
}
