//! The names of files that have several modules of a client.

/// A group for the name of a module: one of 32, whatever other modules there are. So a new module moves only what is in its group, and
/// the folder of a large client has few files, each of which costs a tenth of a millisecond.
pub(super) fn group_of(name: &str) -> String {
    const GROUPS: u32 = 32;
    let hash = name
        .bytes()
        .fold(0_u32, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
    format!("{:02}", hash % GROUPS)
}

/// Whether a name is that of a group.
pub(crate) fn is_group(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_digit())
}
