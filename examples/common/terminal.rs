//! Output and confirmation.

use super::Failure;
use anstyle::{AnsiColor, Style};
use comfy_table::{Table, presets};
use oaspen_client::{Encode, Json, Timestamp, json};
use std::future::Future;
use std::io::{self, BufRead, Write};

/// A user as a row of a table.
pub trait Row: Encode {
    const HEADINGS: &'static [&'static str];

    fn cells(&self) -> Vec<String>;

    /// Whether the user cannot sign in, so that the last cell is red.
    fn is_shut_out(&self) -> bool;

    /// What is shown of one user beside the columns: headings and values.
    fn details(&self) -> Vec<(&'static str, String)>;
}

/// The streams of a program, or buffers in a test.
pub struct Terminal<'a> {
    pub out: &'a mut dyn Write,
    pub err: &'a mut dyn Write,
    pub input: &'a mut dyn BufRead,
    /// Whether the input is a terminal, so that the program can ask for confirmation.
    pub interactive: bool,
    /// Whether an export ends at Ctrl-C and removes its partial file. Elsewhere Ctrl-C ends the program at once.
    pub interruptible: bool,
    /// Whether the output is JSON.
    pub json: bool,
    /// Whether tables have colors.
    pub styled: bool,
}

impl Terminal<'_> {
    /// Prints users: one line each, or a JSON array. An empty list is reported on the error stream, so that a script
    /// reads an empty table.
    pub fn users<U: Row>(&mut self, users: &[U]) -> Result<(), Failure> {
        if self.json {
            return self.json(&Json::Array(users.iter().map(|user| json::to_value(user)).collect()));
        }
        if users.is_empty() {
            return Ok(writeln!(self.err, "no users match")?);
        }
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_header(U::HEADINGS);
        table.add_rows(users.iter().map(|user| self.row(user)));
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        let text = table.trim_fmt();
        let (head, rows) = text.split_once('\n').unwrap_or((&text, ""));
        let head = self.paint(head, Style::new().bold());
        Ok(writeln!(self.out, "{head}\n{rows}")?)
    }

    fn row<U: Row>(&self, user: &U) -> Vec<String> {
        let mut cells: Vec<String> = user.cells().iter().map(|cell| printable(cell)).collect();
        // Nothing is aligned behind the last cell, so the codes of its color change no column.
        if let Some(state) = cells.last_mut().filter(|_| user.is_shut_out()) {
            *state = self.paint(state, AnsiColor::Red.on_default());
        }
        cells
    }

    fn paint(&self, text: &str, style: Style) -> String {
        match self.styled {
            true => format!("{style}{text}{style:#}"),
            false => text.to_owned(),
        }
    }

    /// Prints one user: one line for each column of the table and for each detail, or a JSON object.
    pub fn user<U: Row>(&mut self, user: &U) -> Result<(), Failure> {
        if self.json {
            return self.json(&json::to_value(user));
        }
        let columns = U::HEADINGS.iter().copied().zip(user.cells());
        for (heading, cell) in columns.chain(user.details()) {
            writeln!(self.out, "{heading:<9} {}", printable(&cell))?;
        }
        Ok(())
    }

    fn json(&mut self, value: &Json) -> Result<(), Failure> {
        Ok(writeln!(self.out, "{value:#}")?)
    }

    /// Waits for Ctrl-C.
    pub fn interrupted(&self) -> impl Future<Output = ()> + use<> {
        let interruptible = self.interruptible;
        async move {
            if !interruptible || tokio::signal::ctrl_c().await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Asks for confirmation of an action that cannot be undone.
    pub fn confirm(&mut self, what: &str, yes: bool) -> Result<bool, Failure> {
        if yes {
            return Ok(true);
        }
        if !self.interactive {
            return Err(Failure::Usage("stdin is not a terminal: confirm with --yes".to_owned()));
        }
        write!(self.err, "{} [y/N] ", printable(what))?;
        self.err.flush()?;
        Ok(matches!(self.line()?.as_str(), "y" | "Y" | "yes"))
    }

    /// Reads a line of the input, such as a password.
    pub fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.input.read_line(&mut line)?;
        line.truncate(line.trim_end_matches(['\r', '\n']).len());
        Ok(line)
    }
}

/// Replaces control characters, because names come from users and could contain escape sequences of the terminal.
pub fn printable(text: &str) -> String {
    text.replace(char::is_control, "\u{FFFD}")
}

/// The date of a time in milliseconds since 1970.
pub fn day(milliseconds: Option<i64>) -> String {
    let time = milliseconds.and_then(|milliseconds| Timestamp::from_millisecond(milliseconds).ok());
    time.map(|time| time.strftime("%Y-%m-%d").to_string())
        .unwrap_or_default()
}

/// The date of something that may not have happened yet.
pub fn last_day(milliseconds: Option<i64>) -> String {
    match milliseconds {
        Some(_) => day(milliseconds),
        None => "never".to_owned(),
    }
}
