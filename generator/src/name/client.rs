//! The name of a client.

use super::ident;
use super::reserved;

/// The name of a client from any text.
pub(crate) fn client_name(text: &str) -> String {
    let name = ident::file(text);
    if reserved::is_client(&name) {
        format!("{name}_client")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::client_name;

    #[test]
    fn only_names_that_cannot_be_modules_are_changed() {
        for name in ["client", "error", "shop_v2"] {
            assert_eq!(client_name(name), name);
        }
        for (text, name) in [
            ("My Shop", "my_shop"),
            ("type", "type_client"),
            // It has a module of this name, and clippy reports two in each other.
            ("api", "api_client"),
            ("models", "models_client"),
            ("mod", "mod_client"),
            ("nul", "nul_client"),
        ] {
            assert_eq!(client_name(text), name);
        }
    }
}
