//! The command `oaspen`.

mod cli;

fn main() -> std::process::ExitCode {
    cli::main()
}
