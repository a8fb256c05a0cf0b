//! `oaspen::compare`: what holds for a comparison as a whole. Single changes are checked by `tests/mutations`.

use oaspen::{Bump, Comparison, Input, Settings, Version};

const DOCUMENT: &str = r##"
openapi: 3.0.3
info: { title: Clocks, version: "1" }
servers: [{ url: "https://clocks.example.com" }]
paths:
  /now:
    get:
      operationId: getNow
      description: The time.
      responses:
        "200": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/Time" } } } }
components:
  schemas:
    Time: { type: object, required: [hour], properties: { hour: { type: integer } } }
"##;

fn compared(from: &str, to: &str) -> Comparison {
    assert!(DOCUMENT.contains(from), "{from}");
    let version = |label: &str, text: String| Version {
        label: label.into(),
        input: Input::Text {
            name: "clocks.yaml".into(),
            text,
        },
        settings: Settings {
            name: "clocks".into(),
            ..Settings::default()
        },
        lock: None,
        files: None,
    };
    let new = DOCUMENT.replace(from, to);
    oaspen::compare(&version("old", DOCUMENT.into()), &version("new", new)).expect("both can be read")
}

#[test]
fn the_version_follows_from_the_public_items() {
    for (from, to, bump) in [
        ("Clocks", "Clocks", Bump::None),
        ("The time.", "What time it is.", Bump::Patch),
        ("clocks.example.com", "time.example.com", Bump::Patch),
        (
            "hour: { type: integer }",
            "hour: { type: integer }, minute: { type: integer }",
            Bump::Addition,
        ),
        ("hour: { type: integer }", "hour: { type: string }", Bump::Breaking),
    ] {
        let comparison = compared(from, to);
        assert_eq!(comparison.bump(), bump, "{from} => {to}: {:?}", comparison.changes);
    }
}
