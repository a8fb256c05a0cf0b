//! Patterns of pointers: `**/redirectUris`, `#/paths/~1users*/get`.

/// A pattern. `**` stands for any number of segments, `*` for any characters of one.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    /// `None`: any file.
    file: Option<String>,
    segments: Vec<String>,
}

/// What a key at the end of a pattern has.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Last<'p> {
    Key(&'p str),
    Start(&'p str),
    End(&'p str),
    Any,
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Self {
        let (file, fragment) = match text.split_once('#') {
            Some((file, fragment)) => (Some(file.to_owned()), fragment),
            None => (None, text),
        };
        let segments = fragment
            .trim_start_matches('/')
            .split('/')
            .map(crate::pointer::unescape);
        Self {
            file,
            segments: segments.collect(),
        }
    }

    pub(super) fn last(&self) -> Last<'_> {
        let last = self.segments.last().map_or("", String::as_str);
        match (last.split_once('*'), last.rsplit_once('*')) {
            (Some((start, _)), _) if !start.is_empty() => Last::Start(start),
            (_, Some((_, end))) if !end.is_empty() => Last::End(end),
            (Some(_), _) => Last::Any,
            (None, _) => Last::Key(last),
        }
    }

    /// Whether the last segment can match, which is quick to find out.
    pub(super) fn may_end_with(&self, key: &str) -> bool {
        self.segments.last().is_some_and(|last| last == "**" || glob(last, key))
    }

    pub(super) fn matches(&self, file: &str, segments: &[String]) -> bool {
        self.file.as_ref().is_none_or(|wanted| wanted == file) && path(&self.segments, segments)
    }
}

/// Which segments of the pattern may come next, after each segment of the path: the work is bounded by the product of both
/// lengths, whatever the pattern is.
fn path(pattern: &[String], path: &[String]) -> bool {
    let skip = |mut states: Vec<bool>| {
        for (at, part) in pattern.iter().enumerate() {
            if part == "**" && states.get(at) == Some(&true) {
                states.splice(at + 1..at + 2, [true]);
            }
        }
        states
    };
    let mut states = vec![false; pattern.len() + 1];
    states.splice(..1, [true]);
    states = skip(states);
    for key in path {
        let mut next = vec![false; pattern.len() + 1];
        for (at, part) in pattern.iter().enumerate() {
            if states.get(at) != Some(&true) {
                continue;
            }
            if part == "**" {
                next.splice(at..=at, [true]);
            } else if glob(part, key) {
                next.splice(at + 1..at + 2, [true]);
            }
        }
        states = skip(next);
    }
    states.last() == Some(&true)
}

/// Whether a text is what `*` in a pattern leaves: the parts between come in this order.
fn glob(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else {
        return pattern == text;
    };
    let Some(mut text) = text.strip_prefix(first) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let last = parts.pop().unwrap_or_default();
    for part in parts {
        match text.find(part).and_then(|at| text.get(at + part.len()..)) {
            Some(after) => text = after,
            None => return false,
        }
    }
    text.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::Pattern;
    use crate::pointer::Pointer;

    #[test]
    fn stars_match_one_segment_and_two_any_number() {
        let is_matched = |pattern: &str, pointer: &str| {
            let at = Pointer::parse(pointer);
            Pattern::parse(pattern).matches(at.file(), &at.segments())
        };
        for (pattern, pointer) in [
            ("**/redirectUris", "#/components/schemas/App/properties/redirectUris"),
            ("**/redirectUris", "other.yaml#/redirectUris"),
            (
                "#/components/schemas/*/properties/id",
                "#/components/schemas/App/properties/id",
            ),
            (
                "#/components/schemas/User*/properties/id",
                "#/components/schemas/UserList/properties/id",
            ),
            ("#/paths/~1users*/get", "#/paths/~1users~1{id}/get"),
            ("#/**/get", "#/paths/~1x/get"),
            ("**/properties/**/items", "#/a/properties/items"),
            ("other.yaml#/**", "other.yaml#/a/b"),
            ("#/a/*b*c", "#/a/xbyc"),
        ] {
            assert!(is_matched(pattern, pointer), "{pattern} {pointer}");
        }
        for (pattern, pointer) in [
            ("#/**/get", "other.yaml#/paths/~1x/get"),
            ("#/components/*/id", "#/components/schemas/App/properties/id"),
            ("**/uris", "#/a/redirectUris"),
            ("#/paths/~1users*/get", "#/paths/~1users/post"),
            ("#/a/*b*c", "#/a/xcyb"),
        ] {
            assert!(!is_matched(pattern, pointer), "{pattern} {pointer}");
        }
    }
}
