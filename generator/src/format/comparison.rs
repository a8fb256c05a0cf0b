//! Tests: declarations as they are printed here are compared with those of `prettyplease`, byte by byte.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::declaration::{print, print_line, usual};
use super::line::INDENT;
use super::rows;
use crate::emit::{Declaration, Rest};

/// What surrounds a declaration, its head and its body.
type Form = [&'static str; 3];

/// What the emitter writes. `NAME` is a name of any length; `TYPE`, `ARGUMENT` and `VALUE` are any of those below.
const FORMS: [Form; 25] = [
    ["", "pub type NAME = TYPE;", ""],
    ["", "pub struct NAME(TYPE);", ""],
    ["", "pub struct NAME(Call, TYPE);", ""],
    ["pub struct NAME", "a: TYPE,", ""],
    ["pub struct A", "pub NAME: TYPE,", ""],
    ["pub enum NAME", "A,", ""],
    ["pub enum A", "NAME,", ""],
    ["pub enum A", "B(TYPE),", ""],
    ["pub enum A", "NAME(a::NAME, TYPE),", ""],
    ["impl A", "pub const A: A<TYPE> = A::new(\"a\");", ""],
    ["impl A", "pub const NAME: A<i64> = A::list(\"NAME\");", ""],
    ["impl A", "pub const NAME: A<TYPE> = A::json(VALUE);", ""],
    [
        "impl NAME",
        "pub fn a(&self,) -> A",
        "A(Call::new(&self.client, &NAME))",
    ],
    ["impl Default for NAME", "fn default() -> Self", "Self::new()"],
    [
        "impl super::super::NAME",
        "pub fn a(&self) -> b::A",
        "b::A::new(self.inner.clone())",
    ],
    ["impl A", "pub(crate) fn new(NAME: TYPE) -> Self", "Self { NAME }"],
    [
        "impl A",
        "pub fn NAME(&self) -> api::NAME::B",
        "api::NAME::B::new(self.inner.clone())",
    ],
    ["impl A", "pub fn a(NAME: ARGUMENT) -> Self", "Self { NAME: VALUE }"],
    [
        "impl A",
        "pub fn a(b: TYPE, NAME: ARGUMENT, c: i64,) -> Self",
        "Self { b, NAME: VALUE, c: None, }",
    ],
    [
        "impl A",
        "pub fn NAME(self, NAME: ARGUMENT) -> Self",
        "Self(self.0.query(\"NAME\", VALUE))",
    ],
    [
        "impl A",
        "pub fn a(self, b: TYPE) -> Self",
        "Self(self.0.query_styled(\"a\", VALUE, b))",
    ],
    [
        "impl A",
        "pub fn a(&self, b: TYPE) -> NAME",
        "NAME(Call::new(&self.client, &NAME).path(\"a\", VALUE))",
    ],
    [
        "impl A",
        "pub fn a(&self, b: &str, NAME: ARGUMENT) -> Map<String, TYPE>",
        "A(Call::new(&self.client, &A).path(\"a\", VALUE).query(\"b\", NAME).json_as(\"application/NAME\", &NAME))",
    ],
    [
        "impl A",
        "pub fn builder() -> Builder<NAME>",
        "Builder::new(&API).times_without_offset(VALUE)",
    ],
    ["impl A", "pub fn a() -> TYPE", "a::NAME(VALUE)"],
];

/// What it could write.
const OTHER_FORMS: [Form; 5] = [
    ["impl<'a> NAME<'a>", "pub fn a(&'a self) -> TYPE", "NAME"],
    ["impl<T: NAME> A<T>", "pub fn a<B>(self, a: TYPE) -> B", "a(VALUE)"],
    [
        "impl<T> A<T> where T: NAME",
        "pub fn a(a: TYPE) -> B where B: Into<NAME>",
        "B::new(VALUE)",
    ],
    [
        "impl A",
        "pub fn a<B: NAME, C>(self, a: TYPE, b: B, c: C) -> NAME",
        "a(b)(VALUE)",
    ],
    ["", "pub struct NAME<T>(TYPE) where T: Copy;", ""],
];

const TYPES: [&str; 24] = [
    "NAME",
    "()",
    "a::NAME",
    "::a::NAME",
    "super::super::NAME",
    "r#NAME",
    "Vec<NAME>",
    "Option<Vec<a::NAME>>",
    "BTreeMap<String, NAME>",
    "BTreeMap<String, Vec<BTreeMap<String, Option<NAME>>>>",
    "Vec<NAME,>",
    "Vec::<NAME>",
    "A<'static, NAME>",
    "A<'x', true, 2, NAME>",
    "A<(NAME,)>",
    "A<(NAME, B)>",
    "A<(NAME, B,)>",
    "A<&'static (NAME, B)>",
    "A<&'static mut NAME>",
    "A<&[NAME]>",
    "Box<[NAME; 4]>",
    "Vec<>",
    "<Vec<NAME> as a::B>::C",
    "<NAME as a::B<C>>::D",
];

const ARGUMENTS: [&str; 6] = [
    "NAME",
    "impl Into<NAME>",
    "impl Into<models::NAME>",
    "impl IntoIterator<Item = impl Into<NAME>>",
    "impl IntoIterator<Item = BTreeMap<String, NAME>>",
    "&str",
];

const VALUES: [&str; 24] = [
    "NAME",
    "NAME.into()",
    "\"NAME\"",
    "\"NAME\".to_owned()",
    "a::NAME",
    "a::NAME::B",
    "Some(a::NAME)",
    "Some(\"NAME\".into())",
    "Patch::Value(a::NAME)",
    "BTreeMap::new()",
    "list(NAME)",
    "list::<_, NAME>(a)",
    "list::<_, BTreeMap<String, NAME>>(a)",
    "list::<_, (NAME,)>(a)",
    "&NAME",
    "AsJson(&NAME)",
    "AsJson(&NAME.into())",
    "NAME { explode: true }",
    "a::NAME { explode: true, }",
    "&[(\"NAME\", A::Json)]",
    "&[(\"a\", A::Json), (\"NAME\", A::Form { explode: false })]",
    "&[\"NAME\", \"NAME\"]",
    "(NAME,)",
    "(NAME, b)",
];

fn tokens(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn braces(tokens: TokenStream) -> TokenStream {
    TokenTree::from(Group::new(Delimiter::Brace, tokens)).into()
}

/// The declaration of a form, inside of what surrounds it.
fn declaration([above, head, body]: [&str; 3]) -> Declaration {
    let declaration = match body {
        "" => Declaration::line(Vec::new(), tokens(head)),
        body => Declaration::function(Vec::new(), tokens(head), tokens(body)),
    };
    match above {
        "" => declaration,
        above => Declaration::block(Vec::new(), tokens(above), vec![declaration]),
    }
}

/// A declaration as tokens, with its docs as attributes.
fn whole(declaration: &Declaration) -> TokenStream {
    let docs = declaration.docs.iter().map(|line| {
        let line = if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        };
        tokens(&format!("#[doc = {}]", Literal::string(&line)))
    });
    let attributes = declaration.attributes.iter().map(|line| tokens(line));
    let rest = match &declaration.rest {
        Rest::Nothing => TokenStream::new(),
        Rest::Members(list) => braces(list.iter().map(whole).collect()),
        Rest::Body(body) => braces(body.clone()),
    };
    docs.chain(attributes).chain([declaration.head.clone(), rest]).collect()
}

/// What `prettyplease` prints.
fn expected(tokens: TokenStream) -> String {
    let file = syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("{error}: {tokens}"));
    without_empty_lines(&prettyplease::unparse(&file))
}

/// Empty lines are not compared: `prettyplease` prints none between functions.
fn without_empty_lines(text: &str) -> String {
    text.split_inclusive('\n').filter(|line| *line != "\n").collect()
}

fn printed(declaration: &Declaration) -> String {
    without_empty_lines(&print(declaration, &[]).expect("valid"))
}

/// A form with each of its types, arguments and values, and names of one letter.
fn variants(form: Form) -> Vec<[String; 3]> {
    let [types, arguments, values] = [("TYPE", &TYPES[..]), ("ARGUMENT", &ARGUMENTS), ("VALUE", &VALUES)];
    let first = form.map(str::to_owned);
    let lists = [types, arguments, values].map(|(word, list)| {
        let is_used = form.iter().any(|part| part.contains(word));
        (word, if is_used { list } else { &[] })
    });
    let mut found: Vec<[String; 3]> = Vec::new();
    for (word, list) in lists {
        for part in list {
            found.push(
                first
                    .clone()
                    .map(|text| filled(&text.replace(word, part), TYPES[0], ARGUMENTS[0], VALUES[0])),
            );
        }
    }
    if found.is_empty() {
        found.push(first);
    }
    found
}

fn filled(text: &str, ty: &str, argument: &str, value: &str) -> String {
    let text = text.replace("TYPE", ty).replace("ARGUMENT", argument);
    text.replace("VALUE", value)
}

#[test]
fn every_form_is_printed_as_by_the_printer() {
    // Each combination has every sixth length of its name, the next one those after them.
    const STEP: usize = 6;
    let forms = FORMS.into_iter().chain(OTHER_FORMS);
    for (index, variant) in forms.flat_map(variants).enumerate() {
        for length in (1 + index % STEP..100).step_by(STEP) {
            let name = "n".repeat(length);
            let [above, head, body] = variant.clone().map(|text| text.replace("NAME", &name));
            let declaration = declaration([&above, &head, &body]);
            assert_eq!(printed(&declaration), expected(whole(&declaration)));
        }
    }
}

#[test]
fn forms_of_the_emitter_are_printed_without_a_parser() {
    for form in FORMS {
        let [_, head, body] = form.map(|text| filled(text, TYPES[2], ARGUMENTS[1], VALUES[0]).replace("NAME", "name"));
        let declaration = declaration(["", &head, &body]);
        assert!(usual(&declaration, INDENT).is_some(), "{form:?}");
    }
}

/// Rows of tables have their own printer: nothing in a type is lost or joined.
#[test]
fn types_in_rows_keep_every_token() {
    for ty in TYPES.into_iter().chain(ARGUMENTS) {
        let ty = tokens(&ty.replace("NAME", "name"));
        let row = tokens(&rows::print(&ty));
        assert_eq!(row.to_string(), ty.to_string());
    }
}

/// A name of any length, in any script.
fn name() -> impl Strategy<Value = String> {
    let letters = select(vec!["n", "n", "n", "\u{fc}", "\u{436}", "\u{540d}"]);
    let names = (letters, 1_usize..60).prop_map(|(letter, length)| letter.repeat(length));
    prop_oneof![9 => names, 1 => Just("r#type".to_owned())]
}

/// A type, an argument or a value whose names are names or others of its kind.
fn nested(list: &'static [&'static str], is_valid: fn(&str) -> bool) -> impl Strategy<Value = String> {
    let within = name().prop_recursive(3, 8, 1, move |inner| {
        let nested = (select(list), inner).prop_map(|(outer, inner)| outer.replace("NAME", &inner));
        nested.prop_filter("valid", move |text| is_valid(text))
    });
    (select(list), within)
        .prop_map(|(outer, inner)| outer.replace("NAME", &inner))
        .prop_filter("valid", move |text| is_valid(text))
}

fn is_type(text: &str) -> bool {
    syn::parse_str::<syn::Type>(text).is_ok()
}

fn is_value(text: &str) -> bool {
    syn::parse_str::<syn::Expr>(text).is_ok()
}

/// Docs and attributes of a declaration.
fn described() -> impl Strategy<Value = (Vec<String>, Vec<&'static str>)> {
    let docs = select(vec![
        "",
        "Text.",
        "  ```",
        "/ text  ",
        "*text*",
        "\"quoted\" \\ \u{436}",
        "#[a]",
        "text*/",
    ]);
    let attributes = select(vec![
        "#[deprecated]",
        "#[non_exhaustive]",
        "#[derive(Clone, Debug, PartialEq)]",
        "#[must_use = \"a call does nothing until it is awaited\"]",
        "#[expect(clippy::too_many_arguments, reason = \"the operation requires them all\")]",
    ]);
    (vec(docs.prop_map(str::to_owned), 0..3), vec(attributes, 0..2))
}

/// A declaration of one of the forms with docs and attributes, and what surrounds it.
fn member(forms: Vec<Form>) -> impl Strategy<Value = (String, Declaration)> {
    let parts = (
        name(),
        nested(&TYPES, is_type),
        nested(&ARGUMENTS, is_type),
        nested(&VALUES, is_value),
    );
    (select(forms), parts, described()).prop_map(|(form, (name, ty, argument, value), (docs, attributes))| {
        let [above, head, body] = form.map(|text| filled(&text.replace("NAME", &name), &ty, &argument, &value));
        let mut declaration = declaration(["", &head, &body]).with(attributes);
        declaration.docs = docs;
        (above, declaration)
    })
}

/// A declaration with its members.
fn any_declaration() -> impl Strategy<Value = Declaration> {
    let kinds = select(vec!["", "pub struct", "pub enum", "impl"]);
    let members = kinds.prop_flat_map(|kind| {
        let is_inside = |form: &Form| form[0].is_empty() == kind.is_empty() && form[0].starts_with(kind);
        let forms = FORMS.into_iter().chain(OTHER_FORMS);
        vec(member(forms.filter(is_inside).collect()), 1..4)
    });
    (members, described()).prop_map(|(mut members, (docs, attributes))| {
        let (above, first) = members.remove(0);
        if above.is_empty() {
            return first;
        }
        let rest = members.into_iter().map(|(_, member)| member);
        let members = std::iter::once(first).chain(rest).collect();
        Declaration::block(docs, tokens(&above), members).with(attributes)
    })
}

/// An import of one or several names.
fn any_import() -> impl Strategy<Value = String> {
    let path = select(vec!["super", "super::super", "self::a", "oaspen_client", "::a"]);
    (path, vec(name(), 1..9)).prop_map(|(path, names)| match names.as_slice() {
        [one] => format!("use {path}::{one};"),
        many => format!("pub use {path}::{{{}}};", many.join(", ")),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn declarations_are_printed_as_by_the_printer(declaration in any_declaration()) {
        prop_assert_eq!(printed(&declaration), expected(whole(&declaration)));
    }

    #[test]
    fn imports_are_printed_as_by_the_printer(import in any_import()) {
        prop_assert_eq!(print_line(&tokens(&import)).expect("valid"), expected(tokens(&import)));
    }
}
