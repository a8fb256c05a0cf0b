//! The same command under the name that makes `cargo oaspen` work.

#[path = "mod.rs"]
mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
