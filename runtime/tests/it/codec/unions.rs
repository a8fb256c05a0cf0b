//! Which branch of a union takes a value.

use std::cell::Cell;
use std::collections::BTreeMap;

use oaspen_client::{Json, json};

/// Structs whose members are optional and of any type.
macro_rules! structs {
    ($($name:ident { $($field:ident: $key:literal),* $(,)? })*) => {$(
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $name { $($field: Option<Json>),* }
        oaspen_client::object! { $name { $($field: $key optional),* } }
    )*};
}

/// Unions, each with its `Unknown`.
macro_rules! unions {
    ($($name:ident $($mixed:ident)? { $($variant:ident($type:ty): $([$($guard:tt)*])?),* $(,)? })*) => {$(
        #[derive(Clone, Debug, PartialEq)]
        enum $name { $($variant($type),)* Unknown(Json) }
        oaspen_client::union! { $name $($mixed)? else Unknown { $($variant: $($($guard)*)?),* } }
    )*};
}

structs! {
    Small { kind: "kind", a: "a" }
    Large { kind: "kind", b: "b" }
    Other { kind: "kind", a: "a", b: "b" }
}

unions! {
    Numbered {
        Small(Small): [tag "kind" in [1, -2, 18446744073709551615]],
        Large(Large): [tag "kind" in ["2", 0.5, true]],
        Other(Other): [tag "kind" in [null, false]],
    }
    Detailed {
        Small(Small): [object { "kind" in [1], "a" in ["x"], has ["a", "kind"] }],
        Large(Large): [object { "kind" in [1], has ["b"] }],
        Other(Other): [object { "kind" in [1], "b" in [2] }],
    }
    // A tag and members that the value does not have, without members that it has.
    Lacking {
        Small(Small): [object { "kind" in [1], lacks ["b"] }],
        Large(Large): [object { "kind" in [1], has ["b"], lacks ["a"] }],
        Other(Other): [object { lacks ["kind"], }],
    }
}

/// The name of the variant, from the debug form.
fn variant<T: oaspen_client::Decode + std::fmt::Debug>(text: &str) -> String {
    let value = format!("{:?}", json::from_str::<T>(text).unwrap());
    value.split('(').next().unwrap().to_owned()
}

#[test]
fn a_tag_beside_members_that_are_absent() {
    assert_eq!(variant::<Lacking>(r#"{"kind":1,"a":2}"#), "Small");
    assert_eq!(variant::<Lacking>(r#"{"kind":1,"b":2}"#), "Large");
    assert_eq!(variant::<Lacking>(r#"{"a":1,"b":2}"#), "Other");
}

#[test]
fn constants_of_every_kind() {
    for (value, expected) in [
        ("1", "Small"),
        ("1.0", "Small"),
        ("10e-1", "Small"),
        ("\"1\"", "Small"),
        ("-2", "Small"),
        ("18446744073709551615", "Small"),
        ("18446744073709551614", "Unknown"),
        ("2", "Large"),
        ("\"\\u0032\"", "Large"),
        ("5e-1", "Large"),
        ("true", "Large"),
        ("\"true\"", "Large"),
        ("null", "Other"),
        ("\"null\"", "Unknown"),
        ("false", "Other"),
        ("[1]", "Unknown"),
        ("{\"kind\":1}", "Unknown"),
    ] {
        assert_eq!(
            variant::<Numbered>(&format!(r#"{{"kind":{value}}}"#)),
            expected,
            "{value}"
        );
    }
}

#[test]
fn every_condition_counts() {
    assert_eq!(variant::<Detailed>(r#"{"kind":1,"a":"x"}"#), "Small");
    assert_eq!(variant::<Detailed>(r#"{"kind":1,"b":1}"#), "Large");
    assert_eq!(variant::<Detailed>(r#"{"kind":1,"a":"y"}"#), "Other");
    assert_eq!(variant::<Detailed>(r#"{"kind":2,"a":"x","b":1}"#), "Unknown");
}

/// Open enums, and lists and maps of unions.
macro_rules! texts {
    ($($name:ident { $($variant:ident: $value:literal),* })*) => {$(
        #[derive(Clone, Debug, PartialEq, Eq)]
        enum $name { $($variant,)* Unknown(String) }
        oaspen_client::string_enum! { $name else Unknown { $($variant: $value),* } }
    )*};
}

texts! {
    Color { Red: "red", Blue: "blue" }
    Size { Big: "big", Vast: "vast" }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    Zero,
    One,
    Unknown(i64),
}
oaspen_client::integer_enum! { Level else Unknown { Zero: 0, One: 1 } }

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Null,
    Yes,
    Half,
    One,
    Most,
    Text,
    Unknown(Json),
}
oaspen_client::value_enum! {
    Value else Unknown {
        Null: null, Yes: true, Half: 0.5, One: 1, Most: unsigned(18446744073709551615), Text: "a",
    }
}

#[test]
fn a_known_value_is_known_in_every_spelling() {
    let one = |text: &str| json::from_str::<Vec<Level>>(text).unwrap();
    assert_eq!(
        one("[1, 1.0, 1e0, 10e-1, 0, -0, -0.0, 0e5]"),
        [[Level::One; 4], [Level::Zero; 4]].concat()
    );
    assert_eq!(json::from_str::<Color>(r#""\u0072e\u0064""#).unwrap(), Color::Red);
    let error = json::from_str::<Level>("18446744073709551615").unwrap_err();
    assert_eq!(error.message(), "number out of range for a 64-bit integer");
    for (text, value) in [
        ("null", Value::Null),
        ("true", Value::Yes),
        ("0.5", Value::Half),
        ("5e-1", Value::Half),
        ("1", Value::One),
        ("1.0", Value::One),
        ("1e0", Value::One),
        ("18446744073709551615", Value::Most),
        (r#""\u0061""#, Value::Text),
    ] {
        assert_eq!(json::from_str::<Value>(text).unwrap(), value, "{text}");
    }
}

unions! {
    ColorOrText { Color(Color): [any], Text(String): [kind string] }
    ColorOrSize { Color(Color): [any], Size(Size): [any] }
    LevelOrInteger { Level(Level): [any], Integer(i64): [kind integer], Number(f64): [kind number] }
    ColorOrLevel { Color(Color): [kind string], Level(Level): [kind integer] }
    Nested { Inner(ColorOrSize): [any], Level(Level): [any] }
    ValueOrObject { Value(Value): [any], Small(Small): [kind object] }
}

#[test]
fn an_open_enum_in_a_union_takes_its_known_values() {
    assert_eq!(variant::<ColorOrText>(r#""red""#), "Color");
    assert_eq!(variant::<ColorOrText>(r#""green""#), "Text");
    assert_eq!(variant::<ColorOrSize>(r#" "vast""#), "Size");
    assert_eq!(variant::<ColorOrSize>(r#""small""#), "Unknown");
    assert_eq!(variant::<LevelOrInteger>("1.0"), "Level");
    assert_eq!(
        json::from_str::<LevelOrInteger>("9007199254740993").unwrap(),
        LevelOrInteger::Integer(9_007_199_254_740_993)
    );
    assert_eq!(variant::<LevelOrInteger>("1.5"), "Number");
    assert_eq!(variant::<LevelOrInteger>("1e300"), "Number");
    assert_eq!(variant::<ColorOrLevel>("7"), "Unknown");
    assert_eq!(variant::<ColorOrLevel>("18446744073709551615"), "Unknown");
    assert_eq!(variant::<ColorOrLevel>(r#""green""#), "Unknown");
    assert_eq!(
        json::from_str::<Nested>(r#""big""#).unwrap(),
        Nested::Inner(ColorOrSize::Size(Size::Big))
    );
    assert_eq!(variant::<Nested>("1"), "Level");
    assert_eq!(variant::<Nested>(r#""small""#), "Unknown");
    assert_eq!(variant::<Nested>("2"), "Unknown");
    assert_eq!(variant::<ValueOrObject>("0.50"), "Value");
    assert_eq!(variant::<ValueOrObject>("0.25"), "Unknown");
    assert_eq!(variant::<ValueOrObject>("{}"), "Small");
}

structs! {
    App { id: "id", object: "object" }
    DeletedApp { id: "id", object: "object", deleted: "deleted" }
}

unions! {
    AppOrDeleted {
        DeletedApp(DeletedApp): [object { "object" in ["app"], "deleted" in [true], has ["id", "deleted"] }],
        App(App): [object { "object" in ["app"], has ["id"] }],
    }
    DeletedLast {
        App(App): [tag "object" in ["app"]],
        DeletedApp(DeletedApp): [object { "object" in ["app"], "deleted" in [true] }],
    }
}

#[test]
fn a_branch_with_one_constant_more() {
    let both = |text: &str| (variant::<AppOrDeleted>(text), variant::<DeletedLast>(text));
    let same = |name: &str| (name.to_owned(), name.to_owned());
    assert_eq!(both(r#"{"id":"1","object":"app","deleted":true}"#), same("DeletedApp"));
    assert_eq!(both(r#"{"id":"1","object":"app"}"#), same("App"));
    assert_eq!(both(r#"{"id":"1","object":"app","deleted":false}"#), same("App"));
    assert_eq!(both(r#"{"id":"1","object":"org","deleted":true}"#), same("Unknown"));
    // A member that is new is no reason to leave the branch.
    assert_eq!(
        both(r#"{"id":"1","object":"app","deleted":true,"at":[1,2,3]}"#),
        same("DeletedApp")
    );
    // Without the tags, the members decide.
    assert_eq!(variant::<DeletedLast>(r#"{"id":"1","deleted":null}"#), "App");
    assert_eq!(variant::<DeletedLast>(r#"{"id":"1"}"#), "App");
    assert_eq!(variant::<AppOrDeleted>(r#"{"id":"1","deleted":true}"#), "DeletedApp");
}

unions! {
    Optional { Small(Small): [tag "kind" in ["small"]], Large(Large): [tag "kind" in ["large"]] }
    Undeclared { App(App): [tag "t" in ["app"]], Deleted(DeletedApp): [tag "t" in ["deleted"]] }
}

#[test]
fn a_tag_may_be_absent() {
    assert_eq!(variant::<Optional>(r#"{"a":1}"#), "Small");
    assert_eq!(variant::<Optional>(r#"{"b":1}"#), "Large");
    assert_eq!(variant::<Optional>(r#"{"b":1,"kind":"small"}"#), "Small");
    assert_eq!(variant::<Optional>(r#"{"b":1,"kind":"new"}"#), "Unknown");
    assert_eq!(variant::<Optional>(r#"{"b":1,"kind":null}"#), "Unknown");
    assert_eq!(variant::<Undeclared>(r#"{"t":"deleted","id":1}"#), "Deleted");
    assert_eq!(variant::<Undeclared>(r#"{"t":"app","id":1,"deleted":true}"#), "App");
    assert_eq!(variant::<Undeclared>(r#"{"deleted":true}"#), "Deleted");
    assert_eq!(variant::<Undeclared>("[]"), "Unknown");
}

#[test]
fn of_members_with_one_name_the_last_counts() {
    assert_eq!(variant::<Optional>(r#"{"kind":"small","kind":"large"}"#), "Large");
    assert_eq!(variant::<Optional>(r#"{"kind":"small","kind":"new"}"#), "Unknown");
    assert_eq!(variant::<Optional>(r#"{"kind":"new","kind":"small"}"#), "Small");
    assert_eq!(variant::<AppOrDeleted>(r#"{"id":1,"id":2,"object":"app"}"#), "App");
}

structs! {
    Call { kind: "kind", args: "args" }
    Search { kind: "kind", query: "query" }
    Message { kind: "kind", text: "text" }
    Reason { kind: "kind", why: "why" }
}

unions! {
    Tool { Call(Call): [tag "kind" in ["call"]], Search(Search): [tag "kind" in ["search"]] }
    Output { Message(Message): [tag "kind" in ["message"]], Reason(Reason): [tag "kind" in ["reason"]] }
    Item { Tool(Tool): [any], Output(Output): [any] }
    Tagged {
        Tool(Tool): [tag "kind" in ["call", "search", "browse"]],
        Output(Output): [tag "kind" in ["message", "reason"]],
    }
    Outer { Item(Item): [any], Tagged(Tagged): [any] }
    Lists { Tools(Vec<Tool>): [kind array], Outputs(Vec<Output>): [kind array] }
    Maps { Tools(BTreeMap<String, Tool>): [any], Outputs(BTreeMap<String, Output>): [any] }
    Wrapped { Tools(Vec<Vec<Tool>>): [any], Outputs(Vec<Vec<Output>>): [any], Lists(Lists): [any] }
}

#[test]
fn unions_of_unions() {
    let message = || {
        Output::Message(Message {
            kind: Some("message".into()),
            text: Some(1.into()),
        })
    };
    let text = r#"{"kind":"message","text":1}"#;
    assert_eq!(json::from_str::<Item>(text).unwrap(), Item::Output(message()));
    assert_eq!(json::from_str::<Tagged>(text).unwrap(), Tagged::Output(message()));
    assert_eq!(
        json::from_str::<Outer>(text).unwrap(),
        Outer::Item(Item::Output(message()))
    );
    for unknown in [r#"{"kind":"new"}"#, r#"{"kind":"browse","query":1}"#, "3", "[]"] {
        assert_eq!(variant::<Item>(unknown), "Unknown");
        // `browse` is known outside, but not inside.
        assert_eq!(variant::<Tagged>(unknown), "Unknown");
        assert_eq!(variant::<Outer>(unknown), "Unknown");
        assert_eq!(json::to_string(&json::from_str::<Outer>(unknown).unwrap()), unknown);
    }
}

#[test]
fn unions_of_lists_and_maps() {
    assert_eq!(variant::<Lists>(r#"[{"kind":"call"}]"#), "Tools");
    assert_eq!(variant::<Lists>(r#"[{"kind":"reason"}]"#), "Outputs");
    assert_eq!(
        variant::<Lists>(r#"[{"kind":"call"},{"kind":"reason"},{"kind":"message"}]"#),
        "Outputs"
    );
    assert_eq!(variant::<Lists>(r#"[{"kind":"new"}]"#), "Tools");
    assert_eq!(variant::<Lists>("[]"), "Tools");
    assert_eq!(variant::<Lists>("{}"), "Unknown");
    assert_eq!(variant::<Maps>(r#"{"a":{"kind":"call"}}"#), "Tools");
    assert_eq!(variant::<Maps>(r#"{"a":{"kind":"reason"}}"#), "Outputs");
    assert_eq!(variant::<Maps>("{}"), "Tools");
    assert_eq!(variant::<Wrapped>(r#"[[],[{"kind":"reason"}]]"#), "Outputs");
    assert_eq!(variant::<Wrapped>(r#"[{"kind":"reason"}]"#), "Lists");
}

#[derive(Clone, Debug, PartialEq)]
struct Painted {
    color: Option<Color>,
    code: i64,
}
oaspen_client::object! { Painted { color: "color" optional, code: "code" required } }

#[derive(Clone, Debug, PartialEq)]
struct Sized {
    size: Option<Size>,
    note: Option<String>,
}
oaspen_client::object! { Sized { size: "size" optional, note: "note" optional } }

unions! {
    Thing { Painted(Painted): [any], Sized(Sized): [any] }
    Marked { Painted(Painted): [tag "t" in ["p", "x"]], Sized(Sized): [tag "t" in ["s", "x"]] }
    Repeated mixed {
        Keyed(Sized): [any],
        Ranged(Small): [object { has ["k", "m"] }],
    }
    Things mixed { Painted(Painted): [any], Sized(Sized): [any] }
}

#[test]
fn a_new_value_inside_is_no_reason_to_leave_the_branch() {
    let painted = |color| Painted {
        color: Some(color),
        code: 1,
    };
    let green = painted(Color::Unknown("green".into()));
    let text = r#"{"color":"green","code":1}"#;
    assert_eq!(json::from_str::<Thing>(text).unwrap(), Thing::Painted(green.clone()));
    assert_eq!(json::from_str::<Things>(text).unwrap(), Things::Painted(green.clone()));
    let text = r#"{"color":"green","code":1,"t":"p"}"#;
    assert_eq!(json::from_str::<Marked>(text).unwrap(), Marked::Painted(green));
    assert_eq!(variant::<Thing>(r#"{"size":"small"}"#), "Sized");
}

#[test]
fn mixed_unions_keep_what_no_branch_holds() {
    assert_eq!(variant::<Things>(r#"{"color":"red","code":1,"note":"a"}"#), "Unknown");
    // The note is lost as `Painted`; a new size is kept.
    assert_eq!(variant::<Things>(r#"{"size":"quite small","note":"a"}"#), "Sized");
    assert_eq!(variant::<Things>(r#"{"code":1,"new":true}"#), "Painted");
    assert_eq!(variant::<Things>(r#"{"code":1,"color":"green","new":true}"#), "Painted");
}

/// A server can repeat members as often as the limit of a body allows: what is remembered of them does not grow with that.
#[test]
fn repeated_members_take_no_more_time_than_others() {
    let members = |name: &str| format!("\"{name}\":1,").repeat(100_000);
    let text = format!("{{{}{}\"end\":1}}", members("k"), members("z"));
    let value = json::from_str::<Repeated>(&text).unwrap();
    // Both are lost as `Keyed`, and no branch declares `z`; `Ranged`, which does not apply, declares `k`.
    assert!(matches!(value, Repeated::Unknown(_)));
    let text = format!("{{{}\"end\":1}}", members("z"));
    assert!(matches!(json::from_str::<Repeated>(&text).unwrap(), Repeated::Keyed(_)));
    // A tag of several branches.
    let text = format!("{{{}\"t\":\"p\",\"code\":1}}", r#""t":"s","#.repeat(100_000));
    assert_eq!(variant::<Marked>(&text), "Painted");
    // The last of the members that a branch without a match declares is the one that counts.
    assert!(matches!(
        json::from_str::<Repeated>(r#"{"k":1,"z":2,"k":3}"#).unwrap(),
        Repeated::Unknown(_)
    ));
}

#[test]
fn errors_of_matched_branches() {
    let error = |text: &str| {
        json::from_str::<BTreeMap<String, Vec<Marked>>>(text)
            .unwrap_err()
            .to_string()
    };
    assert_eq!(
        error(r#"{"data":[{"t":"s"},{"t":"p","code":"x"}]}"#),
        "/data/1/code: expected integer, found string"
    );
    assert_eq!(
        error(r#"{"data":[{"t":"x","code":"x","size":1}]}"#),
        "/data/0/code: expected integer, found string"
    );
    assert_eq!(variant::<Marked>(r#"{"t":"x","code":"x"}"#), "Sized");
    assert_eq!(variant::<Marked>(r#"{"code":"x","size":1}"#), "Unknown");
}

#[test]
fn lenient_reading_of_matched_branches() {
    let read = |text: &str| {
        let mut issues = Vec::new();
        let value = json::from_slice_lenient::<Marked>(text.as_bytes(), &mut |issue| issues.push(issue.to_string()));
        (
            value
                .map(|value| format!("{value:?}"))
                .map_err(|error| error.to_string()),
            issues,
        )
    };
    let painted = || Ok("Painted(Painted { color: None, code: 1 })".to_owned());
    let issue = "/color: left out: expected string, found number";
    assert_eq!(
        read(r#"{"t":"p","code":1,"color":2}"#),
        (painted(), vec![issue.to_owned()])
    );
    // Both tags match, and both branches fail strictly.
    assert_eq!(
        read(r#"{"t":"x","code":1,"color":2,"size":3}"#),
        (painted(), vec![issue.to_owned()])
    );
    // The second one does not fail.
    let sized = "Sized(Sized { size: None, note: None })".to_owned();
    assert_eq!(read(r#"{"t":"x","code":1,"color":2}"#), (Ok(sized.clone()), vec![]));
    let (value, issues) = read(r#"{"t":"x","code":"a","size":3}"#);
    assert_eq!(
        (value, issues),
        (
            Ok(sized),
            vec!["/size: left out: expected string, found number".to_owned()]
        )
    );
    // Without a tag, a branch is only used if it fits.
    assert_eq!(
        read(r#"{"code":1,"color":2,"size":3}"#).0.unwrap().split('(').next(),
        Some("Unknown")
    );
}

macro_rules! many {
    ($($key:literal)*) => {
        unions! {
            Many {
                All(Small): [keys [$($key),*]],
                Tagged(Large): [object { "k70" in [1], has [$($key),*] }],
                Rest(Other): [keys ["k1"]],
            }
        }
        const KEYS: &[&str] = &[$($key),*];
    };
}

many! {
    "k1" "k2" "k3" "k4" "k5" "k6" "k7" "k8" "k9" "k10" "k11" "k12" "k13" "k14" "k15" "k16" "k17" "k18" "k19" "k20" "k21" "k22"
    "k23" "k24" "k25" "k26" "k27" "k28" "k29" "k30" "k31" "k32" "k33" "k34" "k35" "k36" "k37" "k38" "k39" "k40" "k41" "k42"
    "k43" "k44" "k45" "k46" "k47" "k48" "k49" "k50" "k51" "k52" "k53" "k54" "k55" "k56" "k57" "k58" "k59" "k60" "k61" "k62"
    "k63" "k64" "k65" "k66" "k67" "k68" "k69" "k70"
}

#[test]
fn many_keys() {
    let object = |keys: &[&str], value: u8| {
        let members: BTreeMap<&str, u8> = keys.iter().map(|key| (*key, value)).collect();
        serde_json::to_string(&members).unwrap()
    };
    assert_eq!(variant::<Many>(&object(KEYS, 2)), "All");
    assert_eq!(variant::<Many>(&object(KEYS, 1)), "Tagged");
    assert_eq!(variant::<Many>(&object(&KEYS[..69], 1)), "Rest");
    assert_eq!(variant::<Many>(&object(&KEYS[1..], 1)), "Unknown");
}

#[derive(Clone, Debug, PartialEq)]
struct First {
    items: Vec<Tree>,
    first: Option<i64>,
}
oaspen_client::object! { First { items: "items" required, first: "first" optional } }

#[derive(Clone, Debug, PartialEq)]
struct Second {
    items: Vec<Tree>,
    second: Option<Color>,
}
oaspen_client::object! { Second { items: "items" required, second: "second" optional } }

thread_local! {
    static DECODED: Cell<usize> = const { Cell::new(0) };
}

/// A color that counts how often it is tried.
#[derive(Clone, Debug, PartialEq)]
struct Counted(Color);

impl oaspen_client::Decode for Counted {
    fn decode(d: &mut oaspen_client::Decoder<'_>) -> Result<Self, oaspen_client::DecodeError> {
        DECODED.set(DECODED.get() + 1);
        Color::decode(d).map(Self)
    }
}

impl oaspen_client::Encode for Counted {
    fn encode(&self, e: &mut oaspen_client::Encoder) {
        self.0.encode(e);
    }
}

unions! {
    Branch { First(Box<First>): [any], Second(Box<Second>): [any], List(Vec<Tree>): [any] }
    Tree { Branch(Box<Branch>): [any], Lists(Vec<Branch>): [any], Color(Counted): [any] }
}

/// Every level has several branches that are partly understood: the number of attempts grows with the length of the text.
#[test]
fn attempts_grow_with_the_length_of_the_text() {
    let attempts = |text: &str| {
        DECODED.set(0);
        let is_read = json::from_str::<Tree>(text).is_ok();
        (DECODED.get(), is_read)
    };
    let deep = |open: &str, inside: &str, close: &str, depth: usize| open.repeat(depth) + inside + &close.repeat(depth);
    for (open, inside, close) in [
        ("[", "\"new\"", "]"),
        (r#"{"items":["#, "\"new\"", r#"],"second":"new","third":3}"#),
        (r#"{"second":"new","third":3,"items":[["#, "", "]]}"),
        (r#"{"items":[{"items":[]},"#, "7", r#",{"items":[[]]}]}"#),
    ] {
        let depth = 60 / open.matches(['[', '{']).count();
        let (half, _) = attempts(&deep(open, inside, close, depth));
        let (whole, _) = attempts(&deep(open, inside, close, 2 * depth));
        assert!(
            whole <= 3 * half + 8,
            "{open}: {half} attempts, {whole} at twice the depth"
        );
        // Side by side as well.
        let side_by_side = |count: usize| format!("[{}]", vec![deep(open, inside, close, 4); count].join(","));
        let (one, is_read) = attempts(&side_by_side(100));
        assert!(is_read, "{open}");
        let (ten, is_read) = attempts(&side_by_side(1000));
        assert!(
            is_read && ten <= 11 * one,
            "{open}: {one} attempts, {ten} for ten times as much"
        );
    }
}
