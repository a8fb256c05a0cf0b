//! The header field `Link`, which leads to the next page.

use crate::choices::Choices;
use crate::generated::assert_visible;
use crate::responses::{Pages, Reply, Server, run};
use crate::target::{Part, Target, join};
use oaspen_client::PagedCall as _;

pub(super) const TARGET: Target = Target {
    name: "link",
    parts: &[Part::Choices, Part::Bytes(WORDS)],
    seeds,
    check,
    memory_mib: 16,
};

const WORDS: &[&str] = &[
    "<",
    ">",
    ";",
    ",",
    "=",
    "\"",
    "\\",
    "\\\"",
    "rel",
    "rel=next",
    "rel=\"next\"",
    "; rel=\"prev next\"",
    "title=\"a, b\"",
    "REL",
    "https://api.example.com/v1/pages?page=3",
    "https://other.example/x",
    "//other.example",
    "?page=2",
    "/v1/x",
    "#f",
    "é",
    "\t",
];

/// The pages of a list, at most.
const MAX_PAGES: usize = 4;

const TOKEN: &str = "canary-7d1f";

fn seeds() -> Vec<Vec<u8>> {
    let texts = [
        "<https://api.example.com/v1/pages?page=1>; rel=\"prev\", <https://api.example.com/v1/pages?ids=1,2&page=3>; rel=\"next\"",
        "</2> ; title=\"a, b\"; REL=Next",
        "<?page=2>; rel=\"last next\"",
        "<https://other.example/v1/pages?page=2>; rel=next",
        "nonsense <",
    ];
    texts.map(|text| join(&[&b""[..], text.as_bytes()])).to_vec()
}

/// No credential leaves the origin, and a link of this form leads where it should.
fn check(parts: &[&[u8]]) {
    any_link(parts[1]);
    well_formed(&mut Choices::new(parts[0]), &String::from_utf8_lossy(parts[1]));
}

/// The addresses of the pages.
fn pages(values: Vec<Vec<u8>>) -> Vec<String> {
    let server = Server::new(move |index, _| {
        let reply = Reply::new(200, b"application/json", format!("[\"{index}\"]").as_bytes());
        if index + 1 == MAX_PAGES {
            return reply;
        }
        values.iter().fold(reply, |reply, value| reply.header("link", value))
    });
    let client = server.builder().bearer_token(TOKEN).build().expect("a client");
    run(async {
        let mut pages = Pages::of(&client).pages();
        while let Some(page) = pages.next().await {
            match page {
                Ok(page) => assert!(page.items().len() <= 1),
                Err(error) => {
                    assert_visible(&error.to_string());
                    assert!(!format!("{error:?}").contains(TOKEN));
                    break;
                }
            }
        }
    });
    let sent = server.sent();
    assert!(sent.len() <= MAX_PAGES, "{} requests", sent.len());
    for request in &sent {
        let uri = request.request.uri();
        let is_home =
            uri.scheme_str() == Some("https") && uri.authority().map(|one| one.as_str()) == Some("api.example.com");
        assert!(
            is_home || !request.request.headers().contains_key("authorization"),
            "the token was sent to {uri}"
        );
        assert!(!uri.to_string().contains(TOKEN));
    }
    sent.iter().map(|sent| sent.request.uri().to_string()).collect()
}

fn any_link(value: &[u8]) {
    pages(vec![value.to_vec()]);
}

/// Links of a form that RFC 8288 allows: the first one whose relations contain `next` is the next page.
fn well_formed(choices: &mut Choices<'_>, text: &str) {
    let quoted: String = text
        .chars()
        .filter(|c| c.is_ascii_graphic() && !"\"\\".contains(*c))
        .take(20)
        .collect();
    let mut links = Vec::new();
    let mut expected = None;
    for number in 0..=choices.below(3) {
        let target = choices.one(&[
            "?n=",
            "/v1/pages?ids=1,2;n=",
            "https://api.example.com/v1/pages?a=b,c&n=",
        ]);
        let target = format!("{target}{number}");
        let title = format!(
            "title=\"{}\"",
            choices.one(&["a", "a, b; rel=next", "<x>; rel=\\\"next\\\"", quoted.as_str()])
        );
        let (relation, is_next) = choices.one(&[
            ("rel=next", true),
            ("rel=\"prev\"", false),
            ("rel=\"prev next\"", true),
            ("REL = \"Next\"", true),
            ("rel=nextish", false),
            ("rev=next", false),
            ("rel=prev; rel=next", false),
        ]);
        let parameters = match choices.below(3) {
            0 => relation.to_owned(),
            1 => format!("{title}; {relation}"),
            _ => format!("{relation}; {title}"),
        };
        links.push(format!("<{target}>; {parameters}"));
        if is_next && expected.is_none() {
            expected = Some(number);
        }
    }
    let value = if choices.flag() { vec![links.join(", ")] } else { links };
    let addresses = pages(value.iter().map(|value| value.clone().into_bytes()).collect());
    let found = addresses.get(1).and_then(|uri| uri.chars().last());
    assert_eq!(
        found,
        expected.map(|number| char::from(b'0' + number as u8)),
        "{value:?}: {addresses:?}"
    );
}
