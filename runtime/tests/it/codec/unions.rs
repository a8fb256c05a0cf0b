//! Which branch of a union takes a value.

use oaspen_client::{Json, json};

/// Structs whose members are optional and of any type.
macro_rules! structs {
    ($($name:ident { $($field:ident),* $(,)? })*) => {$(
        #[derive(Clone, Debug, Default, PartialEq)]
        struct $name { $($field: Option<Json>),* }
        oaspen_client::object! { $name { $($field: (stringify!($field)) optional),* } }
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
    Small { kind, a }
    Large { kind, b }
    Other { kind, a, b }
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
}

/// The name of the variant, from the debug form.
fn variant<T: oaspen_client::Decode + std::fmt::Debug>(text: &str) -> String {
    let value = format!("{:?}", json::from_str::<T>(text).unwrap());
    value.split('(').next().unwrap().to_owned()
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
