//! The place of a finding as data, for machines.

use std::path::PathBuf;

use super::{Diagnostic, Diagnostics, Position, Sources, position};

/// Where a finding is, as an editor wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: PathBuf,
    /// Line and column.
    pub position: Position,
}

/// The place of every finding, in their order; `None` for what is in no file that was read.
pub fn places(list: &Diagnostics, sources: &Sources) -> Vec<Option<Place>> {
    list.iter().map(|diagnostic| place(diagnostic, sources)).collect()
}

fn place(diagnostic: &Diagnostic, sources: &Sources) -> Option<Place> {
    let source = sources.get(diagnostic.pointer.file())?;
    let position = diagnostic.position.unwrap_or_else(|| {
        let range = position::locate(&source.text, &diagnostic.pointer.segments());
        position_of(&source.text, range.map_or(0, |range| range.start))
    });
    Some(Place { file: source.path.clone(), position })
}

fn position_of(text: &str, at: usize) -> Position {
    let before = text.get(..at).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |n| n + 1);
    Position {
        line: before.matches('\n').count() + 1,
        column: before.get(line_start..).map_or(0, |line| line.chars().count()) + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::position_of;

    #[test]
    fn columns_count_characters() {
        let text = "ä: 1\nö: [é, x]\n";
        let at = text.find('x').expect("x");
        assert_eq!((position_of(text, at).line, position_of(text, at).column), (2, 8));
    }
}
