//! `schemes`, `host` and `basePath` as one address.

use super::Rewrite;
use crate::load::{Map, Node};
use crate::normalize::build::object;
use crate::pointer::Pointer;

impl Rewrite<'_, '_> {
    /// The `servers` of a document: HTTPS first, whatever the order of the schemes.
    pub(super) fn servers(&mut self, map: &Map) -> Node {
        let root = Pointer::root();
        let new = root.child("servers");
        let Some(host) = self.host(map) else {
            let source = if map.contains_key("basePath") {
                root.child("basePath")
            } else {
                root
            };
            self.origins.made_from(&new, &source);
            return match self.base_path(map).as_str() {
                "" => Node::Array(Vec::new()),
                path => Node::Array(vec![object([("url", Node::String(path.to_owned()))])]),
            };
        };
        self.origins.made_from(&new, &root.child("host"));
        let path = self.base_path(map);
        let schemes = self.schemes(map.get("schemes"));
        let servers = schemes
            .iter()
            .map(|scheme| object([("url", Node::String(format!("{scheme}://{host}{path}")))]));
        Node::Array(servers.collect())
    }

    /// The addresses of an operation that declares other schemes.
    pub(super) fn own_servers(&mut self, operation: &Map) -> Option<Node> {
        let Some(Node::Object(root)) = self.files.get("") else {
            return None;
        };
        let own = self.schemes(Some(operation.get("schemes")?));
        if own == self.schemes(root.get("schemes")) {
            return None;
        }
        let host = self.host(root)?;
        let path = self.base_path(root);
        let servers = own
            .iter()
            .map(|scheme| object([("url", Node::String(format!("{scheme}://{host}{path}")))]));
        Some(Node::Array(servers.collect()))
    }

    /// HTTPS if no scheme is declared; schemes of web sockets are ignored.
    fn schemes(&self, listed: Option<&Node>) -> Vec<&'static str> {
        let listed: Vec<String> = listed
            .and_then(Node::as_array)
            .into_iter()
            .flatten()
            .filter_map(Node::as_str)
            .map(str::to_ascii_lowercase)
            .collect();
        let found: Vec<&str> = ["https", "http"]
            .into_iter()
            .filter(|scheme| listed.iter().any(|one| one == scheme))
            .collect();
        if found.is_empty() { vec!["https"] } else { found }
    }

    /// The host, without a scheme or slashes.
    fn host(&mut self, map: &Map) -> Option<String> {
        let written = map.get("host").and_then(Node::as_str)?.trim();
        let bare = written.split_once("://").map_or(written, |(_, rest)| rest);
        let host = bare.trim_end_matches('/');
        if host.is_empty() {
            return None;
        }
        if bare != written {
            let message = format!("`{written}` is an address and not a host; it is read as `{host}`");
            self.repaired(&Pointer::root().child("host"), message);
        }
        Some(host.to_owned())
    }

    fn base_path(&mut self, map: &Map) -> String {
        let path = map.get("basePath").and_then(Node::as_str).unwrap_or("").trim();
        let path = path.trim_end_matches('/');
        if path.is_empty() || path.starts_with('/') {
            return path.to_owned();
        }
        let message = format!("`{path}` must start with `/`; it is read as `/{path}`");
        self.repaired(&Pointer::root().child("basePath"), message);
        format!("/{path}")
    }
}
