/// Operations on files.
pub mod files;
/// Operations on users.
pub mod users;
pub mod streams;
