//! Base URLs and paths: where a request goes, and nowhere else.

use crate::params::error::PathError;
use crate::params::style;

/// Fills a path template. `values` are encoded already; those of `empty` may be empty. Returns the path, and the query of the
/// template.
pub(crate) fn fill<'t>(
    template: &'t str,
    values: &[(&'static str, String)],
    empty: &[&'static str],
) -> Result<(String, &'t str), PathError> {
    let mut path = String::with_capacity(template.len() + 32);
    let mut rest = template.strip_prefix('/').unwrap_or(template);
    loop {
        let end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#'));
        let (segment, after) = end.and_then(|end| rest.split_at_checked(end)).unwrap_or((rest, ""));
        fill_segment(segment, values, empty, &mut path)?;
        let next = after.get(1..).unwrap_or_default();
        match after.as_bytes().first() {
            Some(b'/') => rest = next,
            Some(b'?') => return Ok((path, cut(next, b'#').map_or(next, |(query, _)| query))),
            _ => return Ok((path, "")),
        }
    }
}

/// The text before and after an ASCII character. Templates are short: searching for a `char` costs more.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let index = text.bytes().position(|byte| byte == at)?;
    Some((text.get(..index)?, text.get(index + 1..)?))
}

/// Fills one segment of a template and checks the result.
fn fill_segment(
    template: &str,
    values: &[(&'static str, String)],
    empty: &[&'static str],
    path: &mut String,
) -> Result<(), PathError> {
    path.push('/');
    if template.bytes().all(is_plain) {
        path.push_str(template);
        return Ok(());
    }
    let start = path.len();
    let mut rest = template;
    let mut name = "";
    while let Some((literal, after)) = cut(rest, b'{') {
        let Some((inside, after)) = cut(after, b'}') else {
            break;
        };
        push_literal(path, literal);
        name = inside;
        let value = values.iter().find(|(known, _)| *known == name);
        let (_, value) = value.ok_or_else(|| PathError::NoValue(name.into()))?;
        path.push_str(value);
        rest = after;
    }
    push_literal(path, rest);
    if name.is_empty() {
        return Ok(());
    }
    let filled = path.get(start..).unwrap_or_default();
    let check = |segment: &str| match segment {
        "" if empty.contains(&name) && filled.is_empty() => Ok(()),
        "" => Err(PathError::EmptySegment(name.into())),
        "." | ".." => Err(PathError::DotSegment(name.into())),
        _ => Ok(()),
    };
    // A value has several segments only where its parameter does.
    match filled.bytes().any(|byte| byte == b'/') {
        true => filled.split('/').try_for_each(check),
        false => check(filled),
    }
}

/// A literal part of a template: characters that a path cannot contain are encoded, `%2F` and the like stay.
fn push_literal(path: &mut String, literal: &str) {
    if literal.bytes().all(is_plain) {
        path.push_str(literal);
        return;
    }
    let mut rest = literal;
    while let Some((before, after)) = rest.split_once('%') {
        push_plain(path, before);
        let triplet = after.get(..2).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        // An encoded dot would count as a dot segment.
        match triplet {
            Some(hex) if !hex.eq_ignore_ascii_case("2e") => path.push('%'),
            _ => path.push_str("%25"),
        }
        rest = after;
    }
    push_plain(path, rest);
}

/// The characters that a path contains unencoded.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
        )
}

fn push_plain(path: &mut String, text: &str) {
    for c in text.chars() {
        if u8::try_from(c).is_ok_and(is_plain) {
            path.push(c);
        } else {
            path.push_str(&style::encode(c.encode_utf8(&mut [0; 4])));
        }
    }
}

#[cfg(test)]
#[path = "path_tests.rs"]
mod tests;
