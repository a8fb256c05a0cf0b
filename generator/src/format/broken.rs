//! Code that does not fit on one line, in lines as `prettyplease` breaks it: signatures, structs, constants, imports, and calls
//! of a chain of calls.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::line::{self, INDENT, WIDTH};

/// A signature with a line for each argument, and the brace after it.
pub(super) fn signature(head: &TokenStream, indent: &str) -> Option<String> {
    let trees: Vec<TokenTree> = head.clone().into_iter().collect();
    let is_function = |tree: &TokenTree| matches!(tree, TokenTree::Ident(word) if word == "fn");
    let name = trees.iter().position(is_function)? + 1;
    let (before, rest) = trees.split_at_checked(name + 1)?;
    let (TokenTree::Group(arguments), after) = rest.split_first()? else {
        return None;
    };
    // The type that it returns is broken.
    if arguments.stream().is_empty() {
        return None;
    }
    let mut text = format!("{indent}{}", print(before)?);
    text.push_str(&arguments_in_lines(arguments, indent)?);
    let after = print(after)? + " {\n";
    let fits = !after.contains('<') || indent.len() + after.len() < WIDTH;
    text.push_str(&after);
    fits.then_some(text)
}

/// A line that ends with a list: a constant that is the result of a call, a variant, or an import of several names.
pub(super) fn line_with_list(tokens: &TokenStream, indent: &str) -> Option<String> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [before @ .., TokenTree::Group(group), TokenTree::Punct(end)] = trees.as_slice() else {
        return None;
    };
    let text = format!("{indent}{}", print(before)?);
    if text.len() >= WIDTH {
        return None;
    }
    // Other parentheses are those of a tuple.
    let is_list = matches!(before.last(), Some(TokenTree::Ident(_)));
    match group.delimiter() {
        Delimiter::Parenthesis if is_list => Some(format!("{text}{}{end}\n", arguments_in_lines(group, indent)?)),
        Delimiter::Brace if text.ends_with("::") => Some(format!("{text}{{\n{}{indent}}};\n", filled(group, indent)?)),
        Delimiter::Parenthesis | Delimiter::Brace | Delimiter::Bracket | Delimiter::None => None,
    }
}

/// The parts of a list with commas, as many as fit on each line.
fn filled(group: &Group, indent: &str) -> Option<String> {
    let mut text = String::new();
    let mut line = format!("{indent}{INDENT}");
    let start = line.len();
    let mut parts = split(group)?.into_iter().peekable();
    while let Some(part) = parts.next() {
        let part = line::print(&part)?;
        let comma = usize::from(parts.peek().is_some());
        if line.len() > start {
            if line.len() + 1 + part.len() + comma > WIDTH {
                text.push_str(&line);
                text.push('\n');
                line.truncate(start);
            } else {
                line.push(' ');
            }
        }
        line.push_str(&part);
        line.push(',');
    }
    Some(text + &line + "\n")
}

/// A struct with a line for each field.
pub(super) fn fields(tokens: &TokenStream, indent: &str) -> Option<String> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [path @ TokenTree::Ident(_), TokenTree::Group(group)] = trees.as_slice() else {
        return None;
    };
    if !line::is_struct(group) {
        return None;
    }
    let mut text = format!("{indent}{path} {{\n");
    text.push_str(&lines(group, indent)?);
    text.push_str(&format!("{indent}}}\n"));
    Some(text)
}

/// A call whose only argument has its own lines.
pub(super) fn call(tokens: &TokenStream, indent: &str) -> Option<String> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let [name @ TokenTree::Ident(_), TokenTree::Group(group)] = trees.as_slice() else {
        return None;
    };
    if group.delimiter() != Delimiter::Parenthesis {
        return None;
    }
    let [argument] = split(group)?.try_into().ok()?;
    let inner = format!("{indent}{INDENT}");
    let argument = match line::print(&argument).map(|text| format!("{inner}{text}")) {
        Some(text) if text.len() <= WIDTH => text,
        _ => chain(&argument, &inner)?,
    };
    Some(format!("{indent}{name}(\n{argument},\n{indent})\n"))
}

/// A chain of calls with a line for each.
fn chain(tokens: &TokenStream, indent: &str) -> Option<String> {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is_dot = |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == '.');
    let mut links = trees.split(is_dot).peekable();
    let first = links.next()?;
    let mut text = format!("{indent}{}", print(first)?);
    if text.len() > WIDTH {
        let (TokenTree::Group(group), name) = first.split_last()? else {
            return None;
        };
        // The arguments are indented twice, if calls follow.
        let inner = format!("{indent}{}", links.peek().map_or("", |_| INDENT));
        text = format!("{indent}{}{}", print(name)?, arguments_in_lines(group, &inner)?);
    }
    for link in links {
        let whole = format!("{indent}{INDENT}.{}", print(link)?);
        let (before, group) = match link {
            [before, TokenTree::Group(group)] if whole.len() > WIDTH => (before, group),
            _ if whole.len() > WIDTH => return None,
            _ => {
                text.push('\n');
                text.push_str(&whole);
                continue;
            }
        };
        let inner = format!("{indent}{INDENT}");
        text.push_str(&format!("\n{inner}.{before}{}", arguments_in_lines(group, &inner)?));
    }
    Some(text)
}

/// Arguments in parentheses with a line for each.
fn arguments_in_lines(group: &Group, indent: &str) -> Option<String> {
    if group.delimiter() != Delimiter::Parenthesis {
        return None;
    }
    Some(format!("(\n{}{indent})", lines(group, indent)?))
}

/// A line for each part of a list, with a comma.
fn lines(group: &Group, indent: &str) -> Option<String> {
    let mut text = String::new();
    let parts = split(group)?;
    // Its own lines are broken instead.
    if matches!(parts.as_slice(), [part] if is_block(part)) {
        return None;
    }
    let mut parts = parts.into_iter().peekable();
    while let Some(part) = parts.next() {
        let line = format!("{indent}{INDENT}{}", line::print(&part)?);
        // The comma after the last part is not counted.
        let comma = usize::from(parts.peek().is_some());
        if line.len() + comma > WIDTH && !is_one_word(&part) {
            return None;
        }
        text.push_str(&line);
        text.push_str(",\n");
    }
    Some(text)
}

/// The parts between the commas of a list, without those in angle brackets.
fn split(group: &Group) -> Option<Vec<TokenStream>> {
    let mut parts = Vec::new();
    let mut part = Vec::new();
    let mut depth = 0_usize;
    let mut is_arrow = false;
    for tree in group.stream() {
        let sign = match &tree {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match sign {
            '<' => depth += 1,
            '>' if !is_arrow => depth = depth.checked_sub(1)?,
            _ => {}
        }
        is_arrow = sign == '-';
        if sign == ',' && depth == 0 {
            parts.push(std::mem::take(&mut part).into_iter().collect());
        } else {
            part.push(tree);
        }
    }
    if !part.is_empty() {
        parts.push(part.into_iter().collect());
    }
    Some(parts)
}

/// Whether an argument is a struct, a tuple or a list.
fn is_block(part: &TokenStream) -> bool {
    let trees: Vec<TokenTree> = part.clone().into_iter().collect();
    match trees.as_slice() {
        [TokenTree::Group(_)] => true,
        [_, .., TokenTree::Group(group)] => group.delimiter() == Delimiter::Brace,
        _ => false,
    }
}

/// Whether there is nothing to break: `&NAME`.
fn is_one_word(part: &TokenStream) -> bool {
    let is_part = |tree: TokenTree| match tree {
        TokenTree::Ident(_) | TokenTree::Literal(_) => true,
        TokenTree::Punct(punct) => punct.as_char() == '&',
        TokenTree::Group(_) => false,
    };
    part.clone().into_iter().all(is_part)
}

fn print(trees: &[TokenTree]) -> Option<String> {
    line::print(&trees.iter().cloned().collect())
}
