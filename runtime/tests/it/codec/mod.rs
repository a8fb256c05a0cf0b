//! Reading and writing JSON.

mod against_serde_json;
mod defaults;
mod formats;
mod lenient;
mod long;
mod objects;
mod stack;
mod unions;
