//! Types without a description: which place where one is used its documentation names.
#![warn(clippy::wildcard_enum_match_arm)]

use std::collections::BTreeMap;

use crate::ir::{
    Api, Base, Operation, Param, Place, Purpose, ResponseSet, ResponseType, Shape, Step, Structure, Type, TypeId,
};

/// Decides it for every type that has neither title nor description.
pub(super) fn decide(api: &mut Api) {
    let mut uses = Uses::default();
    for (index, operation) in api.operations.iter().enumerate() {
        uses.of_operation(index, operation);
    }
    for (index, def) in api.types.iter().enumerate() {
        uses.of_shape(TypeId(index), &def.shape);
    }
    let purposes: Vec<Option<Purpose>> = api
        .types
        .iter()
        .enumerate()
        .map(|(index, def)| {
            let is_described = !def.docs.title.trim().is_empty() || !def.docs.text.trim().is_empty();
            let places = uses.places.get(&TypeId(index)).filter(|_| !is_described);
            places.and_then(|places| best(api, places, &def.hint.base))
        })
        .collect();
    for (def, purpose) in api.types.iter_mut().zip(purposes) {
        def.purpose = purpose;
    }
}

/// Where each type is used, in the order of the document.
#[derive(Default)]
struct Uses {
    places: BTreeMap<TypeId, Vec<(Place, Vec<Step>)>>,
}

impl Uses {
    fn of_operation(&mut self, index: usize, operation: &Operation) {
        self.of_responses(Place::Response(index), &operation.success);
        let series = [
            (&operation.events, Place::Event(index)),
            (&operation.json_lines, Place::Line(index)),
        ];
        for (series, place) in series {
            series.iter().for_each(|series| self.add(place, &series.ty));
        }
        let bodies = operation.bodies();
        bodies.for_each(|body| self.add(Place::RequestBody(index), &body.ty));
        self.of_responses(Place::ErrorBody(index), &operation.error);
        for (at, param) in operation.params.iter().enumerate() {
            let place = Place::Parameter {
                operation: index,
                index: at,
            };
            self.add(place, &param.ty);
        }
    }

    fn of_responses(&mut self, place: Place, responses: &ResponseSet) {
        match &responses.ty {
            ResponseType::Nothing => {}
            ResponseType::One(ty) => self.add(place, ty),
            ResponseType::ByStatus => {
                let types = responses.rows.iter().filter_map(|row| row.ty.as_ref());
                types.for_each(|ty| self.add(place, ty));
            }
        }
    }

    fn of_shape(&mut self, owner: TypeId, shape: &Shape) {
        match shape {
            Shape::Struct(s) | Shape::Multipart(s) => {
                for (index, field) in s.fields.iter().enumerate() {
                    self.add(Place::Field { owner, index }, &field.ty);
                }
                s.extra.iter().for_each(|ty| self.add(Place::Extra(owner), ty));
            }
            Shape::Union(union) => {
                for (index, variant) in union.variants.iter().enumerate() {
                    self.add(Place::Variant { owner, index }, &variant.ty);
                }
            }
            Shape::Alias(ty) => self.add(Place::Alias(owner), ty),
            Shape::Enum(_) => {}
        }
    }

    fn add(&mut self, place: Place, ty: &Type) {
        let (mut ty, mut steps) = (ty, Vec::new());
        loop {
            ty = match ty.structure() {
                Structure::List(inner) => {
                    steps.push(Step::Item);
                    inner
                }
                Structure::Map(inner) => {
                    steps.push(Step::Value);
                    inner
                }
                Structure::Option(inner) => inner,
                Structure::Named(id) => {
                    let places = self.places.entry(id).or_default();
                    // All types of one place are added one after the other.
                    let is_known = places.last().is_some_and(|(known, _)| *known == place);
                    // A type that contains itself does not explain its purpose.
                    if owner(place) != Some(id) && !is_known {
                        places.push((place, steps));
                    }
                    return;
                }
                Structure::Scalar | Structure::Json | Structure::File | Structure::Custom => return,
            };
        }
    }
}

/// The type at which a place is.
fn owner(place: Place) -> Option<TypeId> {
    match place {
        Place::Field { owner, .. } | Place::Extra(owner) | Place::Variant { owner, .. } | Place::Alias(owner) => {
            Some(owner)
        }
        Place::Response(_)
        | Place::ErrorBody(_)
        | Place::Event(_)
        | Place::Line(_)
        | Place::RequestBody(_)
        | Place::Parameter { .. } => None,
    }
}

fn operation(place: Place) -> Option<usize> {
    match place {
        Place::Response(index)
        | Place::ErrorBody(index)
        | Place::Event(index)
        | Place::Line(index)
        | Place::RequestBody(index)
        | Place::Parameter { operation: index, .. } => Some(index),
        Place::Field { .. } | Place::Extra(_) | Place::Variant { .. } | Place::Alias(_) => None,
    }
}

/// What explains a type best: that an operation sends or receives it.
fn rank(place: Place) -> usize {
    match place {
        Place::Response(_) | Place::Event(_) | Place::Line(_) => 0,
        Place::RequestBody(_) => 1,
        Place::ErrorBody(_) => 2,
        Place::Parameter { .. } => 3,
        Place::Field { .. } => 4,
        Place::Variant { .. } => 5,
        Place::Extra(_) => 6,
        Place::Alias(_) => 7,
    }
}

/// The key of the operation or the type at which a place is, and what is there.
fn key(api: &Api, place: Place) -> (String, String) {
    let operation = operation(place).and_then(|index| api.operations.get(index));
    let owner = owner(place).and_then(|id| api.get(id));
    let key = match (operation, owner) {
        (Some(operation), _) => operation.key.to_string(),
        (None, Some(owner)) => api.lock_key(owner).to_string(),
        (None, None) => String::new(),
    };
    let inner = match (place, owner.map(|owner| &owner.shape)) {
        (Place::Field { index, .. }, Some(Shape::Struct(s) | Shape::Multipart(s))) => {
            s.fields.get(index).map(|field| field.wire.clone())
        }
        (Place::Variant { index, .. }, Some(Shape::Union(union))) => {
            union.variants.get(index).map(|variant| variant.key.clone())
        }
        (Place::Parameter { index, .. }, _) => operation
            .and_then(|operation| operation.params.get(index))
            .map(Param::key),
        _ => None,
    };
    (key, inner.unwrap_or_default())
}

/// The place that the type is named after, or else the one that explains it best.
fn best(api: &Api, places: &[(Place, Vec<Step>)], base: &Base) -> Option<Purpose> {
    let is_home = |place: Place| match base {
        Base::Type(id) => owner(place) == Some(*id),
        Base::Operation(index) => operation(place) == Some(*index),
        Base::Component { .. } => false,
    };
    let least = places.iter().map(|(place, _)| (!is_home(*place), rank(*place))).min()?;
    let alike = places
        .iter()
        .filter(|(place, _)| (!is_home(*place), rank(*place)) == least);
    // The order of keys in the document changes nothing.
    let (place, steps) = alike.min_by_key(|(place, _)| key(api, *place))?;
    Some(Purpose {
        place: *place,
        steps: steps.clone(),
        has_others: places.len() > 1,
    })
}
