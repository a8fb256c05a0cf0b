//! The codec through the tables that generated files carry.
#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use oaspen_client::{Base64, Date, Json, JsonMap, Patch, Timestamp, Uuid, json};
use serde_json::json as value;

/// A user.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct User {
    /// Identifier.
    pub id: String,
    pub username: Option<String>,
    pub r#type: Option<Status>,
    pub private_metadata: Option<JsonMap>,
    pub created_at: i64,
    pub manager: Option<Box<User>>,
    pub nickname: Patch<String>,
    pub extra: BTreeMap<String, Json>,
}

oaspen_client::object! {
    User {
        id: "id" required,
        username: "username" optional,
        r#type: "type" optional => with_type(Status),
        private_metadata: "private_metadata" nullable,
        created_at: "created_at" required,
        manager: "manager" optional,
        nickname: "nick-name" patch => with_nickname(into Patch<String>),
        extra: extra => with_extra(BTreeMap<String, Json>),
    }
}

/// Open string enum.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    Active,
    OnHold,
    Unknown(String),
}

oaspen_client::string_enum! {
    Status else Unknown {
        Active: "active",
        OnHold: "on hold",
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Empty {}
oaspen_client::object! { Empty {} }

#[derive(Clone, Debug, PartialEq)]
pub struct Otp {
    pub strategy: Status,
    pub code: i64,
    pub hint: Option<i64>,
}
oaspen_client::object! {
    Otp {
        strategy: "strategy" required,
        code: "code" required,
        hint: "hint" optional,
    }
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Verification {
    Otp(Box<Otp>),
    Other(Box<Otp>),
    Admin(BTreeMap<String, i64>),
    Text(String),
    Int(i64),
    Number(f64),
    List(Vec<Verification>),
    Unknown(Json),
}

oaspen_client::union! {
    Verification else Unknown {
        Otp: tag "strategy" in ["active", "x"],
        Other: tag "strategy" in ["on hold"],
        Admin: keys ["verified_at", "by"] => from(BTreeMap<String, i64>),
        Text: kind string => from(String),
        Int: kind integer => from(i64),
        Number: kind number,
        List: any => from(Vec<Verification>),
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Boxed {
    Otp(Box<Otp>),
    Unknown(Json),
}
oaspen_client::union! { Boxed else Unknown { Otp: any => from(Box<Otp>) } }

fn user() -> User {
    User {
        id: "u1".into(),
        username: None,
        r#type: None,
        private_metadata: None,
        created_at: 3,
        manager: None,
        nickname: Patch::Absent,
        extra: BTreeMap::new(),
    }
}

#[test]
fn presence() {
    assert_eq!(
        json::to_string(&user()),
        r#"{"id":"u1","private_metadata":null,"created_at":3}"#
    );
    let read: User = json::from_str(r#"{"created_at":3.0,"id":"u1"}"#).unwrap();
    assert_eq!(read, user());
    let read: User =
        json::from_str(r#" { "id":"u1", "nick-name":null,"manager":null, "private_metadata":null,"created_at":3e0 } "#)
            .unwrap();
    assert_eq!(read, user().with_nickname(Patch::Null));
    assert_eq!(
        json::to_string(&user().with_nickname("n").with_type(Status::OnHold)),
        r#"{"id":"u1","type":"on hold","private_metadata":null,"created_at":3,"nick-name":"n"}"#
    );
    assert_eq!(json::to_string(&Empty {}), "{}");
    assert_eq!(json::from_str::<Empty>(r#"{"a":[{}]}"#).unwrap(), Empty {});
}

#[test]
fn extra_members() {
    let text = r#"{"id":"u1","private_metadata":{},"created_at":3,"a":[1],"b":{"c":null}}"#;
    let read: User = json::from_str(text).unwrap();
    assert_eq!(
        read.extra,
        BTreeMap::from([("a".into(), value!([1])), ("b".into(), value!({"c": null}))])
    );
    assert_eq!(json::to_string(&read), text);

    #[derive(Clone, Debug, PartialEq)]
    struct Only {
        rest: BTreeMap<String, i64>,
        last: Option<i64>,
    }
    oaspen_client::object! { Only { rest: extra, last: "last" optional } }
    for text in ["{}", r#"{"a":1}"#, r#"{"a":1,"b":2,"last":3}"#, r#"{"last":3}"#] {
        assert_eq!(json::to_string(&json::from_str::<Only>(text).unwrap()), text);
    }
}

#[test]
fn duplicates_and_order() {
    let read: Otp = json::from_str(r#"{"code":1,"hint":5,"strategy":"a","code":2,"hint":null}"#).unwrap();
    assert_eq!((read.code, read.hint), (2, None));
    assert_eq!(
        failure::<Otp>(r#"{"code":"one","strategy":"a","code":2}"#),
        "/code: expected integer, found string"
    );
    let map: BTreeMap<String, Vec<i64>> = json::from_str(r#"{"a":[1],"a":[2]}"#).unwrap();
    assert_eq!(map, BTreeMap::from([("a".to_owned(), vec![2])]));
    let tree: serde_json::Value = json::from_str(r#"{"a":{"b":1},"a":{"c":2}}"#).unwrap();
    assert_eq!(tree, value!({"a": {"c": 2}}));
}

fn failure<T: oaspen_client::Decode + std::fmt::Debug>(text: &str) -> String {
    json::from_str::<T>(text).unwrap_err().to_string()
}

#[test]
fn messages() {
    assert_eq!(
        failure::<BTreeMap<String, Vec<User>>>(r#"{"data":[{"id":"a","created_at":1},{"id":null}]}"#),
        "/data/1/id: expected string, found null"
    );
    assert_eq!(
        failure::<Vec<User>>(r#"[{"id":"a","manager": {"id":"b"},"created_at":1}]"#),
        r#"/0/manager: missing member "created_at""#
    );
    assert_eq!(
        failure::<Otp>(r#"{"strategy":1}"#),
        "/strategy: expected string, found number"
    );
    assert_eq!(failure::<Otp>("[]"), "expected object, found array");
    assert_eq!(
        failure::<BTreeMap<String, i64>>(r#"{"a/b~c\n":true}"#),
        "/a~1b~0c : expected integer, found boolean"
    );
    assert_eq!(failure::<i64>("1.5"), "expected integer, found number with a fraction");
    assert_eq!(
        failure::<i64>("9223372036854775808"),
        "number out of range for a 64-bit integer"
    );
    assert_eq!(
        failure::<Vec<u64>>("[-1]"),
        "/0: number out of range for an unsigned 64-bit integer"
    );
    assert_eq!(failure::<i32>("3000000000"), "number out of range for i32");
    assert_eq!(failure::<u8>("-1"), "number out of range for u8");
    assert_eq!(failure::<f64>("1e400"), "number out of range for a 64-bit float");
    assert_eq!(failure::<f32>("1e39"), "number out of range for a 32-bit float");
    assert_eq!(
        failure::<Timestamp>(r#""soon""#),
        r#"expected a date and time with offset (RFC 3339), found "soon""#
    );
    assert_eq!(failure::<Date>("1"), "expected a date, found number");
    assert_eq!(failure::<i64>(""), "malformed JSON: unexpected end");
    assert_eq!(failure::<i64>("1 2"), "malformed JSON: trailing characters");
    assert_eq!(failure::<String>(r#""\ud800""#), "malformed JSON: lone surrogate");
    assert_eq!(failure::<String>(r#""\udc00""#), "malformed JSON: lone surrogate");
    assert_eq!(failure::<Vec<i64>>("[1,]"), "/1: malformed JSON: trailing comma");
    for bad in [
        "01",
        "+1",
        "1.",
        ".5",
        "-",
        "1e",
        "NaN",
        "Infinity",
        "-Infinity",
        "nul",
        "tru",
        "'a'",
    ] {
        assert!(json::from_str::<f64>(bad).is_err(), "{bad}");
        assert!(json::from_str::<Json>(bad).is_err(), "{bad}");
        assert!(json::from_str::<()>(bad).is_err(), "{bad}");
        assert!(json::from_str::<i64>(bad).is_err(), "{bad}");
        assert!(json::from_str::<u64>(bad).is_err(), "{bad}");
    }
    assert!(json::from_slice::<String>(b"\"\xff\"").is_err());
    let error = json::from_str::<Vec<i64>>(
        r#"[1, "a
b"]"#,
    )
    .unwrap_err();
    assert_eq!((error.offset(), error.excerpt()), (4, "\"a b\"]"));
}

/// What a server sent is repeated without characters that a terminal obeys or that are not seen.
#[test]
fn errors_have_no_hidden_characters() {
    use std::collections::BTreeMap;
    let text = "{\"\\u001b[31m\u{feff}a\u{202e}\": \"\u{200b}x\u{e0041}\"}";
    let error = json::from_str::<BTreeMap<String, i64>>(text).unwrap_err();
    assert_eq!((error.path(), error.excerpt()), ("/ [31m a ", "\" x \"}"));
}

#[test]
fn numbers() {
    assert_eq!(
        json::from_str::<Vec<u64>>("[18446744073709551615, 1e1, 0]").unwrap(),
        [u64::MAX, 10, 0]
    );
    assert_eq!(
        json::from_str::<Vec<i64>>("[-9223372036854775808, -1.0]").unwrap(),
        [i64::MIN, -1]
    );
    assert_eq!(
        json::to_string(&vec![10.0, -0.0, 0.1, 1e300, 9007199254740994.0]),
        "[10,-0.0,0.1,1e+300,9007199254740994.0]"
    );
    assert_eq!(
        json::to_string(&vec![0.1_f32, 2.0, f32::MAX]),
        "[0.1,2,3.4028234663852886e+38]"
    );
    for n in [
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        1.0 / 3.0,
        123456789.12345679,
        1e15,
        1e16,
        1e17,
        9007199254740991.0,
    ] {
        assert_eq!(json::from_str::<f64>(&json::to_string(&n)).unwrap(), n);
    }
    let odd: Vec<f64> = json::from_str(&json::to_string(&vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY])).unwrap();
    assert!(odd[0].is_nan() && odd[1] == f64::INFINITY && odd[2] == f64::NEG_INFINITY);
    assert_eq!(failure::<f64>(r#""nan""#), "expected number, found string");
}

#[test]
fn strings() {
    let all = "\u{0}\u{1f}\"\\/\n\r\t\u{8}\u{c}é€😀\u{7f}\u{2028}".to_owned();
    let text = json::to_string(&all);
    assert_eq!(text, serde_json::to_string(&all).unwrap());
    assert_eq!(json::from_str::<String>(&text).unwrap(), all);
    assert_eq!(json::from_str::<String>(r#""\u00e9\ud83d\ude00\/""#).unwrap(), "é😀/");
    let map: BTreeMap<String, i64> = json::from_str(r#"{"\u0061\"":1}"#).unwrap();
    assert_eq!(json::to_string(&map), r#"{"a\"":1}"#);
    assert_eq!(
        json::from_str::<Otp>(r#"{"\u0063ode":1,"strategy":""}"#).unwrap().code,
        1
    );
}

#[test]
fn depth() {
    let nested = |n: usize| "[".repeat(n) + &"]".repeat(n);
    let deepest: Json = json::from_str(&nested(128)).unwrap();
    assert_eq!(json::to_value(&deepest), deepest);
    assert!(json::from_str::<Json>(&nested(129)).is_err());
    assert!(json::from_str::<()>(&nested(100_000)).is_err());
    assert!(json::from_str::<Verification>(&nested(100)).is_ok());
    assert!(json::from_str::<Verification>(&nested(100_000)).is_err());
    let mut managers = String::from(r#"{"id":"a","created_at":1}"#);
    for _ in 0..200 {
        managers = format!(r#"{{"id":"a","created_at":1,"manager":{managers}}}"#);
    }
    assert!(failure::<User>(&managers).ends_with("nested deeper than 128 levels"));
}

#[test]
fn unions() {
    let read = |text: &str| json::from_str::<Verification>(text).unwrap();
    let otp = Otp {
        strategy: Status::Active,
        code: 1,
        hint: None,
    };
    assert_eq!(
        read(r#"{"code":1,"strategy":"active"}"#),
        Verification::Otp(Box::new(otp.clone()))
    );
    assert_eq!(
        failure::<Vec<Verification>>(r#"[{"strategy":"on hold","code":"no"}]"#),
        "/0/code: expected integer, found string"
    );
    assert_eq!(
        read(r#"{"strategy":"new","code":1}"#),
        Verification::Unknown(value!({"strategy":"new","code":1}))
    );
    assert_eq!(read(r#"{"strategy":7}"#), Verification::Unknown(value!({"strategy":7})));
    let admin = BTreeMap::from([("by".to_owned(), 2), ("verified_at".to_owned(), 1)]);
    assert_eq!(read(r#"{"verified_at":1,"by":2}"#), admin.into());
    assert_eq!(
        read(r#"{"verified_at":1,"by":"x"}"#),
        Verification::Unknown(value!({"verified_at":1,"by":"x"}))
    );
    assert_eq!(read(r#"{"by":2}"#), Verification::Unknown(value!({"by":2})));
    assert_eq!(read("10.0"), Verification::Int(10));
    assert_eq!(read("10.5"), Verification::Number(10.5));
    assert_eq!(read(r#" "s""#), Verification::Text("s".into()));
    assert_eq!(
        read(r#"[ ["a"], 1 ]"#),
        vec![vec![Verification::Text("a".into())].into(), Verification::Int(1)].into()
    );
    assert_eq!(read("null"), Verification::Unknown(Json::Null));
    assert_eq!(json::to_string(&read(r#"{"new":[1.50]}"#)), r#"{"new":[1.5]}"#);
    assert_eq!(json::to_string(&Verification::from("s".to_owned())), r#""s""#);
    assert_eq!(Boxed::from(otp.clone()), Boxed::Otp(Box::new(otp)));
    assert_eq!(json::from_str::<Boxed>("[").unwrap_err().path(), "/0");
}

/// Alternatives within alternatives: time must not grow as 2^depth.
#[test]
fn nested_unions_end() {
    #[derive(Clone, Debug, PartialEq)]
    struct Node {
        next: Deep,
    }
    oaspen_client::object! { Node { next: "next" required } }
    #[derive(Clone, Debug, PartialEq)]
    enum Deep {
        A(Box<Node>),
        B(Box<Node>),
        Unknown(Json),
    }
    oaspen_client::union! { Deep else Unknown { A: tag "t" in ["x"], B: tag "t" in ["x", "y"] } }
    let text = r#"{"t":"x","next":"#.repeat(100) + r#"{"t":"y"}"# + &"}".repeat(100);
    assert!(failure::<Deep>(&text).ends_with(r#"/next: missing member "next""#));
    let text = r#"{"t":"y","next":"#.repeat(100) + r#"{"t":"y"}"# + &"}".repeat(100);
    assert!(failure::<Deep>(&text).ends_with(r#"/next: missing member "next""#));
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Cat {
    name: Option<String>,
    lives: Option<i64>,
}
oaspen_client::object! { Cat { name: "name" optional, lives: "lives" optional } }

#[derive(Clone, Debug, Default, PartialEq)]
struct Dog {
    name: Option<String>,
    barks: Option<bool>,
    owner: Option<Cat>,
}
oaspen_client::object! { Dog { name: "name" optional, barks: "barks" optional, owner: "owner" optional } }

#[derive(Clone, Debug, PartialEq)]
enum Pet {
    Cat(Cat),
    Dog(Dog),
    Unknown(Json),
}
oaspen_client::union! { Pet else Unknown { Cat: any, Dog: any } }

#[derive(Clone, Debug, PartialEq)]
enum Pets {
    Cat(Cat),
    Dog(Dog),
    Unknown(Json),
}
oaspen_client::union! { Pets mixed else Unknown { Cat: any, Dog: any } }

#[test]
fn the_branch_that_declares_most_members_is_used() {
    let pet = |text: &str| json::from_str::<Pet>(text).unwrap();
    let dog = |owner| Dog {
        barks: Some(true),
        owner,
        ..Dog::default()
    };
    let cat = Cat {
        lives: Some(9),
        ..Cat::default()
    };
    assert_eq!(pet(r#"{"lives":9}"#), Pet::Cat(cat.clone()));
    assert_eq!(pet(r#"{"barks":true}"#), Pet::Dog(dog(None)));
    assert_eq!(pet(r#"{"colour":1,"barks":true}"#), Pet::Dog(dog(None)));
    // Null is as good as absent, and among equals the first one wins.
    assert_eq!(pet(r#"{"barks":null,"lives":9}"#), Pet::Cat(cat.clone()));
    let many = Cat {
        lives: Some(9999),
        ..Cat::default()
    };
    assert_eq!(pet(r#"{"barks":true,"lives":9999}"#), Pet::Cat(many));
    // What is ignored deeper down counts as well, in every place of a list.
    let deep = json::from_str::<Vec<Pet>>(r#"[{"barks":true,"owner":{"lives":9,"x":1}},{"lives":9}]"#).unwrap();
    assert_eq!(deep, [Pet::Dog(dog(Some(cat.clone()))), Pet::Cat(cat)]);
}

#[test]
fn a_value_that_is_several_branches_at_once_is_kept_whole() {
    let pets = |text: &str| json::from_str::<Pets>(text).unwrap();
    assert!(matches!(pets(r#"{"lives":9}"#), Pets::Cat(_)));
    assert!(matches!(pets(r#"{"barks":true,"stranger":1}"#), Pets::Dog(_)));
    let both = r#"{"barks":true,"lives":9}"#;
    assert!(matches!(pets(both), Pets::Unknown(_)));
    assert_eq!(json::to_string(&pets(both)), both);
}

#[test]
fn free_json_keeps_every_digit() {
    for text in ["37.770040510499996", "[0.1,1e-7,123456789.12345679]"] {
        assert_eq!(json::to_string(&json::from_str::<Json>(text).unwrap()), text);
    }
}

#[test]
fn formats() {
    let read: Timestamp = json::from_str(r#""2024-05-06T07:08:09.5+02:00""#).unwrap();
    assert_eq!(json::to_string(&read), r#""2024-05-06T05:08:09.5Z""#);
    for never in ["9999-12-31T23:59:59.9999999Z", "9999-12-31T23:59:59+02:00"] {
        assert_eq!(
            json::from_str::<Timestamp>(&format!("{never:?}")).unwrap(),
            Timestamp::MAX
        );
    }
    for wrong in [
        "9999-12-31",
        "9999-12-31T23:59:59",
        "9999-12-32T23:59:59Z",
        "10000-01-01T00:00:00Z",
    ] {
        assert!(json::from_str::<Timestamp>(&format!("{wrong:?}")).is_err(), "{wrong}");
    }
    let read: Date = json::from_str(r#""2024-05-06""#).unwrap();
    assert_eq!(json::to_string(&read), r#""2024-05-06""#);
    let read: Uuid = json::from_str(r#""936DA01F-9ABD-4d9d-80C7-02AF85C822A8""#).unwrap();
    assert_eq!(json::to_string(&read), r#""936da01f-9abd-4d9d-80c7-02af85c822a8""#);
    for text in [r#""-_8""#, r#""-_8=""#, r#""+/8=""#, r#""+/8""#] {
        assert_eq!(json::from_str::<Base64>(text).unwrap().0, [0xfb, 0xff], "{text}");
    }
    assert!(json::from_str::<Base64>(r#""a""#).is_err());
    assert!(json::from_str::<std::net::IpAddr>(r#""::1""#).unwrap().is_loopback());
}

#[test]
fn lenient() {
    let read = |text: &str| {
        let mut issues = Vec::new();
        let result = json::from_slice_lenient::<Vec<User>>(text.as_bytes(), &mut |i| issues.push(i.to_string()));
        (result, issues)
    };
    let (users, issues) = read(
        r#"[{"id":"u1","created_at":3,"username":{"a":[1]},"type":null,"nick-name":5,
            "manager":{"id":"m","created_at":"x"},"private_metadata":[]},
           {"id":"u1","created_at":3,"manager":{"id":"u1","created_at":3,"username":1}}]"#,
    );
    let mut users = users.unwrap();
    let kept: Vec<_> = std::mem::take(&mut users[0].extra).into_keys().collect();
    assert_eq!(kept, ["manager", "nick-name", "private_metadata", "username"]);
    assert_eq!(users[0], user());
    let manager = users[1].manager.as_mut().unwrap();
    assert_eq!(manager.extra.remove("username"), Some(1.into()));
    assert_eq!(**manager, user());
    assert_eq!(
        issues,
        [
            "/0/username: kept in `extra`: expected string, found object",
            "/0/nick-name: kept in `extra`: expected string, found number",
            "/0/manager: kept in `extra`: /0/manager/created_at: expected integer, found string",
            "/0/private_metadata: kept in `extra`: expected object, found array",
            "/1/manager/username: kept in `extra`: expected string, found number",
        ]
    );
    let (result, issues) = read(r#"[{"id":1}]"#);
    assert_eq!(
        (result.unwrap().len(), issues),
        (
            0,
            vec!["/0: set aside: /0/id: expected string, found number".to_owned()]
        )
    );
    let (result, _) = read(r#"[{"id":"a","created_at":1,"username":[}]"#);
    assert!(result.is_err());

    let mut issues = Vec::new();
    let read: Verification = json::from_slice_lenient(br#"{"strategy":"active","code":1,"hint":"h"}"#, &mut |i| {
        issues.push(i.path().to_owned())
    })
    .unwrap();
    assert_eq!(
        read,
        Verification::Otp(Box::new(Otp {
            strategy: Status::Active,
            code: 1,
            hint: None
        }))
    );
    assert_eq!(issues, ["/hint"]);
    // A branch that is only tried must fit as a whole.
    let read: Boxed =
        json::from_slice_lenient(br#"{"strategy":"active","code":1,"hint":"h"}"#, &mut |_| panic!()).unwrap();
    assert!(matches!(read, Boxed::Unknown(_)));
}

#[test]
fn serde_bridge() {
    let text = r#"{"id":"u1","type":"on hold","private_metadata":{"big":18446744073709551615,"n":1.5},"created_at":3,"more":[null,true,-7]}"#;
    let user: User = serde_json::from_str(text).unwrap();
    assert_eq!(user, json::from_str(text).unwrap());
    assert_eq!(serde_json::to_string(&user).unwrap(), text);
    assert_eq!(serde_json::to_value(&user).unwrap(), json::to_value(&user));
    assert_eq!(json::from_value::<User>(&json::to_value(&user)).unwrap(), user);
    let error = serde_json::from_str::<Vec<User>>(r#"[{"id":1}]"#)
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("/id: expected string, found number"), "{error}");
    assert_eq!(serde_json::to_string(&Patch::<i64>::Absent).unwrap(), "null");
    assert_eq!(serde_json::from_str::<Patch<i64>>("1").unwrap(), Patch::Value(1));
    // Inside serde's own buffering.
    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        User(Box<User>),
        Text(String),
    }
    assert!(matches!(serde_json::from_str(text).unwrap(), Either::User(u) if *u == user));
    assert!(matches!(serde_json::from_str("\"a\"").unwrap(), Either::Text(t) if t == "a"));
}
