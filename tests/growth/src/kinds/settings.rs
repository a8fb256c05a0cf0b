//! Kinds of settings: overrides and filters.

use oaspen::{Override, Settings, Statuses};
use serde_json::json;

use super::operations::{referring, swagger};
use super::schemas::unlike;
use super::{Case, Kind, json as case, members, schemas};

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

fn with_overrides(mut case: Case, count: usize, one: fn(usize) -> (String, Override)) -> Case {
    case.settings.overrides.extend((0..count).map(one));
    case
}
