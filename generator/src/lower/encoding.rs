//! How the members of a urlencoded form are written: `encoding`.

use super::context::Lower;
use crate::ir::QueryStyle;
use crate::load::Node;
use crate::media::is_json;
use crate::pointer::Pointer;
use crate::resolve::SchemaType;

impl Lower<'_, '_> {
    /// The styles of the members that are not written in the default one: lists with a name for each item, objects as
    /// `name[member]`.
    pub(super) fn member_styles(&self, content: &Pointer) -> Vec<(String, QueryStyle)> {
        let encoding = content.child("encoding");
        let names = self.resolver.members(&encoding).into_iter().flat_map(|map| map.keys());
        let styles = names.filter_map(|name| {
            let style = self.member_style(&content.child("schema"), name, &encoding.child(name))?;
            Some((name.clone(), style))
        });
        styles.collect()
    }

    fn member_style(&self, schema: &Pointer, name: &str, encoding: &Pointer) -> Option<QueryStyle> {
        let node = self.resolver.node(encoding)?;
        let explode = node.get("explode").and_then(Node::as_bool);
        let style = self.text(encoding, "style");
        let is_styled = style.is_some() || explode.is_some() || node.get("allowReserved").is_some();
        // A style counts more than a media type (OpenAPI 3.0.4, 3.1.1).
        let media = self.text(encoding, "contentType").filter(|_| !is_styled);
        if media.is_some_and(|media| media.split(',').next().is_some_and(is_json)) {
            return Some(QueryStyle::Json);
        }
        let default = match self.member_kind(schema, name)? {
            SchemaType::Array => QueryStyle::Form { explode: true },
            SchemaType::Object => QueryStyle::DeepObject,
            _ => return None,
        };
        let declared = match style {
            Some("deepObject") => QueryStyle::DeepObject,
            Some("spaceDelimited") => QueryStyle::SpaceDelimited,
            Some("pipeDelimited") => QueryStyle::PipeDelimited,
            None if explode.is_none() => default,
            _ => QueryStyle::Form {
                explode: explode.unwrap_or(true),
            },
        };
        (declared != default).then_some(declared)
    }

    fn member_kind(&self, schema: &Pointer, name: &str) -> Option<SchemaType> {
        // The other members of the form are not read again for each of them.
        let at = self.target(schema).child("properties").child(name);
        let member = self.resolver.schema(&self.target(&at))?;
        let object = Some(SchemaType::Object).filter(|_| !member.properties.is_empty());
        member.kind.or(object)
    }
}
