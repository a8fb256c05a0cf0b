//! `.gitattributes`: how git merges `names.lock`.

use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Both sides of a merge keep their lines. Lines that contradict each other are an error of the next run.
const LINES: &str = "names.lock merge=union\n*.names.lock merge=union\n";

/// Adds the lines to `.gitattributes` in the folder of the configuration, if that is in a git repository and the file
/// does not mention `names.lock`. Returns the file if it was written.
pub(super) fn write(folder: &Path) -> Result<Option<PathBuf>, (PathBuf, std::io::Error)> {
    let file = folder.join(".gitattributes");
    if !is_in_repository(folder) {
        return Ok(None);
    }
    add(&file)
        .map(|is_written| is_written.then(|| file.clone()))
        .map_err(|error| (file, error))
}

fn is_in_repository(folder: &Path) -> bool {
    std::path::absolute(folder).is_ok_and(|folder| folder.ancestors().any(|folder| folder.join(".git").exists()))
}

fn add(file: &Path) -> std::io::Result<bool> {
    if std::fs::symlink_metadata(file).is_ok_and(|found| found.is_symlink()) {
        return Err(std::io::Error::other(
            "it is a symbolic link, which git does not follow; replace it with a file",
        ));
    }
    let known = match oaspen::read_text(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    if known.contains("names.lock") {
        return Ok(false);
    }
    let mut end = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
    let line_break = if known.is_empty() || known.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    end.write_all(format!("{line_break}{LINES}").as_bytes())?;
    Ok(true)
}
