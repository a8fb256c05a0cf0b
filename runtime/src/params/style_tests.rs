//! The style table of OpenAPI 3.0 ("Style Examples"), byte for byte: `empty`, `string`, `array`, `object`.
//! Where that table prints characters a URL cannot carry (`|`, `[`, `]`), they are percent-encoded, as in the
//! table of OpenAPI 3.1.1.
#![allow(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::params::param::ToParam;

fn empty() -> ParamValue {
    "".to_param()
}

fn string() -> ParamValue {
    "blue".to_param()
}

fn array() -> ParamValue {
    vec!["blue", "black", "brown"].to_param()
}

fn object() -> ParamValue {
    let members = [("R", 100), ("G", 200), ("B", 150)];
    ParamValue::Object(
        members
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.to_param()))
            .collect(),
    )
}

fn paths(style: PathStyle) -> [String; 4] {
    [empty(), string(), array(), object()].map(|value| path("color", style, &value).unwrap())
}

fn queries(style: QueryStyle) -> [String; 4] {
    [empty(), string(), array(), object()].map(|value| query("color", style, &value, false))
}

#[test]
fn matrix() {
    assert_eq!(
        paths(PathStyle::Matrix { explode: false }),
        [
            ";color",
            ";color=blue",
            ";color=blue,black,brown",
            ";color=R,100,G,200,B,150"
        ]
    );
    assert_eq!(
        paths(PathStyle::Matrix { explode: true }),
        [
            ";color",
            ";color=blue",
            ";color=blue;color=black;color=brown",
            ";R=100;G=200;B=150"
        ]
    );
}

#[test]
fn label() {
    // The table of 3.0.3 has `.blue.black.brown` for both; RFC 6570 and 3.1.1 write commas without explode.
    assert_eq!(
        paths(PathStyle::Label { explode: false }),
        [".", ".blue", ".blue,black,brown", ".R,100,G,200,B,150"]
    );
    assert_eq!(
        paths(PathStyle::Label { explode: true }),
        [".", ".blue", ".blue.black.brown", ".R=100.G=200.B=150"]
    );
}

#[test]
fn simple() {
    assert_eq!(
        paths(PathStyle::Simple { explode: false }),
        ["", "blue", "blue,black,brown", "R,100,G,200,B,150"]
    );
    assert_eq!(
        paths(PathStyle::Simple { explode: true }),
        ["", "blue", "blue,black,brown", "R=100,G=200,B=150"]
    );
}

#[test]
fn headers() {
    assert_eq!(header(false, &array()).unwrap(), "blue,black,brown");
    assert_eq!(header(false, &object()).unwrap(), "R,100,G,200,B,150");
    assert_eq!(header(true, &object()).unwrap(), "R=100,G=200,B=150");
    assert_eq!(header(false, &"a b/ü".to_param()).unwrap(), "a b/ü");
    assert_eq!(header(false, &ParamValue::Absent), None);
}

#[test]
fn form() {
    assert_eq!(
        queries(QueryStyle::Form { explode: true }),
        [
            "color=",
            "color=blue",
            "color=blue&color=black&color=brown",
            "R=100&G=200&B=150"
        ]
    );
    assert_eq!(
        queries(QueryStyle::Form { explode: false }),
        [
            "color=",
            "color=blue",
            "color=blue,black,brown",
            "color=R,100,G,200,B,150"
        ]
    );
}

#[test]
fn delimited_queries() {
    let [_, _, array, object] = queries(QueryStyle::SpaceDelimited);
    assert_eq!(array, "color=blue%20black%20brown");
    assert_eq!(object, "color=R%20100%20G%20200%20B%20150");
    let [_, _, array, object] = queries(QueryStyle::PipeDelimited);
    assert_eq!(array, "color=blue%7Cblack%7Cbrown");
    assert_eq!(object, "color=R%7C100%7CG%7C200%7CB%7C150");
}

#[test]
fn deep_objects() {
    let [.., object] = queries(QueryStyle::DeepObject);
    assert_eq!(object, "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150");
    let nested = serde_json::json!({"a": {"b": [1, "x y"], "c": null}, "d": true}).to_param();
    assert_eq!(
        query("f", QueryStyle::DeepObject, &nested, false),
        "f%5Ba%5D%5Bb%5D%5B0%5D=1&f%5Ba%5D%5Bb%5D%5B1%5D=x%20y&f%5Bd%5D=true"
    );
}

/// Members of one object are not mixed up, and no server can read a list of one item as a scalar.
#[test]
fn lists_in_deep_objects_have_indices() {
    let list = serde_json::json!([{"a": 1, "b": 2}, null, {"a": 3}]).to_param();
    assert_eq!(
        query("f", QueryStyle::DeepObject, &list, false),
        "f%5B0%5D%5Ba%5D=1&f%5B0%5D%5Bb%5D=2&f%5B1%5D%5Ba%5D=3"
    );
}

#[test]
fn absent_and_empty_values_leave_nothing() {
    let styles = [
        QueryStyle::DEFAULT,
        QueryStyle::Form { explode: false },
        QueryStyle::SpaceDelimited,
        QueryStyle::PipeDelimited,
        QueryStyle::DeepObject,
    ];
    for style in styles {
        for value in [
            ParamValue::Absent,
            ParamValue::List(vec![]),
            ParamValue::List(vec![ParamValue::Absent]),
            ParamValue::Object(vec![]),
            ParamValue::Object(vec![("a".to_owned(), ParamValue::Absent)]),
        ] {
            assert_eq!(query("q", style, &value, false), "", "{style:?} {value:?}");
        }
    }
    assert_eq!(
        path("p", PathStyle::Simple { explode: false }, &ParamValue::Absent),
        None
    );
}

#[test]
fn everything_but_unreserved_is_encoded() {
    assert_eq!(
        query("a b[]", QueryStyle::DEFAULT, &"+/?&=#%é~-._ 'x'".to_param(), false),
        "a%20b%5B%5D=%2B%2F%3F%26%3D%23%25%C3%A9~-._%20%27x%27"
    );
    assert_eq!(
        query("q", QueryStyle::DEFAULT, &":/?#[]@!$&'()*+,;= %2F".to_param(), true),
        "q=:/?%23%5B%5D@!$%26'()*%2B,;=%20%252F"
    );
    assert_eq!(
        query(
            "q",
            QueryStyle::Form { explode: false },
            &vec!["a,b", "c"].to_param(),
            false
        ),
        "q=a%2Cb,c"
    );
}

#[test]
fn deeper_values_become_json() {
    let value = serde_json::json!([{"a": "1", "b": 2}]).to_param();
    assert_eq!(
        query("q", QueryStyle::DEFAULT, &value, false),
        "q=%7B%22a%22%3A%221%22%2C%22b%22%3A2%7D"
    );
}

#[test]
fn numbers() {
    assert_eq!(query("n", QueryStyle::DEFAULT, &10.0_f64.to_param(), false), "n=10");
    assert_eq!(query("n", QueryStyle::DEFAULT, &0.1_f64.to_param(), false), "n=0.1");
    assert!(f64::NAN.to_param().invalid().is_some());
    assert!(vec![Some(f64::INFINITY)].to_param().invalid().is_some());
}

#[test]
fn an_item_with_a_comma_is_no_item_of_a_header() {
    let refused = |value: &dyn ToParam| header_problem(&value.to_param()).is_some();
    assert!(refused(&vec!["a,b"]));
    assert!(refused(&vec![Some("a"), None, Some("Sun, 06 Nov 1994")]));
    let member = |name: &str, value: &str| std::collections::BTreeMap::from([(name.to_owned(), value.to_owned())]);
    assert!(refused(&member("a", "b,c")) && refused(&member("a,b", "c")) && !refused(&member("a", "b")));
    // A quoted item is one item, and a text that is no list may have commas.
    assert!(!refused(&vec!["\"a,b\"", "c"]));
    assert!(!refused(&"text/html, */*"));
    assert!(!refused(&vec![1, 2]));
}

proptest::proptest! {
    /// A standard parser reads the same names and values.
    #[test]
    fn queries_survive(name in "[^\\p{C}]{1,4}", values in proptest::collection::vec(".{0,6}", 1..4)) {
        let text = query(&name, QueryStyle::DEFAULT, &values.to_param(), false);
        let url = url::Url::parse(&format!("http://h/?{text}")).unwrap();
        let expected: Vec<_> = values.iter().map(|value| (name.clone(), value.clone())).collect();
        let read: Vec<_> = url.query_pairs().into_owned().collect();
        proptest::prop_assert_eq!(read, expected);
        proptest::prop_assert_eq!(url.query(), Some(text.as_str()));
    }
}
