//! Declarations: their docs and attributes line by line, and their heads and bodies as `prettyplease` prints them.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use super::line::{self, INDENT, WIDTH};
use super::{FormatError, broken, code};
use crate::emit::{Declaration, Rest};

/// `more` follows the docs of the declaration.
pub(super) fn print(declaration: &Declaration, more: &[String]) -> Result<String, FormatError> {
    let mut out = String::new();
    write_docs(&declaration.docs, "", &mut out);
    write_docs(more, "", &mut out);
    write(declaration, None, &mut out)?;
    Ok(out)
}

fn write_docs(docs: &[String], indent: &str, out: &mut String) {
    for docs in docs {
        out.push_str(indent);
        out.push_str("///");
        if !docs.is_empty() {
            out.push(' ');
            out.push_str(docs.trim_end_matches(' '));
        }
        out.push('\n');
    }
}

/// A line without docs, such as an import.
pub(super) fn print_line(tokens: &TokenStream) -> Result<String, FormatError> {
    let line = on_one_line(tokens, "", "").or_else(|| broken::line_with_list(tokens, ""));
    line.map_or_else(|| code(tokens), Ok)
}

/// Writes a declaration without its docs. A member is below the head of another one.
fn write(declaration: &Declaration, above: Option<&TokenStream>, out: &mut String) -> Result<(), FormatError> {
    let indent = if above.is_some() { INDENT } else { "" };
    for attribute in &declaration.attributes {
        out.push_str(indent);
        out.push_str(attribute);
        out.push('\n');
    }
    match usual(declaration, indent) {
        Some(text) => out.push_str(&text),
        None => out.push_str(&formatted(declaration, above)?),
    }
    if let Rest::Members(list) = &declaration.rest
        && !list.is_empty()
    {
        write_members(list, &declaration.head, out)?;
        out.push_str("}\n");
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
        write_docs(&member.docs, INDENT, out);
        write(member, Some(above), out)?;
        before = Some(member);
    }
    Ok(())
}

/// The head, and the body of a function. `None` if it is not as most declarations are.
pub(super) fn usual(declaration: &Declaration, indent: &str) -> Option<String> {
    let head = &declaration.head;
    match &declaration.rest {
        Rest::Nothing => on_one_line(head, indent, "").or_else(|| broken::line_with_list(head, indent)),
        Rest::Members(list) if list.is_empty() => on_one_line(head, indent, " {}"),
        Rest::Members(_) => on_one_line(head, indent, " {"),
        Rest::Body(body) => {
            let inner = format!("{indent}{INDENT}");
            let mut text = on_one_line(head, indent, " {").or_else(|| broken::signature(head, indent))?;
            let lines = on_one_line(body, &inner, "");
            let lines = lines.or_else(|| broken::fields(body, &inner));
            text.push_str(&lines.or_else(|| broken::call(body, &inner))?);
            text.push_str(indent);
            text.push_str("}\n");
            Some(text)
        }
    }
}

fn on_one_line(tokens: &TokenStream, indent: &str, end: &str) -> Option<String> {
    let text = line::print(tokens)?;
    (indent.len() + text.len() + end.len() <= WIDTH).then(|| format!("{indent}{text}{end}\n"))
}

/// The same, printed by `prettyplease`.
fn formatted(declaration: &Declaration, above: Option<&TokenStream>) -> Result<String, FormatError> {
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
    Ok(match &declaration.rest {
        // Members follow.
        Rest::Members(list) if !list.is_empty() => text.trim_end().trim_end_matches('}').to_owned() + "\n",
        Rest::Nothing | Rest::Members(_) | Rest::Body(_) => text,
    })
}

fn braces(tokens: TokenStream) -> TokenTree {
    Group::new(Delimiter::Brace, tokens).into()
}

/// The lines between the head of a block, which may have several, and the last one.
fn inside(text: &str) -> String {
    let is_head = |line: &&str| line.starts_with(' ') || !line.ends_with('{');
    let lines: Vec<&str> = text.lines().skip_while(is_head).skip(1).collect();
    let (_, inner) = lines.split_last().unwrap_or((&"", &[]));
    inner.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::{Declaration, TokenStream, code, formatted, print_line, usual};

    fn tokens(text: &str) -> TokenStream {
        text.parse().expect("tokens")
    }

    #[test]
    fn lines_are_broken_as_by_the_printer() {
        let above = tokens("impl A");
        let functions = [
            ("pub fn a(&self) -> B", "B(Call::new(&self.client, &A))"),
            (
                "pub fn ask(&self, first: impl Into<String>, second: Map<String, i64>, third: Vec<models::C>,) -> Ask",
                "Ask(Call::new(&self.client, &ASK).path(\"first\", first.into()).query(\"second\", second).json(&third))",
            ),
            (
                "pub fn list(self, list: impl IntoIterator<Item = impl Into<String>>) -> Self",
                "Self(self.0.query_styled(\"plain\", QueryStyle::Form { explode: false }, list(plain)))",
            ),
            (
                "pub fn list(self, list: i64) -> Self",
                "Self(self.0.query_styled(\"long_name_of_a_parameter\", QueryStyle::Form { explode: false }, list::<_, f64>(list)))",
            ),
            (
                "pub fn new(name: impl Into<String>) -> Self",
                "Self { name: name.into(), map: BTreeMap::new(), size: None, kind: Kind::A }",
            ),
        ];
        for (head, body) in functions {
            let function = Declaration::function(Vec::new(), tokens(head), tokens(body));
            let printed = formatted(&function, Some(&above)).expect("valid");
            assert_eq!(usual(&function, "    "), Some(printed));
        }
    }

    #[test]
    fn lines_that_just_fit() {
        let above = tokens("impl A");
        for length in 1..90 {
            let name = "n".repeat(length);
            for body in [
                format!("Self {{ a, {name}: None }}"),
                format!("Self {{ {name}: {name}.into() }}"),
                format!("A(Call::new(&self.client, &A).path(\"a\", {name}))"),
                format!("A(Call::new(&self.client, &{name}))"),
                format!("Self(self.0.query(\"a\", {name}.into()))"),
                format!(
                    "A(Call::new(&self.client, &A).aaaaaaaaaaaaaaaaaaaaaaaaa(\"a\", {name}).bbbb({name}, \"{name}\"))"
                ),
            ] {
                let head = format!("pub fn {name}(self, {name}: Option<{name}>, b: i64) -> A");
                let function = Declaration::function(Vec::new(), tokens(&head), tokens(&body));
                let printed = formatted(&function, Some(&above)).expect("valid");
                assert!(usual(&function, "    ").is_none_or(|text| text == printed), "{printed}");
            }
            let constant = format!("pub const A: A<{name}> = A::new(\"a\", {name});");
            let constant = Declaration::line(Vec::new(), tokens(&constant));
            let printed = formatted(&constant, Some(&above)).expect("valid");
            assert!(usual(&constant, "    ").is_none_or(|text| text == printed), "{printed}");
            for names in 1..5 {
                let names = vec![name.as_str(); names].join(", Aa, ");
                let import = tokens(&format!("use super::{{{names}, Bbb, Cc}};"));
                let printed = code(&import).expect("valid");
                assert_eq!(print_line(&import).expect("valid"), printed);
            }
            let variant = Declaration::line(Vec::new(), tokens(&format!("{name}(models::{name}),")));
            let printed = formatted(&variant, Some(&tokens("pub enum A"))).expect("valid");
            assert!(usual(&variant, "    ").is_none_or(|text| text == printed), "{printed}");
            let field = Declaration::line(Vec::new(), tokens(&format!("pub a: Option<{name}>,")));
            let printed = formatted(&field, Some(&tokens("pub struct A"))).expect("valid");
            assert!(usual(&field, "    ").is_none_or(|text| text == printed), "{printed}");
        }
    }
}
