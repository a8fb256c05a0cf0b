//! Parameters that turn a kind of paging on: `usemarker=true`, `pagination=cursor`.

use super::evidence::Evidence;
use super::inputs::Input;
use super::params::Roles;
use super::vocabulary::{self, SwitchKind};
use crate::ir::{PageStyle, PageSwitch, Type};
use crate::pointer::Pointer;

/// What has to be sent so that the API pages in one style.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Switch {
    Unneeded,
    Set(PageSwitch),
    /// There is a parameter that turns the style on, but its value is not known.
    Unknown,
}

/// Values that turn something on.
const ON: [&str; 4] = ["true", "1", "yes", "on"];

impl Switch {
    pub(super) fn set(self) -> Option<PageSwitch> {
        match self {
            Self::Set(switch) => Some(switch),
            Self::Unneeded | Self::Unknown => None,
        }
    }
}

impl Evidence<'_, '_> {
    pub(super) fn is_flag(&self, input: &Input<'_>) -> bool {
        *self.scalar(input.ty) == Type::Bool
    }

    /// What turns this style on, of the first parameter that concerns it.
    pub(super) fn switch(&self, roles: &Roles<'_>, style: PageStyle) -> Switch {
        if style == PageStyle::Next {
            return Switch::Unneeded;
        }
        let found = roles
            .switches
            .iter()
            .map(|(input, kind)| match self.value(input, *kind, style) {
                // Only query parameters can be sent with every page.
                Switch::Set(_) if input.is_in_body() => Switch::Unknown,
                switch => switch,
            });
        let mut needed = found.filter(|switch| *switch != Switch::Unneeded);
        needed.next().unwrap_or(Switch::Unneeded)
    }

    /// The value that one parameter needs.
    fn value(&self, input: &Input<'_>, kind: SwitchKind, style: PageStyle) -> Switch {
        let schema = self.definition_of(&input.schema);
        let default = self.spelled(&schema.child("default"));
        let is_default = |value: &str| default.as_deref() == Some(value);
        let set = |value: &str| {
            if is_default(value) {
                return Switch::Unneeded;
            }
            Switch::Set(PageSwitch {
                parameter: input.name.clone(),
                value: value.to_owned(),
            })
        };
        let is_wanted = kind == SwitchKind::Paging || style == PageStyle::Cursor;
        if self.is_flag(input) {
            return match (is_wanted, is_default("true")) {
                (true, _) => set("true"),
                (false, true) => set("false"),
                (false, false) => Switch::Unneeded,
            };
        }
        let values = self.values(&schema.child("enum"));
        if kind == SwitchKind::Token {
            let mut known = values.iter().filter(|value| ON.contains(&value.as_str()));
            return match (is_wanted, known.next()) {
                (true, Some(on)) => set(on),
                (true, None) if !input.required => Switch::Unknown,
                (true | false, _) => Switch::Unneeded,
            };
        }
        match values.iter().find(|value| is_mode(value, style)) {
            Some(value) => set(value),
            // Callers set a required parameter themselves.
            None if values.is_empty() && style == PageStyle::Cursor && !input.required => Switch::Unknown,
            None => Switch::Unneeded,
        }
    }

    /// The texts and booleans of a list.
    fn values(&self, at: &Pointer) -> Vec<String> {
        let list = self.resolver.node(at).and_then(|node| node.as_array());
        let count = list.map_or(0, |list| list.len());
        (0..count).filter_map(|index| self.spelled(&at.index(index))).collect()
    }

    /// A text, a boolean or an integer as it is sent.
    fn spelled(&self, at: &Pointer) -> Option<String> {
        let node = self.resolver.node(at)?;
        let text = node.as_str().map(ToOwned::to_owned);
        text.or_else(|| node.as_bool().map(|flag| flag.to_string()))
            .or_else(|| node.as_u64().map(|number| number.to_string()))
    }
}

/// Whether the value of a parameter names a style: `keyset`, `offset`, `page_number`.
fn is_mode(value: &str, style: PageStyle) -> bool {
    let word = vocabulary::normalized(value);
    match style {
        PageStyle::Cursor => vocabulary::is_token_word(&word),
        PageStyle::Offset => word.contains("offset"),
        PageStyle::Page => word.starts_with("page") && !vocabulary::is_token_word(&word),
        PageStyle::Next => false,
    }
}
