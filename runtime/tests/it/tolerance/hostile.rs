//! Bodies that make the work of a client grow, and many values that do not fit.

use oaspen_client::{DecodeIssue, Json, Repair, json};
use std::collections::BTreeMap;
use std::time::Instant;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    pub name: String,
    pub next: Option<Box<Node>>,
    pub size: Option<i64>,
    pub extra: BTreeMap<String, Json>,
}
oaspen_client::object! {
    Node {
        name: "name" required,
        next: "next" optional,
        size: "size" nullable,
        extra: extra,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Named {
    pub name: String,
}
oaspen_client::object! {
    Named { name: "name" required }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wide {
    pub name: String,
    pub size: i64,
}
oaspen_client::object! {
    Wide { name: "name" required, size: "size" required }
}

#[derive(Clone, Debug, PartialEq)]
pub enum OneOf {
    Wide(Wide),
    Named(Named),
    Unknown(Json),
}
oaspen_client::union! {
    OneOf else Unknown {
        Wide: keys ["name"],
        Named: keys ["name"],
    }
}

fn lenient<T: oaspen_client::Decode>(data: &[u8]) -> (T, Vec<String>) {
    let mut issues = Vec::new();
    let value = json::from_slice_lenient(data, &mut |issue: &DecodeIssue<'_>| issues.push(issue.to_string()));
    (value.unwrap(), issues)
}

/// Each level has members in `extra` that a row has, too.
#[test]
fn members_in_extra_and_a_row_are_encoded_once() {
    let mut node = Node::default();
    for _ in 0..60 {
        node = Node {
            next: Some(Box::new(node)),
            extra: BTreeMap::from([("name".to_owned(), 1.into()), ("size".to_owned(), 2.into())]),
            ..Node::default()
        };
    }
    let text = json::to_string(&node);
    let level = r#"{"name":"","next":"#;
    assert!(text.starts_with(&level.repeat(60)), "{text}");
    assert!(text.ends_with(&format!(r#"{{"name":"","size":null}}{}"#, r#","size":2}"#.repeat(60))));
}

/// Lenient decoding makes such values.
#[test]
fn what_is_kept_in_extra_is_encoded_once() {
    let levels = 60;
    let text = format!(
        r#"{}{{"name":""}}{}"#,
        r#"{"name":"","size":"x","next":"#.repeat(levels),
        "}".repeat(levels)
    );
    let (node, issues) = lenient::<Node>(text.as_bytes());
    assert_eq!(issues.len(), levels);
    assert_eq!(json::to_string(&node).matches(r#""size":"x""#).count(), levels);
}

#[test]
fn a_text_is_reported_after_an_element_that_is_set_aside() {
    let (items, issues) =
        lenient::<Vec<Named>>(b"[7, {\"name\":\"\xff\"}, {\"name\":[\"\xfe\"]}, {\"name\":\"\\ud800\"}]");
    assert_eq!(items.len(), 2);
    assert_eq!(
        issues,
        [
            "/0: set aside: expected object, found number",
            "/1/name: replaced by U+FFFD: invalid UTF-8",
            "/2: set aside: /2/name: expected string, found array",
            "/3/name: replaced by U+FFFD: lone surrogate",
        ]
    );
}

#[test]
fn a_text_in_the_best_branch_of_a_union_is_reported() {
    let (value, issues) = lenient::<OneOf>(br#"{"name":"\ud800","other":1}"#);
    assert_eq!(
        value,
        OneOf::Named(Named {
            name: "\u{FFFD}".to_owned()
        })
    );
    assert_eq!(issues, ["/name: replaced by U+FFFD: lone surrogate"]);
}

#[test]
fn many_values_that_do_not_fit_take_linear_time() {
    let body = format!("[{}1]", "1,".repeat(1 << 18));
    let started = Instant::now();
    let (mut count, mut last) = (0, None);
    let items: Vec<Named> = json::from_slice_lenient(body.as_bytes(), &mut |issue| {
        count += 1;
        last = Some((issue.repair(), issue.to_string()));
    })
    .unwrap();
    assert!(items.is_empty());
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
    let more = "not reported: more than 10000 values do not fit".to_owned();
    assert_eq!((count, last), (10_001, Some((Repair::NotReported, more))));
}

/// What does not fit in an element that is set aside does not count.
#[test]
fn issues_of_an_element_that_is_set_aside_are_forgotten() {
    let tags = format!("[{}\"\"]", "1,".repeat(20_000));
    let body = format!(r#"[{{"tags":{tags}}},{{"name":"a","tags":[1]}}]"#);
    let (items, issues) = lenient::<Vec<Tagged>>(body.as_bytes());
    assert_eq!(items.len(), 1);
    assert_eq!(
        issues,
        [
            "/0: set aside: missing member \"name\"",
            "/1/tags/0: set aside: expected string, found number"
        ]
    );
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tagged {
    pub tags: Vec<String>,
    pub name: String,
}
oaspen_client::object! {
    Tagged { tags: "tags" required, name: "name" required }
}

/// Neither the text of an issue nor its `Debug` has values.
#[test]
fn issues_show_no_values() {
    let body = br#"[{"name":"a","at":"c4nary"},{"name":{"c4nary":"c4nary"}},{"name":"a","plan":"c4nary"}]"#;
    let mut shown = Vec::new();
    json::from_slice_lenient::<Vec<Dated>>(body, &mut |issue| {
        shown.push(format!("{issue} {issue:?}"));
    })
    .unwrap();
    assert_eq!(shown.len(), 3);
    for text in shown {
        assert!(!text.contains("c4nary"), "{text}");
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dated {
    pub name: String,
    pub at: Option<oaspen_client::Timestamp>,
    pub plan: Option<Plan>,
}
oaspen_client::object! {
    Dated { name: "name" required, at: "at" optional, plan: "plan" optional }
}

#[derive(Clone, Debug, PartialEq, serde::Deserialize, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Plan {
    Free,
}
oaspen_client::serde_type!(Plan);

#[test]
fn many_members_in_another_case_take_linear_time() {
    let body = format!("[{}{{}}]", "{\"NAME\":\"\"},".repeat(1 << 17));
    let started = Instant::now();
    let (items, issues) = lenient::<Vec<Named>>(body.as_bytes());
    assert_eq!((items.len(), issues.len()), (1 << 17, 10_001));
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

thread_local! {
    static READ: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// A text that counts how often it is read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counted(String);

impl oaspen_client::Decode for Counted {
    fn decode(d: &mut oaspen_client::Decoder<'_>) -> Result<Self, oaspen_client::DecodeError> {
        READ.set(READ.get() + 1);
        d.string().map(Self)
    }
}

impl oaspen_client::Encode for Counted {
    fn encode(&self, e: &mut oaspen_client::Encoder) {
        e.str(&self.0);
    }
}

/// Undeclared members have the type of `inner`, so that such a member in another case is read as one of them first.
#[derive(Clone, Debug, PartialEq)]
pub struct Folder {
    pub name: Counted,
    pub inner: Vec<Folder>,
    pub extra: BTreeMap<String, Vec<Folder>>,
}
oaspen_client::object! {
    Folder { name: "name" required, inner: "inner" required, extra: extra }
}

/// Each level doubles the work as long as the allowance of the document suffices: 64 times its bytes, and 64 KiB.
#[test]
fn members_in_another_case_inside_of_each_other_do_not_take_exponential_time() {
    for levels in [8, 20, 60] {
        let text = format!(
            r#"{}{{"name":"","inner":[]}}{}"#,
            r#"{"name":"","INNER":["#.repeat(levels),
            "]}".repeat(levels)
        );
        READ.set(0);
        let read = json::from_str::<Folder>(&text);
        let count = READ.get();
        assert!(count < 100_000, "{levels}: {count}");
        assert_eq!(read.is_ok(), levels == 8, "{levels}: {read:?}");
    }
}
