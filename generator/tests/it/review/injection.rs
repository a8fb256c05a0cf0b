//! Texts of documents are never markup, commands, mentions or links.

use super::{compared, options};
use oaspen::{Comparison, ReviewFormat, ReviewOptions, review};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The names of the documents; and texts as a rule or a reason may have them.
fn hostile() -> Vec<Comparison> {
    let mut comparison = compared("hostile", "old.yaml", "new.yaml");
    assert!(comparison.changes.len() > 5);
    let texts = [
        "<script>alert(6)</script>",
        "@someone #12 GH-3 !4 ~bug %5 $6 &7 owner/repo#8 a@b.example www.evil.example https://evil.example",
        "`@someone` | ``x` [a](https://evil.example) ![b](https://evil.example/b.png) <details>",
        "x\n::error::y\r\n##[error]z ###vso[task]\u{1b}[31m\u{202e}\u{7}",
        "\n\n# heading\n\n- item\n\n```\n</details>\n\n---\n",
        "]]> --> </style> </pre> ' onmouseover='x' \" onload=\"y",
        "%0A::error::x,file=y",
        "\\",
        "a\\|b|c",
        "2f1e3d4c5b6a798812345678901234567890abcd",
    ];
    for (index, text) in texts.iter().enumerate() {
        let mut change = comparison.changes[index % 5].clone();
        for field in [
            &mut change.before,
            &mut change.after,
            &mut change.help,
            &mut change.fingerprint,
        ] {
            *field = (*text).to_owned();
        }
        change.calls.push((*text).to_owned());
        for part in [&mut change.old, &mut change.new].into_iter().flatten() {
            part.item = (*text).to_owned();
            if let Some(location) = &mut part.location {
                location.file = (*text).into();
            }
        }
        for item in &mut change.items {
            item.path = (*text).to_owned();
            item.after = Some((*text).to_owned());
        }
        change.accepted = (index % 2 == 1).then(|| (*text).to_owned());
        comparison.generator.extend(change.items.clone());
        comparison.changes.push(change);
    }
    let mut named = comparison.clone();
    named.client = "<!-- --> @someone\n::error::x".into();
    named.old = texts[2].into();
    named.new = texts[4].into();
    vec![comparison, named]
}

fn reports(format: ReviewFormat) -> Vec<String> {
    let hostile = hostile();
    [false, true]
        .map(|all| {
            let stale = [("hostile".to_owned(), vec!["`|@someone <b>\n::error::x".to_owned()])];
            let options = ReviewOptions {
                all,
                stale: stale.into(),
                ..options()
            };
            review(&hostile, format, &options)
        })
        .into()
}

fn has_hidden_chars(text: &str) -> bool {
    text.chars()
        .any(|c| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)))
}

#[test]
fn a_terminal_gets_no_control_characters_and_no_commands() {
    for text in reports(ReviewFormat::Text) {
        assert!(!has_hidden_chars(&text), "{text}");
        assert!(text.contains("\\u{1b}[31m\\u{202e}"), "{text}");
        for line in text.lines() {
            assert!(!line.trim_start().starts_with("::") && !line.contains("##"), "{line}");
        }
    }
}

#[test]
fn a_comment_gets_only_its_own_markup() {
    let tags = [
        "<details>",
        "<summary>",
        "</summary>",
        "</details>",
        "<br>",
        "<sub>",
        "</sub>",
        "<code>",
        "</code>",
    ];
    for text in reports(ReviewFormat::Markdown) {
        assert!(!has_hidden_chars(&text), "{text}");
        let (marker, rest) = text.split_once('\n').expect("lines");
        assert!(
            marker.starts_with("<!-- oaspen diff: ") && marker.ends_with(" -->"),
            "{marker}"
        );
        assert_eq!(
            (marker.matches("--").count(), rest.contains("<!--  ")),
            (2, false),
            "{marker}"
        );
        let mut code = 0;
        let mut open = 0;
        for event in Parser::new_ext(rest, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    for tag in html.split_inclusive('>').map(str::trim).filter(|tag| !tag.is_empty()) {
                        let tag = tag.trim_start_matches(|c| c != '<');
                        assert!(tags.contains(&tag), "{tag:?} in\n{text}");
                        code += i32::from(tag == "<code>") - i32::from(tag == "</code>");
                        open += i32::from(tag == "<details>") - i32::from(tag == "</details>");
                    }
                }
                Event::Start(Tag::CodeBlock(_)) => code += 1,
                Event::End(TagEnd::CodeBlock) => code -= 1,
                Event::Start(Tag::Link { dest_url, .. }) => {
                    assert!(
                        dest_url.starts_with("https://git.example.com/shop/api/blob/"),
                        "{dest_url}"
                    );
                }
                Event::Start(Tag::Image { .. } | Tag::FootnoteDefinition(_)) => panic!("an image in\n{text}"),
                Event::Text(words) if code == 0 => {
                    for sign in ["@", "#", "http", "www", "GH-", "!", "~", "$", "2f1e3d4c"] {
                        assert!(!words.contains(sign), "{words:?} in\n{text}");
                    }
                }
                _ => {}
            }
        }
        assert_eq!((code, open), (0, 0), "{text}");
        for row in text.lines().filter(|line| line.starts_with("| ")) {
            assert_eq!(row.matches('|').count(), 6, "{row}");
        }
    }
}

#[test]
fn a_changelog_gets_only_its_own_markup() {
    for text in reports(ReviewFormat::Changelog) {
        assert!(!has_hidden_chars(&text), "{text}");
        let mut code = 0;
        for event in Parser::new_ext(&text, Options::ENABLE_TABLES) {
            match event {
                Event::Html(html) | Event::InlineHtml(html) => {
                    assert!(["<code>", "</code>"].contains(&&*html), "{html}");
                    code += if &*html == "<code>" { 1 } else { -1 };
                }
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => panic!("a link in\n{text}"),
                Event::Text(words) if code == 0 => assert!(!words.contains(['@', '#', '~']), "{words}"),
                _ => {}
            }
        }
    }
}

#[test]
fn a_page_gets_only_its_own_markup() {
    let allowed = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "a", "div", "span", "button", "main", "section",
        "header", "h2", "h3", "p", "code", "dl", "dt", "dd", "small", "form", "label", "select", "option", "input",
        "details", "summary", "b", "ul", "li", "pre", "mark", "script",
    ];
    for text in reports(ReviewFormat::Html) {
        assert!(!has_hidden_chars(&text));
        assert_eq!(text.matches("<script").count(), 1);
        assert_eq!(text.matches("</style").count(), 1);
        let script = text.find("<script>").expect("a script");
        for tag in text[..script].split('<').skip(1) {
            let name = tag.trim_start_matches('/');
            let name = name.split(|c: char| !c.is_ascii_alphanumeric() && c != '!').next();
            assert!(
                allowed.contains(&name.expect("a name")),
                "<{}",
                &tag[..tag.len().min(80)]
            );
            let attributes = tag.split('>').next().expect("a tag");
            assert!(!attributes.contains(" on"), "<{attributes}>");
        }
        for link in text.split("href=\"").skip(1) {
            assert!(
                link.starts_with("https://git.example.com/") || link.starts_with("#changes\""),
                "{}",
                &link[..80]
            );
        }
    }
}

#[test]
fn annotations_are_one_line_each() {
    for text in reports(ReviewFormat::Annotations) {
        assert!(!has_hidden_chars(&text), "{text}");
        for line in text.lines() {
            let command = line
                .split_once("::")
                .map(|(before, rest)| (before, rest.split_once("::")));
            let Some(("", Some((head, _)))) = command else {
                panic!("{line}")
            };
            let (level, properties) = head.split_once(' ').expect("properties");
            assert!(["error", "warning", "notice"].contains(&level), "{line}");
            for property in properties.split(',') {
                let (name, _) = property.split_once('=').expect("a name");
                assert!(["file", "line", "col", "title"].contains(&name), "{line}");
            }
        }
    }
}

#[test]
fn results_have_no_links_and_only_uris() {
    for text in reports(ReviewFormat::Sarif) {
        let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for result in report["runs"][0]["results"].as_array().expect("a list") {
            let message = result["message"]["text"].as_str().expect("a text");
            assert!(!message.contains("](") && !has_hidden_chars(message), "{message}");
            for location in result["locations"].as_array().expect("a list") {
                let uri = location["physicalLocation"]["artifactLocation"]["uri"]
                    .as_str()
                    .expect("a URI");
                let is_safe = |c: char| c.is_ascii_alphanumeric() || "-._~%/:".contains(c);
                assert!(uri.chars().all(is_safe), "{uri}");
            }
        }
    }
}
