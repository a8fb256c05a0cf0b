//! Enums and formats: known values have a type, unknown values are kept.

use oaspen_client::{DecodeError, SecretString, json};
use snapshots::enum_integers::models::{Level, Priority};
use snapshots::enum_mixed::models::Mixed;
use snapshots::enum_narrower_than_the_server::models::{OAuthVerification, OAuthVerificationStrategy};
use snapshots::enum_strings::models::{Mime, Order, Reaction};
use snapshots::formats::models::Item;
use snapshots::times_as_strings::models::Item as TextItem;
use snapshots::unix_times::models::User;

#[test]
fn types_of_enums_keep_unknown_values() -> Result<(), DecodeError> {
    let text = r#"{"strategy":"oauth_github","nonce":"8f3a"}"#;
    let verification: OAuthVerification = json::from_str(text)?;
    assert_eq!(
        verification.strategy,
        Some(OAuthVerificationStrategy::Unknown("oauth_github".into()))
    );
    assert_eq!(json::to_string(&verification), text);
    Ok(())
}

#[test]
fn signs_are_distinguished() {
    assert_eq!(Order::from("-created_at"), Order::MinusCreatedAt);
    assert_eq!(Order::PlusCreatedAt.as_str(), "+created_at");
    assert_eq!(Order::CreatedAt.as_str(), "created_at");
    assert_eq!((Reaction::Plus1.as_str(), Reaction::Minus1.as_str()), ("+1", "-1"));
    assert_eq!(Mime::from(""), Mime::Empty);
}

#[test]
fn integers_and_mixtures_are_open_too() -> Result<(), DecodeError> {
    assert_eq!(json::from_str::<Level>("404")?, Level::Value404);
    assert_eq!(json::from_str::<Level>("7")?, Level::Unknown(7));
    assert_eq!(json::to_string(&Priority::Unknown(9)), "9");
    for text in [r#""auto""#, "1", "0.5", "true", r#"{"new":1}"#] {
        assert_eq!(json::to_string(&json::from_str::<Mixed>(text)?), text);
    }
    assert_eq!(json::from_str::<Mixed>("true")?, Mixed::True);
    Ok(())
}

#[test]
fn formats_have_types() -> Result<(), DecodeError> {
    let text = concat!(
        r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","made":"2026-01-02T03:04:05Z","day":"2026-01-02","data":"aGk=","#,
        r#""ipv4":"127.0.0.1","ipv6":"::1","small":-1,"big":9007199254740993,"huge":18446744073709551615,"single":1.5,"double":0.1,"secret":"s"}"#
    );
    let item: Item = json::from_str(text)?;
    assert_eq!(item.made.as_millisecond(), 1_767_323_045_000);
    assert_eq!(json::to_string(&item), text);
    assert_eq!(item.secret.as_ref().map(SecretString::expose), Some("s"));
    assert!(
        format!("{item:?}").contains("secret: Some(SecretString(..))"),
        "{item:?}"
    );
    let wrong = text.replace("2026-01-02\"", "yesterday\"");
    assert_eq!(json::from_str::<Item>(&wrong).expect_err("no date").path(), "/day");
    Ok(())
}

#[test]
fn times_may_stay_texts() -> Result<(), DecodeError> {
    let text = r#"{"made":"whenever","day":"2026-13-45"}"#;
    assert_eq!(json::to_string(&json::from_str::<TextItem>(text)?), text);
    Ok(())
}

#[test]
fn numbers_stay_numbers() -> Result<(), DecodeError> {
    let user: User = json::from_str(r#"{"created_at": 1700690400000, "expire_at": 1, "lastSignInAt": 1700690400000}"#)?;
    assert_eq!(
        json::to_string(&user),
        r#"{"created_at":1700690400000,"expire_at":1,"lastSignInAt":1700690400000}"#
    );
    Ok(())
}
