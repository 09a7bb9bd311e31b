//! The limit of requests per user and minute for the jobs of projects, by the clock of the fixture.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};
use jobs_api::model::UserId;

use crate::refusal::Refusal;

/// Length of the period in seconds.
const PERIOD: i64 = 60;

/// Counts calls per user and minute.
#[derive(Debug)]
pub(crate) struct RateLimit {
    per_minute: Option<u32>,
    current_minute: Mutex<CallsOfMinute>,
}

#[derive(Debug, Default)]
struct CallsOfMinute {
    minute: i64,
    calls: HashMap<UserId, u32>,
}

impl RateLimit {
    /// The number of calls per user and minute, or no limit.
    pub(crate) fn new(per_minute: Option<u32>) -> RateLimit {
        RateLimit {
            per_minute,
            current_minute: Mutex::default(),
        }
    }

    /// Counts one call; refuses it if it exceeds the limit.
    pub(crate) fn count(&self, user: UserId, now: DateTime<Utc>) -> Result<(), Refusal> {
        let Some(limit) = self.per_minute else {
            return Ok(());
        };
        let minute = now.timestamp().div_euclid(PERIOD);
        let mut counted = self
            .current_minute
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if counted.minute != minute {
            *counted = CallsOfMinute {
                minute,
                calls: HashMap::new(),
            };
        }
        let calls = counted.calls.entry(user).or_default();
        *calls = calls.saturating_add(1);
        if *calls > limit {
            let left = PERIOD - now.timestamp().rem_euclid(PERIOD);
            return Err(Refusal::TooManyRequests {
                retry_after: u64::try_from(left).unwrap_or(1),
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_user_has_a_budget_for_each_minute() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let limit = RateLimit::new(Some(2));
        for (user, when, fine) in [
            (1, "2016-01-11T10:00:01Z", true),
            (1, "2016-01-11T10:00:02Z", true),
            (1, "2016-01-11T10:00:50Z", false),
            (2, "2016-01-11T10:00:50Z", true),
            (1, "2016-01-11T10:01:00Z", true),
        ] {
            assert_eq!(
                limit.count(UserId(user), at(when)).is_ok(),
                fine,
                "{user} {when}"
            );
        }
        let refusal = RateLimit::new(Some(0)).count(UserId(1), at("2016-01-11T10:00:50Z"));
        assert!(matches!(
            refusal,
            Err(Refusal::TooManyRequests { retry_after: 10 })
        ));
    }
}
