//! What Chromium tells of a page: what its console says, and what it has asked for.

use anyhow::{Context, Result};
use serde_json::Value;

/// Who asks, where Chromium asks on its own account and not for a page.
const ITSELF: &str = "not an origin";

/// What a line says that comes from the console of a page.
pub(super) fn console(line: &str) -> Option<String> {
    let (_, said) = line.split_once(":CONSOLE")?;
    let (_, said) = said.split_once("] ")?;
    Some(format!("the console says {said}"))
}

/// What pages have asked for outside, by the log of the network.
pub(super) fn asked(log: &str) -> Result<Vec<String>> {
    // a browser that was ended early leaves the list open
    let log: Value = serde_json::from_str(log)
        .or_else(|_| serde_json::from_str(&format!("{}]}}", log.trim_end().trim_end_matches(','))))
        .context("the log of the network cannot be read")?;
    let events = log.get("events").and_then(Value::as_array);
    let mut asked = Vec::new();
    for event in events.into_iter().flatten() {
        let text = |name: &str| {
            let value = event.pointer(&format!("/params/{name}"));
            value.and_then(Value::as_str)
        };
        let (Some(url), Some(initiator)) = (text("url"), text("initiator")) else {
            continue;
        };
        let is_outside = ["http:", "https:", "ws:", "wss:"]
            .iter()
            .any(|scheme| url.starts_with(scheme));
        if is_outside && initiator != ITSELF {
            asked.push(format!("it asks for {url}"));
        }
    }
    Ok(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_console_is_heard() {
        for (line, expected) in [
            (
                r#"[1:2:1123/203343.8:INFO:CONSOLE:1] "boom", source: file:///a.html (1)"#,
                Some(r#"the console says "boom", source: file:///a.html (1)"#),
            ),
            ("[1:2:1123/203343.8:ERROR:dbus/bus.cc:405] no bus", None),
        ] {
            assert_eq!(console(line).as_deref(), expected);
        }
    }

    #[test]
    fn only_what_a_page_asks_for_outside_counts() {
        let event = |url: &str, initiator: &str| {
            format!(r#"{{"params":{{"url":"{url}","initiator":"{initiator}"}}}}"#)
        };
        let events = [
            event("https://update.example/", ITSELF),
            event("https://outside.example/x.png", "null"),
            event("data:,", "null"),
            r#"{"params":3}"#.to_owned(),
        ]
        .join(",\n");
        for end in ["]}", ",\n"] {
            let found = asked(&format!("{{\"events\":[\n{events}{end}")).unwrap_or_default();
            assert_eq!(found, ["it asks for https://outside.example/x.png"]);
        }
    }
}
