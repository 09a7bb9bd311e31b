//! The clock of a fixture: the machine's time, or a fixed timestamp.

use chrono::{DateTime, SubsecRound, Utc};

/// The source of a fixture's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Clock {
    /// The machine's clock.
    Machine,
    /// Always the same timestamp, so that every response can be reproduced.
    Frozen(DateTime<Utc>),
}

impl Clock {
    /// The current time in whole milliseconds, so that stored and sent values are equal.
    pub(crate) fn now(self) -> DateTime<Utc> {
        match self {
            Clock::Machine => Utc::now().trunc_subsecs(3),
            Clock::Frozen(instant) => instant,
        }
    }
}

/// Seconds from one timestamp to another, as the API gives durations; never negative.
///
/// Milliseconds are divided once, at the end, so that 465 ms become `0.465` and not `0.46499999`.
pub(crate) fn seconds_between(from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    let milliseconds = (to - from).num_milliseconds().max(0);
    milliseconds as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_is_the_nearest_number_to_its_milliseconds() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        for (from, to, expected) in [
            (
                "2015-12-24T17:54:30.733Z",
                "2015-12-24T17:54:31.198Z",
                0.465,
            ),
            (
                "2015-12-24T17:54:27.722Z",
                "2015-12-24T17:58:27.895Z",
                240.173,
            ),
            ("2016-01-11T10:13:33.506Z", "2016-01-11T10:15:10.506Z", 97.0),
            ("2016-01-11T10:13:33.506Z", "2016-01-11T10:13:33.000Z", 0.0),
        ] {
            assert_eq!(
                seconds_between(at(from), at(to)),
                expected,
                "{from} to {to}"
            );
        }
    }
}
