use oaspen_client::Patch;

/// What to change.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct UpdateUserRequest {
    /// Name; null takes it away.
    pub username: Patch<String>,
    /// Tags.
    pub tags: Option<Vec<String>>,
}

impl UpdateUserRequest {
    /// Changes nothing.
    pub fn new() -> Self {
        Self::default()
    }
}

oaspen_client::object! {
    UpdateUserRequest {
        username: "username" patch => with_username(into Patch<String>),
        tags: "tags" optional => with_tags(into Vec<String>),
    }
}
