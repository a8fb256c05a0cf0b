//! What is read by default although it is not as the type declares it: null for a list or a map, and required members whose
//! names are written in another case.

use oaspen_client::{Decode, Json, JsonMap, LenientPolicy, Patch, json};
use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lists {
    pub names: Vec<String>,
    pub labels: BTreeMap<String, i64>,
    pub free: JsonMap,
    pub maybe: Option<Vec<String>>,
    pub empty: Option<Vec<String>>,
    pub patch: Patch<Vec<String>>,
}
oaspen_client::object! {
    Lists {
        names: "names" required,
        labels: "labels" required,
        free: "free" required,
        maybe: "maybe" optional,
        empty: "empty" nullable,
        patch: "patch" patch,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    pub id: String,
    pub tags: Vec<String>,
    pub size: Option<i64>,
}
oaspen_client::object! {
    Image {
        id: "Id" required,
        tags: "RepoTags" required,
        size: "Size" optional,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    pub id: String,
    pub extra: BTreeMap<String, Json>,
}
oaspen_client::object! {
    Kept {
        id: "Id" required,
        extra: extra kept,
    }
}

/// Declares two names that differ in case only.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    pub upper: String,
    pub lower: Option<String>,
}
oaspen_client::object! {
    Pair {
        upper: "ID" required,
        lower: "id" optional,
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Nested {
    pub next: Box<Option<Nested>>,
    pub extra: BTreeMap<String, Nested>,
}
oaspen_client::object! {
    Nested {
        next: "next" required,
        extra: extra,
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum ListOrNull {
    List(Vec<i64>),
    Nothing(Option<Image>),
    Unknown(Json),
}
oaspen_client::union! {
    ListOrNull else Unknown {
        List: any,
        Nothing: any,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loose {
    pub names: Option<Vec<String>>,
}
oaspen_client::object! {
    Loose {
        names: "names" nullable,
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tight {
    pub names: Vec<String>,
}
oaspen_client::object! {
    Tight {
        names: "names" required,
    }
}

/// Branches that only null, or the case of a name, distinguishes.
#[derive(Clone, Debug, PartialEq)]
pub enum Compared {
    Tight(Tight),
    Image(Image),
    Loose(Loose),
    Unknown(Json),
}
oaspen_client::union! {
    Compared else Unknown {
        Tight: any,
        Image: any,
        Loose: any,
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Tagged {
    Tight(Tight),
    Image(Image),
    Unknown(Json),
}
oaspen_client::union! {
    Tagged else Unknown {
        Tight: tag "kind" in ["tight"],
        Image: tag "kind" in ["image"],
    }
}

#[track_caller]
fn reads<T: Decode + Debug + PartialEq>(text: &str, expected: T) {
    let read = json::from_str::<T>(text).map_err(|error| error.to_string());
    assert_eq!(read, Ok(expected), "{text}");
}

#[track_caller]
fn refuses<T: Decode + Debug>(text: &str, message: &str) {
    assert_eq!(json::from_str::<T>(text).unwrap_err().to_string(), message, "{text}");
}

#[track_caller]
fn refuses_strictly<T: Decode + Debug>(text: &str, message: &str) {
    let error = json::from_slice_strict::<T>(text.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), message, "{text}");
}

fn image(id: &str, tags: &[&str]) -> Image {
    Image {
        id: id.to_owned(),
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        size: None,
    }
}

#[test]
fn null_for_a_required_list_or_map_is_empty() {
    let text = r#"{"names":null,"labels":null,"free":null}"#;
    reads(text, Lists::default());
    refuses_strictly::<Lists>(text, "/names: expected array, found null");
    refuses_strictly::<Lists>(
        r#"{"names":[],"labels":null,"free":{}}"#,
        "/labels: expected object, found null",
    );
    // Missing is not null.
    refuses::<Lists>(r#"{"names":null,"labels":{}}"#, r#"missing member "free""#);
    refuses::<Lists>(
        r#"{"names":"x","labels":{},"free":{}}"#,
        "/names: expected array, found string",
    );
    refuses::<Lists>(
        r#"{"names":nul,"labels":{},"free":{}}"#,
        "/names: malformed JSON: expected a value",
    );
}

#[test]
fn null_stays_null_where_it_is_a_value() {
    let text = r#"{"names":[],"labels":{},"free":{},"maybe":null,"empty":null,"patch":null}"#;
    let expected = Lists {
        patch: Patch::Null,
        ..Lists::default()
    };
    reads(text, expected);
    reads::<Option<Vec<i64>>>("null", None);
    reads::<Patch<Vec<i64>>>("null", Patch::Null);
    reads("null", Json::Null);
}

#[test]
fn null_for_an_element_a_member_of_a_map_and_a_body_is_empty() {
    reads::<Vec<Vec<i64>>>("[null,[1]]", vec![vec![], vec![1]]);
    let map = BTreeMap::from([("a".to_owned(), vec![]), ("b".to_owned(), vec![1])]);
    reads(r#"{"a":null,"b":[1]}"#, map);
    reads::<Vec<HashMap<String, i64>>>("[null]", vec![HashMap::new()]);
    reads::<Vec<i64>>(" null ", vec![]);
    reads::<BTreeMap<String, i64>>("null", BTreeMap::new());
    reads("null", JsonMap::new());
    refuses_strictly::<Vec<Vec<i64>>>("[null]", "/0: expected array, found null");
    refuses_strictly::<JsonMap>("null", "expected object, found null");
    // Elements and objects are no lists.
    refuses::<Vec<i64>>("[null]", "/0: expected integer, found null");
    refuses::<Loose>("null", "expected object, found null");
}

#[test]
fn null_and_case_do_not_change_the_branch_of_a_union() {
    reads("null", ListOrNull::Nothing(None));
    reads("[1]", ListOrNull::List(vec![1]));
    let names = r#"{"names":null}"#;
    reads(names, Compared::Loose(Loose::default()));
    reads(r#"{"names":[]}"#, Compared::Tight(Tight::default()));
    let spelled = r#"{"ID":"a","RepoTags":[]}"#;
    reads(spelled, Compared::Loose(Loose::default()));
    reads(r#"{"Id":"a","RepoTags":[]}"#, Compared::Image(image("a", &[])));
    // A tag decides before.
    reads(r#"{"kind":"tight","names":null}"#, Tagged::Tight(Tight::default()));
    reads(
        r#"{"kind":"image","ID":"a","RepoTags":null}"#,
        Tagged::Image(image("a", &[])),
    );
    refuses_strictly::<Tagged>(r#"{"kind":"tight","names":null}"#, "/names: expected array, found null");
}

#[test]
fn a_missing_member_is_read_by_its_name_in_another_case() {
    reads(r#"{"ID":"a","repotags":["x"]}"#, image("a", &["x"]));
    reads(
        r#"[{"repoTags":null,"iD":"a"},{"Id":"b","RepoTags":[]}]"#,
        vec![image("a", &[]), image("b", &[])],
    );
    // The last one of a name, as ever.
    reads(r#"{"ID":"a","RepoTags":[],"ID":"b"}"#, image("b", &[]));
    // It is written by its declared name.
    assert_eq!(
        json::to_string(&json::from_str::<Image>(r#"{"ID":"a","RepoTags":[]}"#).unwrap()),
        r#"{"Id":"a","RepoTags":[]}"#
    );
    refuses::<Vec<Image>>(
        r#"[{"ID":{"x":5},"RepoTags":[]}]"#,
        "/0/ID: expected string, found object",
    );
    refuses_strictly::<Image>(r#"{"ID":"a","RepoTags":[]}"#, r#"missing member "Id""#);
}

#[test]
fn another_member_is_no_match() {
    let missing = r#"missing member "Id""#;
    // Two candidates, another name.
    refuses::<Image>(r#"{"ID":"a","id":"a","RepoTags":[]}"#, missing);
    refuses::<Image>(r#"{"I_D":"a","RepoTags":[]}"#, missing);
    // Declared by another row, or in the case of two rows.
    refuses::<Pair>(r#"{"id":"a"}"#, r#"missing member "ID""#);
    refuses::<Pair>(r#"{"Id":"a"}"#, r#"missing member "ID""#);
    // The declared name counts, whatever the order is.
    reads(r#"{"ID":"a","Id":"b","RepoTags":[]}"#, image("b", &[]));
    reads(r#"{"Id":"b","ID":7,"RepoTags":[]}"#, image("b", &[]));
    // Optional members are read by their exact name.
    reads(r#"{"Id":"b","size":7,"RepoTags":[]}"#, image("b", &[]));
}

#[test]
fn a_member_of_another_case_is_not_in_extra_too() {
    let text = r#"{"ID":"a","x":1,"Name":"n"}"#;
    let kept: Kept = json::from_str(text).unwrap();
    assert_eq!(kept.id, "a");
    assert_eq!(kept.extra.keys().collect::<Vec<_>>(), ["Name", "x"]);
    assert_eq!(json::to_string(&kept), r#"{"Id":"a","Name":"n","x":1}"#);
    // It is, if its own name came.
    let kept: Kept = json::from_str(r#"{"ID":"a","Id":"b"}"#).unwrap();
    assert_eq!(json::to_string(&kept), r#"{"Id":"b","ID":"a"}"#);
}

#[test]
fn lenient_decoding_reports_both() {
    let mut issues = Vec::new();
    let read: Vec<Kept> = json::from_slice_lenient(br#"[{"x":1,"ID":"a\ud83d"},{"ID":7}]"#, &mut |issue| {
        issues.push(format!("{issue} <{}>", issue.raw()));
    })
    .unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].id, "a\u{FFFD}");
    assert_eq!(
        issues,
        [
            r#"/0/ID: replaced by U+FFFD: lone surrogate <"a\ud83d">"#,
            r#"/0/ID: read as a member of another case: /0: missing member "Id" <"a\ud83d">"#,
            r#"/1: set aside: missing member "Id" <{"ID":7}>"#,
        ]
    );
    issues.clear();
    let policy = LenientPolicy::new();
    let read: Image = json::from_slice_with(br#"{"ID":"a","repotags":null}"#, policy, &mut |issue| {
        issues.push(format!("{issue} <{}>", issue.raw()));
    })
    .unwrap();
    assert_eq!(read, image("a", &[]));
    assert_eq!(
        issues,
        [
            r#"/ID: read as a member of another case: missing member "Id" <"a">"#,
            "/repotags: read as empty: expected array, found null <null>",
            r#"/repotags: read as a member of another case: missing member "RepoTags" <null>"#,
        ]
    );
}

/// Extra members are read twice if they are another member: this must not be exponential.
#[test]
fn members_of_another_case_take_no_exponential_time() {
    for (depth, is_read) in [(3, true), (120, false)] {
        let text = format!("{}null{}", r#"{"NEXT":"#.repeat(depth), "}".repeat(depth));
        let read = json::from_str::<Nested>(&text);
        // The innermost null is no extra member.
        assert!(read.is_err() || is_read, "{depth}");
    }
    let text = format!(r#"{}{{"next":null}}{}"#, r#"{"NEXT":"#.repeat(100), "}".repeat(100));
    let _ = json::from_str::<Nested>(&text);
}
