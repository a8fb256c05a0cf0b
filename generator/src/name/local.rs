//! Names of variables in examples.

use super::ident;
use super::names::Name;

/// The name of a variable for a value of a type, or for many.
pub(crate) fn local(ty: &Name, many: bool) -> Name {
    const MAX_LENGTH: usize = 24;
    let one = ident::snake(ty.bare());
    let stem = one
        .strip_suffix('y')
        .filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']));
    let word = match stem {
        _ if !many => one,
        Some(stem) => format!("{stem}ies"),
        None if one.ends_with(['s', 'x']) || one.ends_with("ch") => format!("{one}es"),
        None => format!("{one}s"),
    };
    if word.len() > MAX_LENGTH || word.contains("response") {
        return response();
    }
    ident::value(&word)
}

/// The name of a variable for a response of any type.
pub(crate) fn response() -> Name {
    Name("response".to_owned())
}
