//! What changes between two clients: for the code that uses them, and for programs that are deployed already.

mod calls;
mod code;
mod report;
mod rules;
mod side;
mod surface;
mod types;
mod verdict;
#[cfg(test)]
mod verdicts_tests;
