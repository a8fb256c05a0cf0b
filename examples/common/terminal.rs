//! What is shown, and what is asked.

use super::Failure;
use comfy_table::{Table, presets};
use oaspen_client::{Encode, Json, Timestamp, json};
use std::io::{self, BufRead, Write};

/// A user as a line of a table.
pub trait Row: Encode {
    const HEADINGS: &'static [&'static str];

    fn cells(&self) -> Vec<String>;
}

/// The streams of a program; buffers in a test.
pub struct Terminal<'a> {
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    pub input: &'a mut dyn BufRead,
    /// Whether a person sits at the input, who can be asked.
    pub interactive: bool,
    /// Whether the output is for machines.
    pub json: bool,
}

impl Terminal<'_> {
    /// Shows users: one line each, or a JSON array.
    pub fn users<U: Row>(&mut self, users: &[U]) -> Result<(), Failure> {
        if self.json {
            return self.json(&Json::Array(users.iter().map(|user| json::to_value(user)).collect()));
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_header(U::HEADINGS);
        table.add_rows(
            users
                .iter()
                .map(|user| user.cells().into_iter().map(|cell| printable(&cell))),
        );
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        Ok(writeln!(self.out, "{}", table.trim_fmt())?)
    }

    /// Shows one user: a line each member of the table, or a JSON object.
    pub fn user<U: Row>(&mut self, user: &U) -> Result<(), Failure> {
        if self.json {
            return self.json(&json::to_value(user));
        }
        for (heading, cell) in U::HEADINGS.iter().zip(user.cells()) {
            writeln!(self.out, "{heading:<9} {}", printable(&cell))?;
        }
        Ok(())
    }

    fn json(&mut self, value: &Json) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{value:#}")?)
    }

    /// Asks before something that cannot be undone.
    pub fn confirm(&mut self, what: &str, yes: bool) -> Result<bool, Failure> {
        if yes {
            return Ok(true);
        }
        if !self.interactive {
            return Err(Failure::Usage("nobody is there to confirm it: say --yes".to_owned()));
        }
        write!(self.err, "{} [y/N] ", printable(what))?;
        self.err.flush()?;
        Ok(matches!(self.line()?.as_str(), "y" | "Y" | "yes"))
    }

    /// A line of the input, such as a password.
    pub fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.input.read_line(&mut line)?;
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        Ok(line)
    }
}

/// Names are what users typed: without the escape sequences that would move the cursor.
pub fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{FFFD}")
}

/// The day of a time in milliseconds since 1970.
pub fn day(milliseconds: Option<i64>) -> String {
    let time = milliseconds.and_then(|milliseconds| Timestamp::from_millisecond(milliseconds).ok());
    time.map(|time| time.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}
