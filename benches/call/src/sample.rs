//! Response bodies of the server.

pub const MEGABYTE: usize = 1_000_000;

/// A user as a real server returns it.
pub fn user(number: usize) -> String {
    let time = 1_795_289_306_936_u64 + number as u64;
    format!(
        r#"{{"id":"cczuqgho{number:04}","username":"alice_{number}","primaryEmail":"alice.{number}@example.com","primaryPhone":null,"name":"Alice \"{number}\" Müller","avatar":"https://img.example.com/{number}.png","customData":{{"plan":"pro","seats":{number}}},"identities":{{"github":{{"userId":"{number}","details":{{"login":"alice"}}}}}},"lastSignInAt":{time},"createdAt":{time},"updatedAt":{time},"profile":{{"familyName":"Müller","givenName":"Alice","locale":"de-DE","address":{{"country":"DE","locality":"Köln"}}}},"applicationId":null,"cimdClientId":null,"isSuspended":false,"hasPassword":true,"ssoIdentities":[]}}"#
    )
}

/// A JSON array of users with at least this many bytes.
pub fn list(bytes: usize) -> Vec<u8> {
    let mut text = "[".to_owned();
    let mut number = 0;
    while text.len() < bytes {
        if number > 0 {
            text.push(',');
        }
        text.push_str(&user(number));
        number += 1;
    }
    text.push(']');
    text.into_bytes()
}
