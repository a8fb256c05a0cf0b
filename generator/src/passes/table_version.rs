//! The version of the tables that a client needs.

use crate::ir::{Api, BodyKind, Operation, PartKind, Shape, Type, TypeDef};

/// The version without the rows that later versions added. A client that uses none of these keeps this version, so that it
/// still compiles with an older runtime (see "Contract of table versions" in `docs/ARCHITECTURE.md`).
const FIRST: u32 = 1;

/// The version that has the keys `with` and `done` and members of the body in the row `pages`, the row `unused_schemes`,
/// `AnyPart`, a JSON part for each item of a list, and multipart bodies that are no forms.
const SECOND: u32 = 2;

/// The version that has the word `kept` in tables of structs.
const THIRD: u32 = 3;

pub(super) fn decide(api: &mut Api) {
    let unions = api.types.iter().filter_map(|def| match &def.shape {
        Shape::Union(union) => Some(union),
        Shape::Struct(_) | Shape::Multipart(_) | Shape::Enum(_) | Shape::Alias(_) => None,
    });
    let guards = unions
        .flat_map(|union| &union.variants)
        .map(|variant| variant.guard.table_version());
    let mut pagings = api.operations.iter().filter_map(|operation| operation.paging.as_ref());
    let has_new_pages = pagings.any(|paging| paging.table_version() >= SECOND);
    let has_unused = api.schemes.iter().any(|scheme| !scheme.is_used);
    let keeps_unknown = |def: &TypeDef| matches!(&def.shape, Shape::Struct(s) if s.keeps_unknown);
    let least = if api.types.iter().any(keeps_unknown) {
        THIRD
    } else if has_new_pages || has_unused || has_new_parts(api) {
        SECOND
    } else {
        FIRST
    };
    api.table_version = guards.fold(least, u32::max);
}

fn has_new_parts(api: &Api) -> bool {
    let forms = api.types.iter().filter_map(|def| match &def.shape {
        Shape::Multipart(form) => Some(form),
        Shape::Struct(_) | Shape::Union(_) | Shape::Enum(_) | Shape::Alias(_) => None,
    });
    let mut bodies = api.operations.iter().flat_map(Operation::bodies);
    bodies.any(|body| body.kind == BodyKind::Multipart && !body.is_form_data())
        || forms.into_iter().any(|form| {
            let mut types = form.fields.iter().map(|field| &field.ty).chain(&form.extra);
            let mut kinds = form.fields.iter().map(|field| field.part).chain([form.extra_part]);
            types.any(Type::has_any_part) || kinds.any(|kind| kind == PartKind::JsonItems)
        })
}

#[cfg(test)]
mod tests {
    use crate::ir::{Guard, GuardTag, Literal};

    #[test]
    fn only_what_the_first_version_cannot_express_needs_the_second() {
        let tag = |values| GuardTag {
            key: "type".to_owned(),
            values,
            is_default: false,
        };
        let text = || Literal::String("a".to_owned());
        let object = |tags, keys| {
            let lacks = Vec::new();
            Guard::Object { tags, keys, lacks }.table_version()
        };
        let keys = || vec!["id".to_owned()];
        assert_eq!(Guard::Any.table_version(), 1);
        assert_eq!(object(Vec::new(), keys()), 1);
        assert_eq!(object(vec![tag(vec![text(), text()])], Vec::new()), 1);
        assert_eq!(object(vec![tag(vec![text()])], keys()), 2);
        let sealed = Guard::Object {
            tags: Vec::new(),
            keys: keys(),
            lacks: vec!["name".to_owned()],
        };
        assert_eq!(sealed.table_version(), 2);
        assert_eq!(object(vec![tag(vec![text()]), tag(vec![text()])], Vec::new()), 2);
        assert_eq!(object(vec![tag(vec![text(), Literal::Null])], Vec::new()), 2);
        assert_eq!(object(vec![tag(vec![Literal::Bool(true)])], Vec::new()), 2);
    }
}
