//! Reserved names: of the language, of the prelude, of file systems and of generated code.

/// Names of types that generated files use.
const TYPES: &[&str] = &[
    // The prelude and `std`.
    "Send",
    "Sync",
    "Sized",
    "Unpin",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "Box",
    "ToOwned",
    "Clone",
    "PartialEq",
    "PartialOrd",
    "Eq",
    "Ord",
    "AsRef",
    "AsMut",
    "Into",
    "From",
    "Default",
    "DateTime",
    "Utc",
    "Iterator",
    "Extend",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Option",
    "Some",
    "None",
    "Result",
    "Ok",
    "Err",
    "String",
    "ToString",
    "Vec",
    "Copy",
    "Debug",
    "Display",
    "Hash",
    "TryFrom",
    "TryInto",
    "FromIterator",
    "Future",
    "IntoFuture",
    "BTreeMap",
    "FromStr",
    "Infallible",
    // The runtime.
    "Json",
    "JsonMap",
    "Patch",
    "Timestamp",
    "Date",
    "Time",
    "Uuid",
    "Base64",
    "SecretString",
    "Decimal",
    "FilePart",
    "AnyPart",
    "Body",
    "Bytes",
    "JsonLinesBody",
    "IpAddr",
    "Ipv4Addr",
    "Ipv6Addr",
    "Call",
    "Client",
    "Operation",
    // A type of this name would have a method of the same name.
    "New",
    // A keyword in the case of types. Primitive types have another case.
    "Self",
];

/// Methods of every handle, and of the client.
const HANDLE_METHODS: &[&str] = &["new", "clone", "cmp", "fmt", "default", "from", "into", "try_into"];
const CLIENT_METHODS: &[&str] = &["builder", "new", "clone", "fmt", "from", "into", "default", "try_into"];

/// Names that no module of a client has.
const FILES: &[&str] = &["client", "error"];

/// Names of modules that every client has, that Rust has another meaning for, or that a file system does not allow.
const MODULES: &[&str] = &[
    "models",
    "api",
    "mod",
    "lib",
    "main",
    "con",
    "prn",
    "aux",
    "nul",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "std",
    "core",
    "alloc",
    "oaspen_client",
];

/// Keywords of all editions, including reserved ones.
pub(super) fn is_keyword(text: &str) -> bool {
    // As bytes: without optimization, texts are compared one by one.
    matches!(
        text.as_bytes(),
        b"abstract"
            | b"as"
            | b"async"
            | b"await"
            | b"become"
            | b"box"
            | b"break"
            | b"const"
            | b"continue"
            | b"crate"
            | b"do"
            | b"dyn"
            | b"else"
            | b"enum"
            | b"extern"
            | b"false"
            | b"final"
            | b"fn"
            | b"for"
            | b"gen"
            | b"if"
            | b"impl"
            | b"in"
            | b"let"
            | b"loop"
            | b"macro"
            | b"match"
            | b"mod"
            | b"move"
            | b"mut"
            | b"override"
            | b"priv"
            | b"pub"
            | b"ref"
            | b"return"
            | b"self"
            | b"Self"
            | b"static"
            | b"struct"
            | b"super"
            | b"trait"
            | b"true"
            | b"try"
            | b"type"
            | b"typeof"
            | b"unsafe"
            | b"unsized"
            | b"use"
            | b"virtual"
            | b"where"
            | b"while"
            | b"yield"
    )
}

pub(super) fn is_type(text: &str) -> bool {
    TYPES.contains(&text)
}

/// Methods that every call has.
pub(super) fn is_call_method(text: &str) -> bool {
    let is_own = matches!(
        text.as_bytes(),
        b"send"
            | b"send_with_response"
            | b"send_raw"
            | b"send_blocking"
            | b"send_with_response_blocking"
            | b"send_raw_blocking"
            | b"send_streamed_blocking"
            | b"send_streamed"
            | b"json_lines"
            | b"into_stream"
            | b"timeout"
            | b"header"
            | b"query_param"
            | b"max_response_bytes"
            | b"retry"
            | b"into_future"
            | b"into_call"
            | b"body"
            | b"clone"
            | b"new"
            | b"pages"
            | b"items"
            | b"stream"
            | b"events"
            | b"fmt"
            | b"max_items"
            | b"idempotency_key"
    );
    is_own || is_operator(text)
}

/// Methods of operator traits, which clippy does not allow as other methods.
fn is_operator(text: &str) -> bool {
    matches!(
        text.as_bytes(),
        b"add"
            | b"sub"
            | b"mul"
            | b"div"
            | b"rem"
            | b"shl"
            | b"shr"
            | b"bitand"
            | b"bitor"
            | b"bitxor"
            | b"not"
            | b"neg"
            | b"deref"
            | b"index"
            | b"drop"
            | b"borrow"
            | b"borrow_mut"
            | b"as_ref"
            | b"as_mut"
            | b"from_str"
            | b"from_iter"
            | b"into_iter"
            | b"next"
            | b"cmp"
            | b"eq"
            | b"hash"
            | b"default"
    )
}

pub(super) fn is_handle_method(text: &str) -> bool {
    HANDLE_METHODS.contains(&text)
}

pub(super) fn is_client_method(text: &str) -> bool {
    CLIENT_METHODS.contains(&text)
}

/// Clients avoid keywords as well, so that files need no raw names.
pub(super) fn is_client(text: &str) -> bool {
    MODULES.contains(&text) || is_keyword(text)
}

/// Modules of a client.
pub(super) fn is_module(text: &str) -> bool {
    FILES.contains(&text) || is_client(text)
}
