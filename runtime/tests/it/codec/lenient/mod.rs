//! Lenient decoding: as little as possible is left out, and everything is reported.

mod properties;
mod repairs;
mod texts;

use oaspen_client::{Base64, Date, Decode, IpAddr, Json, JsonMap, LenientPolicy, Patch, Time, Timestamp, Uuid, json};
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
