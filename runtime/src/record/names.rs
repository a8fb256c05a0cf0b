//! Names of members whose values are secrets.

/// How much of the value of a member is masked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Secrecy {
    /// Nothing.
    #[default]
    Open,
    /// A text or a number, or a list of them; members of an object have names of their own.
    Scalar,
    /// Everything in it.
    Deep,
}

/// What makes a name one of a secret wherever it occurs, in lower case and without separators: `clientSecret`, `client_secret`
/// and `clientsecret` are the same.
const PARTS: [&str; 17] = [
    "apikey",
    "assertion",
    "authorization",
    "bearer",
    "cookie",
    "credential",
    "jwt",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "pincode",
    "privatekey",
    "secret",
    "signature",
    "token",
    "verifier",
];

/// What makes a name one of a secret as a whole word: `pin` in `card_pin`, but not in `shipping`.
const WORDS: [&str; 10] = [
    "csrf", "nonce", "otp", "pass", "pin", "pwd", "sid", "sig", "totp", "xsrf",
];

/// As [`PARTS`], where objects of this name have members that are not secret.
const SCALAR_PARTS: [&str; 1] = ["session"];

/// As [`WORDS`], where objects of this name have members that are not secret.
const SCALAR_WORDS: [&str; 1] = ["auth"];

/// Words that make another word of the name a secret.
const PAIRS: [(&[&str], &[&str]); 2] = [
    (
        &[
            "access",
            "api",
            "auth",
            "encryption",
            "license",
            "master",
            "private",
            "secret",
            "session",
            "shared",
            "signing",
            "ssh",
        ],
        &["key", "keys"],
    ),
    (
        &["auth", "authorization", "backup", "device", "recovery", "verification"],
        &["code", "codes"],
    ),
];

/// How much of the value of a member of this name is a secret.
pub(super) fn secrecy(name: &str) -> Secrecy {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let joined = words.concat();
    let contains = |list: &[&str]| list.iter().any(|part| joined.contains(part));
    let is_pair = |(before, after): &(&[&str], &[&str])| {
        let is_one_word = before
            .iter()
            .any(|before| after.iter().any(|after| has(&[&format!("{before}{after}")])));
        is_one_word || (has(before) && has(after))
    };
    if contains(&PARTS) || has(&WORDS) || PAIRS.iter().any(is_pair) {
        Secrecy::Deep
    } else if contains(&SCALAR_PARTS) || has(&SCALAR_WORDS) {
        Secrecy::Scalar
    } else {
        Secrecy::Open
    }
}

/// The words of a name, joined.
pub(super) fn joined(name: &str) -> String {
    words(name).concat()
}

/// `accessToken`, `access_token`: `access`, `token`. `APIToken`: `api`, `token`.
fn words(name: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut before: Option<char> = None;
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let is_after_lower = before.is_some_and(|before| before.is_lowercase() || before.is_numeric());
        let is_before_lower = rest.peek().is_some_and(|next| next.is_lowercase());
        let is_start =
            c.is_uppercase() && (is_after_lower || (before.is_some_and(char::is_uppercase) && is_before_lower));
        if !c.is_alphanumeric() || is_start {
            found.push(String::new());
        }
        if c.is_alphanumeric() {
            let word = found.iter_mut().last();
            word.into_iter().for_each(|word| word.extend(c.to_lowercase()));
        }
        before = Some(c);
    }
    found.retain(|word| !word.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::{Secrecy, secrecy, words};

    /// Names with `_` or `-`, and the same in other spellings.
    fn spellings(name: &str) -> [String; 7] {
        let words = || name.split(['_', '-']);
        let pascal: String = words().map(capital).collect();
        let camel = words().next().unwrap_or_default().to_owned();
        [
            name.to_owned(),
            name.to_uppercase(),
            name.replace('_', "-"),
            name.replace('_', "."),
            words().collect(),
            words().skip(1).map(capital).fold(camel, |name, word| name + &word),
            pascal,
        ]
    }

    #[test]
    fn names_of_secrets_in_any_spelling() {
        let names = "password passwd pass pwd passphrase secret client_secret token access_token refresh_token session_token \
                     x-auth-token api_key x-api-key authorization cookie set-cookie private_key ssh_key credential credentials \
                     assertion client_assertion signature otp totp pin pin_code jwt csrf code_verifier auth_code recovery_codes";
        for name in names.split_whitespace() {
            for spelling in spellings(name) {
                assert_eq!(secrecy(&spelling), Secrecy::Deep, "{spelling}");
            }
        }
        for name in "APIKey APIToken JWTSecret userPIN PINCode card_pin X-Auth-Token2 oauth2Token sshkeys".split(' ') {
            assert_eq!(secrecy(name), Secrecy::Deep, "{name}");
        }
        for name in "session session_id sessionId SessionID sessionid auth".split(' ') {
            assert_eq!(secrecy(name), Secrecy::Scalar, "{name}");
        }
    }

    #[test]
    fn other_names_are_not_those_of_secrets() {
        for name in "id key keys shipping pinned author code passenger compass public_key design".split(' ') {
            assert_eq!(secrecy(name), Secrecy::Open, "{name}");
        }
    }

    #[test]
    fn a_name_has_words() {
        assert_eq!(words("APIToken2"), ["api", "token2"]);
        assert_eq!(words("__x-Api_key"), ["x", "api", "key"]);
    }

    fn capital(word: &str) -> String {
        let mut chars = word.chars();
        let first = chars.next().into_iter().flat_map(char::to_uppercase);
        first.chain(chars).collect()
    }
}
