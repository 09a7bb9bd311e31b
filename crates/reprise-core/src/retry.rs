//! Decides whether and when a request is sent again.

use std::time::Duration;

use chrono::DateTime;

use crate::case::Step;
use crate::exchange::Exchange;

/// How long to wait before a retry, as a response asks for; `None` if it asks for no retry.
///
/// Only safe requests are retried, only if the response has status 429 or 503 and `Retry-After`, and not if this is
/// the documented response. `now` is the time in seconds since 1970, for servers that send a timestamp.
pub fn retry_after(step: &Step, exchange: &Exchange, now: i64) -> Option<Duration> {
    let busy = matches!(exchange.status, 429 | 503);
    if !busy || !step.is_safe() || step.expected_response.status.matches(exchange.status) {
        return None;
    }
    parse_retry_after(exchange.header("retry-after")?, now)
}

/// Parses `Retry-After`: seconds, or an HTTP date.
fn parse_retry_after(text: &str, now: i64) -> Option<Duration> {
    let text = text.trim();
    if let Ok(seconds) = text.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let at = DateTime::parse_from_rfc2822(text).ok()?.timestamp();
    Some(Duration::from_secs(
        u64::try_from(at.saturating_sub(now)).unwrap_or(0),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_in_seconds_or_a_timestamp() {
        for (text, expected) in [
            ("0", Some(0)),
            (" 7 ", Some(7)),
            ("Thu, 01 Jan 1970 00:01:40 GMT", Some(90)),
            ("Thu, 01 Jan 1970 00:00:01 GMT", Some(0)),
            ("soon", None),
            ("-1", None),
            ("99999999999", None),
            ("", None),
        ] {
            assert_eq!(
                parse_retry_after(text, 10),
                expected.map(Duration::from_secs),
                "{text}"
            );
        }
    }
}
