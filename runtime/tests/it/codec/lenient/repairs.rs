//! Elements and members that do not fit: what is set aside, kept, left out or filled.

use std::collections::BTreeMap;

use oaspen_client::{Base64, Json, JsonMap, LenientPolicy, Patch, Repair, Time, Timestamp, Uuid, json};

use super::{Color, Either, Endless, Full, Open, Pet, Times, Typed, check, pet, read, read_with};

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
    assert!(json::from_slice_strict::<Vec<i64>>(b"null").is_err());
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
