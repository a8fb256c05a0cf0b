//! Parents with a discriminator: the selected child, and unknown children without loss.

use oaspen_client::{DecodeError, json};
use snapshots::discriminator_levels::models::{Event, EventType, Letter, Message, Payment, PaymentBase, Refund};
use snapshots::discriminator_many_members::models::{Ellipse, Shape};
use snapshots::discriminator_parent::models::{Cat, Pet, Robot};
use snapshots::enum_integers_beyond_i64::models::Mask;

#[test]
fn the_discriminator_chooses_the_child() -> Result<(), DecodeError> {
    let text = r#"{"kind":"cat","name":"Tom","mother":{"tricks":["sit"],"kind":"Dog","name":"Rex"},"lives":9}"#;
    let pet: Pet = json::from_str(text)?;
    let Pet::Cat(cat) = &pet else {
        panic!("{pet:?} is no cat")
    };
    assert_eq!(cat.lives, Some(9));
    assert!(matches!(cat.mother, Some(Pet::Dog(_))));
    assert_eq!(json::to_string(&pet), text);
    Ok(())
}

#[test]
fn an_unknown_kind_keeps_all_its_members() -> Result<(), DecodeError> {
    let text = r#"{"kind":"parrot","name":"Polly","words":["hello"]}"#;
    let pet: Pet = json::from_str(text)?;
    let Pet::Base(base) = &pet else {
        panic!("{pet:?} is a known kind")
    };
    assert_eq!((base.kind.as_str(), base.name.as_str()), ("parrot", "Polly"));
    assert_eq!(json::to_string(&pet), text);
    let nameless = r#"{"kind":"stone"}"#;
    let pet: Pet = json::from_str(nameless)?;
    assert!(matches!(pet, Pet::Unknown(_)));
    assert_eq!(json::to_string(&pet), nameless);
    assert!(json::from_str::<Pet>(r#"{"kind":"cat","lives":9}"#).is_err());
    Ok(())
}

#[test]
fn a_constructed_child_has_its_discriminator() {
    let sent = json::to_string(&Pet::from(Cat::new("Tom")));
    assert_eq!(sent, r#"{"kind":"cat","name":"Tom"}"#);
    assert_eq!(json::to_string(&Pet::from(Robot::new())), r#"{"kind":"robot"}"#);
    assert_eq!(
        json::to_string(&Event::from(Message::from(Letter::default()))),
        r#"{"type":"Message","channel":"mail"}"#
    );
    assert_eq!(
        json::to_string(&Event::from(Payment::from(Refund::new(3)))),
        r#"{"type":"Refund","amount":3}"#
    );
    assert_eq!(PaymentBase::new(1).r#type, Some(EventType::Payment));
    let builder = Ellipse::builder().x(1.0).y(2.0).rx(3.0).ry(4.0).angle(5.0);
    let ellipse = builder.build().expect("everything is set");
    assert_eq!(
        json::to_string(&Shape::from(ellipse)),
        r#"{"kind":"Ellipse","x":1,"y":2,"rx":3,"ry":4,"angle":5}"#
    );
}

#[test]
fn grandchildren_are_found_on_every_level() -> Result<(), DecodeError> {
    let event: Event = json::from_str(r#"{"type":"Refund","amount":3,"reason":"late"}"#)?;
    assert!(matches!(event, Event::Payment(payment) if matches!(*payment, Payment::Refund(_))));
    let event: Event = json::from_str(r#"{"type":"Payment","amount":3}"#)?;
    assert!(matches!(event, Event::Payment(payment) if matches!(*payment, Payment::Base(_))));
    let event: Event = json::from_str(r#"{"type":"Message","channel":"Sms","number":"1"}"#)?;
    assert!(matches!(event, Event::Message(message) if matches!(*message, Message::Sms(_))));
    Ok(())
}

#[test]
fn integers_beyond_i64_are_exact() -> Result<(), DecodeError> {
    let text = "[9223372036854775808,18446744073709551615,18446744073709551614]";
    let masks: Vec<Mask> = json::from_str(text)?;
    assert_eq!(masks[0], Mask::Value9223372036854775808);
    assert_eq!(masks[1], Mask::Value18446744073709551615);
    assert!(matches!(masks[2], Mask::Unknown(_)));
    assert_eq!(json::to_string(&masks), text);
    Ok(())
}
