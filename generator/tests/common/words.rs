//! The obstacle course: one document in which every name is a bad one.
//!
//! The build script of `tests/snapshots` includes this file, too, and compiles the result.

use serde_json::{Map, Value, json};

/// Words that mean something to Rust, to the generated code, or to a file system, and texts that are hardly names.
const WORDS: &str = "
    abstract as async await become box break const continue crate do dyn else enum extern false final fn for gen if impl in let loop
    macro match mod move mut override priv pub raw ref return safe self Self static struct super trait true try type typeof union unsafe
    unsized use virtual where while yield auto default macro_rules _ __

    Send Sync Sized Unpin Drop Fn FnMut FnOnce drop Box ToOwned Clone PartialEq PartialOrd Eq Ord AsRef AsMut Into From Default Iterator
    Extend IntoIterator Option Some None Result Ok Err String ToString Vec Copy Debug Display Hash TryFrom TryInto FromIterator Future
    IntoFuture Infallible FromStr BTreeMap HashMap

    bool char str i8 i16 i32 i64 i128 isize u8 u32 u64 usize f32 f64 std core alloc proc_macro test main lib oaspen_client serde

    Json JsonMap Patch Timestamp Date Time Uuid Base64 Decimal FilePart Bytes IpAddr Ipv4Addr Ipv6Addr Call Client Operation Api API Error
    ErrorKind Secret Response ClientBuilder PathStyle QueryStyle Users models api client error list Unknown Unrecognized extra
    additional_properties body send send_with_response send_raw send_blocking timeout header max_response_bytes retry into_future build
    builder new with_new clone fmt eq hash cmp from into as_str call inner query path value other key e d f k this

    con prn aux nul com1 lpt9 CON Nul nul.txt con.rs

    moo Moo MOO mOO moo_bar mooBar MooBar moo-bar moo.bar MOO_BAR
";

/// Texts with spaces and signs.
const TEXTS: &[&str] = &[
    "",
    " ",
    "+1",
    "-1",
    "1",
    "01",
    "1st",
    "2fa",
    "404",
    "1.0",
    "-",
    "+",
    "*",
    "$",
    "@",
    "#",
    "/",
    "\\",
    ".",
    "..",
    "~",
    "~1",
    "%",
    "%2F",
    "a/b",
    "a~b",
    "a b",
    " a ",
    "a\tb",
    "a\nb",
    "\"",
    "'",
    "\"quoted\"",
    "{}",
    "{a}",
    "[]",
    "a[b]",
    "<a>",
    "a|b",
    "a,b",
    "a;b",
    "a:b",
    "a=b",
    "a&b",
    "a?b",
    "r#type",
    "r#",
    "//",
    "/*",
    "*/",
    "#[cfg]",
    "!",
    "?",
    "€",
    "名前",
    "имя",
    "اسم",
    "ß",
    "İ",
    "ı",
    "Ⅷ",
    "😀",
    "👩‍👩‍👧",
    "é",
    "e\u{301}",
    "\u{200b}",
    "\u{202e}",
    "\0",
    "_a",
    "a_",
    "__a__",
    "$ref",
    "$type",
    "@type",
    "x-y",
    "X-Y",
    "oneOf",
    "application/json",
    "text/plain; charset=utf-8",
];

/// Every obstacle, each once.
pub(crate) fn words() -> Vec<String> {
    let mut list: Vec<String> = WORDS
        .split_whitespace()
        .chain(TEXTS.iter().copied())
        .map(str::to_owned)
        .collect();
    list.extend([
        "long".repeat(75),
        format!("{}x", "long".repeat(75)),
        "長".repeat(300),
        "a ".repeat(150),
    ]);
    let mut seen = std::collections::BTreeSet::new();
    list.retain(|word| seen.insert(word.clone()));
    list
}

/// Members of one object, parameters of one operation, branches of one union at a time.
const CHUNK: usize = 40;

/// The document: every word as the name of everything that has a name.
pub(crate) fn document() -> Value {
    let words = words();
    let mut schemas = Map::new();
    let mut paths = Map::new();
    let mut schemes = Map::new();
    for (index, word) in words.iter().enumerate() {
        schemas.insert(word.clone(), json!({"type": "object", "required": [word], "properties": {word: {"type": "string"}, "kind": {"type": "string"}}}));
        schemes.insert(word.clone(), json!({"type": "apiKey", "in": "header", "name": word}));
        paths.insert(
            format!("/word/{index}"),
            json!({"get": operation(word, word, index % 10 == 0)}),
        );
        paths.insert(
            format!("/same/{index}"),
            json!({"get": operation(&format!("{word}:"), "same tag", false)}),
        );
    }
    for (index, chunk) in words.chunks(CHUNK).enumerate() {
        schemas.insert(format!("Optional{index}"), members(chunk, false));
        schemas.insert(format!("Required{index}"), members(chunk, true));
        schemas.insert(format!("Nested{index}"), nested(chunk));
        schemas.insert(format!("Union{index}"), union(chunk));
        schemas.insert(format!("Tagged{index}"), tagged(chunk));
        paths.insert(
            format!("/chunk/{index}"),
            json!({"post": chunk_operation(index, chunk)}),
        );
    }
    schemas.insert("Words".into(), json!({"type": "string", "enum": words}));
    schemas.insert(
        "Suggested".into(),
        json!({"type": "integer", "enum": (0..words.len()).collect::<Vec<_>>(), "x-enum-varnames": words}),
    );
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Obstacle course", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": schemes},
    })
}

/// With several responses, an enum of them is generated, too.
fn operation(id: &str, tag: &str, many_answers: bool) -> Value {
    let responses = if many_answers {
        json!({"200": answer("string"), "201": answer("integer"), "400": answer("string"), "default": answer("boolean")})
    } else {
        json!({"204": {"description": "Done"}})
    };
    json!({
        "operationId": id,
        "tags": [tag],
        "parameters": [{"name": id, "in": "query", "required": true, "schema": {"type": "string"}}],
        "responses": responses,
    })
}

fn answer(kind: &str) -> Value {
    json!({"description": kind, "content": {"application/json": {"schema": {"type": kind}}}})
}

fn chunk_operation(index: usize, chunk: &[String]) -> Value {
    let parameters: Vec<Value> = chunk
        .iter()
        .enumerate()
        .flat_map(|(number, word)| {
            // Some names occur more than once.
            let places = if number % 8 == 0 {
                &["query", "header", "cookie"][..]
            } else {
                &["query"]
            };
            places
                .iter()
                .map(move |place| json!({"name": word, "in": place, "schema": {"type": "string"}}))
        })
        .collect();
    let body = json!({"oneOf": [
        {"$ref": format!("#/components/schemas/Optional{index}")},
        {"$ref": format!("#/components/schemas/Required{index}")},
        {"$ref": format!("#/components/schemas/Nested{index}")},
        {"$ref": format!("#/components/schemas/Union{index}")},
        {"$ref": format!("#/components/schemas/Tagged{index}")},
    ]});
    // Names that no header can have are left out.
    let headers: Map<String, Value> = chunk
        .iter()
        .map(|word| (word.clone(), json!({"schema": {"type": "integer"}})))
        .collect();
    json!({
        "operationId": format!("chunk{index}"),
        "tags": ["chunks"],
        "parameters": parameters,
        "security": chunk.iter().map(|word| json!({word: []})).collect::<Vec<_>>(),
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {"204": {"description": "Done", "headers": headers}},
    })
}

fn members(chunk: &[String], required: bool) -> Value {
    let properties: Map<String, Value> = chunk
        .iter()
        .map(|word| (word.clone(), json!({"type": "string"})))
        .collect();
    let mut schema = json!({"type": "object", "properties": properties, "additionalProperties": {"type": "string"}});
    if required {
        schema["required"] = chunk.to_vec().into();
    }
    schema
}

/// Inline types, which are named after the member.
fn nested(chunk: &[String]) -> Value {
    let properties: Map<String, Value> = chunk
        .iter()
        .enumerate()
        .map(|(index, word)| {
            (
                word.clone(),
                json!({"type": "object", "properties": {format!("a{index}"): {"type": "boolean"}}}),
            )
        })
        .collect();
    json!({"type": "object", "properties": properties})
}

fn union(chunk: &[String]) -> Value {
    json!({"oneOf": chunk.iter().map(|word| json!({"$ref": reference(word)})).collect::<Vec<_>>()})
}

fn tagged(chunk: &[String]) -> Value {
    let mapping: Map<String, Value> = chunk
        .iter()
        .map(|word| (word.clone(), reference(word).into()))
        .collect();
    let mut schema = union(chunk);
    schema["discriminator"] = json!({"propertyName": "kind", "mapping": mapping});
    schema
}

fn reference(word: &str) -> String {
    let escaped = word.replace('~', "~0").replace('/', "~1");
    let encoded: String = escaped
        .chars()
        .map(|c| {
            if c == '%' || c == '#' {
                format!("%{:02X}", u32::from(c))
            } else {
                c.to_string()
            }
        })
        .collect();
    format!("#/components/schemas/{encoded}")
}
