//! Absent, null and empty values: how they are distinguished and encoded.

use std::collections::BTreeMap;

use oaspen_client::{DecodeError, Json, JsonMap, Patch, json};
use snapshots::absent_null_and_empty_differ::models::{Profile, UpdateUserRequest, UpdateUserRequestStatus};
use snapshots::additional_properties_beside_properties::models::{Scores, Thing};
use snapshots::builder::models::Account;
use snapshots::closed_object_in_response::models::Email;
use snapshots::nullable_arrays_and_objects::models::PhoneNumber;
use snapshots::nulls_inside_free_form_json::models::UpdateMetadataRequest;
use snapshots::one_value_enum::models::User as TaggedUser;
use snapshots::required_and_nullable::models::User;

#[test]
fn three_states_of_a_patch() -> Result<(), DecodeError> {
    let request = UpdateUserRequest::new();
    assert_eq!(json::to_string(&request), "{}");
    assert_eq!(
        json::to_string(&request.clone().with_username(Patch::Null)),
        r#"{"username":null}"#
    );
    assert_eq!(
        json::to_string(&request.clone().with_username("")),
        r#"{"username":""}"#
    );
    assert_eq!(
        json::to_string(&request.clone().with_username(None)),
        r#"{"username":null}"#
    );
    let full = request
        .with_tags(vec!["a".to_owned()])
        .with_profile(Profile::new().with_website(Patch::Null))
        .with_status(UpdateUserRequestStatus::Banned);
    let text = r#"{"tags":["a"],"profile":{"website":null},"status":"banned"}"#;
    assert_eq!(json::to_string(&full), text);
    assert_eq!(json::from_str::<UpdateUserRequest>(text)?, full);
    Ok(())
}

#[test]
fn required_and_nullable_is_written_as_null() -> Result<(), DecodeError> {
    let user = User::new("u1");
    assert_eq!(json::to_string(&user), r#"{"id":"u1","username":null}"#);
    assert_eq!(json::from_str::<User>(r#"{"id":"u1","username":null}"#)?, user);
    // Servers leave out what they promised; it is None all the same.
    assert_eq!(json::from_str::<User>(r#"{"id":"u1"}"#)?, user);
    assert_eq!(
        json::from_str::<User>("{}").expect_err("id is required").to_string(),
        "missing member \"id\""
    );
    Ok(())
}

#[test]
fn nulls_inside_free_form_json_are_sent() {
    let metadata: JsonMap = [("plan".to_owned(), Json::Null)].into_iter().collect();
    let request = UpdateMetadataRequest::new().with_public_metadata(metadata);
    assert_eq!(json::to_string(&request), r#"{"public_metadata":{"plan":null}}"#);
}

#[test]
fn lists_and_maps_may_be_null_and_hold_nulls() -> Result<(), DecodeError> {
    let text = r#"{"backup_codes":null,"private_metadata":null,"labels":{"a":null,"b":"c"},"scores":[1,null]}"#;
    let phone: PhoneNumber = json::from_str(text)?;
    assert_eq!(phone.backup_codes, None);
    assert_eq!(phone.scores, Some(vec![Some(1), None]));
    assert_eq!(json::to_string(&phone), text);
    Ok(())
}

#[test]
fn closed_objects_accept_new_members() -> Result<(), DecodeError> {
    let email: Email = json::from_str(r#"{"id": "e1", "added_later": {"x": [1]}}"#)?;
    assert_eq!(email.id, "e1");
    Ok(())
}

#[test]
fn other_members_are_kept_if_the_schema_allows_them() -> Result<(), DecodeError> {
    let text = r#"{"id":"t1","a":[1],"b":null}"#;
    let thing: Thing = json::from_str(text)?;
    assert_eq!(thing.extra.len(), 2);
    assert_eq!(json::to_string(&thing), text);
    let scores: Scores = json::from_str(r#"{"extra": "text", "one": 1}"#)?;
    assert_eq!(scores.additional_properties, BTreeMap::from([("one".to_owned(), 1)]));
    Ok(())
}

#[test]
fn constants_are_filled_in() {
    assert_eq!(
        json::to_string(&TaggedUser::new("u1")),
        r#"{"object":"user","id":"u1"}"#
    );
}

#[test]
fn a_builder_names_everything_that_is_missing() -> Result<(), oaspen_client::BuildError> {
    let error = Account::builder()
        .first("Ada")
        .age(36)
        .build()
        .expect_err("more is required");
    assert_eq!(error.to_string(), "Account: missing `last`, `street`, `city`, `build`");
    let account = Account::builder()
        .first("Ada")
        .last("L")
        .street("S")
        .city("C")
        .age(36)
        .build_field("b")
        .build()?;
    assert_eq!(
        json::to_string(&account),
        r#"{"first":"Ada","last":"L","street":"S","city":"C","age":36,"state":null,"build":"b"}"#
    );
    Ok(())
}
