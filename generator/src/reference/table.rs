//! Tables of Markdown that fit into a page of a code host.

use super::text::BREAK;

/// A page is about 830 pixels wide, a character of code is about 8, and each of three columns has a margin of 26. Words of
/// code are not broken, so tables whose longest words have more characters than this do not fit.
const MAX_CHARS: usize = 88;
/// What is left for the texts in the last column.
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
        self.stack_wide_columns();
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

    /// Writes the second of three columns below the first one, if they leave no room for the last one.
    fn stack_wide_columns(&mut self) {
        let &[first, second, last] = self.columns.as_slice() else {
            return;
        };
        let widest = |at: usize| {
            self.rows
                .iter()
                .filter_map(|cells| cells.get(at))
                .map(|cell| width(cell))
                .max()
        };
        let [first_width, second_width] = [0, 1].map(|at| widest(at).unwrap_or(0));
        if first_width + second_width + MIN_TEXT <= MAX_CHARS {
            return;
        }
        self.columns = vec![first, last];
        if first.is_empty() {
            self.columns = vec![second, last];
        }
        for cells in &mut self.rows {
            if let [name, below, text] = cells.as_slice() {
                let both = [name, below].map(String::as_str);
                let both: Vec<&str> = both.into_iter().filter(|cell| !cell.is_empty()).collect();
                *cells = vec![both.join(BREAK), text.clone()];
            }
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
        let target = format!("[`T`]({})", "t".repeat(90));
        assert_eq!(
            table(&["Field", "Type", ""], &[&[name, &target, "text"]]),
            format!("| Field | Type |  |\n|---|---|---|\n| {name} | {target} | text |\n")
        );
    }
}
