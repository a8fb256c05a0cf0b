//! What a parameter such as `after` takes, where no token is declared: the id of the last item, unless a description names
//! something else, such as a sequence or a time.

use super::evidence::Evidence;
use super::inputs::Input;
use super::params::Roles;
use super::response::ResponseFields;
use super::vocabulary::normalized;

/// Words for what is the id of an item, or a token.
const IDS: [&str; 12] = [
    "id",
    "ids",
    "identifier",
    "identifiers",
    "uuid",
    "guid",
    "ulid",
    "token",
    "cursor",
    "cursors",
    "gid",
    "sid",
];
/// Words for what is neither.
const OTHERS: [&str; 21] = [
    "sequence",
    "sequences",
    "seq",
    "position",
    "positions",
    "timestamp",
    "timestamps",
    "time",
    "times",
    "date",
    "dates",
    "datetime",
    "instant",
    "epoch",
    "number",
    "offset",
    "index",
    "revision",
    "version",
    "ordinal",
    "serial",
];
/// How many words after `after` may name what the list begins after.
const NEAR: usize = 5;

impl Evidence<'_, '_> {
    /// The word of a description for what a parameter takes instead of an id: `sequence` in "events after an exclusive
    /// sequence".
    pub(super) fn other_than_id(&self, cursor: &Input<'_>, roles: &Roles<'_>, body: &ResponseFields) -> Option<String> {
        let own = words(cursor.text);
        if own.iter().any(|word| IDS.contains(&word.as_str())) {
            return None;
        }
        let first = words(cursor.text.split(". ").next().unwrap_or(""));
        let members = self.members_of_items(body);
        named(&first, &[]).or_else(|| {
            let texts = [cursor.text].into_iter().chain(roles.texts);
            let mut sentences = texts.flat_map(|text| text.split([';', '\n']).flat_map(|text| text.split(". ")));
            sentences.find_map(|sentence| {
                let words = words(sentence);
                let begins = words
                    .iter()
                    .position(|word| word == "after" || normalized(word) == cursor.word)?;
                let near = words.get(begins + 1..)?;
                let near = near.get(..NEAR.min(near.len()))?;
                let has_id = near.iter().any(|word| IDS.contains(&word.as_str()));
                named(near, &members).filter(|_| !has_id)
            })
        })
    }

    /// The names of the members of items that are not ids.
    fn members_of_items(&self, body: &ResponseFields) -> Vec<String> {
        let objects = body.lists.iter().filter_map(|list| self.object(&list.item));
        let fields = objects.flat_map(|object| &object.fields);
        let scalars = fields.filter(|field| self.is_textual(&field.ty) || self.is_number(&field.ty));
        let names = scalars.map(|field| field.wire.to_ascii_lowercase());
        names.filter(|name| name != "id").collect()
    }
}

/// The first word that is no id. `number of items` and `at a time` name nothing.
fn named(words: &[String], members: &[String]) -> Option<String> {
    let mut at = words.iter().enumerate();
    let (_, found) = at.find(|(at, word)| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let next = words.get(at + 1);
        let is_count = next.is_some_and(|next| next == "of") && *word == "number";
        let is_idiom = before.is_some_and(|before| before == "a") && *word == "time";
        members.contains(word) || (OTHERS.contains(&word.as_str()) && !is_count && !is_idiom)
    })?;
    Some(found.clone())
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    let words = words.filter(|word| !word.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}
