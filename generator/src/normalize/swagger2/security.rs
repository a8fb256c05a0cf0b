//! `securityDefinitions`.

use super::{At, Rewrite, text};
use crate::load::{Map, Node};
use crate::normalize::build::object;
use crate::normalize::grammar::ObjectKind;

impl Rewrite<'_, '_> {
    pub(super) fn security_scheme(&mut self, map: &Map, at: &At) -> Node {
        self.account(ObjectKind::SecurityScheme, map, at);
        let mut new = map.clone();
        match map.get("type").and_then(Node::as_str).unwrap_or("") {
            "basic" => {
                new.insert("type".to_owned(), text("http"));
                new.insert("scheme".to_owned(), text("basic"));
            }
            "oauth2" if !map.contains_key("flows") => {
                for key in ["flow", "authorizationUrl", "tokenUrl", "scopes"] {
                    new.shift_remove(key);
                }
                let flows = self.flows(map, at);
                new.insert("flows".to_owned(), flows);
            }
            _ => {}
        }
        Node::Object(new)
    }

    fn flows(&mut self, map: &Map, at: &At) -> Node {
        let written = map.get("flow").and_then(Node::as_str).unwrap_or("");
        let (flow, addresses): (&str, &[&str]) = match written {
            "implicit" => ("implicit", &["authorizationUrl"]),
            "password" => ("password", &["tokenUrl"]),
            "application" => ("clientCredentials", &["tokenUrl"]),
            "accessCode" => ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
            _ => {
                let message = format!("`{written}` is not an OAuth 2.0 flow of Swagger; the scheme has no flow");
                self.invalid(&at.old, message);
                return Node::Object(Map::new());
            }
        };
        let mut new = Map::new();
        for key in addresses {
            let Some(address) = map.get(*key).filter(|address| address.is_string()) else {
                self.invalid(
                    &at.old,
                    format!("the flow `{written}` has no `{key}`; the scheme has no flow"),
                );
                return Node::Object(Map::new());
            };
            new.insert((*key).to_owned(), address.clone());
        }
        let scopes = map.get("scopes").filter(|scopes| scopes.is_object());
        let mut scopes = scopes.cloned().unwrap_or_else(|| Node::Object(Map::new()));
        if let Node::Object(scopes) = &mut scopes {
            scopes.retain(|_, description| description.is_string());
        }
        new.insert("scopes".to_owned(), scopes);
        object([(flow, Node::Object(new))])
    }
}
