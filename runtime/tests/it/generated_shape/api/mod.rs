/// Operations on files.
pub mod files;
pub mod streams;
/// Operations on users.
pub mod users;
