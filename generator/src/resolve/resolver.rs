//! Access to the documents by pointer.

use std::rc::Rc;

use super::error::ResolveError;
use super::objects::{Content, Operation, Server, Tag};
use super::parameter::Parameter;
use super::plain;
use super::recent::Recent;
use super::schema::{Discriminator, Schema};
use crate::load::{Chains, Documents, End, Map, Node, typed};
use crate::normalize::{Member, ObjectKind, is_referenceable, member, size};
use crate::pointer::Pointer;

/// Typed access to the documents.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'a> {
    documents: &'a Documents,
    /// Where the nodes on the way to the last pointer are kept, for a stage that looks up many.
    recent: Option<&'a Recent<'a>>,
}

impl<'a> Resolver<'a> {
    pub(crate) fn new(documents: &'a Documents) -> Self {
        Self {
            documents,
            recent: None,
        }
    }

    /// The same, which remembers the nodes on the way to the last pointer.
    pub(crate) fn with_recent(documents: &'a Documents, recent: &'a Recent<'a>) -> Self {
        Self {
            documents,
            recent: Some(recent),
        }
    }

    /// The name that the text has for the parameter or the member at a pointer, if the configuration has another one.
    pub(crate) fn declared_name(&self, at: &Pointer) -> Option<&'a str> {
        self.documents.origins.name(at)
    }

    /// The tree node at a pointer.
    pub(crate) fn node(&self, at: &Pointer) -> Option<&'a Node> {
        match self.recent {
            Some(recent) => recent.node(self.documents, at),
            None => Recent::default().node(self.documents, at),
        }
    }

    /// The root of every document that was read.
    pub(crate) fn roots(&self) -> impl Iterator<Item = Pointer> + 'a {
        self.documents.files.keys().map(|file| Pointer::document(file))
    }

    /// Whether the file of a pointer was read.
    pub(crate) fn has_file(&self, at: &Pointer) -> bool {
        self.documents.files.contains_key(at.file())
    }

    /// The values of all documents.
    pub(crate) fn size(&self) -> u64 {
        self.documents.files.values().map(size).sum::<usize>() as u64
    }

    /// The members of the object at a pointer.
    pub(crate) fn members(&self, at: &Pointer) -> Option<&'a Map> {
        self.node(at)?.as_object()
    }

    /// Follows `$ref`s until a definition is reached.
    pub(crate) fn definition(&self, at: &Pointer) -> Result<Pointer, ResolveError> {
        let end = match self.recent {
            Some(recent) => recent.chains().end(at, |at| self.node(at)),
            None => Chains::default().end(at, |at| self.node(at)),
        };
        match end {
            End::Definition(found) => Ok(found),
            End::Nothing(target) => Err(ResolveError::Dangling(target)),
            End::Cycle(target) => Err(ResolveError::Cycle(target)),
        }
    }

    fn read<T: serde::de::DeserializeOwned>(&self, kind: ObjectKind, at: &Pointer) -> Result<T, ResolveError> {
        let node = self.node(at).ok_or_else(|| ResolveError::Dangling(at.clone()))?;
        typed(shallow(node, kind, at)).map_err(|error| ResolveError::Mismatch { at: at.clone(), error })
    }

    /// The schema object at a pointer. `None` if there is none.
    pub(crate) fn schema(&self, at: &Pointer) -> Option<Rc<Schema>> {
        let map = self.members(at)?;
        Some(match self.recent {
            Some(recent) => recent.schema(map, at),
            None => Rc::new(Schema::read(map, at)),
        })
    }

    /// The discriminator of the schema at a pointer, with its mapping.
    pub(crate) fn discriminator(&self, at: &Pointer) -> Option<Discriminator> {
        Discriminator::read(self.members(at)?, at)
    }

    pub(crate) fn operation(&self, at: &Pointer) -> Result<Operation, ResolveError> {
        match self.members(at).and_then(plain::operation) {
            Some(operation) => Ok(operation),
            None => Ok(Operation::from(
                self.read::<openapiv3::Operation>(ObjectKind::Operation, at)?,
            )),
        }
    }

    pub(crate) fn parameter(&self, at: &Pointer) -> Result<Parameter, ResolveError> {
        match self.members(at).and_then(|map| plain::parameter(map, at)) {
            Some(parameter) => Ok(parameter),
            None => Ok(Parameter::new(self.read(ObjectKind::Parameter, at)?, at)),
        }
    }

    pub(crate) fn request_body(&self, at: &Pointer) -> Result<Content, ResolveError> {
        match self.members(at).and_then(plain::request_body) {
            Some(body) => Ok(body),
            None => Ok(Content::from(
                self.read::<openapiv3::RequestBody>(ObjectKind::RequestBody, at)?,
            )),
        }
    }

    pub(crate) fn response(&self, at: &Pointer) -> Result<Content, ResolveError> {
        match self.members(at).and_then(plain::response) {
            Some(response) => Ok(response),
            None => Ok(Content::from(
                self.read::<openapiv3::Response>(ObjectKind::Response, at)?,
            )),
        }
    }

    pub(crate) fn server(&self, at: &Pointer) -> Result<Server, ResolveError> {
        self.read::<openapiv3::Server>(ObjectKind::Server, at).map(Server::from)
    }

    pub(crate) fn tag(&self, at: &Pointer) -> Result<Tag, ResolveError> {
        self.read::<openapiv3::Tag>(ObjectKind::Tag, at).map(Tag::from)
    }
}

/// A copy of one object in which every nested definition is a reference to its own pointer.
pub(super) fn shallow(node: &Node, kind: ObjectKind, at: &Pointer) -> Node {
    let Node::Object(map) = node else { return node.clone() };
    let mut copy = Map::new();
    for (key, value) in map {
        let here = at.child(key);
        let value = match member(kind, key) {
            Member::Unknown => continue,
            // The typed model rejects these if anything in them is invalid, and generation does not need them.
            Member::Map(ObjectKind::Callback | ObjectKind::Link | ObjectKind::Example) => continue,
            Member::Plain => {
                if matches!(key.as_str(), "example" | "examples" | "externalDocs" | "xml") {
                    continue;
                }
                value.clone()
            }
            Member::One(inner) => nested(value, inner, &here),
            Member::List(inner) => match value {
                Node::Array(list) => Node::Array(
                    list.iter()
                        .enumerate()
                        .map(|(i, one)| nested(one, inner, &here.index(i)))
                        .collect(),
                ),
                other => other.clone(),
            },
            Member::Map(inner) => match value {
                Node::Object(named) => Node::Object(
                    named
                        .iter()
                        .map(|(name, one)| (name.clone(), nested(one, inner, &here.child(name))))
                        .collect(),
                ),
                other => other.clone(),
            },
        };
        copy.insert(key.clone(), value);
    }
    Node::Object(copy)
}

fn nested(value: &Node, kind: ObjectKind, at: &Pointer) -> Node {
    // `additionalProperties: true` is not a definition.
    if value.is_boolean() {
        return value.clone();
    }
    if is_referenceable(kind) {
        let mut reference = Map::new();
        reference.insert("$ref".to_owned(), Node::String(at.to_string()));
        Node::Object(reference)
    } else {
        shallow(value, kind, at)
    }
}
