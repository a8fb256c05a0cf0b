//! Kinds of settings: overrides and filters.

use oaspen::{Override, Settings, Statuses};
use serde_json::json;

use super::operations::{referring, swagger};
use super::schemas::unlike;
use super::{Case, Kind, done, json as case, list, members, operation, reference, schemas};

pub(crate) const KINDS: &[Kind] = &[
    Kind {
        name: "filters",
        make: |n| set(n, |settings, i| settings.filters.include_tags.push(format!("t{i}"))),
    },
    Kind {
        name: "filters-of-ids",
        make: |n| {
            set(n, |settings, i| {
                settings.filters.include_operations.push(format!("get{i}"))
            })
        },
    },
    Kind {
        name: "filters-of-paths",
        make: |n| set(n, |settings, i| settings.filters.exclude_paths.push(format!("/p{i}0"))),
    },
    Kind {
        name: "overrides",
        make: |n| {
            overridden(n, |i| {
                let decision = Override {
                    required: Some(false),
                    ..Override::default()
                };
                (format!("#/components/schemas/S{i}/properties/id"), decision)
            })
        },
    },
    Kind {
        name: "overrides-renamed",
        make: |n| {
            overridden(n, |i| {
                let decision = Override {
                    rename: Some(format!("Renamed{i}")),
                    ..Override::default()
                };
                (format!("#/components/schemas/S{i}"), decision)
            })
        },
    },
    Kind {
        name: "overrides-wire-names",
        make: |n| {
            overridden(n, |i| {
                let decision = Override {
                    wire_name: Some(format!("other{i}")),
                    ..Override::default()
                };
                (format!("#/components/schemas/S{i}/properties/own{i}"), decision)
            })
        },
    },
    Kind {
        name: "overrides-wire-names-of-one-schema",
        make: |n| of_one_schema(n, |i| wire_name(&format!("other{i}"))),
    },
    Kind {
        name: "overrides-wire-names-of-parts",
        make: |n| {
            let mut all = members(n, |i| (format!("S{i}"), unlike(i)));
            all["Whole"] = json!({"allOf": list(n, |i| reference(&format!("S{i}")))});
            with_overrides(schemas(all), n, |i| {
                let at = format!("#/components/schemas/S{i}/properties/own{i}");
                (at, wire_name(&format!("other{i}")))
            })
        },
    },
    Kind {
        name: "overrides-wire-names-of-parameters",
        make: |n| {
            let one = operation(
                json!({"parameters": list(n, |i| json!({"name": format!("p{i}"), "in": "query", "schema": {"type": "string"}})), "responses": done()}),
            );
            with_overrides(one, n, |i| {
                let at = format!("#/paths/~1one/post/parameters/{i}");
                (at, wire_name(&format!("other{i}")))
            })
        },
    },
    Kind {
        name: "overrides-required-of-one-schema",
        make: |n| {
            of_one_schema(n, |_| Override {
                required: Some(false),
                ..Override::default()
            })
        },
    },
    Kind {
        name: "overrides-of-statuses",
        make: |n| {
            overridden(n, |i| {
                let decision = Override {
                    status: Statuses::new(["201", "202"]),
                    ..Override::default()
                };
                (format!("#/paths/~1p{i}/get/responses/200"), decision)
            })
        },
    },
    Kind {
        name: "overrides-everywhere",
        make: |n| {
            overridden(n, |i| {
                let decision = Override {
                    everywhere: true,
                    ..nullable()
                };
                (format!("#/components/schemas/S{i}/properties/own{i}"), decision)
            })
        },
    },
    Kind {
        name: "overrides-everywhere-of-one-key",
        make: |n| {
            let schema = |i| json!({"type": "object", "properties": {"id": {"type": "string", "maxLength": i}}});
            let all = members(n, |i| (format!("S{i}"), schema(i)));
            with_overrides(schemas(all), n, |i| {
                let decision = Override {
                    everywhere: true,
                    ..nullable()
                };
                (format!("#/components/schemas/S{i}/properties/id"), decision)
            })
        },
    },
    Kind {
        name: "overrides-of-patterns",
        make: |n| overridden(n, |_| ("**/properties/id".to_owned(), nullable())),
    },
    Kind {
        name: "overrides-of-many-patterns",
        make: |n| overridden(n, |i| (format!("#/components/schemas/*/properties/own{i}"), nullable())),
    },
    Kind {
        name: "overrides-of-patterns-of-starts",
        make: |n| overridden(n, |i| (format!("#/components/schemas/S{i}*"), nullable())),
    },
    Kind {
        name: "overrides-of-no-pattern",
        make: |n| overridden(n, |i| (format!("**/properties/none{i}"), nullable())),
    },
    Kind {
        name: "overrides-of-no-pointer",
        make: |n| {
            overridden(n, |i| {
                (format!("#/components/schemas/S{i}/properties/none{i}"), nullable())
            })
        },
    },
    Kind {
        name: "overrides-of-no-operation",
        make: |n| overridden(n, |i| (format!("none{i}"), nullable())),
    },
    Kind {
        name: "overrides-of-swagger2",
        make: |n| {
            let all = members(n, |i| (format!("S{i}"), unlike(i)));
            let document = swagger(json!({ "definitions": all }));
            with_overrides(document, n, |i| {
                (format!("#/definitions/S{i}/properties/own{i}"), nullable())
            })
        },
    },
];

fn wire_name(name: &str) -> Override {
    Override {
        wire_name: Some(name.to_owned()),
        ..Override::default()
    }
}

/// A schema with an override for each of its members, which are required.
fn of_one_schema(count: usize, one: fn(usize) -> Override) -> Case {
    let text = json!({"type": "string"});
    let properties = members(count, |i| (format!("own{i}"), text.clone()));
    let required = list(count, |i| json!(format!("own{i}")));
    let all = json!({"One": {"type": "object", "required": required, "properties": properties}});
    with_overrides(schemas(all), count, |i| {
        (format!("#/components/schemas/One/properties/own{i}"), one(i))
    })
}

fn nullable() -> Override {
    Override {
        nullable: Some(true),
        ..Override::default()
    }
}

/// A document with settings for each of its operations.
fn set(count: usize, change: fn(&mut Settings, usize)) -> Case {
    let mut case = case(&referring(count));
    (0..count).for_each(|i| change(&mut case.settings, i));
    case
}

/// A document with an override for each of its operations.
fn overridden(count: usize, one: fn(usize) -> (String, Override)) -> Case {
    with_overrides(case(&referring(count)), count, one)
}

fn with_overrides(mut case: Case, count: usize, one: impl Fn(usize) -> (String, Override)) -> Case {
    case.settings.overrides.extend((0..count).map(one));
    case
}
