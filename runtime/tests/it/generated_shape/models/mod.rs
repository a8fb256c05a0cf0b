mod clerk_errors;
mod update_user_request;
mod upload_request;
mod user;

pub use clerk_errors::ClerkErrors;
pub use update_user_request::UpdateUserRequest;
pub use upload_request::UploadRequest;
pub use user::{User, UserStatus};
