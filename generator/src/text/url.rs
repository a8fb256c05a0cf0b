//! URLs where a path is expected.

use std::path::Path;

/// The URL that was passed as a path, also one that was read from a file in another folder. `None` for a path.
///
/// ```
/// # use std::path::Path;
/// assert_eq!(oaspen::url(Path::new("clients/https://a.example/b")).as_deref(), Some("https://a.example/b"));
/// assert_eq!(oaspen::url(Path::new("https")), None);
/// ```
pub fn url(path: &Path) -> Option<String> {
    let path = path.to_str()?;
    let colon = path.find(":/")?;
    let before = path.get(..colon)?;
    let begin = before.rfind(['/', '\\']).map_or(0, |slash| slash + 1);
    let url = path.get(begin..)?;
    let scheme = before.get(begin..)?.to_ascii_lowercase();
    ["http", "https", "file", "ftp"]
        .contains(&scheme.as_str())
        .then(|| url.to_owned())
}
