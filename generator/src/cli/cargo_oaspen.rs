//! The same command under the name that cargo runs for `cargo oaspen`.

#[path = "mod.rs"]
mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
