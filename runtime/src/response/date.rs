//! Dates as HTTP writes them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The two forms of RFC 9110 that only old servers write: of RFC 850, and of `asctime` in C.
const OBSOLETE: [&str; 2] = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];

pub(crate) fn date(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let parser = jiff::fmt::rfc2822::DateTimeParser::new().relaxed_weekday(true);
    let obsolete = || OBSOLETE.iter().find_map(|form| DateTime::strptime(form, text).ok());
    parser
        .parse_timestamp(text)
        .ok()
        .or_else(|| Some(obsolete()?.to_zoned(TimeZone::UTC).ok()?.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::date;

    #[test]
    fn the_three_forms_of_http() {
        let seconds = |text| date(text).map(jiff::Timestamp::as_second);
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            " Sunday, 06-Nov-94 08:49:37 GMT ",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(seconds(text), Some(784_111_777), "{text}");
        }
        for text in ["", "Sunday", "Sun Nov  6 08:49:37 99999", "1994-11-06T08:49:37Z"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}
