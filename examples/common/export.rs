//! Exports: all users, one JSON object per line, in the words of the server.

use super::{Failure, Terminal};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use oaspen_client::{Bytes, Decode, DecodeError, Decoder, HeaderMap, RawResponse, json};
use std::fs::{self, File};
use std::future::Future;
use std::io::{self, BufWriter, IsTerminal as _, Write};
use std::path::{Path, PathBuf};

/// A user as the server sent it, on one line. Members that the document does not declare are kept.
pub struct RawUser(String);

impl Decode for RawUser {
    fn decode(decoder: &mut Decoder<'_>) -> Result<Self, DecodeError> {
        // Line breaks in strings are escaped in JSON, so these are between its tokens.
        decoder.raw().map(|text| Self(text.replace(['\r', '\n'], " ")))
    }
}

/// One page of users.
pub struct UserPage {
    pub users: Vec<RawUser>,
    pub headers: HeaderMap,
}

/// Requests a page. A response that breaks off while it is read is requested again.
pub async fn page(send: impl AsyncFn() -> Result<RawResponse, Failure>) -> Result<UserPage, Failure> {
    const ATTEMPTS: usize = 3;
    let mut attempt = 1;
    loop {
        let response = send().await?;
        let headers = response.headers().clone();
        match response.bytes().await {
            Ok(body) => {
                return Ok(UserPage {
                    users: users(&body)?,
                    headers,
                });
            }
            Err(error) if attempt < ATTEMPTS && error.is_retryable() => attempt += 1,
            Err(error) => return Err(Failure::Call(error)),
        }
    }
}

fn users(body: &Bytes) -> Result<Vec<RawUser>, Failure> {
    json::from_slice(body).map_err(|error| Failure::Response(format!("the response is not a list of users: {error}")))
}

/// What is exported.
pub struct Export<'a> {
    /// The file; `None` for stdout.
    pub path: Option<&'a Path>,
    /// The number of users, if it is known before the first page.
    pub total: Option<u64>,
    /// The number of users on a full page.
    pub page_size: usize,
}

impl Export<'_> {
    /// Writes the pages that `fetch` returns for the number of users before it and the number of pages before it. Reports
    /// how many users were written, and whether the server counts another number.
    pub async fn run(
        &self,
        terminal: &mut Terminal<'_>,
        fetch: impl AsyncFn(u64, u64) -> Result<(UserPage, Option<u64>), Failure>,
        interrupted: impl Future<Output = ()>,
    ) -> Result<(), Failure> {
        let mut sink = Sink::new(self.path, terminal.out)?;
        let bar = progress(self.total, self.path.is_some());
        let write = self.write(&mut sink, &bar, fetch);
        // When this returns early, the sink removes its unfinished file.
        let (lines, total) = tokio::select! {
            written = write => written?,
            () = interrupted => return Err(Failure::Interrupted),
        };
        sink.finish()?;
        bar.finish_and_clear();
        writeln!(terminal.err, "exported {lines} users")?;
        if let Some(total) = total.filter(|total| *total != lines) {
            writeln!(
                terminal.err,
                "warning: the server counts {total} users: users were added or removed during the export, or are not visible"
            )?;
        }
        Ok(())
    }

    /// The number of lines, and the number of users that the server counts.
    async fn write(
        &self,
        sink: &mut Sink<'_>,
        bar: &ProgressBar,
        fetch: impl AsyncFn(u64, u64) -> Result<(UserPage, Option<u64>), Failure>,
    ) -> Result<(u64, Option<u64>), Failure> {
        let (mut lines, mut total) = (0, self.total);
        for number in 0.. {
            let (page, counted) = fetch(lines, number).await?;
            total = counted.or(total);
            if let Some(total) = total {
                bar.set_length(total.max(lines));
            }
            let count = page.users.len();
            for RawUser(line) in &page.users {
                sink.line(line.as_bytes())?;
                lines += 1;
                bar.inc(1);
            }
            // A total shows that a short page is not the last one.
            let has_more = counted.map_or(count >= self.page_size, |total| lines < total);
            if count == 0 || !has_more {
                break;
            }
        }
        Ok((lines, total))
    }
}

/// The target of an export. A file is written under another name and renamed when it is complete, so that a partial
/// export is never mistaken for a complete one. A partial file is removed.
pub enum Sink<'a> {
    Stream(&'a mut dyn Write),
    File(PartialFile),
}

/// A file that is removed unless it is completed.
pub struct PartialFile {
    file: BufWriter<File>,
    part: PathBuf,
    path: PathBuf,
    is_complete: bool,
}

impl<'a> Sink<'a> {
    pub fn new(path: Option<&Path>, stream: &'a mut dyn Write) -> io::Result<Self> {
        let Some(path) = path else {
            return Ok(Self::Stream(stream));
        };
        let mut part = path.as_os_str().to_owned();
        part.push(".part");
        Ok(Self::File(PartialFile {
            file: BufWriter::new(File::create(&part)?),
            part: part.into(),
            path: path.to_owned(),
            is_complete: false,
        }))
    }

    pub fn line(&mut self, line: &[u8]) -> io::Result<()> {
        let out: &mut dyn Write = match self {
            Self::Stream(stream) => stream,
            Self::File(partial) => &mut partial.file,
        };
        out.write_all(line)?;
        out.write_all(b"\n")
    }

    pub fn finish(self) -> io::Result<()> {
        match self {
            Self::Stream(stream) => stream.flush(),
            Self::File(mut partial) => {
                partial.file.flush()?;
                fs::rename(&partial.part, &partial.path)?;
                partial.is_complete = true;
                Ok(())
            }
        }
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        if !self.is_complete {
            // There is nothing to do if it cannot be removed.
            let _ = fs::remove_file(&self.part);
        }
    }
}

/// A progress bar on stderr. It is hidden if the users are written to the same terminal. Without a total it shows the
/// number of users only.
fn progress(total: Option<u64>, to_file: bool) -> ProgressBar {
    let template = match total {
        Some(_) => "{wide_bar} {human_pos}/{human_len} users, {eta} left",
        None => "{spinner} {human_pos} users",
    };
    let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
    if !to_file && io::stdout().is_terminal() {
        bar.set_draw_target(ProgressDrawTarget::hidden());
    }
    // An invalid template must not stop the export.
    bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
}
