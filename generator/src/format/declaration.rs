//! Declarations: their docs and attributes line by line, their heads and bodies on one line if that is long enough.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::{FormatError, code, line};
use crate::emit::{Declaration, Rest};

/// The columns of a line of code, as those of `prettyplease`.
const WIDTH: usize = 89;

pub(super) fn print(declaration: &Declaration) -> Result<String, FormatError> {
    let mut out = String::new();
    write(declaration, None, &mut out)?;
    Ok(out)
}

/// Writes a declaration. A member is below the head of another one.
fn write(declaration: &Declaration, above: Option<&TokenStream>, out: &mut String) -> Result<(), FormatError> {
    let indent = if above.is_some() { "    " } else { "" };
    for docs in &declaration.docs {
        out.push_str(indent);
        out.push_str("///");
        if !docs.is_empty() {
            out.push(' ');
            out.push_str(docs.trim_end_matches(' '));
        }
        out.push('\n');
    }
    for attribute in &declaration.attributes {
        out.push_str(indent);
        out.push_str(attribute);
        out.push('\n');
    }
    let start = out.len();
    let fits = match &declaration.rest {
        Rest::Nothing => write_line(&declaration.head, indent, "", out),
        Rest::Members(list) if list.is_empty() => write_line(&declaration.head, indent, " {}", out),
        Rest::Members(_) => write_line(&declaration.head, indent, " {", out),
        Rest::Body(body) => {
            let inner = format!("{indent}    ");
            write_line(&declaration.head, indent, " {", out)
                && (write_line(body, &inner, "", out) || write_fields(body, &inner, out))
        }
    };
    if !fits {
        out.truncate(start);
        write_formatted(declaration, above, out)?;
    }
    match &declaration.rest {
        Rest::Body(_) if fits => {
            out.push_str(indent);
            out.push_str("}\n");
        }
        Rest::Members(list) if !list.is_empty() => {
            write_members(list, &declaration.head, out)?;
            out.push_str("}\n");
        }
        Rest::Nothing | Rest::Members(_) | Rest::Body(_) => {}
    }
    Ok(())
}

/// Writes members, with an empty line beside each function.
fn write_members(list: &[Declaration], above: &TokenStream, out: &mut String) -> Result<(), FormatError> {
    let is_function = |member: &Declaration| matches!(member.rest, Rest::Body(_));
    let mut before: Option<&Declaration> = None;
    for member in list {
        if before.is_some_and(|before| is_function(before) || is_function(member)) {
            out.push('\n');
        }
        write(member, Some(above), out)?;
        before = Some(member);
    }
    Ok(())
}

/// Writes tokens on one line, if they fit on it.
fn write_line(tokens: &TokenStream, indent: &str, end: &str, out: &mut String) -> bool {
    let Some(text) = line::print(tokens) else {
        return false;
    };
    if indent.len() + text.len() + end.len() > WIDTH {
        return false;
    }
    out.push_str(indent);
    out.push_str(&text);
    out.push_str(end);
    out.push('\n');
    true
}

/// Writes a struct with a line for each field, if each fits on one.
fn write_fields(tokens: &TokenStream, indent: &str, out: &mut String) -> bool {
    let Some((path, fields)) = line::fields(tokens) else {
        return false;
    };
    let _ = writeln!(out, "{indent}{path} {{");
    for field in fields {
        if indent.len() + 4 + field.len() + 1 > WIDTH {
            return false;
        }
        let _ = writeln!(out, "{indent}    {field},");
    }
    let _ = writeln!(out, "{indent}}}");
    true
}

/// Writes the head, and the body if there is one, as `prettyplease` breaks them into lines.
fn write_formatted(
    declaration: &Declaration,
    above: Option<&TokenStream>,
    out: &mut String,
) -> Result<(), FormatError> {
    let mut tokens = declaration.head.clone();
    match &declaration.rest {
        Rest::Nothing => {}
        Rest::Members(_) => tokens.extend([braces(TokenStream::new())]),
        Rest::Body(body) => tokens.extend([braces(body.clone())]),
    }
    let text = match above {
        None => code(&tokens)?,
        Some(above) => {
            let mut block = above.clone();
            block.extend([braces(tokens)]);
            inside(&code(&block)?)
        }
    };
    match &declaration.rest {
        // Members follow.
        Rest::Members(list) if !list.is_empty() => {
            out.push_str(text.trim_end().trim_end_matches('}'));
            out.push('\n');
        }
        Rest::Nothing | Rest::Members(_) | Rest::Body(_) => out.push_str(&text),
    }
    Ok(())
}

fn braces(tokens: TokenStream) -> TokenTree {
    Group::new(Delimiter::Brace, tokens).into()
}

/// The lines between the first and the last one.
fn inside(text: &str) -> String {
    let (_, rest) = text.split_once('\n').unwrap_or_default();
    let (inner, _) = rest.trim_end().rsplit_once('\n').unwrap_or_default();
    inner.to_owned() + "\n"
}
