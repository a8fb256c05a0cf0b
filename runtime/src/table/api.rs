//! The table of an API.

use std::fmt;

/// The newest version of the tables that this runtime reads. `docs/ARCHITECTURE.md` describes when it grows.
pub(crate) const TABLE: u32 = 3;

/// What all operations of a client share. Written by `api!`.
#[doc(hidden)]
pub struct Api {
    pub name: &'static str,
    pub title: &'static str,
    pub version: &'static str,
    pub servers: &'static [Server],
    /// The servers that single operations have of their own.
    pub operation_servers: &'static [Server],
    pub schemes: &'static [(&'static str, Scheme)],
    /// The schemes that no operation uses. Since table version 2.
    pub unused_schemes: &'static [&'static str],
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Api").field(&self.name).field(&self.version).finish()
    }
}

impl Api {
    /// Whether an operation uses the scheme of this name.
    pub(crate) fn uses(&self, name: &str) -> bool {
        !self.unused_schemes.contains(&name)
    }

    /// The scheme of this name.
    pub(crate) fn scheme(&self, name: &str) -> Option<Scheme> {
        self.schemes
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, scheme)| *scheme)
    }
}

/// An address that requests go to, with the variables in it.
#[doc(hidden)]
#[derive(Debug)]
pub struct Server {
    pub url: &'static str,
    pub variables: &'static [Variable],
}

/// A variable in the address of a server.
#[doc(hidden)]
#[derive(Debug)]
pub struct Variable {
    pub name: &'static str,
    /// The default comes first.
    pub values: &'static [&'static str],
    /// Whether there are no other values.
    pub closed: bool,
}

/// How one security scheme sends its credential.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Bearer,
    Basic,
    ApiKeyHeader(&'static str),
    ApiKeyQuery(&'static str),
    ApiKeyCookie(&'static str),
    OAuth2,
    Unsupported(&'static str),
}

/// Compares the version of generated tables with this runtime's: `api!` calls it in a constant.
#[doc(hidden)]
pub const fn check_table(version: u32) {
    assert!(
        version <= TABLE,
        "this code was generated for a newer oaspen-client: update the `oaspen-client` dependency"
    );
    assert!(
        version >= 1,
        "`table` is the version of the generated tables, 1 or more"
    );
}

/// The tables are of this version or an older one, yet `api!` cannot read them.
#[doc(hidden)]
#[allow(clippy::panic, reason = "evaluated by the compiler, never at run time")]
pub const fn unreadable_table(version: u32) {
    check_table(version);
    panic!("`api!` cannot read this table: generate the code again, or update `oaspen-client`");
}
