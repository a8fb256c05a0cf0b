//! Tables of Markdown that fit into a page of a code host.

use super::text::BREAK;

/// A page is about 830 pixels wide, a character of code is about 8, and each of three columns has a margin of 26. Words of
/// code are not broken, so a table does not fit if the longest words of its columns have more characters than this.
const MAX_CHARS: usize = 88;
/// What a column of texts takes at least.
const MIN_TEXT: usize = 24;

/// A table. Its cells are safe already. Columns without any text are left out, and no cell is empty.
pub(super) struct MarkdownTable {
    columns: Vec<&'static str>,
    rows: Vec<Vec<String>>,
}

impl MarkdownTable {
    pub(super) fn new(columns: &[&'static str]) -> Self {
        Self {
            columns: columns.to_vec(),
            rows: Vec::new(),
        }
    }

    pub(super) fn row(&mut self, cells: &[String]) {
        // Cells have no line breaks. If one had, it would end the row.
        self.rows
            .push(cells.iter().map(|cell| cell.replace('\n', " ")).collect());
    }

    /// The table, or an empty text if it has no rows.
    pub(super) fn finish(mut self) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        self.leave_out_empty_columns();
        while !self.fits() {
            self.stack_columns();
        }
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let heads: Vec<String> = self.columns.iter().map(|&column| column.to_owned()).collect();
        let rules = format!("|{}\n", "---|".repeat(heads.len()));
        let rows = self.rows.iter().map(|cells| {
            let filled = cells
                .iter()
                .map(|cell| if cell.is_empty() { "-" } else { cell }.to_owned());
            line(&filled.collect::<Vec<_>>())
        });
        [line(&heads), rules].into_iter().chain(rows).collect()
    }

    fn leave_out_empty_columns(&mut self) {
        let is_used = |at: usize| {
            self.rows
                .iter()
                .any(|cells| cells.get(at).is_some_and(|cell| !cell.is_empty()))
        };
        let used: Vec<bool> = (0..self.columns.len()).map(is_used).collect();
        retain(&mut self.columns, &used);
        self.rows.iter_mut().for_each(|cells| retain(cells, &used));
    }

    /// Whether the longest words leave room for each other. One column cannot be less.
    fn fits(&self) -> bool {
        let last = self.columns.len().saturating_sub(1);
        let widest = |at: usize| {
            let cells = self.rows.iter().filter_map(|cells| cells.get(at));
            let widest = cells.map(|cell| width(cell)).max().unwrap_or(0);
            if at == last { widest.max(MIN_TEXT) } else { widest }
        };
        last == 0 || (0..=last).map(widest).sum::<usize>() <= MAX_CHARS
    }

    /// Writes the second column below the first one.
    fn stack_columns(&mut self) {
        for cells in &mut self.rows {
            if let [first, second, rest @ ..] = cells.as_slice() {
                let filled = [first, second].into_iter().filter(|cell| !cell.is_empty());
                let stacked = filled.map(String::as_str).collect::<Vec<_>>().join(BREAK);
                *cells = [&[stacked], rest].concat();
            }
        }
        if self.columns.len() > 1 {
            self.columns.remove(1);
        }
    }
}

/// Keeps the items with a mark.
fn retain<T>(items: &mut Vec<T>, marks: &[bool]) {
    let mut marks = marks.iter();
    items.retain(|_| marks.next().copied().unwrap_or(false));
}

/// The characters of the longest word of a cell, without the targets of links.
fn width(cell: &str) -> usize {
    let shown = |word: &str| {
        let word = word.split_once("](").map_or(word, |(shown, _)| shown);
        word.chars().filter(|c| !matches!(c, '[' | '`' | '*' | '\\')).count()
    };
    cell.split_whitespace().map(shown).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::MarkdownTable;

    fn table(columns: &[&'static str], rows: &[&[&str]]) -> String {
        let mut table = MarkdownTable::new(columns);
        for row in rows {
            let cells: Vec<String> = row.iter().map(|&cell| cell.to_owned()).collect();
            table.row(&cells);
        }
        table.finish()
    }

    #[test]
    fn no_cell_is_empty() {
        assert_eq!(table(&["a", "b"], &[&["x\ny", ""]]), "| a |\n|---|\n| x y |\n");
        assert_eq!(
            table(&["a", ""], &[&["x", ""], &["y", "z"]]),
            "| a |  |\n|---|---|\n| x | - |\n| y | z |\n"
        );
        assert_eq!(table(&["a"], &[]), "");
    }

    #[test]
    fn columns_that_do_not_fit_are_one() {
        let (name, ty) = ("`a_name_of_a_field`", format!("[`{}`](target.md)", "T".repeat(60)));
        assert_eq!(
            table(&["Field", "Type", ""], &[&[name, &ty, "text"]]),
            format!("| Field |  |\n|---|---|\n| {name} <br> {ty} | text |\n")
        );
        let word = format!("`{}`", "w".repeat(40));
        assert_eq!(
            table(&["Field", "Type", ""], &[&[name, &ty, &word]]),
            format!("| Field |\n|---|\n| {name} <br> {ty} <br> {word} |\n")
        );
        let target = format!("[`T`]({})", "t".repeat(90));
        assert_eq!(
            table(&["Field", "Type", ""], &[&[name, &target, "text"]]),
            format!("| Field | Type |  |\n|---|---|---|\n| {name} | {target} | text |\n")
        );
    }
}
