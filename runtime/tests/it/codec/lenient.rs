//! Lenient decoding: as little as possible is left out, and everything is reported.

use oaspen_client::{
    Base64, Date, Decode, IpAddr, Json, JsonMap, LenientPolicy, Patch, Repair, Time, Timestamp, Uuid, json,
};
use std::collections::BTreeMap;
use std::fmt::Debug;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pet {
    pub name: String,
    pub age: Option<i64>,
    pub tags: Vec<String>,
    pub owners: BTreeMap<String, i64>,
}
oaspen_client::object! {
    Pet {
        name: "name" required,
        age: "age" optional,
        tags: "tags" required,
        owners: "owners" required,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Open {
    pub age: Option<i64>,
    pub size: Option<i64>,
    pub note: Patch<String>,
    pub count: i64,
    pub extra: BTreeMap<String, Json>,
}
oaspen_client::object! {
    Open {
        age: "age" optional,
        size: "size" nullable,
        note: "note" patch,
        count: "count" required,
        extra: extra,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    pub age: Option<String>,
    pub extra: BTreeMap<String, i64>,
}
oaspen_client::object! {
    Typed {
        age: "age" optional,
        extra: extra,
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    Red,
    Unknown(String),
}
oaspen_client::string_enum! {
    Color else Unknown {
        Red: "red",
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Either {
    Pet(Pet),
    Text(String),
    Unknown(Json),
}
oaspen_client::union! {
    Either else Unknown {
        Pet: keys ["name"],
        Text: kind string,
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Full {
    pub text: String,
    pub whole: i32,
    pub real: f64,
    pub yes: bool,
    pub any: Json,
    pub map: JsonMap,
    pub pet: Pet,
    pub at: Timestamp,
    pub day: Date,
    pub hour: Time,
    pub id: Uuid,
    pub ip: IpAddr,
    pub bytes: Base64,
    pub color: Color,
    pub either: Either,
}
oaspen_client::object! {
    Full {
        text: "text" required,
        whole: "whole" required,
        real: "real" required,
        yes: "yes" required,
        any: "any" required,
        map: "map" required,
        pet: "pet" required,
        at: "at" required,
        day: "day" required,
        hour: "hour" required,
        id: "id" required,
        ip: "ip" required,
        bytes: "bytes" required,
        color: "color" required,
        either: "either" required,
    }
}

/// A type that contains itself cannot be made up.
#[derive(Clone, Debug, PartialEq)]
pub struct Endless {
    pub next: Box<Endless>,
}
oaspen_client::object! {
    Endless {
        next: "next" required,
    }
}

type Read<T> = (Result<T, String>, Vec<(String, String)>);

/// The value or the error, and each issue with its JSON.
fn read_with<T: Decode>(text: impl AsRef<[u8]>, policy: LenientPolicy) -> Read<T> {
    let mut issues = Vec::new();
    let value = json::from_slice_with::<T>(text.as_ref(), policy, &mut |issue| {
        issues.push((issue.to_string(), issue.raw().to_owned()));
    });
    (value.map_err(|error| error.to_string()), issues)
}

fn read<T: Decode>(text: impl AsRef<[u8]>) -> Read<T> {
    read_with(text, LenientPolicy::new())
}

#[track_caller]
fn check<T: Debug + PartialEq>((value, issues): Read<T>, expected: T, reports: &[(&str, &str)]) {
    assert_eq!(value.as_ref(), Ok(&expected));
    let issues: Vec<_> = issues
        .iter()
        .map(|(issue, raw)| (issue.as_str(), raw.as_str()))
        .collect();
    assert_eq!(issues, reports);
}

fn pet(name: &str, age: Option<i64>, tags: &[&str]) -> Pet {
    Pet {
        name: name.to_owned(),
        age,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        owners: BTreeMap::new(),
    }
}

#[test]
fn one_bad_element_is_set_aside() {
    check(
        read(
            r#"[ {"name":"a","tags":[],"owners":{}}, {"name":7, "tags":[]}, "x" ,
                 {"name":"b","tags":["s", 5, null, "t"],"owners":{"me":1,"you":"?"}}]"#,
        ),
        vec![
            pet("a", None, &[]),
            Pet {
                owners: BTreeMap::from([("me".to_owned(), 1)]),
                ..pet("b", None, &["s", "t"])
            },
        ],
        &[
            (
                "/1: set aside: /1/name: expected string, found number",
                r#"{"name":7, "tags":[]}"#,
            ),
            ("/2: set aside: expected object, found string", r#""x""#),
            ("/3/tags/1: set aside: expected string, found number", "5"),
            ("/3/tags/2: set aside: expected string, found null", "null"),
            ("/3/owners/you: set aside: expected integer, found string", r#""?""#),
        ],
    );
    // Nothing of an element that is set aside is reported but the element.
    check(
        read::<Vec<Pet>>(r#"[{"age":"x","tags":[1],"owners":{},"name":null}]"#),
        vec![],
        &[(
            "/0: set aside: /0/name: expected string, found null",
            r#"{"age":"x","tags":[1],"owners":{},"name":null}"#,
        )],
    );
}

#[test]
fn null_or_nothing_for_a_list_or_a_map_is_empty() {
    check(
        read(r#"{"name":"a","tags":null,"owners":null}"#),
        pet("a", None, &[]),
        &[
            ("/tags: read as empty: expected array, found null", "null"),
            ("/owners: read as empty: expected object, found null", "null"),
        ],
    );
    check(
        read(r#"[{"name":"a"}]"#),
        vec![pet("a", None, &[])],
        &[
            ("/0/tags: read as empty: missing member \"tags\"", ""),
            ("/0/owners: read as empty: missing member \"owners\"", ""),
        ],
    );
    check(
        read::<Vec<i64>>("null"),
        vec![],
        &[("read as empty: expected array, found null", "null")],
    );
    check(
        read::<JsonMap>("null"),
        JsonMap::new(),
        &[("read as empty: expected object, found null", "null")],
    );
    // A list that may be null has null for that.
    check(read::<Option<Vec<i64>>>("null"), None, &[]);
    // Another value is no list.
    let (value, _) = read::<Pet>(r#"{"name":"a","tags":"x","owners":{}}"#);
    assert_eq!(value.unwrap_err(), "/tags: expected array, found string");
    assert!(json::from_str::<Vec<i64>>("null").is_err());
}

#[test]
fn other_required_members_are_errors_of_what_is_around() {
    for (text, expected) in [
        (r#"{"tags":[],"owners":{}}"#, "missing member \"name\""),
        (
            r#"{"name":null,"tags":[],"owners":{}}"#,
            "/name: expected string, found null",
        ),
    ] {
        let (value, issues) = read::<Pet>(text);
        assert_eq!((value.unwrap_err().as_str(), issues), (expected, vec![]));
    }
    for text in ["{\"name\":\"a\"", "[", "{\"name\":nope}", "[1,]", "[1,\"a]"] {
        let (value, issues) = read::<Vec<Pet>>(text);
        assert!(
            value.unwrap_err().contains("malformed JSON") || !text.starts_with('['),
            "{text}"
        );
        assert!(issues.is_empty() || text.len() > 3, "{text}");
    }
}

#[test]
fn what_does_not_fit_is_kept_in_extra_and_written_back() {
    let text = r#"{"age":"old","size":[1],"note":{"a":1},"count":2,"more":true}"#;
    let (value, issues) = read::<Open>(text);
    let mut value = value.unwrap();
    assert_eq!((value.age, value.size, &value.note), (None, None, &Patch::Absent));
    assert_eq!(value.extra["age"], "old");
    let reports: Vec<_> = issues.iter().map(|(issue, _)| issue.as_str()).collect();
    assert_eq!(
        reports,
        [
            "/age: kept in `extra`: expected integer, found string",
            "/size: kept in `extra`: expected integer, found array",
            "/note: kept in `extra`: expected string, found object",
        ]
    );
    // Nothing is lost, and nothing is written twice.
    assert_eq!(json::to_value(&value), serde_json::from_str::<Json>(text).unwrap());
    value.age = Some(7);
    value.note = Patch::Null;
    assert_eq!(
        json::to_string(&value),
        r#"{"age":7,"note":null,"count":2,"more":true,"size":[1]}"#
    );
    // Values that the extra members cannot have are left out.
    check(
        read(r#"{"age":5,"x":1}"#),
        Typed {
            age: None,
            extra: BTreeMap::from([("age".to_owned(), 5), ("x".to_owned(), 1)]),
        },
        &[("/age: kept in `extra`: expected string, found number", "5")],
    );
    check(
        read(r#"{"age":[],"x":"?","y":1}"#),
        Typed {
            age: None,
            extra: BTreeMap::from([("y".to_owned(), 1)]),
        },
        &[
            ("/age: left out: expected string, found array", "[]"),
            ("/x: set aside: expected integer, found string", "\"?\""),
        ],
    );
}

#[test]
fn missing_members_are_filled_by_policy_only() {
    let policy = LenientPolicy::new().fill_missing(true);
    let (value, issues) = read_with::<Full>(r#"{"whole":"many"}"#, policy);
    let filled = Full {
        text: String::new(),
        whole: 0,
        real: 0.0,
        yes: false,
        any: Json::Null,
        map: JsonMap::new(),
        pet: Pet::default(),
        at: Timestamp::UNIX_EPOCH,
        day: "1970-01-01".parse().unwrap(),
        hour: Time::midnight(),
        id: Uuid::nil(),
        ip: "0.0.0.0".parse().unwrap(),
        bytes: Base64::default(),
        color: Color::Unknown(String::new()),
        either: Either::Unknown(Json::Null),
    };
    assert_eq!(value, Ok(filled));
    assert_eq!(issues.len(), 15);
    let find = |path: &str| issues.iter().find(|(issue, _)| issue.starts_with(path)).unwrap();
    assert_eq!(
        *find("/whole:"),
        (
            "/whole: filled with an empty value: expected integer, found string".to_owned(),
            "\"many\"".to_owned()
        )
    );
    assert_eq!(
        *find("/text:"),
        (
            "/text: filled with an empty value: missing member \"text\"".to_owned(),
            String::new()
        )
    );
    assert_eq!(find("/map:").0, "/map: read as empty: missing member \"map\"");
    assert!(read::<Full>(r#"{"whole":1}"#).0.is_err());
    // The value that does not fit stays readable.
    let (value, issues) = read_with::<Open>(r#"{"count":"x"}"#, policy);
    let value = value.unwrap();
    assert_eq!((value.count, &value.extra["count"]), (0, &Json::from("x")));
    assert_eq!(issues[0].1, "\"x\"");
    assert_eq!(json::to_string(&value), r#"{"size":null,"count":0}"#);
    // There is no such value.
    let (value, _) = read_with::<Endless>("{}", policy);
    assert_eq!(value.unwrap_err(), "missing member \"next\"");
}

#[test]
fn made_up_values_are_bounded() {
    macro_rules! doubled {
        ($($name:ident $next:ident)*) => {$(
            #[derive(Clone, Debug, PartialEq)]
            pub struct $name {
                pub a: Box<$next>,
                pub b: Box<$next>,
            }
            oaspen_client::object! { $name { a: "a" required, b: "b" required } }
        )*};
    }
    type Leaf = String;
    doubled! { A B  B C  C D  D E  E F  F G  G H  H I  I J  J K  K L  L M  M N  N O  O P  P Leaf }
    let (value, _) = read_with::<A>("{}", LenientPolicy::new().fill_missing(true));
    assert!(value.is_err());
    let (value, _) = read_with::<M>("{}", LenientPolicy::new().fill_missing(true));
    assert!(value.is_ok());
}

#[test]
fn characters_that_are_none_are_replaced() {
    check(
        read::<Vec<String>>(r#"["a\ud83d", "\udc00b\n", "\ud83d\ude00", "ok"]"#),
        vec![
            "a\u{FFFD}".to_owned(),
            "\u{FFFD}b\n".to_owned(),
            "😀".to_owned(),
            "ok".to_owned(),
        ],
        &[
            ("/0: replaced by U+FFFD: lone surrogate", r#""a\ud83d""#),
            ("/1: replaced by U+FFFD: lone surrogate", r#""\udc00b\n""#),
        ],
    );
    // In members that nothing declares, in keys, and in unions.
    check(
        read::<Typed>(r#"{"x\ud800":1}"#),
        Typed {
            age: None,
            extra: BTreeMap::from([("x\u{FFFD}".to_owned(), 1)]),
        },
        &[("replaced by U+FFFD: lone surrogate", r#""x\ud800""#)],
    );
    check(
        read::<Pet>(r#"{"name":"a","tags":[],"owners":{},"new":"\ud800"}"#),
        pet("a", None, &[]),
        &[],
    );
    let (value, issues) = read::<Either>(r#""\ud800""#);
    assert_eq!(value, Ok(Either::Text("\u{FFFD}".to_owned())));
    assert_eq!(issues.len(), 1);
    let mut text = br#"{"name":"caf? ? \" ","tags":["?","b"],"owners":{}}"#.to_vec();
    text.iter_mut()
        .filter(|byte| **byte == b'?')
        .for_each(|byte| *byte = 0xE9);
    check(
        read::<Pet>(&text),
        pet("caf\u{FFFD} \u{FFFD} \" ", None, &["\u{FFFD}", "b"]),
        &[
            (
                "/name: replaced by U+FFFD: invalid UTF-8",
                "\"caf\u{FFFD} \u{FFFD} \\\" \"",
            ),
            ("/tags/0: replaced by U+FFFD: invalid UTF-8", "\"\u{FFFD}\""),
        ],
    );
    assert!(json::from_slice::<Pet>(&text).is_err());
    assert!(json::from_str::<String>(r#""\ud800""#).is_err());
}

#[test]
fn times_without_an_offset_are_utc_and_empty_ones_are_nothing() {
    let at: Timestamp = "2024-05-06T07:08:09.5Z".parse().unwrap();
    for text in ["2024-05-06T07:08:09.5", "2024-05-06 07:08:09.5"] {
        let text = format!("{text:?}");
        check(
            read(&text),
            at,
            &[(
                "read as UTC: expected a date and time with offset (RFC 3339), found one without",
                &text,
            )],
        );
        assert!(json::from_str::<Timestamp>(&text).is_err());
    }
    assert!(read::<Timestamp>("\"2024-05-06\"").0.is_err());
    assert!(read::<Timestamp>("\"\"").0.is_err());
    check(
        read(r#"{"a":"","b":null,"c":"2024-05-06T07:08:09.5Z"}"#),
        Times {
            a: None,
            b: None,
            c: Some(at),
        },
        &[(
            "/a: left out: expected a date and time with offset (RFC 3339), found \"\"",
            "\"\"",
        )],
    );
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Times {
    pub a: Option<Timestamp>,
    pub b: Option<Timestamp>,
    pub c: Option<Timestamp>,
}
oaspen_client::object! {
    Times {
        a: "a" optional,
        b: "b" optional,
        c: "c" optional,
    }
}

#[test]
fn an_issue_has_its_parts() {
    let mut seen = 0;
    let text = br#"{"age": [ 1 , 2 ] ,"extra":0}"#;
    json::from_slice_lenient::<Times>(br#"{"a": [ 1 , 2 ] ,"b":null}"#, &mut |issue| {
        seen += 1;
        assert_eq!(
            (issue.path(), issue.raw(), issue.repair()),
            ("/a", "[ 1 , 2 ]", Repair::LeftOut)
        );
        assert_eq!(issue.error().path(), "/a");
        // The JSON may be private.
        assert!(!issue.to_string().contains('1'), "{issue}");
    })
    .unwrap();
    assert_eq!((seen, text.len()), (1, 29));
}

mod properties {
    use super::{Either, Full, Open, Pet, Times};
    use oaspen_client::{Decode, Encode, Json, LenientPolicy, Repair, json};
    use proptest::prelude::*;
    use serde_json::Map;

    const FILL: LenientPolicy = LenientPolicy::new().fill_missing(true);

    fn value() -> impl Strategy<Value = Json> {
        let leaf = prop_oneof![
            Just(Json::Null),
            Just(Json::from(true)),
            Just(Json::from("")),
            Just(Json::from("a")),
            Just(Json::from("2024-05-06T07:08:09")),
            any::<i8>().prop_map(Json::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
                object(inner).prop_map(Json::from),
            ]
        })
    }

    /// An object of which most members are declared by one of the types.
    fn object(values: impl Strategy<Value = Json>) -> impl Strategy<Value = Map<String, Json>> {
        let names = [
            "name", "age", "tags", "owners", "size", "note", "count", "text", "pet", "a", "other",
        ];
        let member = (prop::sample::select(names.to_vec()), values);
        prop::collection::vec(member, 0..7).prop_map(|members| {
            members
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect()
        })
    }

    fn agrees<T: Decode + Encode>(text: &[u8]) -> Result<(), TestCaseError> {
        for policy in [LenientPolicy::new(), FILL] {
            let mut issues = 0;
            let read = json::from_slice_with::<T>(text, policy, &mut |issue| {
                issues += 1;
                assert!(
                    std::str::from_utf8(text).is_err() || contains(text, issue.raw()),
                    "{issue}"
                );
            });
            if let Ok(strict) = json::from_slice::<T>(text) {
                prop_assert_eq!(issues, 0);
                prop_assert_eq!(
                    json::to_string(&read.map_err(|error| TestCaseError::fail(error.to_string()))?),
                    json::to_string(&strict)
                );
            }
        }
        Ok(())
    }

    fn contains(text: &[u8], part: &str) -> bool {
        std::str::from_utf8(text).is_ok_and(|text| text.contains(part))
    }

    proptest! {
        /// What decodes strictly decodes in the same way leniently, and nothing panics.
        #[test]
        fn what_fits_is_the_same(value in value()) {
            let text = json::to_vec(&value);
            agrees::<Vec<Pet>>(&text)?;
            agrees::<Pet>(&text)?;
            agrees::<Open>(&text)?;
            agrees::<Vec<Either>>(&text)?;
            agrees::<Full>(&text)?;
            agrees::<Times>(&text)?;
            agrees::<Json>(&text)?;
        }

        #[test]
        fn nothing_panics(text in prop::collection::vec(prop::sample::select(br#"{}[],:"a1\ud8n0.e-"#.to_vec()), 0..40), last: u8) {
            let mut text = text;
            text.push(last);
            agrees::<Vec<Pet>>(&text)?;
            agrees::<Json>(&text)?;
            agrees::<Vec<String>>(&text)?;
        }

        /// Each element of a list is kept or reported.
        #[test]
        fn nothing_is_lost_without_a_report(values in prop::collection::vec(value(), 0..5)) {
            for policy in [LenientPolicy::new(), FILL] {
                let mut aside = 0;
                let read = json::from_slice_with::<Vec<Pet>>(&json::to_vec(&values), policy, &mut |issue| {
                    let depth = issue.path().matches('/').count();
                    aside += usize::from(depth == 1 && issue.repair() == Repair::SetAside);
                });
                let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
                prop_assert_eq!(read.len() + aside, values.len());
                let objects = values.iter().filter(|value| value.is_object()).count();
                prop_assert!(policy != FILL || read.len() == objects);
            }
        }

        /// Where undeclared members are kept, an object is written as it was read.
        #[test]
        fn what_is_kept_is_written_back(object in object(value())) {
            let read = json::from_slice_with::<Open>(&json::to_vec(&object), FILL, &mut |_| {});
            let read = read.map_err(|error| TestCaseError::fail(error.to_string()))?;
            let written = json::to_value(&read);
            for (name, value) in object.iter().filter(|(name, value)| *name != "count" && !value.is_null()) {
                prop_assert_eq!(written.get(name), Some(value), "{}", name);
            }
        }
    }
}
