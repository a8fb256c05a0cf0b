//! What a type without a description is for.

use super::ty::TypeId;

/// One place where a type is used, so that its documentation can name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Purpose {
    pub place: Place,
    /// From the type at this place to the described one, the outermost first.
    pub steps: Vec<Step>,
    /// Whether the type is used at other places too.
    pub has_others: bool,
}

/// Where a type is used. Operations, parameters, fields and variants are indices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Response(usize),
    ErrorBody(usize),
    /// The data of server-sent events.
    Event(usize),
    /// A value in a stream of JSON values.
    Line(usize),
    RequestBody(usize),
    Parameter {
        operation: usize,
        index: usize,
    },
    Field {
        owner: TypeId,
        index: usize,
    },
    /// The values of properties that the schema does not declare.
    Extra(TypeId),
    Variant {
        owner: TypeId,
        index: usize,
    },
    Alias(TypeId),
}

/// A list or a map around a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Item,
    Value,
}
