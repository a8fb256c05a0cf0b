//! Reserved names: of the language, of the prelude, of file systems and of generated code.

/// Keywords of all editions, including reserved ones.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

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

/// Methods that every call has.
const CALL_METHODS: &[&str] = &[
    "send",
    "send_with_response",
    "send_raw",
    "send_blocking",
    "send_with_response_blocking",
    "send_raw_blocking",
    "send_streamed_blocking",
    "send_streamed",
    "json_lines",
    "into_stream",
    "timeout",
    "header",
    "query_param",
    "max_response_bytes",
    "retry",
    "into_future",
    "into_call",
    "body",
    "clone",
    "new",
    "pages",
    "items",
    "stream",
    "events",
    "fmt",
    "max_items",
    "idempotency_key",
    // Methods of operator traits, which clippy does not allow as other methods.
    "add",
    "sub",
    "mul",
    "div",
    "rem",
    "shl",
    "shr",
    "bitand",
    "bitor",
    "bitxor",
    "not",
    "neg",
    "deref",
    "index",
    "drop",
    "borrow",
    "borrow_mut",
    "as_ref",
    "as_mut",
    "from_str",
    "from_iter",
    "into_iter",
    "next",
    "cmp",
    "eq",
    "hash",
    "default",
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

pub(super) fn is_keyword(text: &str) -> bool {
    KEYWORDS.contains(&text)
}

pub(super) fn is_type(text: &str) -> bool {
    TYPES.contains(&text)
}

pub(super) fn is_call_method(text: &str) -> bool {
    CALL_METHODS.contains(&text)
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
