/// Errors of a request.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClerkErrors {
    /// Each error.
    pub errors: Vec<ClerkError>,
}

oaspen_client::object! {
    ClerkErrors {
        errors: "errors" required,
    }
}

/// One error.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClerkError {
    /// For machines.
    pub code: String,
    /// For people.
    pub message: Option<String>,
}

oaspen_client::object! {
    ClerkError {
        code: "code" required,
        message: "message" optional,
    }
}
