//! A program that uses every public item of a client, read from its generated files.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{FnArg, GenericArgument, ImplItem, Item, PathArguments, ReturnType, Type, TypeParamBound, Visibility};

/// The program for the client in the module `client` beside it.
pub(crate) fn source(files: &[oaspen::File]) -> Result<String, String> {
    let mut text = String::from("#![allow(warnings)]\n#![recursion_limit = \"1024\"]\npub mod client;\n");
    for (index, file) in files.iter().filter(|file| file.path.ends_with(".rs")).enumerate() {
        let parsed = syn::parse_file(&file.text).map_err(|error| format!("{}: {error}", file.path))?;
        let module = module(&file.path);
        let at = if module.is_empty() {
            "crate::client".to_owned()
        } else {
            format!("crate::client::{module}")
        };
        let mut user = User {
            text: String::new(),
            count: 0,
            at: at.clone(),
        };
        user.items(&parsed.items);
        if user.text.is_empty() {
            continue;
        }
        let uses = parsed.items.iter().filter_map(|item| match item {
            Item::Use(item) => Some(item.to_token_stream().to_string()),
            _ => None,
        });
        let uses = uses.filter(|line| line.starts_with("use oaspen_client") || line.starts_with("use std"));
        let uses: Vec<String> = uses.collect();
        let globs = match module.as_str() {
            "" => "use crate::client::*;".to_owned(),
            "models" => "use crate::client::models::{self, *};".to_owned(),
            module => format!("use crate::client::{{api, models, {module}::*}};"),
        };
        let _ = write!(text, "mod u{index} {{\n{globs}\n{}\n{}}}\n", uses.join("\n"), user.text);
    }
    Ok(text)
}

/// The module of a file: those of models and of the groups of a tag are private.
fn module(path: &str) -> String {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    let mut segments: Vec<&str> = path
        .split('/')
        .filter(|name| !["mod", "lib", "src"].contains(name))
        .collect();
    match segments.first() {
        Some(&"models") => segments.truncate(1),
        Some(&"api") => segments.truncate(2),
        _ => {}
    }
    segments.join("::")
}

struct User {
    text: String,
    count: usize,
    /// The path of the module.
    at: String,
}

impl User {
    fn add(&mut self, arguments: &str, result: &str, body: &str) {
        self.count += 1;
        let _ = writeln!(
            self.text,
            "pub fn f{}({arguments}) -> {result} {{ {body} }}",
            self.count
        );
    }

    fn items(&mut self, items: &[Item]) {
        for item in items {
            match item {
                Item::Struct(item) if is_public(&item.vis) => {
                    let path = self.path(&item.ident.to_string());
                    self.derives(&path, &item.attrs);
                    for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
                        if let Some(ident) = &field.ident {
                            let ty = text(&field.ty);
                            self.add(&format!("value: {path}"), &ty, &format!("value.{ident}"));
                            self.add(
                                &format!("value: &mut {path}, new: {ty}"),
                                "()",
                                &format!("value.{ident} = new;"),
                            );
                        }
                    }
                }
                Item::Enum(item) if is_public(&item.vis) => self.enumeration(item),
                Item::Type(item) if is_public(&item.vis) => {
                    let path = self.path(&item.ident.to_string());
                    self.add(&format!("value: {path}"), &text(&item.ty), "value");
                }
                Item::Impl(item) if item.trait_.is_none() => self.implementation(item),
                Item::Macro(item) => self.table(&item.mac),
                _ => {}
            }
        }
    }

    fn path(&self, name: &str) -> String {
        format!("{}::{name}", self.at)
    }

    fn derives(&mut self, path: &str, attributes: &[syn::Attribute]) {
        for attribute in attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("derive"))
        {
            let mut names = Vec::new();
            let _ = attribute.parse_nested_meta(|meta| {
                names.push(text(&meta.path));
                Ok(())
            });
            for name in names {
                let of = match name.as_str() {
                    "Debug" => "std::fmt::Debug".to_owned(),
                    "Hash" => "std::hash::Hash".to_owned(),
                    name => name.to_owned(),
                };
                self.add("", "()", &format!("fn needs<T: {of}>() {{}} needs::<{path}>();"));
            }
        }
    }

    fn enumeration(&mut self, item: &syn::ItemEnum) {
        let path = self.path(&item.ident.to_string());
        self.derives(&path, &item.attrs);
        for variant in &item.variants {
            let name = format!("{path}::{}", variant.ident);
            let types: Vec<String> = variant.fields.iter().map(|field| text(&field.ty)).collect();
            if types.is_empty() {
                self.add(
                    &format!("value: {path}"),
                    "bool",
                    &format!("match value {{ {name} => true, _ => false }}"),
                );
                self.add("", &path, &name);
                continue;
            }
            let names: Vec<String> = (0..types.len()).map(|index| format!("a{index}")).collect();
            let names = names.join(", ");
            let result = format!("Option<({},)>", types.join(", "));
            let body = format!("match value {{ {name}({names}) => Some(({names},)), _ => None }}");
            self.add(&format!("value: {path}"), &result, &body);
            let arguments: Vec<String> = types
                .iter()
                .enumerate()
                .map(|(at, ty)| format!("a{at}: {ty}"))
                .collect();
            self.add(&arguments.join(", "), &path, &format!("{name}({names})"));
        }
    }

    fn implementation(&mut self, item: &syn::ItemImpl) {
        let path = self.path(&text(&item.self_ty));
        for inner in &item.items {
            match inner {
                ImplItem::Fn(function) if is_public(&function.vis) => self.function(&path, function),
                ImplItem::Const(constant) if is_public(&constant.vis) => {
                    self.add("", &text(&constant.ty), &format!("{path}::{}", constant.ident));
                }
                _ => {}
            }
        }
    }

    fn function(&mut self, path: &str, function: &syn::ImplItemFn) {
        let mut parameters = Vec::new();
        let mut arguments = Vec::new();
        for (index, input) in function.sig.inputs.iter().enumerate() {
            match input {
                FnArg::Receiver(receiver) if text(receiver).contains('&') => {
                    parameters.push(format!("own: &{path}"));
                    arguments.push("own".to_owned());
                }
                FnArg::Receiver(_) => {
                    parameters.push(format!("own: {path}"));
                    arguments.push("own".to_owned());
                }
                FnArg::Typed(input) => {
                    parameters.push(format!("a{index}: {}", passed(&input.ty)));
                    arguments.push(format!("a{index}"));
                }
            }
        }
        let result = match &function.sig.output {
            ReturnType::Default => "()".to_owned(),
            ReturnType::Type(_, ty) => text(ty).replace("Self", path),
        };
        // A bare name of this module is not in scope at the root.
        let result = if self.at == "crate::client" {
            result.replace("api ::", "crate::client::api::")
        } else {
            result
        };
        let body = format!("{path}::{}({})", function.sig.ident, arguments.join(", "));
        self.add(&parameters.join(", "), &result, &body);
    }

    /// A table of the runtime.
    fn table(&mut self, table: &syn::Macro) {
        let Some(name) = table.path.segments.last().map(|segment| segment.ident.to_string()) else {
            return;
        };
        let tokens: Vec<TokenTree> = table.tokens.clone().into_iter().collect();
        let (Some(head), Some(TokenTree::Group(group))) = (tokens.first(), tokens.last()) else {
            return;
        };
        let path = self.path(&head.to_string());
        let rows = rows(group.stream());
        match name.as_str() {
            "object" | "multipart" => {
                for (setter, ty) in rows
                    .iter()
                    .filter_map(|row| setter(row))
                    .filter(|(name, _)| name.starts_with("with_"))
                {
                    self.add(&format!("own: {path}, a: {ty}"), &path, &format!("own.{setter}(a)"));
                }
            }
            "builder" => {
                let builder = tokens
                    .iter()
                    .filter(|token| matches!(token, TokenTree::Ident(_)))
                    .nth(1);
                let builder = self.path(&builder.map(ToString::to_string).unwrap_or_default());
                self.add("", &builder, &format!("{path}::builder()"));
                let result = format!("Result<{path}, oaspen_client::BuildError>");
                self.add(&format!("own: {builder}"), &result, "own.build()");
                for row in &rows {
                    if let (Some(field), Some((_, ty))) = (row.first(), setter(row)) {
                        self.add(
                            &format!("own: {builder}, a: {ty}"),
                            &builder,
                            &format!("own.{field}(a)"),
                        );
                    }
                }
            }
            "union" => {
                for source in rows.iter().filter_map(|row| after(row, "from")) {
                    let inner = source.strip_prefix("Box <").and_then(|rest| rest.strip_suffix('>'));
                    let source = inner.unwrap_or(&source);
                    self.add(&format!("value: {source}"), &path, "value.into()");
                }
            }
            "operation" => self.operation(&path, &group.stream().into_iter().collect::<Vec<_>>()),
            _ => {}
        }
    }

    fn operation(&mut self, path: &str, rows: &[TokenTree]) {
        let (output, error) = (type_after(rows, "success"), type_after(rows, "error"));
        if let (Some(output), Some(error)) = (&output, &error) {
            let body = format!(
                "fn needs<T: oaspen_client::TypedCall<Output = {output}, Error = {error}>>() {{}} needs::<{path}>();"
            );
            self.add("", "()", &body);
        }
        if let Some(item) = type_after(rows, "pages") {
            let body = format!("fn needs<T: oaspen_client::PagedCall<Item = {item}>>() {{}} needs::<{path}>();");
            self.add("", "()", &body);
        }
        if type_after(rows, "events").is_some() {
            self.add(&format!("own: {path}"), "()", "let _ = own.events();");
        }
        if type_after(rows, "json_lines").is_some() {
            self.add(&format!("own: {path}"), "()", "let _ = own.json_lines();");
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string()
}

/// What the program passes for an argument: `String` for `impl Into<String>`, a list for an iterator.
fn passed(ty: &Type) -> String {
    let Type::ImplTrait(bounds) = ty else {
        return text(ty);
    };
    let Some(TypeParamBound::Trait(bound)) = bounds.bounds.first() else {
        return text(ty);
    };
    let argument = bound.path.segments.last().and_then(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.first(),
        _ => None,
    });
    match argument {
        Some(GenericArgument::Type(into)) => text(into),
        Some(GenericArgument::AssocType(item)) => format!("Vec<{}>", passed(&item.ty)),
        _ => text(ty),
    }
}

/// The rows of a table, which commas separate.
fn rows(tokens: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut rows = vec![Vec::new()];
    for token in tokens {
        match &token {
            TokenTree::Punct(comma) if comma.as_char() == ',' => rows.push(Vec::new()),
            _ => {
                if let Some(row) = rows.last_mut() {
                    row.push(token);
                }
            }
        }
    }
    rows
}

/// The last word of a row and the type in its parentheses.
fn setter(row: &[TokenTree]) -> Option<(String, String)> {
    let [.., TokenTree::Ident(name), TokenTree::Group(argument)] = row else {
        return None;
    };
    let mut tokens: Vec<TokenTree> = argument.stream().into_iter().collect();
    if matches!(tokens.first(), Some(TokenTree::Ident(word)) if word == "into") {
        tokens.remove(0);
    }
    let ty = tokens
        .into_iter()
        .take_while(|token| !matches!(token, TokenTree::Punct(sign) if sign.as_char() == '='));
    Some((name.to_string(), ty.collect::<TokenStream>().to_string()))
}

fn after(row: &[TokenTree], word: &str) -> Option<String> {
    let at = row
        .iter()
        .position(|token| matches!(token, TokenTree::Ident(ident) if ident == word))?;
    match row.get(at + 1) {
        Some(TokenTree::Group(group)) => Some(group.stream().to_string()),
        _ => None,
    }
}

/// The type after a word, up to a colon, a comma or braces.
fn type_after(rows: &[TokenTree], word: &str) -> Option<String> {
    let at = rows
        .iter()
        .position(|token| matches!(token, TokenTree::Ident(ident) if ident == word))?;
    let mut ty = TokenStream::new();
    let mut was_joint = false;
    for token in rows.iter().skip(at + 1) {
        let is_end = match token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(sign) if sign.as_char() == ':' => {
                let is_path = was_joint || sign.spacing() == Spacing::Joint;
                was_joint = !was_joint && is_path;
                !is_path
            }
            TokenTree::Punct(sign) => sign.as_char() == ',',
            _ => false,
        };
        if is_end {
            break;
        }
        ty.extend([token.clone()]);
    }
    Some(ty.to_string())
}
