/// A user.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct User {
    /// Identifier.
    pub id: String,
    /// Name.
    pub username: Option<String>,
    /// Status.
    pub status: Option<UserStatus>,
    /// When it was made, in milliseconds.
    pub created_at: i64,
}

oaspen_client::object! {
    User {
        id: "id" required,
        username: "username" nullable,
        status: "status" optional,
        created_at: "created_at" required,
    }
}

/// Status of a user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UserStatus {
    /// `"active"`
    Active,
    /// `"on hold"`
    OnHold,
    /// A value this version of the client does not know.
    Unknown(String),
}

oaspen_client::string_enum! {
    UserStatus else Unknown {
        Active: "active",
        OnHold: "on hold",
    }
}
