//! OpenAPI to Rust-shaped data, one operation at a time.
//!
//! Decides which Rust types and calls there are; never what anything is called.

mod all_of;
mod answers;
mod body;
mod circles;
mod describe;
mod enums;
mod guards;
mod headers;
mod hierarchy;
pub(crate) mod keys;
mod object;
mod operation;
mod paging;
mod params;
mod samples;
mod scalar;
mod schema;
mod security;
mod segments;
mod series;
mod servers;
mod union;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Settings;
use crate::diag::{Code, Diagnostics, codes};
use crate::ir::{Api, Docs, Hint, Shape, Type, TypeDef, TypeId, Usage};
use crate::load::Node;
use crate::pointer::Pointer;
use crate::resolve::Resolver;

/// Lowers the whole document.
pub(crate) fn api(resolver: Resolver<'_>, settings: &Settings, diagnostics: &mut Diagnostics) -> Api {
    let root = Pointer::root();
    let mut lower = Lower {
        resolver,
        settings,
        diagnostics,
        types: Vec::new(),
        known: BTreeMap::new(),
        overrides_used: Vec::new(),
        many_segments_used: BTreeSet::new(),
        families: hierarchy::Families::find(resolver),
        branch_names: BTreeMap::new(),
        waiting: Vec::new(),
        depth: 0,
    };
    let info = |key: &str| {
        let text = resolver.node(&root.child("info").child(key)).and_then(Node::as_str);
        text.unwrap_or("").to_owned()
    };
    let mut api = Api {
        title: info("title"),
        version: info("version"),
        description: info("description"),
        servers: servers::of_document(&mut lower),
        schemes: security::schemes(&mut lower),
        ..Api::default()
    };
    operation::all(&mut lower, &mut api);
    if !settings.filters.any() {
        component_schemas(&mut lower);
    }
    lower.cut_circular_unions();
    paging::all(&mut lower, &mut api);
    lower.report_unused_overrides();
    lower.report_unused_segments();
    api.types = lower.types;
    api
}

/// Components that no operation uses are models all the same: webhooks and stored data have them.
fn component_schemas(lower: &mut Lower<'_, '_>) {
    let schemas = Pointer::root().child("components").child("schemas");
    let names: Vec<String> = lower
        .resolver
        .members(&schemas)
        .into_iter()
        .flat_map(|map| map.keys().cloned())
        .collect();
    for name in names {
        let (at, hint) = (schemas.child(&name), Hint::component(&name));
        let lowered = lower.schema(&at, &hint);
        lower.finish_waiting();
        // A component that only refers to another is a second name for it.
        if lower.text(&at, "$ref").is_some() && !lower.types.iter().any(|def| def.origin == at) {
            let docs = lower.docs(&at);
            let id = lower.reserve(&at, &hint, docs);
            lower.define(id, Shape::Alias(lowered.ty));
        }
    }
}

/// What a schema became.
#[derive(Clone, Debug)]
struct Lowered {
    ty: Type,
    nullable: bool,
}

impl Lowered {
    fn plain(ty: Type) -> Self {
        Self { ty, nullable: false }
    }

    /// The type of a list element or a map value.
    fn element(self) -> Type {
        match (self.nullable, self.ty) {
            (_, Type::Json) => Type::Json,
            (true, ty) => Type::Option(Box::new(ty)),
            (false, ty) => ty,
        }
    }
}

enum Known {
    /// Being lowered: a second visit is a cycle that passes no named type.
    Busy,
    Done(Lowered),
}

struct Lower<'a, 'd> {
    resolver: Resolver<'a>,
    settings: &'a Settings,
    diagnostics: &'d mut Diagnostics,
    types: Vec<TypeDef>,
    known: BTreeMap<Pointer, Known>,
    overrides_used: Vec<String>,
    many_segments_used: BTreeSet<String>,
    families: hierarchy::Families,
    /// How many branches of a union have a member of that name.
    branch_names: BTreeMap<Pointer, BTreeMap<String, usize>>,
    /// What was named already and is lowered later: documents may nest types as deep as they like.
    waiting: Vec<Job>,
    /// How many schemas are being lowered inside each other.
    depth: usize,
}

/// Work that was put off.
enum Job {
    /// The members of a struct.
    Fields { id: TypeId, members: object::Members },
    /// A type that was met too deep inside others.
    Definition { id: TypeId, at: Pointer, hint: Hint },
}

impl<'a> Lower<'a, '_> {
    fn say(&mut self, code: &'static Code, at: &Pointer, message: impl Into<String>) {
        self.diagnostics.add(code, at, message);
    }

    /// The scalar text member of an object, or nothing.
    fn text(&self, at: &Pointer, key: &str) -> Option<&'a str> {
        self.resolver.node(at)?.get(key)?.as_str()
    }

    fn flag(&self, at: &Pointer, key: &str) -> bool {
        self.resolver
            .node(at)
            .and_then(|node| node.get(key))
            .and_then(Node::as_bool)
            .unwrap_or(false)
    }

    /// Makes room for a definition, so that what it contains can refer to it.
    fn reserve(&mut self, at: &Pointer, hint: &Hint, docs: Docs) -> TypeId {
        let id = TypeId(self.types.len());
        self.use_rename(at);
        self.types.push(TypeDef {
            origin: at.clone(),
            hint: hint.clone(),
            docs,
            shape: Shape::Alias(Type::Json),
            usage: Usage::default(),
        });
        id
    }

    /// A rename takes effect wherever something gets a name.
    fn use_rename(&mut self, at: &Pointer) {
        if self
            .settings
            .overrides
            .get(at.as_str())
            .is_some_and(|chosen| chosen.rename.is_some())
        {
            self.overrides_used.push(at.to_string());
        }
    }

    fn define(&mut self, id: TypeId, shape: Shape) {
        if let Some(def) = self.types.get_mut(id.0) {
            def.shape = shape;
        }
    }

    /// Does the work that was put off, and what comes of it.
    fn finish_waiting(&mut self) {
        while let Some(job) = self.waiting.pop() {
            match job {
                Job::Fields { id, members } => {
                    let shape = Shape::Struct(self.fields(id, &members));
                    self.define(id, shape);
                }
                Job::Definition { id, at, hint } => {
                    let ty = self.definition(&at, &hint).ty;
                    // A circle of second names names nothing.
                    let ty = if self.leads_to(&ty, id) { Type::Json } else { ty };
                    self.define(id, Shape::Alias(ty));
                }
            }
        }
    }

    /// Whether a chain of second names ends at a type.
    fn leads_to(&self, ty: &Type, id: TypeId) -> bool {
        let mut ty = ty;
        for _ in 0..self.types.len() {
            match ty {
                Type::Named(next) if *next == id => return true,
                Type::Named(next) => match self.types.get(next.0).map(|def| &def.shape) {
                    Some(Shape::Alias(inner)) => ty = inner,
                    _ => return false,
                },
                _ => return false,
            }
        }
        true
    }

    /// Where to come back to when an operation fails.
    fn checkpoint(&self) -> usize {
        self.types.len()
    }

    /// Forgets every type that was made since.
    fn roll_back(&mut self, checkpoint: usize) {
        self.types.truncate(checkpoint);
        self.waiting.clear();
        self.known.retain(|_, known| match known {
            Known::Busy => false,
            Known::Done(lowered) => {
                let mut survives = true;
                lowered.ty.for_each_id(&mut |id| survives &= id.0 < checkpoint);
                survives
            }
        });
    }

    fn report_unused_overrides(&mut self) {
        let settings = self.settings;
        for pointer in settings.overrides.keys() {
            if !self.overrides_used.contains(pointer) {
                let message = format!("the override for `{pointer}` matches nothing in this document");
                self.diagnostics.add(&codes::CONFIG, &Pointer::parse(pointer), message);
            }
        }
    }
}
