//! Reading numbers.

use crate::codec::decoder::Decoder;
use crate::codec::error::DecodeError;
use crate::codec::lexer::Number;
use crate::codec::number::{NotInteger, integral};

impl<'j> Decoder<'j> {
    /// Reads an integer: `10`, `10.0` and `1e1` are the same one.
    ///
    /// # Errors
    /// It is something else, has a fraction or does not fit.
    pub fn i64(&mut self) -> Result<i64, DecodeError> {
        match self.number("integer")? {
            (_, Number::Small(value)) => Ok(value),
            (at, Number::Text(text)) => slow_integer(at, text, "a 64-bit integer"),
        }
    }

    /// Reads an integer from 0 to 2^64 - 1, as [`i64`](Self::i64) does.
    ///
    /// # Errors
    /// It is something else, has a fraction or does not fit.
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        const NAME: &str = "an unsigned 64-bit integer";
        match self.number("integer")? {
            (at, Number::Small(value)) => u64::try_from(value).map_err(|_| out_of_range(at, NAME)),
            (at, Number::Text(text)) => slow_integer(at, text, NAME),
        }
    }

    /// Reads an integer that a smaller type may hold.
    pub(crate) fn small<T: TryFrom<i64>>(&mut self, name: &'static str) -> Result<T, DecodeError> {
        let at = self.offset();
        T::try_from(self.i64()?).map_err(|_| out_of_range(at, name))
    }

    /// Reads a number as the nearest `f64`; also `"NaN"`, `"Infinity"` and `"-Infinity"`, which is
    /// how [`Encoder::f64`](super::Encoder::f64) writes what JSON numbers cannot hold.
    ///
    /// # Errors
    /// It is something else or beyond the range of `f64`.
    pub fn f64(&mut self) -> Result<f64, DecodeError> {
        if self.lexer.peek() == Some(b'"') {
            let mark = self.mark();
            match self.text()? {
                "NaN" => return Ok(f64::NAN),
                "Infinity" => return Ok(f64::INFINITY),
                "-Infinity" => return Ok(f64::NEG_INFINITY),
                _ => self.back_to(mark),
            }
        }
        let (at, number) = self.number("number")?;
        let value = match number {
            #[allow(clippy::cast_precision_loss)]
            Number::Small(0) => self.lexer.since(at).parse().unwrap_or(0.0),
            #[allow(clippy::cast_precision_loss)]
            Number::Small(value) => value as f64,
            Number::Text(text) => text.parse().unwrap_or(f64::INFINITY),
        };
        if value.is_finite() {
            Ok(value)
        } else {
            Err(out_of_range(at, "a 64-bit float"))
        }
    }

    /// Reads a number and returns its text, as written in the document.
    ///
    /// # Errors
    /// It is something else.
    pub fn number_text(&mut self) -> Result<&'j str, DecodeError> {
        let (at, _) = self.number("number")?;
        Ok(self.lexer.since(at))
    }

    #[inline]
    fn number(&mut self, expected: &'static str) -> Result<(usize, Number<'j>), DecodeError> {
        match self.lexer.peek() {
            Some(b'-' | b'0'..=b'9') => {
                let at = self.lexer.at();
                match self.lexer.number() {
                    Ok(number) => Ok((at, number)),
                    Err(error) => Err(error),
                }
            }
            _ => Err(self.mismatch(expected)),
        }
    }
}

#[cold]
fn out_of_range(at: usize, name: &str) -> DecodeError {
    DecodeError::new(at, format!("number out of range for {name}"))
}

#[cold]
fn slow_integer<T: TryFrom<i128>>(at: usize, text: &str, name: &'static str) -> Result<T, DecodeError> {
    match integral(text.as_bytes()) {
        Ok(value) => T::try_from(value).map_err(|_| out_of_range(at, name)),
        Err(NotInteger::Fraction) => Err(DecodeError::new(at, "expected integer, found number with a fraction")),
        Err(NotInteger::OutOfRange) => Err(out_of_range(at, name)),
    }
}
