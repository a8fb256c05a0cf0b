//! The version of the tables that a client needs.

use crate::ir::{Api, Shape};

/// The version without the rows that later versions added. A client that uses none of these keeps this version, so that it
/// still compiles with an older runtime (see "Contract of table versions" in `docs/ARCHITECTURE.md`).
const FIRST: u32 = 1;

pub(super) fn decide(api: &mut Api) {
    let unions = api.types.iter().filter_map(|def| match &def.shape {
        Shape::Union(union) => Some(union),
        Shape::Struct(_) | Shape::Multipart(_) | Shape::Enum(_) | Shape::Alias(_) => None,
    });
    let guards = unions
        .flat_map(|union| &union.variants)
        .map(|variant| variant.guard.table_version());
    api.table_version = guards.fold(FIRST, u32::max);
}

#[cfg(test)]
mod tests {
    use crate::ir::{Guard, GuardTag, Literal};

    #[test]
    fn only_what_the_first_version_cannot_express_needs_the_second() {
        let tag = |values| GuardTag {
            key: "type".to_owned(),
            values,
        };
        let text = || Literal::String("a".to_owned());
        let object = |tags, keys| Guard::Object { tags, keys }.table_version();
        let keys = || vec!["id".to_owned()];
        assert_eq!(Guard::Any.table_version(), 1);
        assert_eq!(object(Vec::new(), keys()), 1);
        assert_eq!(object(vec![tag(vec![text(), text()])], Vec::new()), 1);
        assert_eq!(object(vec![tag(vec![text()])], keys()), 2);
        assert_eq!(object(vec![tag(vec![text()]), tag(vec![text()])], Vec::new()), 2);
        assert_eq!(object(vec![tag(vec![text(), Literal::Null])], Vec::new()), 2);
        assert_eq!(object(vec![tag(vec![Literal::Bool(true)])], Vec::new()), 2);
    }
}
