//! Models under `arbitrary_precision`; see Cargo.toml.
#![cfg(test)]

use oaspen_client::{Json, Patch, ToParam, json};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
struct Numbers {
    id: i64,
    big: Option<u64>,
    ratio: Option<f64>,
    patch: Patch<f64>,
    any: Option<Json>,
    choice: Option<Choice>,
    extra: BTreeMap<String, Json>,
}
oaspen_client::object! {
    Numbers {
        id: "id" required,
        big: "big" optional,
        ratio: "ratio" optional,
        patch: "patch" patch,
        any: "any" optional,
        choice: "choice" optional,
        extra: extra,
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Choice {
    Count(i64),
    Ratio(f64),
    Nested(Box<Numbers>),
    Unknown(Json),
}
oaspen_client::union! {
    Choice else Unknown {
        Count: kind integer,
        Ratio: kind number,
        Nested: keys ["id"],
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Level {
    One,
    Unknown(i64),
}
oaspen_client::integer_enum! { Level else Unknown { One: 1 } }

#[derive(Clone, Debug, PartialEq)]
enum Mixed {
    One,
    Half,
    Unknown(Json),
}
oaspen_client::value_enum! { Mixed else Unknown { One: 1, Half: 0.5 } }

const TEXT: &str = r#"{"id":-9223372036854775808,"big":18446744073709551615,"ratio":0.1,"patch":2.5,"any":[1,123456789012345678901234567890.5,1e3],"choice":{"id":7,"choice":10.0},"more":3.25}"#;

#[test]
fn directly() {
    let value: Numbers = json::from_str(TEXT).unwrap();
    assert_eq!(value.id, i64::MIN);
    assert_eq!(value.big, Some(u64::MAX));
    assert_eq!(value.ratio, Some(0.1));
    let inner = value.choice.clone().unwrap();
    assert!(
        matches!(&inner, Choice::Nested(n) if n.choice == Some(Choice::Count(10))),
        "{inner:?}"
    );
    // Every digit of what the schema leaves open survives.
    let written = json::to_string(&value);
    assert!(written.contains("123456789012345678901234567890.5"), "{written}");
    assert_eq!(json::from_str::<Numbers>(&written).unwrap(), value);
    assert_eq!(json::from_value::<Numbers>(&json::to_value(&value)).unwrap(), value);
    assert_eq!(
        json::from_str::<Vec<Mixed>>("[1.0, 5e-1]").unwrap(),
        [Mixed::One, Mixed::Half]
    );
}

#[test]
fn through_serde() {
    let value: Numbers = json::from_str(TEXT).unwrap();
    assert_eq!(serde_json::from_str::<Numbers>(TEXT).unwrap(), value);
    assert_eq!(serde_json::from_slice::<Numbers>(TEXT.as_bytes()).unwrap(), value);
    assert_eq!(serde_json::from_reader::<_, Numbers>(TEXT.as_bytes()).unwrap(), value);
    let tree: Json = serde_json::from_str(TEXT).unwrap();
    assert_eq!(serde_json::from_value::<Numbers>(tree).unwrap(), value);
    let written = serde_json::to_string(&value).unwrap();
    let mut again: Numbers = serde_json::from_str(&written).unwrap();
    // Through serde a number of no Rust type is the nearest f64.
    again.any = value.any.clone();
    assert_eq!(again, value);
    assert_eq!(serde_json::to_value(Level::One).unwrap(), Json::from(1));
    assert_eq!(serde_json::from_str::<Level>("2").unwrap(), Level::Unknown(2));
}

#[test]
fn inside_buffers_of_serde() {
    #[derive(Debug, Deserialize, Serialize)]
    #[serde(untagged)]
    enum Stored {
        Numbers(Numbers),
        Text(String),
    }
    #[derive(Debug, Deserialize, Serialize)]
    struct Outer {
        n: i64,
        #[serde(flatten)]
        inner: Numbers,
    }
    let value: Numbers = json::from_str(TEXT).unwrap();
    match serde_json::from_str::<Stored>(TEXT).unwrap() {
        Stored::Numbers(inner) => assert_eq!(inner, value),
        other => panic!("{other:?}"),
    }
    let outer: Outer = serde_json::from_str(r#"{"n":1,"id":2,"ratio":1.5}"#).unwrap();
    assert_eq!((outer.n, outer.inner.id, outer.inner.ratio), (1, 2, Some(1.5)));
    assert!(serde_json::to_string(&outer).unwrap().starts_with(r#"{"n":1,"id":2"#));
}

#[test]
fn as_parameters() {
    assert_eq!(Choice::Ratio(1.5).to_param(), 1.5.to_param());
    assert_eq!(Choice::Count(7).to_param(), 7_i64.to_param());
}
