//! Inline schemas that mean the same are one type, named after what it is for. A change of one of them renames no other.

use crate::histories::{check, history};

/// Components with inline schemas: name, and the text of the properties.
fn document(components: &[(&str, &str)]) -> String {
    let schemas: String = components
        .iter()
        .map(|(name, properties)| format!("    {name}: {{type: object, properties: {{{properties}}}}}\n"))
        .collect();
    let uses: Vec<String> = components
        .iter()
        .map(|(name, _)| format!("{name}: {{$ref: '#/components/schemas/{name}'}}"))
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths:\n  /all:\n    get:\n      operationId: all\n      \
         responses:\n        '200':\n          description: ok\n          content: {{application/json: {{schema: {{type: \
         object, properties: {{{}}}}}}}}}\ncomponents:\n  schemas:\n{schemas}",
        uses.join(", ")
    )
}

const CUSTOMER: &str = "customer: {type: object, properties: {id: {type: string}, name: {type: string}}}";
const PAYER: &str = "payer: {type: object, properties: {id: {type: string}, name: {type: string}}}";
const BIGGER: &str =
    "customer: {type: object, properties: {id: {type: string}, name: {type: string}, vip: {type: boolean}}}";
const LABELS: &str = "labels: {type: array, items: {type: object, properties: {id: {type: string}}}}";

#[test]
fn shared_types_are_named_after_their_role() {
    check(vec![
        history(
            "a property",
            [document(&[
                ("Account", CUSTOMER),
                ("Charge", CUSTOMER),
                ("Zebra", PAYER),
            ])],
            &[
                "pub struct Customer {",
                "pub struct ZebraPayer {",
                "customer: Option<Customer>",
            ],
        ),
        history(
            "items",
            [document(&[("Account", LABELS), ("Charge", LABELS)])],
            &["pub struct Label {", "Option<Vec<Label>"],
        ),
        history(
            "a component has the name already",
            [document(&[
                ("Customer", "x: {type: string}"),
                ("Account", CUSTOMER),
                ("Charge", CUSTOMER),
            ])],
            &["pub struct CustomerField {", "pub struct Customer {"],
        ),
        history(
            "one schema only",
            [document(&[("Account", CUSTOMER)])],
            &["pub struct AccountCustomer {"],
        ),
    ]);
}

#[test]
fn a_change_of_one_schema_renames_no_other_type() {
    let two = || document(&[("Account", CUSTOMER), ("Charge", CUSTOMER)]);
    check(vec![
        history(
            "the owner of the name changes, then goes",
            [
                document(&[("Account", CUSTOMER), ("Charge", CUSTOMER), ("Order", CUSTOMER)]),
                document(&[("Account", BIGGER), ("Charge", CUSTOMER), ("Order", CUSTOMER)]),
                document(&[("Charge", CUSTOMER), ("Order", CUSTOMER)]),
                document(&[("Order", CUSTOMER)]),
            ],
            &[
                "pub struct Customer {",
                "pub struct Order { pub customer: Option<Customer>",
            ],
        ),
        history(
            "another one changes",
            [two(), document(&[("Account", CUSTOMER), ("Charge", BIGGER)])],
            &["pub struct Account { pub customer: Option<Customer>"],
        ),
        history(
            "both change in the same way",
            [two(), document(&[("Account", BIGGER), ("Charge", BIGGER)])],
            &[
                "pub struct Account { pub customer: Option<Customer>",
                "pub struct Charge { pub customer: Option<Customer>",
            ],
        ),
        history(
            "an equal schema comes later",
            [
                document(&[("Charge", CUSTOMER)]),
                document(&[("Account", CUSTOMER), ("Charge", CUSTOMER)]),
            ],
            &["pub struct Charge { pub customer: Option<ChargeCustomer>"],
        ),
        history(
            "two types become equal",
            [
                document(&[("Account", BIGGER), ("Charge", CUSTOMER)]),
                document(&[("Account", CUSTOMER), ("Charge", CUSTOMER)]),
            ],
            &[
                "pub struct Account { pub customer: Option<AccountCustomer>",
                "pub struct Charge { pub customer: Option<ChargeCustomer>",
            ],
        ),
    ]);
}

#[test]
fn equal_schemas_of_other_properties_are_other_types() {
    let value = "{oneOf: [{type: string}, {type: integer}]}";
    let both = format!("title: {value}, milestone: {value}");
    check(vec![history(
        "a union",
        [document(&[("Issue", &both)])],
        &["title: Option<IssueTitle>", "milestone: Option<IssueMilestone>"],
    )]);
}
