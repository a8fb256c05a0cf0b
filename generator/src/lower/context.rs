//! The state of lowering: what is known so far, and what is still to be done.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::branch_schema::BranchSchema;
use super::cycles::Cycles;
use super::forms::components_of_forms;
use super::inheritance::Inheritance;
use super::leaf::Leaves;
use super::members::Members;
use super::profile::{OwnProfile, Profile};
use super::scheme_names::SchemeNames;
use super::shared_branches::SharedBranches;
use crate::config::{Decision, Override, Settings};
use crate::diag::{Code, Diagnostic, Diagnostics, codes};
use crate::ir::{Docs, Hint, Shape, Type, TypeDef, TypeId, Usage};
use crate::load::{Chains, get, similar_name};
use crate::pointer::Pointer;
use crate::resolve::{ResolveError, Resolver, Schema};

/// The type of a schema, and whether null is allowed.
#[derive(Clone, Debug)]
pub(super) struct LoweredType {
    pub ty: Type,
    pub nullable: bool,
}

impl LoweredType {
    pub(super) fn plain(ty: Type) -> Self {
        Self { ty, nullable: false }
    }

    /// The type of a list element or a map value.
    pub(super) fn element(self) -> Type {
        match (self.nullable, self.ty) {
            (_, Type::Json) => Type::Json,
            (true, ty) => Type::Option(Box::new(ty)),
            (false, ty) => ty,
        }
    }
}

pub(super) enum Known {
    /// Being lowered. A reference from inside has the type of this alias, if there is one.
    Busy {
        hint: Hint,
        alias: Option<TypeId>,
    },
    Done(LoweredType),
}

pub(super) struct Lower<'a, 'd> {
    pub resolver: Resolver<'a>,
    pub settings: &'d Settings,
    pub diagnostics: &'d mut Diagnostics,
    pub types: Vec<TypeDef>,
    pub known: BTreeMap<Pointer, Known>,
    /// Properties that several parts of an `allOf` describe, by the definitions of all parts: a recursive type meets the
    /// same parts again.
    pub merged: BTreeMap<BTreeSet<Pointer>, LoweredType>,
    /// Values that several schemas describe, from the outermost one to the innermost one.
    pub combining: Vec<Combined>,
    /// How many such values were inside of others.
    pub combined_inside: usize,
    /// The decisions of the configuration that were made, by pointers, and whether they changed anything.
    pub overrides_used: BTreeMap<String, BTreeMap<Decision, bool>>,
    pub many_segments_used: BTreeSet<String>,
    /// The schemas of request bodies that are sent as text or bytes, whatever their type is.
    pub plain_bodies: BTreeSet<String>,
    pub schemes: SchemeNames<'a>,
    pub inheritance: Inheritance,
    /// Found before anything is lowered.
    pub cycles: Cycles,
    /// Where long chains of schemas end that are an `allOf` of nothing but the next one.
    pub aliases: Chains,
    /// The components that are only used as multipart forms.
    pub forms: BTreeSet<Pointer>,
    /// Whether schemas with branches or parts allow null, where it was searched.
    pub nulls: RefCell<HashMap<Pointer, bool>>,
    /// The values of the branches of unions, by their definitions. `None` for those that are no enums.
    pub leaves: BTreeMap<Pointer, Option<Rc<Leaves>>>,
    /// What the branches of unions can be called, by their definitions.
    pub described: BTreeMap<Pointer, Rc<BranchSchema>>,
    /// What is known of the branches of unions, by their definitions.
    pub profiles: BTreeMap<Pointer, Profile>,
    pub shared: SharedBranches,
    /// The parts of profiles that do not depend on the branches.
    pub own_profiles: BTreeMap<Pointer, Rc<OwnProfile>>,
    /// The discriminator values of schemas, by discriminator.
    pub subtype_values: BTreeMap<String, BTreeMap<Pointer, Vec<String>>>,
    /// The schemas inside of others that a reference reached first.
    pub referenced: BTreeMap<Pointer, Referenced>,
    /// The keys of all branches of the lists that references lead into, by their pointers.
    pub branch_keys: BTreeMap<Pointer, String>,
    /// Types that have an id already and are lowered later, because documents can nest types without limit.
    pub deferred: Vec<Deferred>,
    /// The definition that is lowered after it was deferred, with the id that it has already.
    pub resumed: Option<(Pointer, TypeId)>,
    /// How many nested schemas are being lowered.
    pub depth: usize,
}

/// A schema inside of another one that a reference reached first.
pub(super) struct Referenced {
    /// The key of the hint that the reference gave it.
    pub key: Pointer,
    /// The hint of its owner. `None` if the owner is not lowered.
    pub inline: Option<Hint>,
}

/// A value that several schemas describe, while it is lowered.
pub(super) struct Combined {
    /// Where it is. One of the schemas can be there.
    pub at: Pointer,
    /// The schemas.
    pub parts: BTreeSet<Pointer>,
}

/// Work that is done later.
pub(super) enum Deferred {
    /// The members of a struct.
    Fields { id: TypeId, members: Box<Members> },
    /// A type that is nested too deeply in others.
    Definition { id: TypeId, at: Pointer, hint: Hint },
}

impl<'a, 'd> Lower<'a, 'd> {
    pub(super) fn new(resolver: Resolver<'a>, settings: &'d Settings, diagnostics: &'d mut Diagnostics) -> Self {
        Self {
            resolver,
            settings,
            diagnostics,
            types: Vec::new(),
            known: BTreeMap::new(),
            merged: BTreeMap::new(),
            combining: Vec::new(),
            combined_inside: 0,
            overrides_used: BTreeMap::new(),
            many_segments_used: BTreeSet::new(),
            plain_bodies: BTreeSet::new(),
            schemes: SchemeNames::find(resolver),
            inheritance: Inheritance::find(resolver),
            cycles: Cycles::default(),
            aliases: Chains::default(),
            forms: components_of_forms(resolver),
            nulls: RefCell::default(),
            leaves: BTreeMap::new(),
            described: BTreeMap::new(),
            profiles: BTreeMap::new(),
            shared: SharedBranches::default(),
            own_profiles: BTreeMap::new(),
            subtype_values: BTreeMap::new(),
            referenced: BTreeMap::new(),
            branch_keys: BTreeMap::new(),
            deferred: Vec::new(),
            resumed: None,
            depth: 0,
        }
    }

    pub(super) fn report(&mut self, code: &'static Code, at: &Pointer, message: impl Into<String>) {
        self.diagnostics.add(code, at, message);
    }

    /// Reports a difference between a path and the parameters, with what to do about it.
    pub(super) fn report_in_path(&mut self, at: &Pointer, message: String, help: &'static str) {
        let found = Diagnostic::new(&codes::PATH_PARAMETER, at, message);
        self.diagnostics.report(found.with_help(Some(help.into())));
    }

    /// Reports a reference that leads nowhere, or to something that cannot be read.
    pub(super) fn report_dangling(&mut self, code: &'static Code, at: &Pointer, problem: &ResolveError, what: &str) {
        let message = format!("{problem}; {what}");
        let found = Diagnostic::new(code, &at.child("$ref"), message).on_value();
        self.diagnostics.report(match problem {
            ResolveError::Dangling(target) => {
                let owner = target.parent().and_then(|owner| self.resolver.node(&owner));
                let owner = owner.filter(|_| self.diagnostics.suggests(code));
                let similar = similar_name(owner, target);
                found
                    .suggest(similar.as_ref().map(Pointer::as_str))
                    .lacking(target.clone())
            }
            ResolveError::Cycle(_) => found,
            ResolveError::Mismatch { .. } => Diagnostic::new(code, at, found.message),
        });
    }

    /// The definition that a pointer leads to, or the pointer itself if it leads nowhere.
    pub(super) fn target(&self, at: &Pointer) -> Pointer {
        self.resolver.definition(at).unwrap_or_else(|_| at.clone())
    }

    /// The schema that a pointer leads to, or one without keywords.
    pub(super) fn resolved(&self, at: &Pointer) -> Rc<Schema> {
        self.resolver.schema(&self.target(at)).unwrap_or_default()
    }

    /// The string member of an object.
    pub(super) fn text(&self, at: &Pointer, key: &str) -> Option<&'a str> {
        get(self.resolver.members(at)?, key)?.as_str()
    }

    /// Reserves an id for a definition, so that its parts can refer to it.
    pub(super) fn reserve(&mut self, at: &Pointer, hint: &Hint, docs: Docs) -> TypeId {
        if let Some((_, id)) = self.resumed.take_if(|(resumed, _)| resumed == at) {
            return id;
        }
        let id = TypeId(self.types.len());
        self.use_type_name(at);
        self.types.push(TypeDef {
            homes: BTreeMap::new(),
            origin: at.clone(),
            hint: hint.clone(),
            docs,
            purpose: None,
            shape: Shape::Alias(Type::Json),
            usage: Usage::default(),
        });
        id
    }

    /// Notes that an override of the name of a type takes effect here.
    pub(super) fn use_type_name(&mut self, at: &Pointer) {
        self.use_if(at, Decision::Rename, true, |chosen| chosen.type_name().is_some());
    }

    /// Notes that an override of the name of a field, a parameter or a method takes effect here.
    pub(super) fn use_value_name(&mut self, at: &Pointer) {
        self.use_if(at, Decision::Rename, true, |chosen| chosen.value_name().is_some());
    }

    /// Notes that a decision is made here, if the configuration has it, and whether it differs from what is decided without it.
    pub(super) fn use_override(&mut self, at: &Pointer, decision: Decision, changes: bool) {
        self.use_if(at, decision, changes, |chosen| chosen.later().contains(&decision));
    }

    fn use_if(&mut self, at: &Pointer, decision: Decision, changes: bool, decides: impl Fn(&Override) -> bool) {
        if self.settings.overrides.get(at.as_str()).is_some_and(decides) {
            let used = self.overrides_used.entry(at.to_string()).or_default();
            *used.entry(decision).or_default() |= changes;
        }
    }

    pub(super) fn define(&mut self, id: TypeId, shape: Shape) {
        if let Some(def) = self.types.get_mut(id.0) {
            def.shape = shape;
        }
    }

    /// The state to restore when an operation fails.
    pub(super) fn checkpoint(&self) -> usize {
        self.types.len()
    }

    /// Removes every type that was added since the checkpoint.
    pub(super) fn roll_back(&mut self, checkpoint: usize) {
        self.types.truncate(checkpoint);
        self.deferred.clear();
        self.resumed = None;
        let survives = |lowered: &LoweredType| {
            let mut survives = true;
            lowered.ty.for_each_id(&mut |id| survives &= id.0 < checkpoint);
            survives
        };
        self.known.retain(|_, known| match known {
            Known::Busy { .. } => false,
            Known::Done(lowered) => survives(lowered),
        });
        self.merged.retain(|_, lowered| survives(lowered));
    }
}
