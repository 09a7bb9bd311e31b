//! The minimal number that a schema allows.
//!
//! ```text
//! {type: integer, minimum: 10, multipleOf: 4} becomes 12
//! ```

use serde_json::Value;

use super::keywords::Keywords;

/// An integer: 1 if it is allowed, otherwise the value nearest to a bound.
pub(super) fn integer(keywords: &Keywords<'_>) -> Option<Value> {
    let step = keywords.get("multipleOf").and_then(Value::as_f64);
    let step = step.filter(|step| *step >= 1.0).unwrap_or(1.0).ceil();
    let value = within(keywords, step)?;
    let whole = value.abs() < 9_007_199_254_740_992.0;
    // the range was checked on the line above
    whole.then(|| Value::from(value as i64))
}

/// A number: 1 if it is allowed, otherwise the value nearest to a bound.
pub(super) fn number(keywords: &Keywords<'_>) -> Option<Value> {
    let step = keywords.get("multipleOf").and_then(Value::as_f64);
    let value = match step.filter(|step| *step > 0.0) {
        Some(step) => within(keywords, step)?,
        None => between(keywords)?,
    };
    if value.fract() == 0.0 {
        return Some(Value::from(value as i64));
    }
    serde_json::Number::from_f64(value).map(Value::Number)
}

/// A bound and whether it is allowed itself; `exclusiveMinimum: true` is how OpenAPI 3.0 excludes `minimum`.
fn bound(keywords: &Keywords<'_>, inclusive: &str, exclusive: &str) -> Option<(f64, bool)> {
    let number = |keyword| keywords.get(keyword).and_then(Value::as_f64);
    match number(exclusive) {
        Some(bound) => Some((bound, false)),
        None => Some((number(inclusive)?, !keywords.flag(exclusive))),
    }
}

/// The multiple of `step` that is allowed and nearest to 1.
fn within(keywords: &Keywords<'_>, step: f64) -> Option<f64> {
    let lower = bound(keywords, "minimum", "exclusiveMinimum");
    let upper = bound(keywords, "maximum", "exclusiveMaximum");
    let least = lower.map(|(bound, is_allowed)| {
        let least = (bound / step).ceil() * step;
        if least > bound || is_allowed {
            least
        } else {
            least + step
        }
    });
    let most = upper.map(|(bound, is_allowed)| {
        let most = (bound / step).floor() * step;
        if most < bound || is_allowed {
            most
        } else {
            most - step
        }
    });
    match (least, most) {
        (Some(least), Some(most)) if least > most => None,
        (least, most) => Some(
            step.max(least.unwrap_or(step))
                .min(most.unwrap_or(f64::MAX)),
        ),
    }
}

fn between(keywords: &Keywords<'_>) -> Option<f64> {
    let lower = bound(keywords, "minimum", "exclusiveMinimum");
    let upper = bound(keywords, "maximum", "exclusiveMaximum");
    let fits = |value: f64| {
        lower.is_none_or(|(bound, is_allowed)| value > bound || is_allowed && value == bound)
            && upper.is_none_or(|(bound, is_allowed)| value < bound || is_allowed && value == bound)
    };
    let (low, high) = (lower.map(|(bound, _)| bound), upper.map(|(bound, _)| bound));
    let candidates = [
        Some(1.0),
        low.map(f64::ceil),
        low.map(|bound| bound.floor() + 1.0),
        high.map(f64::floor),
        high.map(|bound| bound.ceil() - 1.0),
        low.zip(high).map(|(low, high)| f64::midpoint(low, high)),
    ];
    candidates.into_iter().flatten().find(|value| fits(*value))
}
