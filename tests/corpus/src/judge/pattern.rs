//! Makes strings that match a pattern.

use regex::Regex;
use regex_syntax::hir::{Class, Hir, HirKind};

/// The maximum number of repetitions beyond the minimum of a quantifier.
const MAX_EXTRA_REPETITIONS: u32 = 48;

/// A string that matches the pattern and whose length is in the range.
pub(crate) fn text(pattern: &str, lengths: std::ops::RangeInclusive<usize>) -> Option<String> {
    let hir = regex_syntax::parse(pattern).ok()?;
    let regex = Regex::new(pattern).ok()?;
    (0..MAX_EXTRA_REPETITIONS).find_map(|more| {
        let mut text = String::new();
        write(&hir, more, &mut text)?;
        (lengths.contains(&text.chars().count()) && regex.is_match(&text)).then_some(text)
    })
}

fn write(hir: &Hir, more: u32, out: &mut String) -> Option<()> {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => out.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            let ranges = || class.ranges().iter();
            let letter = |c: &char| ranges().any(|range| (range.start()..=range.end()).contains(c));
            let preferred = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".chars();
            let chosen = preferred
                .clone()
                .find(letter)
                .or_else(|| ranges().next().map(|range| range.start()));
            out.push(chosen?);
        }
        HirKind::Class(Class::Bytes(class)) => out.push(char::from(class.ranges().first()?.start())),
        HirKind::Repetition(repetition) => {
            let most = repetition.max.unwrap_or(u32::MAX);
            for _ in 0..repetition.min.saturating_add(more).min(most) {
                write(&repetition.sub, more, out)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, more, out)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, more, out)?;
            }
        }
        HirKind::Alternation(branches) => write(branches.first()?, more, out)?,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn strings_match_and_have_the_length() {
        assert_eq!(text("^[A-Z]{2}-\\d+$", 5..=9).as_deref(), Some("AA-00"));
        assert_eq!(text("^(foo|bar)$", 0..=9).as_deref(), Some("foo"));
        assert_eq!(text("^\\/x\\/[^/]+$", 0..=20).as_deref(), Some("/x/a"));
        assert_eq!(text("^(?!a)b$", 0..=9), None);
    }
}
