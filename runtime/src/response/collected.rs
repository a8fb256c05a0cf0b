//! A response whose body was read, before it is decoded.

use crate::client::Client;
use crate::codec::error::DecodeError;
use crate::codec::json;
use crate::error::failure::Failure;
use crate::error::inner::ErrorInner;
use crate::error::kind::ErrorKind;
#[cfg(feature = "tracing")]
use crate::error::spans;
use crate::table::decode::{BodyKind, Reply};
use crate::table::media;
use crate::table::operation::Operation;

/// How a body that is compressed with gzip begins.
const GZIP: [u8; 2] = [0x1F, 0x8B];

/// A response with its body, and the call that it belongs to.
pub(crate) struct CollectedResponse {
    client: Client,
    operation: &'static Operation,
    pub(crate) reply: Reply,
    /// The span of its call, for what decoding finds.
    #[cfg(feature = "tracing")]
    pub(crate) span: tracing::Span,
}

impl CollectedResponse {
    pub(crate) fn new(client: &Client, operation: &'static Operation, reply: Reply) -> Self {
        Self {
            client: client.clone(),
            operation,
            reply,
            #[cfg(feature = "tracing")]
            span: tracing::Span::none(),
        }
    }

    /// Decodes the body.
    pub(crate) fn decode(self, decode: &mut dyn FnMut(&Reply) -> Result<(), DecodeError>) -> Result<Self, Failure> {
        match decode(&self.reply) {
            Ok(()) => Ok(self),
            Err(error) => Err(self.decode_error(error)),
        }
    }

    /// The error of a success whose body is not what the API declares.
    #[cold]
    pub(crate) fn decode_error(self, error: DecodeError) -> Failure {
        #[cfg(feature = "tracing")]
        spans::record_error(&self.span, ErrorKind::Decode.as_str());
        let reply = &self.reply;
        if !reply.is_declared {
            return self.undeclared_success(error);
        }
        let found = media::essence(&reply.headers);
        let problem = match &found {
            Some(found) if reply.kind == BodyKind::Json && !media::is_json(found) => {
                "does not fit, as it should be JSON"
            }
            _ => "does not fit",
        };
        let found = media::content_type(&reply.headers);
        let found = found.map_or_else(String::new, |found| format!(" ({})", media::short(found)));
        let encoding = match media::content_encoding(&reply.headers) {
            Some(encoding) => format!("; its content encoding `{}` is not undone", media::short(&encoding)),
            None if reply.body.starts_with(&GZIP) => {
                "; it is compressed (gzip), more often than it should be".to_owned()
            }
            None => String::new(),
        };
        let problem = format!("{}, but the body{found} {problem}{encoding}", reply.status);
        self.part_error(&problem, error)
    }

    /// The error of a decoder that read nothing.
    #[cold]
    pub(crate) fn undecoded(self) -> Failure {
        self.decode_error(json::nothing())
    }

    /// The error of a body, or a part of one, that is not what the API declares.
    #[cold]
    pub(crate) fn part_error(self, problem: &str, error: DecodeError) -> Failure {
        let near = if error.excerpt().is_empty() {
            String::new()
        } else {
            format!(" near `{}`", error.excerpt())
        };
        self.failure(ErrorKind::Decode, format!("{problem}: {error}{near}"), error)
    }

    /// The error of an undeclared 2xx status whose body does not fit the declared success.
    #[cold]
    fn undeclared_success(self, error: DecodeError) -> Failure {
        let message = format!(
            "{} is not declared, and the body is not that of the declared success: {error}",
            self.reply.status
        );
        self.failure(ErrorKind::UnexpectedStatus, message, error)
    }

    /// An error with the response, and without credentials in its texts.
    #[cold]
    fn failure(self, kind: ErrorKind, message: String, error: DecodeError) -> Failure {
        let failure = ErrorInner::new(kind, message)
            .of(self.operation)
            .response(self.reply.status, self.reply.headers)
            .body(self.reply.body)
            .decode(error);
        self.client.redacted(failure)
    }

    /// The error of a status that has no decoder: the tables do not belong together.
    #[cold]
    pub(crate) fn undeclared_status(self) -> Failure {
        let message = format!("no type is declared for status {}", self.reply.status);
        let failure = ErrorInner::new(ErrorKind::UnexpectedStatus, message)
            .of(self.operation)
            .response(self.reply.status, self.reply.headers);
        self.client.redacted(failure)
    }
}
