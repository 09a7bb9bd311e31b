//! The minimal text that a schema allows.
//!
//! ```text
//! {type: string, format: date}            becomes 2024-01-01
//! {type: string, pattern: '^[A-Z]{2}\d+'} becomes AA0
//! ```

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::Value;

use super::keywords::Keywords;

/// The text of a string without format, pattern and length.
const PLAIN: &str = "string";

/// The longest text that is generated.
const LONGEST: usize = 10_000;

/// A text; `None` if its pattern is too difficult or its length too large.
pub(super) fn generate(keywords: &Keywords<'_>) -> Option<String> {
    let least = length(keywords, "minLength").unwrap_or(0);
    let most = length(keywords, "maxLength").unwrap_or(usize::MAX);
    if least > most.min(LONGEST) {
        return None;
    }
    if let Some(pattern) = keywords.get("pattern").and_then(Value::as_str) {
        return of_pattern(pattern, least, most);
    }
    let format = keywords.get("format").and_then(Value::as_str);
    if let Some(text) = format.and_then(of_format) {
        return Some(text.to_owned());
    }
    let text: String = PLAIN
        .chars()
        .cycle()
        .take(least.max(PLAIN.len()).min(most))
        .collect();
    Some(text)
}

fn length(keywords: &Keywords<'_>, keyword: &str) -> Option<usize> {
    usize::try_from(keywords.count(keyword)?).ok()
}

/// A valid text of a format; `None` for a format that constrains nothing.
fn of_format(format: &str) -> Option<&'static str> {
    Some(match format {
        "date" => "2024-01-01",
        "date-time" => "2024-01-01T00:00:00Z",
        "time" => "00:00:00Z",
        "duration" => "P1D",
        "uuid" => "00000000-0000-4000-8000-000000000000",
        "email" | "idn-email" => "user@example.com",
        "hostname" | "idn-hostname" => "example.com",
        "ipv4" => "192.0.2.1",
        "ipv6" => "2001:db8::1",
        "uri" | "url" | "iri" => "https://example.com/",
        "uri-reference" | "iri-reference" => "/",
        "byte" => "AA==",
        "json-pointer" => "/a",
        "regex" => ".*",
        _ => return None,
    })
}

/// A text that a pattern matches, with a length between the bounds.
fn of_pattern(pattern: &str, least: usize, most: usize) -> Option<String> {
    let parsed = regex_syntax::parse(pattern).ok()?;
    // the more often an open repetition repeats, the longer the text; most patterns have one
    let mut extra = 0;
    loop {
        let mut text = String::new();
        write(&parsed, extra, &mut text)?;
        let length = text.chars().count();
        if length > most {
            return None;
        }
        if length >= least {
            return Some(text);
        }
        extra += least - length;
        if extra > LONGEST {
            return None;
        }
    }
}

/// Appends a text that an expression matches; repetitions without an upper bound repeat `extra` times more.
fn write(expression: &Hir, extra: usize, text: &mut String) -> Option<()> {
    if text.len() > LONGEST {
        return None;
    }
    match expression.kind() {
        // word boundaries are the only assertions that a text in the middle could violate
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => text.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => text.push(preferred(
            class
                .ranges()
                .iter()
                .map(|range| (range.start(), range.end())),
        )?),
        HirKind::Class(Class::Bytes(class)) => {
            text.push(preferred(class.ranges().iter().map(|range| {
                (char::from(range.start()), char::from(range.end()))
            }))?)
        }
        HirKind::Repetition(repetition) => {
            let least = usize::try_from(repetition.min).ok()?;
            let most = repetition.max.and_then(|most| usize::try_from(most).ok());
            let count = (least + extra).min(most.unwrap_or(usize::MAX));
            for _ in 0..count {
                write(&repetition.sub, 0, text)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, extra, text)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, extra, text)?;
            }
        }
        HirKind::Alternation(branches) => write(branches.first()?, extra, text)?,
    }
    Some(())
}

/// The character of a class that reads best: a letter or digit if there is one.
fn preferred(ranges: impl Iterator<Item = (char, char)> + Clone) -> Option<char> {
    let wanted = ['a', 'A', '0', '1', '-', '_', ' '];
    let has = |character: char| {
        ranges
            .clone()
            .any(|(first, last)| (first..=last).contains(&character))
    };
    wanted
        .into_iter()
        .find(|character| has(*character))
        .or_else(|| ranges.clone().map(|(first, _)| first).next())
}
