//! URLs where a path is expected.

use std::path::Path;

/// The schemes after which one slash is enough: paths are shown without repeated ones.
const COMMON: [&str; 4] = ["http", "https", "file", "ftp"];

/// The URL that was written as a path. `None` for a path.
///
/// ```
/// # use std::path::Path;
/// assert_eq!(oaspen::url(Path::new("https://a.example/b")), Some("https://a.example/b"));
/// assert_eq!(oaspen::url(Path::new("C:/b")), None);
/// ```
pub fn url(path: &Path) -> Option<&str> {
    let text = path.to_str()?;
    let (scheme, rest) = text.split_once(":/")?;
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    let is_common = COMMON.iter().any(|common| scheme.eq_ignore_ascii_case(common));
    (is_scheme && (is_common || rest.starts_with('/'))).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::url;

    #[test]
    fn schemes_are_not_drives_and_folders() {
        for is in ["HTTPS://a", "s3://a/b", "https:/a", "file:///a", "git+ssh://a"] {
            assert!(url(Path::new(is)).is_some(), "{is}");
        }
        for is_not in [
            "C:/a",
            "C://a",
            "a:/b",
            "a/https://b",
            "https",
            "https:a",
            "",
            "://a",
            "1a://b",
            "ä://b",
        ] {
            assert!(url(Path::new(is_not)).is_none(), "{is_not}");
        }
    }
}
