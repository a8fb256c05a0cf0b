//! The program of one server: its generated client, its calls, and what every server needs.

mod calls;
#[allow(dead_code, unused_imports)]
mod client;
mod exchanges;
#[allow(dead_code)]
mod league;

fn main() {
    league::run(calls::calls);
}
