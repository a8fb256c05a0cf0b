//! A program whose only dependency is a generated package: it names every type of the package's signatures.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use oaspen::{Input, Layout, Settings, TimeLibrary};

const DOCUMENT: &str = "\
openapi: 3.1.0
info: { title: Shop, version: '1' }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    Order:
      type: object
      required: [id, at, day]
      properties:
        id: { type: string, format: uuid }
        at: { type: string, format: date-time }
        day: { type: string, format: date }
        blob: { type: string, format: byte }
        pin: { type: string, format: password }
        any: {}
        map: { type: object }
    Change: { type: object, properties: { note: { type: [string, 'null'] } } }
    Form: { type: object, required: [file], properties: { file: { type: string, format: binary }, any: {} } }
    Problem: { type: object, properties: { why: { type: string } } }
security: [{ key: [] }]
paths:
  /orders:
    get:
      operationId: listOrders
      tags: [Orders]
      parameters:
        - { name: offset, in: query, schema: { type: integer } }
        - { name: limit, in: query, schema: { type: integer } }
      responses:
        '200':
          description: OK
          headers: { X-Total: { schema: { type: integer } } }
          content: { application/json: { schema: { type: array, items: { $ref: '#/components/schemas/Order' } } } }
        '400': { description: no, content: { application/json: { schema: { $ref: '#/components/schemas/Problem' } } } }
    patch:
      operationId: change
      tags: [Orders]
      requestBody: { required: true, content: { application/json: { schema: { $ref: '#/components/schemas/Change' } } } }
      responses: { '204': { description: none } }
  /files:
    post:
      operationId: upload
      tags: [Files]
      requestBody: { required: true, content: { multipart/form-data: { schema: { $ref: '#/components/schemas/Form' } } } }
      responses: { '200': { description: bytes, content: { application/octet-stream: {} } } }
    put:
      operationId: raw
      tags: [Files]
      requestBody: { required: true, content: { application/octet-stream: {} } }
      responses: { '204': { description: none } }
  /events:
    get:
      operationId: watch
      tags: [Events]
      responses: { '200': { description: OK, content: { text/event-stream: { schema: { $ref: '#/components/schemas/Order' } } } } }
";

const PROGRAM: &str = r#"
use shop::api::orders::{ListOrders, Orders};
use shop::models::{Change, Form, Order, Problem};
use shop::oaspen_client::{Error as CallError, Items, Page, Pages};
use shop::{
    AnyPart, Base64, Body, Bytes, CallExt, Client, ClientBuilder, Credential, Error, ErrorKind, EventStream, FilePart, Json,
    JsonMap, PagedCall, Patch, Response, ResponseHeader, RetryPolicy, SecretString, StatusCode, TypedCall, Uuid,
};

pub fn client() -> Result<Client, Error> {
    let builder: ClientBuilder<Client> = Client::builder();
    builder.credential("key", &Credential::api_key("k")).retries(RetryPolicy::new()).build()
}

pub type Parts = (Uuid, Instant, Day, Option<Base64>, Option<SecretString>, Option<Json>, Option<JsonMap>);

pub fn parts(order: Order) -> Parts {
    (order.id, order.at, order.day, order.blob, order.pin, order.any, order.map)
}

pub async fn calls(client: &Client) -> Result<StatusCode, Error> {
    let orders: Orders = client.orders();
    let call: ListOrders = orders.list_orders().timeout(std::time::Duration::from_secs(1));
    let reply: Response<Vec<Order>> = call.clone().send_with_response().await?;
    let total: ResponseHeader<i64> = Orders::X_TOTAL;
    let _total: Option<i64> = reply.header(total)?;
    let mut pages: Pages<Order, Problem> = call.clone().pages();
    let _page: Option<Result<Page<Order>, CallError<Problem>>> = pages.next().await;
    let _items: Items<Order, Problem> = call.items();
    let note: Patch<String> = Patch::Null;
    orders.change(Change::new().with_note(note)).await?;
    let part: FilePart = FilePart::new("text");
    let any: AnyPart = AnyPart::from(FilePart::new("text"));
    let bytes: Bytes = client.files().upload(Form::new(part).with_any(any)).await?;
    client.files().raw(Body::from(bytes)).await?;
    let _events: EventStream<Order, ()> = client.events().watch().events();
    Ok(reply.status())
}

pub fn kind(error: &Error) -> ErrorKind {
    error.kind()
}

pub fn generic<C: TypedCall + CallExt + PagedCall>(call: C) -> C {
    call
}
"#;

fn generate(layout: Layout, times: TimeLibrary, folder: &Path) {
    let input = Input::Text {
        name: "shop.yaml".to_owned(),
        text: DOCUMENT.to_owned(),
    };
    let settings = Settings {
        name: "shop".to_owned(),
        layout,
        time_crate: times,
        ..Settings::default()
    };
    let outcome = oaspen::generate(&input, &settings, None);
    assert!(!outcome.diagnostics.has_errors());
    for file in outcome.files {
        write(&folder.join(file.path), &file.text);
    }
}

pub(crate) fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("folder");
    std::fs::write(path, text).expect("write");
}

/// The folder with the libraries that cargo compiled for this test.
fn libraries() -> PathBuf {
    let program = std::env::current_exe().expect("this program");
    program.parent().expect("a folder").to_path_buf()
}

/// The runtime, as cargo compiled it; there may be several, with other features.
pub(crate) fn runtimes() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(libraries()).expect("libraries");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let is_runtime = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("liboaspen_client-") && name.ends_with(".rlib")
    };
    let mut found: Vec<PathBuf> = paths.filter(is_runtime).collect();
    found.sort_by_key(|path| std::fs::metadata(path).and_then(|found| found.modified()).ok());
    found.reverse();
    found
}

/// Compiles a library that uses another one, with some features.
pub(crate) fn compile(file: &Path, name: &str, library: (&str, &Path), features: &[&str]) -> Result<PathBuf, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let out = file.with_file_name(format!("lib{name}.rmeta"));
    let output = Command::new(rustc)
        .args([
            "--edition",
            "2024",
            "--crate-type",
            "lib",
            "--emit",
            "metadata",
            "-D",
            "warnings",
        ])
        .args(["--check-cfg", "cfg(feature, values(any()))"])
        .args(
            features
                .iter()
                .flat_map(|name| ["--cfg".to_owned(), format!("feature=\"{name}\"")]),
        )
        .args(["--crate-name", name, "--extern"])
        .arg(format!("{}={}", library.0, library.1.display()))
        .arg("-L")
        .arg(format!("dependency={}", libraries().display()))
        .arg("-o")
        .arg(&out)
        .arg(file)
        .output()
        .expect("rustc");
    if output.status.success() {
        Ok(out)
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

#[test]
fn a_program_needs_only_the_generated_package() {
    let runtimes = runtimes();
    for layout in [Layout::Crate, Layout::Module, Layout::File] {
        let folder = tempfile::tempdir().expect("folder");
        let at = |name: &str| folder.path().join(name);
        generate(layout, TimeLibrary::Jiff, folder.path());
        let root = match layout {
            Layout::Crate => at("src/lib.rs"),
            Layout::Module => at("mod.rs"),
            Layout::File => {
                write(
                    &at("lib.rs"),
                    "pub mod inner { include!(\"shop.rs\"); }\npub use inner::*;\n",
                );
                at("lib.rs")
            }
        };
        let compiled = runtimes
            .iter()
            .map(|runtime| compile(&root, "shop", ("oaspen_client", runtime), &[]));
        let mut problems = Vec::new();
        let shop = compiled
            .filter_map(|result| result.map_err(|error| problems.push(error)).ok())
            .next();
        let shop = shop.unwrap_or_else(|| panic!("{layout:?}: {}", problems.join("\n")));
        let times = "pub type Instant = shop::Timestamp;\npub type Day = shop::Date;\n";
        let program = at("program.rs");
        write(&program, &format!("{PROGRAM}{times}"));
        compile(&program, "program", ("shop", &shop), &[]).unwrap_or_else(|error| panic!("{layout:?}: {error}"));
    }
}

/// In a program, a client is often a private module.
#[test]
fn a_private_module_has_no_unused_imports() {
    let folder = tempfile::tempdir().expect("folder");
    generate(Layout::Module, TimeLibrary::Jiff, &folder.path().join("shop"));
    let root = folder.path().join("lib.rs");
    write(
        &root,
        "#![allow(dead_code)]\nmod shop;\npub fn run() { let _ = shop::Client::builder(); }\n",
    );
    let results = runtimes()
        .into_iter()
        .map(|runtime| compile(&root, "mine", ("oaspen_client", &runtime), &[]));
    let errors: Vec<String> = results.filter_map(Result::err).collect();
    assert!(errors.len() < runtimes().len(), "{}", errors.join("\n"));
}

#[test]
fn dates_and_times_have_the_name_of_their_crate() {
    for (library, name) in [
        (TimeLibrary::Jiff, "Timestamp"),
        (TimeLibrary::Chrono, "chrono"),
        (TimeLibrary::Time, "time"),
    ] {
        let folder = tempfile::tempdir().expect("folder");
        generate(Layout::Module, library, folder.path());
        let root = std::fs::read_to_string(folder.path().join("mod.rs")).expect("the root");
        assert!(exported(&root).contains(name), "{root}");
    }
}

/// The names of `pub use oaspen_client::{..}`.
fn exported(root: &str) -> BTreeSet<&str> {
    let (_, after) = root.split_once("pub use oaspen_client::{").expect("the exports");
    let (list, _) = after.split_once('}').expect("the exports");
    list.split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// What generated files import is exported by their root, except for what only they name.
#[test]
fn every_import_of_generated_code_is_exported() {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let internal = [
        "Call",
        "Client",
        "PathStyle",
        "QueryStyle",
        "list",
        "Ipv4Addr",
        "Ipv6Addr",
        "IpAddr",
    ];
    for case in std::fs::read_dir(cases).expect("cases") {
        let expected = case.expect("a case").path().join("expected");
        let Ok(root) = std::fs::read_to_string(expected.join("mod.rs")) else {
            continue;
        };
        let exported = exported(&root);
        let mut folders = vec![expected.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let text = std::fs::read_to_string(&path).expect("text");
                for import in text.lines().filter_map(|line| line.strip_prefix("use oaspen_client::")) {
                    for name in import.trim_matches(['{', '}', ';']).split(',').map(str::trim) {
                        let is_known = exported.contains(name) || internal.contains(&name) || name.is_empty();
                        assert!(is_known, "{name} of {}", path.display());
                    }
                }
            }
        }
    }
}

/// The features of a generated package are those of the runtime.
#[test]
fn packages_pass_on_every_feature_of_the_runtime() {
    let folder = tempfile::tempdir().expect("folder");
    generate(Layout::Crate, TimeLibrary::Jiff, folder.path());
    let features = |path: &Path| -> Vec<(String, String)> {
        let text = std::fs::read_to_string(path).expect("a manifest");
        let (_, table) = text.split_once("[features]\n").expect("features");
        let table = table.split("\n[").next().unwrap_or_default();
        let rows = table.lines().filter_map(|line| line.split_once(" = "));
        rows.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    };
    let own = features(&folder.path().join("Cargo.toml"));
    let runtime = features(&Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime/Cargo.toml"));
    let names = |rows: &[(String, String)]| rows.iter().map(|row| row.0.clone()).collect::<BTreeSet<_>>();
    assert_eq!(names(&own), names(&runtime));
    let default = |rows: &[(String, String)]| {
        let value = &rows.iter().find(|row| row.0 == "default").expect("default").1;
        value
            .split('"')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
    };
    assert_eq!(default(&own), default(&runtime));
}
