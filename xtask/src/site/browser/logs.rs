//! Reads problems from the logs of Chromium: messages of the console, and requests to the network.

use anyhow::{Context, Result};
use serde_json::Value;

/// The initiator of requests that Chromium itself makes.
const BROWSER_INITIATOR: &str = "not an origin";

/// The message in a line of the log, if it comes from the console of a page.
pub(super) fn parse_console_message(line: &str) -> Option<String> {
    let (_, rest) = line.split_once(":CONSOLE")?;
    let (_, message) = rest.split_once("] ")?;
    Some(format!("console: {message}"))
}

/// The requests of pages to the network, from the network log.
pub(super) fn find_requests(log: &str) -> Result<Vec<String>> {
    // a browser that was ended early does not close the list
    let log: Value = serde_json::from_str(log)
        .or_else(|_| serde_json::from_str(&format!("{}]}}", log.trim_end().trim_end_matches(','))))
        .context("the network log cannot be read")?;
    let events = log.get("events").and_then(Value::as_array);
    let mut requests = Vec::new();
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
        if is_outside && initiator != BROWSER_INITIATOR {
            requests.push(format!("requests {url}"));
        }
    }
    Ok(requests)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_of_the_console_are_read() {
        for (line, expected) in [
            (
                r#"[1:2:1123/203343.8:INFO:CONSOLE:1] "boom", source: file:///a.html (1)"#,
                Some(r#"console: "boom", source: file:///a.html (1)"#),
            ),
            ("[1:2:1123/203343.8:ERROR:dbus/bus.cc:405] no bus", None),
        ] {
            assert_eq!(parse_console_message(line).as_deref(), expected);
        }
    }

    #[test]
    fn only_requests_of_a_page_to_the_network_count() {
        let event = |url: &str, initiator: &str| {
            format!(r#"{{"params":{{"url":"{url}","initiator":"{initiator}"}}}}"#)
        };
        let events = [
            event("https://update.example/", BROWSER_INITIATOR),
            event("https://outside.example/x.png", "null"),
            event("data:,", "null"),
            r#"{"params":3}"#.to_owned(),
        ]
        .join(",\n");
        for end in ["]}", ",\n"] {
            let found =
                find_requests(&format!("{{\"events\":[\n{events}{end}")).unwrap_or_default();
            assert_eq!(found, ["requests https://outside.example/x.png"]);
        }
    }
}
