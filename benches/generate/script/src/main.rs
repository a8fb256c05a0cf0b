//! `generate-script SPEC` does what the README shows for a build script, and writes to `OUT_DIR`. `generate-script SPEC FOLDER`
//! writes a package.

use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let Some(spec) = arguments.next() else {
        eprintln!("usage: generate-script SPEC [FOLDER]");
        return ExitCode::FAILURE;
    };
    let mut configuration = oaspen::configure();
    if let Some(folder) = arguments.next() {
        configuration = configuration.layout(oaspen::Layout::Crate).out_dir(folder);
    }
    match configuration.generate(spec) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
