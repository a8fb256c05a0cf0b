//! Server-sent events from bytes, by the rules of the HTML standard ("interpreting an event stream").

use bytes::{Buf as _, Bytes};
use std::sync::Arc;
use std::time::Duration;

/// An event, not decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    pub(crate) id: Option<Arc<str>>,
    pub(crate) event: Option<String>,
    pub(crate) retry: Option<Duration>,
    pub(crate) data: String,
}

/// A line, or the lines of one event, are longer than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooLong;

/// Cuts a stream into events. Pieces may end anywhere, inside a character or between CR and LF too.
#[derive(Debug)]
pub(crate) struct Parser {
    /// Most bytes of one event.
    limit: usize,
    /// What is not read yet.
    input: Bytes,
    /// The beginning of a line whose end has not come.
    line: Vec<u8>,
    /// The line before ended with CR: an LF would belong to it.
    skip_lf: bool,
    is_first_line: bool,
    data: Option<String>,
    event: Option<String>,
    retry: Option<Duration>,
    /// The id of the event that is being read; an empty one resets the id.
    id: Option<Arc<str>>,
    /// The current id, kept across events and connections. Each event has it, so it is shared: a long one that many short events
    /// follow would be copied for each of them.
    last_id: Option<Arc<str>>,
}

impl Parser {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            input: Bytes::new(),
            line: Vec::new(),
            skip_lf: false,
            is_first_line: true,
            data: None,
            event: None,
            retry: None,
            id: None,
            last_id: None,
        }
    }

    pub(crate) fn last_id(&self) -> Option<&str> {
        self.last_id.as_deref()
    }

    pub(crate) fn set_last_id(&mut self, id: Arc<str>) {
        self.last_id = Some(id).filter(|id| !id.is_empty());
    }

    /// Another stream begins: what of an event was read is dropped, as it will not be completed.
    pub(crate) fn restart(&mut self) {
        *self = Self {
            last_id: self.last_id.take(),
            ..Self::new(self.limit)
        };
    }

    /// Takes the next chunk; all events of the last one were returned.
    pub(crate) fn push(&mut self, piece: Bytes) {
        self.input = piece;
    }

    /// The next event of the chunk.
    pub(crate) fn next(&mut self) -> Result<Option<Frame>, TooLong> {
        while let Some(&byte) = self.input.first() {
            if std::mem::take(&mut self.skip_lf) && byte == b'\n' {
                self.input.advance(1);
                continue;
            }
            let end = self.input.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let rest = self.input.split_to(end.unwrap_or(self.input.len()));
            if self.size() + rest.len() > self.limit {
                return Err(TooLong);
            }
            self.line.extend_from_slice(&rest);
            let Some(&end) = self.input.first() else { break };
            self.skip_lf = end == b'\r';
            self.input.advance(1);
            let mut line = std::mem::take(&mut self.line);
            let frame = self.line(&line);
            line.clear();
            self.line = line;
            if frame.is_some() {
                return Ok(frame);
            }
        }
        Ok(None)
    }

    /// The bytes of the event that is being read.
    fn size(&self) -> usize {
        let texts = [&self.data, &self.event].map(|text| text.as_ref().map_or(0, String::len));
        let id = self.id.as_ref().map_or(0, |id| id.len());
        self.line.len() + id + texts.iter().sum::<usize>()
    }

    /// Takes a whole line; an empty one completes an event.
    fn line(&mut self, line: &[u8]) -> Option<Frame> {
        let mark: &[u8] = if std::mem::take(&mut self.is_first_line) {
            b"\xEF\xBB\xBF"
        } else {
            b""
        };
        let line = line.strip_prefix(mark).unwrap_or(line);
        if line.is_empty() {
            return self.dispatch();
        }
        let line = String::from_utf8_lossy(line);
        let (field, value) = line.split_once(':').unwrap_or((&line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "event" => self.event = Some(value.to_owned()).filter(|name| !name.is_empty()),
            "id" if !value.contains('\0') => self.id = Some(value.into()),
            "retry" if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.retry = Some(Duration::from_millis(value.parse().unwrap_or(u64::MAX)));
            }
            // A comment has the empty name.
            _ => {}
        }
        None
    }

    fn dispatch(&mut self) -> Option<Frame> {
        let event = self.event.take();
        // Only now: an event that was cut off has to be sent again.
        if let Some(id) = self.id.take() {
            self.set_last_id(id);
        }
        let data = self.data.take()?;
        Some(Frame {
            id: self.last_id.clone(),
            event,
            retry: self.retry.take(),
            data,
        })
    }

    /// The time to wait before connecting again, if the server has sent one since the last event.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }
}

#[cfg(test)]
#[path = "sse_tests.rs"]
mod tests;
