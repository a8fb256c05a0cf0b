//! The selected branch of a union, and values without a branch without loss.

use oaspen_client::json;
use snapshots::oneof_without_discriminator::models::{
    AdminVerificationStrategy, EmailAddress, EmailAddressVerification,
};
use snapshots::recursive_types::models::Expression;
use snapshots::union_by_json_kind::models::{OneOrMany, Value};
use snapshots::union_discriminator_mapping::models::Pet;
use snapshots::union_enum_or_text::models::{Both, Model};
use snapshots::union_required_keys::models::Source;
use snapshots::union_tags_not_required::models::{
    Cat, CreatePetRequest, Dog, Fish, High, Low, SetLevelRequest, Shape, ShapeCircle, ShapeSquare,
};

#[test]
fn a_constant_selects_the_branch() -> Result<(), oaspen_client::DecodeError> {
    let email: EmailAddress = json::from_str(r#"{"id": "e1", "verification": {"strategy": "admin"}}"#)?;
    let EmailAddressVerification::Admin(admin) = email.verification else {
        panic!("{email:?}")
    };
    assert_eq!(admin.strategy, AdminVerificationStrategy::Admin);
    let email: EmailAddress =
        json::from_str(r#"{"id": "e1", "verification": {"strategy": "phone_code", "attempts": null}}"#)?;
    assert!(matches!(email.verification, EmailAddressVerification::Otp(_)));
    Ok(())
}

#[test]
fn an_unknown_branch_is_kept_unchanged() -> Result<(), oaspen_client::DecodeError> {
    let text = r#"{"id":"e1","verification":{"nested":[1,2.5,null],"strategy":"passkey"}}"#;
    let email: EmailAddress = json::from_str(text)?;
    assert!(matches!(email.verification, EmailAddressVerification::Unknown(_)));
    assert_eq!(json::to_string(&email), text);
    Ok(())
}

#[test]
fn a_known_branch_with_invalid_content_is_an_error_with_its_path() {
    let text = r#"{"id": "e1", "verification": {"strategy": "phone_code", "attempts": "many"}}"#;
    let error = json::from_str::<EmailAddress>(text).expect_err("attempts is no text");
    assert_eq!(error.path(), "/verification/attempts");
}

#[test]
fn a_mapping_may_have_two_tags_for_one_branch() -> Result<(), oaspen_client::DecodeError> {
    for (text, is_cat) in [
        (r#"{"kind":"cat"}"#, true),
        (r#"{"kind":"kitten","lives":9}"#, true),
        (r#"{"kind":"dog"}"#, false),
    ] {
        let pet: Pet = json::from_str(text)?;
        assert_eq!(matches!(pet, Pet::Cat(_)), is_cat, "{text}");
        assert_eq!(json::to_string(&pet), text);
    }
    Ok(())
}

#[test]
fn required_members_select_the_branch_the_most_specific_first() -> Result<(), oaspen_client::DecodeError> {
    assert!(matches!(
        json::from_str(r#"{"url": "u", "size": 1}"#)?,
        Source::SizedUrl(_)
    ));
    assert!(matches!(json::from_str(r#"{"url": "u"}"#)?, Source::Url(_)));
    assert!(matches!(json::from_str(r#"{"data": "d"}"#)?, Source::Anything(_)));
    Ok(())
}

#[test]
fn the_kind_of_json_selects_the_branch() -> Result<(), oaspen_client::DecodeError> {
    assert!(matches!(json::from_str(r#""x""#)?, Value::Text(_)));
    assert!(matches!(json::from_str("true")?, Value::Bool(true)));
    assert!(matches!(json::from_str("7")?, Value::Integer(7)));
    assert!(matches!(json::from_str("7.5")?, Value::Number(_)));
    assert!(matches!(json::from_str(r#"["a"]"#)?, Value::List(_)));
    assert!(matches!(json::from_str("null")?, Value::Unknown(_)));
    let many: OneOrMany = json::from_str(r#"["a","b"]"#)?;
    assert_eq!(json::to_string(&many), r#"["a","b"]"#);
    assert_eq!(Value::from(7).clone(), Value::Integer(7));
    Ok(())
}

#[test]
fn texts_and_enums_together_are_one_open_enum() -> Result<(), oaspen_client::DecodeError> {
    assert_eq!(json::from_str::<Model>(r#""small""#)?, Model::Small);
    assert_eq!(json::from_str::<Model>(r#""huge""#)?, Model::Unknown("huge".into()));
    assert_eq!(json::from_str::<Both>(r#""c""#)?, Both::C);
    Ok(())
}

#[test]
fn unions_may_contain_themselves() -> Result<(), oaspen_client::DecodeError> {
    let text = r#"{"left":{"left":"a","right":"b"},"right":"c"}"#;
    let expression: Expression = json::from_str(text)?;
    assert!(matches!(expression, Expression::Sum(_)));
    assert_eq!(json::to_string(&expression), text);
    Ok(())
}

#[test]
fn a_tag_that_is_not_required_is_sent() -> Result<(), oaspen_client::DecodeError> {
    let pets = [
        (
            CreatePetRequest::from(Cat::new().with_lives(7)),
            r#"{"kind":"cat","lives":7}"#,
        ),
        (Dog::new("Rex").into(), r#"{"kind":"dog","name":"Rex"}"#),
        (Fish::new().into(), r#"{"kind":"fish"}"#),
    ];
    for (pet, text) in pets {
        assert_eq!(json::to_string(&pet), text);
        assert_eq!(json::from_str::<CreatePetRequest>(text)?, pet);
    }
    assert_eq!(
        json::to_string(&Shape::from(ShapeCircle::new(1.5))),
        r#"{"type":"circle","r":1.5}"#
    );
    assert_eq!(
        json::to_string(&Shape::from(ShapeSquare::default())),
        r#"{"type":"square"}"#
    );
    assert_eq!(json::to_string(&SetLevelRequest::from(Low::new())), r#"{"level":1}"#);
    assert_eq!(json::to_string(&SetLevelRequest::from(High::new())), r#"{"level":10}"#);
    // A response without it still decodes.
    assert_eq!(json::from_str::<Cat>("{}")?.kind, None);
    Ok(())
}
