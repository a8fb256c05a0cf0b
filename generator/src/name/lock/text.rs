//! The text of a lock file. An invalid line is an error: if its name were ignored, code that uses the name would stop
//! compiling without a reason that a user could see.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::super::{ident, module_names};
use super::content::{Claim, Lock, LockKind, Problem};
use super::list;
use crate::config::LOCK_MARK;
use crate::diag::Position;
use crate::text::{contains, is_printable_ascii, is_unsafe_char};

/// The lines of a merge conflict, between the markers of git.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Section {
    /// Outside of conflicts.
    #[default]
    Merged,
    Ours,
    /// Before both sides changed it.
    Base,
    Theirs,
}

/// The markers, each with the section that it begins.
const MARKERS: [(&str, Section); 4] = [
    ("<<<<<<<", Section::Ours),
    ("|||||||", Section::Base),
    ("=======", Section::Theirs),
    (">>>>>>>", Section::Merged),
];

impl Lock {
    /// Reads a lock file, or returns every invalid line. Of a merge conflict, the lines of both sides are read; those that
    /// contradict each other are contested.
    pub(crate) fn parse(text: &str) -> Result<Self, Vec<Problem>> {
        let mut reader = Reader::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            reader.next(index + 1, line);
        }
        reader.end();
        if reader.problems.is_empty() {
            return Ok(reader.lock);
        }
        let contested = reader.lock.contested.into_iter().map(|claim| claim.problem);
        let mut problems: Vec<Problem> = reader.problems.into_iter().chain(contested).collect();
        problems.sort_by_key(|problem| problem.position.line);
        Err(problems)
    }

    /// The bytes of the keys of all lines. Most are pointers, and each repeats the names of what is around.
    pub(crate) fn key_bytes(&self) -> u64 {
        self.names.keys().map(|(key, _)| key.len() as u64).sum()
    }

    /// The text of the lock file.
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{LOCK_MARK}: key, kind, name. Commit this file: a name in it does not change.\n");
        for ((key, kind), name) in &self.names {
            text.push_str(&format!("{}\t{}\t{name}\n", escape(key), kind.as_str()));
        }
        text
    }
}

/// The numbered lines of the sections of a conflict.
#[derive(Default)]
struct Conflict<'t> {
    ours: Vec<(usize, &'t str)>,
    base: Vec<(usize, &'t str)>,
    theirs: Vec<(usize, &'t str)>,
}

impl<'t> Conflict<'t> {
    /// The lines of both sides, without those that one of them took out: lines of the base that only the other one has.
    fn lines(self) -> Vec<(usize, &'t str)> {
        let texts = |lines: &[(usize, &'t str)]| lines.iter().map(|(_, line)| *line).collect::<BTreeSet<_>>();
        let (ours, base, theirs) = (texts(&self.ours), texts(&self.base), texts(&self.theirs));
        let is_kept = |line: &str| !base.contains(line) || (ours.contains(line) && theirs.contains(line));
        let both = self.ours.into_iter().chain(self.theirs);
        both.filter(|(_, line)| is_kept(line)).collect()
    }
}

#[derive(Default)]
struct Reader<'t> {
    lock: Lock,
    /// The lines of keys, and of the names of types and files.
    keys: BTreeMap<(String, LockKind), usize>,
    types: BTreeMap<(LockKind, String), usize>,
    problems: Vec<Problem>,
    section: Section,
    /// The line of the last marker.
    marker: usize,
    conflict: Conflict<'t>,
}

impl<'t> Reader<'t> {
    /// Reads a line. Those of a conflict are read at its end.
    fn next(&mut self, number: usize, line: &'t str) {
        if let Some((_, section)) = MARKERS.iter().find(|(marker, _)| line.starts_with(marker)) {
            (self.section, self.marker) = (*section, number);
            if self.section == Section::Merged {
                for (number, line) in std::mem::take(&mut self.conflict).lines() {
                    self.checked(number, line);
                }
            }
            return;
        }
        match self.section {
            Section::Merged => self.checked(number, line),
            Section::Ours => self.conflict.ours.push((number, line)),
            Section::Base => self.conflict.base.push((number, line)),
            Section::Theirs => self.conflict.theirs.push((number, line)),
        }
    }

    fn checked(&mut self, number: usize, line: &str) {
        if let Err((column, message)) = self.line(number, line) {
            let position = Position { line: number, column };
            self.problems.push(Problem { position, message });
        }
    }

    /// Reads a line, or returns the column of a problem and a message.
    fn line(&mut self, number: usize, line: &str) -> Result<(), (usize, String)> {
        let is_comment = line.starts_with('#') && !line.starts_with("#/") && !line.contains('\t');
        if is_comment || line.trim().is_empty() {
            return Ok(());
        }
        let fields: Vec<&str> = line.split('\t').collect();
        let &[key, word, name] = fields.as_slice() else {
            let message = format!(
                "a line has three fields with tabs between them: key, kind, name; this one has {}",
                fields.len()
            );
            return Err((1, message));
        };
        if !key.contains('#') {
            let message = format!("`{key}` is not a key: a JSON pointer, such as `#/components/schemas/Pet`");
            return Err((1, message));
        }
        let column = key.chars().count() + 2;
        let kind = LockKind::parse(word).ok_or_else(|| (column, format!("`{word}` is not a kind of name")))?;
        let column = column + word.chars().count() + 1;
        let (is_valid, wanted) = match kind {
            LockKind::Patch => (name == "yes", "the word `yes`"),
            LockKind::Arguments | LockKind::Order | LockKind::Alias => {
                (list::from_text(name).is_some(), "a JSON list of names")
            }
            // They become names of files.
            LockKind::Tag | LockKind::Module => (
                module_names::is_name(name),
                "the name of a module: lowercase letters, digits and `_`, and no word that Rust or a file system reserves",
            ),
            _ => (ident::is_identifier(name), "a Rust identifier"),
        };
        if !is_valid {
            return Err((column, format!("`{name}` is not {wanted}")));
        }
        let key = (unescape(key), kind);
        let Err(message) = self.unique(number, &key, name) else {
            return Ok(());
        };
        // No program uses the name of a file.
        if !matches!(kind, LockKind::File | LockKind::Group) {
            self.lock.contested.push(Claim {
                key: key.0,
                kind,
                name: name.to_owned(),
                problem: Problem {
                    position: Position { line: number, column },
                    message,
                },
            });
        }
        Ok(())
    }

    fn unique(&mut self, number: usize, key: &(String, LockKind), name: &str) -> Result<(), String> {
        if key.1 == LockKind::Shape && self.lock.names.contains_key(key) {
            // Two branches changed the type. A shape that does not fit has no effect.
            return Ok(());
        }
        if let Some(known) = self.lock.names.get(key).filter(|_| key.1 == LockKind::Arguments)
            && list::contradict(known, name)
        {
            let line = self.keys.get(key).copied().unwrap_or_default();
            return Err(format!(
                "these arguments have two orders: `{known}` in line {line}, and `{name}` here; keep the one that your code \
                 uses, and delete the other line"
            ));
        }
        let mut name = name.to_owned();
        let is_list = matches!(key.1, LockKind::Arguments | LockKind::Order | LockKind::Alias);
        if let Some(known) = self.lock.names.get_mut(key).filter(|_| is_list) {
            name = list::joined(known, &name).unwrap_or(name);
            known.clone_from(&name);
        }
        let known = self.lock.names.get(key).filter(|known| **known != name);
        if let (Some(known), Some(line)) = (known, self.keys.get(key)) {
            return Err(format!(
                "this {} has two names: `{known}` in line {line}, and `{name}` here; keep the one that your code uses, \
                 and delete the other line",
                word(key.1)
            ));
        }
        let is_repeated = self.lock.names.contains_key(key);
        if matches!(key.1, LockKind::Type | LockKind::File) && !is_repeated {
            // Ignoring case, as many file systems do.
            match self.types.entry((key.1, name.to_lowercase())) {
                Entry::Occupied(line) => {
                    let line = line.get();
                    return Err(format!(
                        "two keys have the name `{name}`: that in line {line}, and this one; delete this line or line \
                         {line}, and the key of the deleted line gets a new name"
                    ));
                }
                Entry::Vacant(free) => drop(free.insert(number)),
            }
        }
        self.keys.entry(key.clone()).or_insert(number);
        self.lock.names.insert(key.clone(), name);
        Ok(())
    }

    /// Reports a conflict that has no end.
    fn end(&mut self) {
        if self.section != Section::Merged {
            self.problems.push(Problem {
                position: Position {
                    line: self.marker,
                    column: 1,
                },
                message: "this merge conflict has no end (`>>>>>>>`)".to_owned(),
            });
        }
    }
}

/// What a line names, in messages.
fn word(kind: LockKind) -> &'static str {
    match kind {
        LockKind::Shares => "schema",
        LockKind::Tag => "module of a tag",
        LockKind::Call => "type of a call",
        LockKind::Module => "module of an operation",
        LockKind::Param => "parameter",
        _ => kind.as_str(),
    }
}

/// Control characters would break the line format, and characters that change the direction of text its display in a review.
fn escape(key: &str) -> String {
    if is_printable_ascii(key) && !contains(key, b'\\') {
        return key.to_owned();
    }
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        if is_unsafe_char(c) || c == '\\' {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// The inverse of `escape`. Other text is unchanged.
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

    /// Line, column and message of each problem.
    fn problems(text: &str) -> Vec<(usize, usize, String)> {
        let list = match Lock::parse(text) {
            Ok(lock) => lock.contested.into_iter().map(|claim| claim.problem).collect(),
            Err(list) => list,
        };
        list.into_iter()
            .map(|one| (one.position.line, one.position.column, one.message))
            .collect()
    }

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let mut lock = Lock::default();
        for key in [
            "#/a\tb\\",
            "#/a\\t",
            "#/\u{7f}\n",
            "#",
            "#/\u{202e}b\u{200b}",
            "#/größe",
        ] {
            lock.names
                .insert((key.to_owned(), LockKind::Field), "r#type".to_owned());
        }
        lock.names.insert(("#/a".to_owned(), LockKind::Type), "User".to_owned());
        lock.names.insert(("#/a".to_owned(), LockKind::Patch), "yes".to_owned());
        assert_eq!(Lock::parse(&lock.to_text()), Ok(lock.clone()));
        assert!(!lock.to_text().contains(['\u{202e}', '\u{200b}']) && lock.to_text().contains("größe"));
        let windows = format!("\u{feff}{}", lock.to_text().replace('\n', "\r\n"));
        assert_eq!(Lock::parse(&windows), Ok(lock));
        assert_eq!(Lock::parse(""), Ok(Lock::default()));
    }

    #[test]
    fn a_merge_conflict_is_resolved_where_both_sides_agree() {
        let lock = |text: &str| Lock::parse(text).map(|lock| lock.to_text());
        let text = "# Names\n#/a\ttype\tA\n<<<<<<< ours\n#/b\ttype\tB\n||||||| base\n#/old\ttype\tB\n=======\n#/c\ttype\tC\n\
                    >>>>>>> theirs\n#/d\targuments\t[\"x\"]\n";
        assert_eq!(
            lock(text),
            lock("#/a\ttype\tA\n#/b\ttype\tB\n#/c\ttype\tC\n#/d\targuments\t[\"x\"]\n")
        );
        let both = "#/a\ttype\tA\n#/a\ttype\tA\n#/b\ttype\tB\n";
        assert_eq!(problems(both), [], "the lines of both sides, some of them the same");
        // The new arguments of both sides.
        let text =
            "<<<<<<< ours\n#/d\targuments\t[\"x\",\"y\"]\n=======\n#/d\targuments\t[\"x\",\"z\"]\n>>>>>>> theirs\n";
        assert_eq!(lock(text), lock("#/d\targuments\t[\"x\",\"y\",\"z\"]\n"));
        // Names that both sides have in another order would exchange the arguments of the code of one of them.
        let text = "#/d\targuments\t[\"a\",\"x\",\"y\"]\n#/d\targuments\t[\"a\",\"y\",\"x\"]\n";
        let found = problems(text);
        assert!(
            matches!(found.as_slice(), [(2, 15, message)] if message.contains("two orders") && message.contains("line 1")),
            "{found:?}"
        );
    }

    #[test]
    fn a_side_that_equals_the_base_gives_way() {
        let lock = |ours: &str, base: &str, theirs: &str| {
            let text = format!("<<<<<<< ours\n{ours}||||||| base\n{base}=======\n{theirs}>>>>>>> theirs\n");
            Lock::parse(&text).map(|lock| {
                (
                    lock.is_contested(),
                    lock.to_text().lines().skip(1).collect::<Vec<_>>().join(" "),
                )
            })
        };
        let (a, b, moved) = ("#/f\tfield\ta\n", "#/f\tfield\tb\n", "#/g\tfield\ta\n");
        let is = |line: &str| Ok((false, line.trim_end().to_owned()));
        assert_eq!(lock(a, a, b), is(b), "theirs changed it");
        assert_eq!(lock(b, a, a), is(b), "ours changed it");
        assert_eq!(lock(moved, a, a), is(moved), "ours gave it another key");
        assert_eq!(lock(a, a, moved), is(moved), "theirs gave it another key");
        assert_eq!(lock("", a, a), is(""), "ours took it out");
        assert_eq!(lock(b, a, b), is(b), "both changed it in the same way");
        assert_eq!(
            lock(a, a, &format!("{a}{moved}")),
            Ok((false, format!("{a}{moved}").trim_end().replace('\n', " ")))
        );
        assert!(
            lock(a, "", b).is_ok_and(|(is_contested, _)| is_contested),
            "both added it"
        );
        assert!(
            lock(a, "#/f\tfield\tc\n", b).is_ok_and(|(is_contested, _)| is_contested),
            "both changed it"
        );
    }

    #[test]
    fn a_merge_conflict_is_reported_where_the_sides_differ() {
        let text = "<<<<<<< ours\n#/a\ttype\tA\n=======\n#/a\ttype\tB\n>>>>>>> theirs\n";
        let found = problems(text);
        assert!(
            matches!(found.as_slice(), [(4, 10, message)] if message.contains("two names: `A` in line 2, and `B` here")),
            "{found:?}"
        );
        let found = problems("#/a\ttype\tA\n<<<<<<< ours\n#/b\ttype\tB\n=======\n");
        assert!(
            matches!(found.as_slice(), [(4, 1, message)] if message.contains("has no end")),
            "{found:?}"
        );
    }

    #[test]
    fn invalid_lines_are_reported_with_their_columns() {
        let first = |text: &str| problems(text).into_iter().next().unwrap_or_default();
        let cases = [
            ("garbage", 1, "this one has 1"),
            ("#/a\ttype\tA\tB", 1, "this one has 4"),
            ("#/ä\tkind\tA", 5, "`kind` is not a kind"),
            ("#/a\ttype\tX; evil()", 10, "`X; evil()` is not a Rust identifier"),
            ("#/a\targuments\ta,b", 15, "`a,b` is not a JSON list"),
            ("#/a\tpatch\tno", 11, "`no` is not the word `yes`"),
            ("#/tags/a\ttag\tACall", 14, "`ACall` is not the name of a module"),
            ("#/tags/a\ttag\tcon", 14, "`con` is not the name of a module"),
            ("#/tags/a\ttag\tr#type", 14, "`r#type` is not the name of a module"),
            ("#/tags/a\ttag\t../a", 14, "`../a` is not the name of a module"),
            (
                "#/paths/~1a/get\tmodule\tPets",
                24,
                "`Pets` is not the name of a module",
            ),
            ("pets\tfile\tpets", 1, "`pets` is not a key"),
        ];
        for (text, column, message) in cases {
            let (line, at, found) = first(text);
            assert_eq!((line, at), (1, column), "{text}");
            assert!(found.contains(message), "{found}");
        }
        let (line, _, message) = first("#/a\ttype\tA\n#/a\ttype\tB\n");
        assert!(
            line == 2 && message.contains("two names: `A` in line 1, and `B` here"),
            "{message}"
        );
        let (line, _, message) = first("#/a\ttype\tUser\n#/b\ttype\tUSER\n");
        assert!(line == 2 && message.contains("two keys have the name"), "{message}");
    }
}
