//! Integers out of JSON numbers, exactly: `10`, `10.0` and `1e1` are the same integer.

/// Why a JSON number is no integer of the wanted range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotInteger {
    Fraction,
    OutOfRange,
}

/// The value of a JSON number (which must be one, syntactically) if it is integral and fits.
pub(crate) fn integral(text: &[u8]) -> Result<i128, NotInteger> {
    let (negative, text) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        _ => (false, text),
    };
    let split = text.iter().position(|b| matches!(b, b'e' | b'E'));
    let (mantissa, exponent) = match split {
        Some(at) => (
            text.get(..at).unwrap_or_default(),
            exponent(text.get(at + 1..).unwrap_or_default()),
        ),
        None => (text, 0),
    };
    let point = mantissa.iter().position(|b| *b == b'.');
    let decimals = point.map_or(0, |at| mantissa.len() - at - 1);
    let digits = || mantissa.iter().copied().filter(u8::is_ascii_digit);
    let zeros = digits().rev().take_while(|b| *b == b'0').count();
    let count = digits().count();
    if zeros == count {
        return Ok(0);
    }
    // value = significant digits * 10^shift
    let shift = exponent
        .saturating_sub(i64::try_from(decimals).unwrap_or(i64::MAX))
        .saturating_add(i64::try_from(zeros).unwrap_or(i64::MAX));
    if shift < 0 {
        return Err(NotInteger::Fraction);
    }
    let mut value: i128 = 0;
    for digit in digits().take(count - zeros) {
        value = push(value, digit - b'0')?;
    }
    for _ in 0..shift {
        value = push(value, 0)?;
    }
    Ok(if negative { -value } else { value })
}

fn push(value: i128, digit: u8) -> Result<i128, NotInteger> {
    // No caller needs more than 64 bits; stopping here also bounds the loops.
    if value > i128::from(u64::MAX) {
        return Err(NotInteger::OutOfRange);
    }
    Ok(value * 10 + i128::from(digit))
}

fn exponent(text: &[u8]) -> i64 {
    let (negative, digits) = match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    };
    let mut value: i64 = 0;
    for digit in digits {
        value = value
            .saturating_mul(10)
            .saturating_add(i64::from(digit.wrapping_sub(b'0')));
    }
    if negative { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::{NotInteger::*, integral};

    #[test]
    fn integers_in_every_spelling() {
        for (text, value) in [
            ("0", Ok(0)),
            ("-0", Ok(0)),
            ("-0.0", Ok(0)),
            ("0e99999999999999999999", Ok(0)),
            ("10", Ok(10)),
            ("10.0", Ok(10)),
            ("1e3", Ok(1000)),
            ("1.5e1", Ok(15)),
            ("1500e-2", Ok(15)),
            ("-1.20E+2", Ok(-120)),
            ("1.5", Err(Fraction)),
            ("15e-2", Err(Fraction)),
            ("1e-1", Err(Fraction)),
            ("1e400", Err(OutOfRange)),
            ("1e99999999999999999999", Err(OutOfRange)),
            ("18446744073709551615", Ok(18_446_744_073_709_551_615)),
            ("-9223372036854775808", Ok(-9_223_372_036_854_775_808)),
        ] {
            assert_eq!(integral(text.as_bytes()), value, "{text}");
        }
    }
}
