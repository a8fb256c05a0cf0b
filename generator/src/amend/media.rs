//! The media type of a body.

use super::Effect;
use super::edit::Trees;
use super::kind::{Kind, kind};
use super::problem::Problem;
use crate::load::{Map, Node};
use crate::media::is_media_type;
use crate::pointer::Pointer;

/// `media-type`. A body that is not declared becomes one of any value.
pub(super) fn set(trees: &mut Trees<'_>, at: &Pointer, wanted: &str) -> Result<Effect, Problem> {
    if !is_media_type(wanted) {
        return Err(Problem::NoMediaType(wanted.to_owned()));
    }
    let kind = kind(trees.documents, at);
    if kind == Kind::MediaType {
        let (Some(owner), Some(key)) = (at.parent(), at.segments().pop()) else {
            return Err(Problem::Unreadable);
        };
        return renamed(trees, &owner, &key, wanted);
    }
    if !matches!(kind, Kind::Response | Kind::RequestBody) {
        return Err(Problem::OtherKind("responses, request bodies and their media types"));
    }
    // A message lists the media types in their order.
    trees.settle();
    let body = trees.target(at)?;
    let content = body.child("content");
    let keys: Vec<String> = trees
        .map(&content)
        .into_iter()
        .flat_map(|map| map.keys().cloned())
        .collect();
    match keys.as_slice() {
        [] => {
            let map = trees.map_mut(&body).ok_or(Problem::Unreadable)?;
            let any = Map::from_iter([("schema".to_owned(), Node::Object(Map::new()))]);
            let content = Map::from_iter([(wanted.to_owned(), Node::Object(any))]);
            map.insert("content".to_owned(), Node::Object(content));
            Ok(Effect::Changed)
        }
        [key] => renamed(trees, &content, key, wanted),
        _ => Err(Problem::SeveralMediaTypes(
            keys.iter()
                .map(|key| trees.documents.origins.original(&content.child(key)).to_string())
                .collect(),
        )),
    }
}

fn renamed(trees: &mut Trees<'_>, content: &Pointer, key: &str, wanted: &str) -> Result<Effect, Problem> {
    if key == wanted {
        return Ok(Effect::Same);
    }
    trees.rename_key(content, key, wanted)?;
    Ok(Effect::Changed)
}
