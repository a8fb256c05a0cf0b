//! The methods of a generated client, their arguments, and the part of the request that each argument sets. They are
//! read from the generated code.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, FnArg, GenericArgument, ImplItem, Item, Pat, PathArguments, ReturnType, Type, TypeParamBound};

use crate::folders;

/// A method that creates a call.
#[derive(Clone)]
pub(crate) struct Method {
    /// The path to it from the client: `users().get_user`.
    pub path: String,
    pub required: Vec<Argument>,
    /// Setters. The name of the argument is the name of the setter.
    pub optional: Vec<Argument>,
    /// The imports that its types need.
    pub uses: Vec<String>,
}

/// One argument.
#[derive(Clone)]
pub(crate) struct Argument {
    pub name: String,
    /// The key of its value: `query:limit`, `body`.
    pub value_key: String,
    /// The method of the runtime that encodes it, such as `json` or `query_styled`.
    pub step: String,
    pub pass: Pass,
}

/// The type of an argument.
#[derive(Clone)]
pub(crate) enum Pass {
    /// A value of this type.
    Value(String),
    /// A value that converts into this type, or an iterator over its items.
    As(String),
}

/// HTTP method and path.
pub(crate) type Route = (String, String);

/// Every method by HTTP method and path. In the path, every parameter is `{}`.
pub(crate) type Methods = BTreeMap<Route, Method>;

/// The path without the names of its parameters.
pub(crate) fn shape(path: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => inside = true,
            '}' => {
                inside = false;
                out.push_str("{}");
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

/// Reads the client in a folder.
pub(crate) fn read(client: &Path) -> Result<Methods, String> {
    let mut methods = Methods::new();
    for (route, mut method) in read_all(client)? {
        // Methods and setters for other media types of the body follow the one for the preferred media type.
        let mut keys = BTreeSet::new();
        method
            .optional
            .retain(|argument| keys.insert(argument.value_key.clone()));
        methods.entry(route).or_insert(method);
    }
    Ok(methods)
}

/// Every method with its route: an operation with several request bodies has several methods.
pub(crate) fn read_all(client: &Path) -> Result<Vec<(Route, Method)>, String> {
    let accessors = accessors(&parse(&client.join("mod.rs"))?);
    let mut methods = Vec::new();
    for file in sources(&client.join("api"))? {
        let code = parse(&file)?;
        read_file(&code, &accessors, &mut methods);
    }
    Ok(methods)
}

fn parse(path: &Path) -> Result<syn::File, String> {
    syn::parse_file(&folders::read(path)?).map_err(|error| format!("{}: {error}", path.display()))
}

/// The Rust files in a folder and in the folders below it: the operations of a large tag are in several files.
pub(crate) fn sources(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            files.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// The methods of the client by the handle that they return.
fn accessors(code: &syn::File) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for (_, function) in functions(code).filter(|(owner, _)| owner == "Client") {
        if let Some(returned) = returned(function)
            && let Some(handle) = returned.strip_prefix("api::")
        {
            found.insert(last(handle).to_owned(), function.sig.ident.to_string());
        }
    }
    found
}

fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The functions of all inherent `impl` blocks, with their type.
fn functions(code: &syn::File) -> impl Iterator<Item = (String, &syn::ImplItemFn)> {
    code.items
        .iter()
        .filter_map(|item| match item {
            Item::Impl(block) if block.trait_.is_none() => Some(block),
            _ => None,
        })
        .flat_map(|block| {
            let owner = text(&block.self_ty);
            block.items.iter().filter_map(move |item| match item {
                ImplItem::Fn(function) => Some((owner.clone(), function)),
                _ => None,
            })
        })
}

fn returned(function: &syn::ImplItemFn) -> Option<String> {
    match &function.sig.output {
        ReturnType::Type(_, ty) => Some(text(ty)),
        ReturnType::Default => None,
    }
}

/// Prints tokens as Rust code without spaces between them.
fn text(tokens: &impl ToTokens) -> String {
    tokens
        .to_token_stream()
        .to_string()
        .replace(' ', "")
        .replace("dyn", "dyn ")
}

/// Whether an import is that of the handle, in a file with a group of operations.
fn names_handle(line: &str) -> bool {
    line.strip_prefix("use super :: ")
        .is_some_and(|rest| !rest.starts_with("super"))
}

fn read_file(code: &syn::File, accessors: &BTreeMap<String, String>, methods: &mut Vec<(Route, Method)>) {
    let uses: Vec<String> = code
        .items
        .iter()
        .filter(|item| matches!(item, Item::Use(_)))
        .map(|item| item.to_token_stream().to_string())
        .filter(|line| !names_handle(line))
        .collect();
    let routes = routes(code);
    for (owner, function) in functions(code) {
        let Some(accessor) = accessors.get(&owner) else {
            continue;
        };
        let Some(call) = returned(function) else { continue };
        let Some(route) = routes.get(&call) else { continue };
        let optional = functions(code)
            .filter(|(owner, _)| *owner == call)
            .flat_map(|(_, setter)| {
                arguments(setter).into_iter().map(|argument| Argument {
                    name: setter.sig.ident.to_string(),
                    ..argument
                })
            })
            .collect();
        let method = Method {
            path: format!("{accessor}().{}", function.sig.ident),
            required: arguments(function),
            optional,
            uses: uses.clone(),
        };
        methods.push((route.clone(), method));
    }
}

/// HTTP method and path of each call, from its table.
fn routes(code: &syn::File) -> BTreeMap<String, (String, String)> {
    let mut routes = BTreeMap::new();
    for tokens in tables(code, "operation") {
        let mut tokens = tokens.into_iter();
        let Some(TokenTree::Ident(call)) = tokens.next() else {
            continue;
        };
        let Some(TokenTree::Group(rows)) = tokens.last() else {
            continue;
        };
        let rows: Vec<TokenTree> = rows.stream().into_iter().collect();
        let route = rows.windows(3).find_map(|row| match row {
            [TokenTree::Ident(method), TokenTree::Punct(_), TokenTree::Literal(path)] => {
                let method = method.to_string();
                let is_method = method.chars().all(|c| c.is_ascii_uppercase());
                is_method.then(|| (method.to_lowercase(), shape(&unquoted(&path.to_string()))))
            }
            _ => None,
        });
        if let Some(route) = route {
            routes.insert(call.to_string(), route);
        }
    }
    routes
}

/// The tokens of all invocations of a macro.
fn tables<'a>(code: &'a syn::File, name: &'a str) -> impl Iterator<Item = TokenStream> + 'a {
    code.items.iter().filter_map(move |item| match item {
        Item::Macro(table) if table.mac.path.segments.last().is_some_and(|last| last.ident == name) => {
            Some(table.mac.tokens.clone())
        }
        _ => None,
    })
}

fn unquoted(literal: &str) -> String {
    syn::parse_str::<syn::LitStr>(literal).map_or_else(|_| literal.to_owned(), |literal| literal.value())
}

/// The arguments of a method or setter, with the part of the request that each sets.
fn arguments(function: &syn::ImplItemFn) -> Vec<Argument> {
    let steps = function.block.stmts.last().map(steps).unwrap_or_default();
    function
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(input) => Some(input),
            FnArg::Receiver(_) => None,
        })
        .filter_map(|input| {
            let Pat::Ident(name) = &*input.pat else { return None };
            let name = name.ident.to_string();
            let step = steps.iter().find(|step| step.mentions.contains(&name))?;
            Some(Argument {
                value_key: step.value_key(),
                step: step.method.clone(),
                pass: pass(&input.ty),
                name,
            })
        })
        .collect()
}

struct Step {
    method: String,
    wire: Option<String>,
    mentions: Vec<String>,
}

impl Step {
    fn value_key(&self) -> String {
        let location = match self.method.as_str() {
            method if method.starts_with("path") => "path",
            method if method.starts_with("query") => "query",
            method if method.starts_with("header_param") => "header",
            "cookie" => "cookie",
            _ => return "body".to_owned(),
        };
        format!("{location}:{}", self.wire.as_deref().unwrap_or_default())
    }
}

/// The steps of `Call(Call::new(..).path("id", id.into()).json(&body))`, from the last to the first.
fn steps(statement: &syn::Stmt) -> Vec<Step> {
    let syn::Stmt::Expr(Expr::Call(wrapped), _) = statement else {
        return Vec::new();
    };
    let mut steps = Vec::new();
    let mut at = wrapped.args.first();
    while let Some(Expr::MethodCall(call)) = at {
        let wire = match call.args.first() {
            Some(Expr::Lit(literal)) => Some(unquoted(&literal.to_token_stream().to_string())),
            _ => None,
        };
        let mut mentions = Vec::new();
        for value in &call.args {
            identifiers(value.to_token_stream(), &mut mentions);
        }
        steps.push(Step {
            method: call.method.to_string(),
            wire,
            mentions,
        });
        at = Some(&*call.receiver);
    }
    steps
}

fn identifiers(tokens: TokenStream, found: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => found.push(ident.to_string()),
            TokenTree::Group(group) => identifiers(group.stream(), found),
            _ => {}
        }
    }
}

fn pass(ty: &Type) -> Pass {
    let Type::ImplTrait(bounds) = ty else {
        return Pass::Value(text(ty));
    };
    let Some(TypeParamBound::Trait(bound)) = bounds.bounds.first() else {
        return Pass::Value(text(ty));
    };
    let argument = bound.path.segments.last().and_then(|segment| match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => arguments.args.first(),
        _ => None,
    });
    match argument {
        Some(GenericArgument::Type(into)) => Pass::As(text(into)),
        Some(GenericArgument::AssocType(item)) => {
            let (Pass::Value(item) | Pass::As(item)) = pass(&item.ty);
            Pass::As(format!("Vec<{item}>"))
        }
        _ => Pass::Value(text(ty)),
    }
}

/// A member of a multipart body: the field, the name of its part, and its type.
pub(crate) struct Part {
    pub field: String,
    pub wire: String,
    pub ty: String,
}

/// The members of a multipart body, by the name of its type.
pub(crate) fn parts(client: &Path, name: &str) -> Result<Vec<Part>, String> {
    for file in sources(&client.join("models"))? {
        let code = parse(&file)?;
        let declared = code.items.iter().find_map(|item| match item {
            Item::Struct(item) if item.ident == name => Some(item),
            _ => None,
        });
        let Some(declared) = declared else { continue };
        let wires = wires(&code, name);
        return Ok(declared
            .fields
            .iter()
            .filter_map(|field| {
                let ident = field.ident.as_ref()?.to_string();
                Some(Part {
                    wire: wires.get(&ident)?.clone(),
                    ty: text(&field.ty),
                    field: ident,
                })
            })
            .collect());
    }
    Err(format!("no model {name}"))
}

/// The names of the parts by field: `title: "title" required text => ..`.
fn wires(code: &syn::File, name: &str) -> BTreeMap<String, String> {
    let mut wires = BTreeMap::new();
    for tokens in tables(code, "multipart") {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for pair in tokens.windows(2) {
            let [TokenTree::Ident(head), TokenTree::Group(rows)] = pair else {
                continue;
            };
            if head != name {
                continue;
            }
            let rows: Vec<TokenTree> = rows.stream().into_iter().collect();
            for row in rows.windows(3) {
                if let [
                    TokenTree::Ident(field),
                    TokenTree::Punct(colon),
                    TokenTree::Literal(wire),
                ] = row
                    && colon.as_char() == ':'
                {
                    wires.insert(field.to_string(), unquoted(&wire.to_string()));
                }
            }
        }
    }
    wires
}

#[cfg(test)]
mod tests {
    use super::{Methods, Pass, accessors, read_file};

    #[test]
    fn methods_are_read_from_generated_code() {
        let root = syn::parse_str(
            "impl Client { pub fn users(&self) -> api::users::Users { api::users::Users(self.inner.clone()) } }",
        )
        .unwrap();
        let code = syn::parse_str(
            r#"use super::super::models;
            impl Users { pub fn get(&self, user_id: impl Into<String>, body: models::B) -> Get {
                Get(Call::new(&self.0, &GET).path("user-id", user_id.into()).json(&body))
            } }
            impl Get { pub fn limit(self, limit: impl IntoIterator<Item = impl Into<String>>) -> Self {
                Self(self.0.query_styled("Limit", QueryStyle::Form { explode: false }, list(limit)))
            } }
            oaspen_client::operation! { Get as GET { id: "Get", POST: "/users/{user-id}", security: [] } }"#,
        )
        .unwrap();
        let mut methods = Vec::new();
        read_file(&code, &accessors(&root), &mut methods);
        let methods: Methods = methods.into_iter().collect();
        let method = &methods[&("post".to_owned(), "/users/{}".to_owned())];
        assert_eq!(method.path, "users().get");
        let keys: Vec<&str> = method
            .required
            .iter()
            .map(|argument| argument.value_key.as_str())
            .collect();
        assert_eq!(keys, ["path:user-id", "body"]);
        assert_eq!(method.optional[0].value_key, "query:Limit");
        assert!(matches!(&method.optional[0].pass, Pass::As(ty) if ty == "Vec<String>"));
        assert!(matches!(&method.required[1].pass, Pass::Value(ty) if ty == "models::B"));
    }
}
