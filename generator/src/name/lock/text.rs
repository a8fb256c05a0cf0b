//! The text of a lock file. A line that is wrong is an error: with a name lost in silence, code that
//! uses it would stop compiling, and nobody would know why.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::super::ident;
use super::content::{Lock, LockKind};
use crate::diag::Position;

const HEADER: &str = "# Names given by oaspen: place, kind, name. Commit this file; a name in it stays.\n";

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub position: Position,
    pub message: String,
}

/// The lines that git leaves around two versions of a part.
const CONFLICT: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];

impl Lock {
    /// Reads a lock file, or tells everything that is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            if let Err((column, message)) = reader.line(index + 1, line) {
                reader.problems.push(Problem {
                    position: Position {
                        line: index + 1,
                        column,
                    },
                    message,
                });
            }
        }
        if reader.problems.is_empty() {
            Ok(reader.lock)
        } else {
            Err(reader.problems)
        }
    }

    /// The text of the lock file.
    pub(crate) fn to_text(&self) -> String {
        let mut text = HEADER.to_owned();
        for ((place, kind), name) in &self.names {
            text.push_str(&format!("{}\t{}\t{name}\n", escape(place), kind.as_str()));
        }
        text
    }
}

#[derive(Default)]
struct Reader {
    lock: Lock,
    /// The lines that places and types were named in.
    places: BTreeMap<(String, LockKind), usize>,
    types: BTreeMap<(LockKind, String), usize>,
    problems: Vec<Problem>,
    in_conflict: bool,
}

impl Reader {
    /// Takes a line in, or tells the column of a problem with it.
    fn line(&mut self, number: usize, line: &str) -> Result<(), (usize, String)> {
        if CONFLICT.iter().any(|mark| line.starts_with(mark)) {
            return self.conflict(line);
        }
        let is_comment = line.starts_with('#') && !line.starts_with("#/") && !line.contains('\t');
        if is_comment || line.trim().is_empty() {
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let &[place, word, name] = fields.as_slice() else {
            let message = format!(
                "a line has three fields with tabs between them: place, kind, name; this one has {}",
                fields.len()
            );
            return Err((1, message));
        };
        let column = place.chars().count() + 2;
        let kind = LockKind::parse(word).ok_or_else(|| (column, format!("there is no kind `{word}` of name")))?;
        let column = column + word.chars().count() + 1;
        let is_name = match kind {
            LockKind::Patch => name == "yes",
            _ => ident::is_identifier(name),
        };
        if !is_name {
            let wanted = if kind == LockKind::Patch {
                "the word `yes`"
            } else {
                "a Rust identifier"
            };
            return Err((column, format!("`{name}` is not {wanted}")));
        }
        self.unique(number, (unescape(place), kind), name)
            .map_err(|message| (column, message))
    }

    fn unique(&mut self, number: usize, key: (String, LockKind), name: &str) -> Result<(), String> {
        let known = self.lock.names.get(&key).filter(|known| *known != name);
        if let (Some(known), Some(line)) = (known, self.places.get(&key)) {
            return Err(format!("this place has the name `{known}` already, in line {line}"));
        }
        let is_repeated = self.lock.names.contains_key(&key);
        if matches!(key.1, LockKind::Type | LockKind::File) && !is_repeated {
            // Without regard to case, as files are on many systems.
            match self.types.entry((key.1, name.to_ascii_lowercase())) {
                Entry::Occupied(line) => {
                    return Err(format!("another place has this name already, in line {}", line.get()));
                }
                Entry::Vacant(free) => drop(free.insert(number)),
            }
        }
        self.places.entry(key.clone()).or_insert(number);
        self.lock.names.insert(key, name.to_owned());
        Ok(())
    }

    /// One problem a conflict, however many marks it has.
    fn conflict(&mut self, line: &str) -> Result<(), (usize, String)> {
        let was_open = self.in_conflict;
        self.in_conflict = !line.starts_with(">>>>>>>");
        if was_open {
            return Ok(());
        }
        Err((1, "here is an unresolved merge conflict".to_owned()))
    }
}

/// Control characters would break the line format.
fn escape(place: &str) -> String {
    place
        .chars()
        .map(|c| {
            if c.is_control() || c == '\\' {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// What `escape` made of a place; anything else stays as it is.
fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        let coded = || {
            let (digits, tail) = after.strip_prefix("u{")?.split_once('}')?;
            Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, tail))
        };
        let simple = match chars.next() {
            Some('t') => Some('\t'),
            Some('n') => Some('\n'),
            Some('r') => Some('\r'),
            Some('\\') => Some('\\'),
            _ => None,
        };
        let (c, tail) = match simple {
            Some(c) => (c, chars.as_str()),
            None => coded().unwrap_or(('\\', after)),
        };
        out.push(c);
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::super::content::{Lock, LockKind};

    /// Line, column and message of everything that is wrong.
    fn problems(text: &str) -> Vec<(usize, usize, String)> {
        let list = Lock::parse(text).err().unwrap_or_default();
        list.into_iter()
            .map(|one| (one.position.line, one.position.column, one.message))
            .collect()
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let mut lock = Lock::default();
        for place in ["#/a\tb\\", "#/a\\t", "#/\u{7f}\n", "#"] {
            lock.names
                .insert((place.to_owned(), LockKind::Field), "r#type".to_owned());
        }
        lock.names.insert(("#/a".to_owned(), LockKind::Type), "User".to_owned());
        lock.names.insert(("#/a".to_owned(), LockKind::Patch), "yes".to_owned());
        assert_eq!(Lock::parse(&lock.to_text()), Ok(lock.clone()));
        let windows = format!("\u{feff}{}", lock.to_text().replace('\n', "\r\n"));
        assert_eq!(Lock::parse(&windows), Ok(lock));
        assert_eq!(Lock::parse(""), Ok(Lock::default()));
    }

    #[test]
    fn a_merge_conflict_is_told_once() {
        let text = "# Names\n#/a\ttype\tA\n<<<<<<< ours\n#/b\ttype\tB\n||||||| base\n=======\n#/c\ttype\tC\n>>>>>>> theirs\n\
                    <<<<<<< ours\n=======\n>>>>>>> theirs\n";
        let found: Vec<_> = problems(text)
            .into_iter()
            .map(|(line, column, _)| (line, column))
            .collect();
        assert_eq!(found, [(3, 1), (9, 1)]);
        let both = "#/a\ttype\tA\n#/a\ttype\tA\n#/b\ttype\tB\n";
        assert_eq!(problems(both), [], "the lines of both sides, some of them the same");
    }

    #[test]
    fn wrong_lines_are_told_with_their_columns() {
        let told = |text: &str| problems(text).into_iter().next().unwrap_or_default();
        let cases = [
            ("garbage", 1, "this one has 1"),
            ("#/a\ttype\tA\tB", 1, "this one has 4"),
            ("#/ä\tkind\tA", 5, "no kind `kind`"),
            ("#/a\ttype\tX; evil()", 10, "`X; evil()` is not a Rust identifier"),
            ("#/a\tpatch\tno", 11, "`no` is not the word `yes`"),
        ];
        for (text, column, message) in cases {
            let (line, at, found) = told(text);
            assert_eq!((line, at), (1, column), "{text}");
            assert!(found.contains(message), "{found}");
        }
        let (line, _, message) = told("#/a\ttype\tA\n#/a\ttype\tB\n");
        assert!(line == 2 && message.contains("`A` already, in line 1"), "{message}");
        let (line, _, message) = told("#/a\ttype\tUser\n#/b\ttype\tUSER\n");
        assert!(line == 2 && message.contains("another place"), "{message}");
    }
}
