//! A request as a command for a shell.

use data_encoding::BASE64;

use crate::request::Request;

/// A placeholder in a request for a shell variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The text in the request: letters, digits and `-`, so that no part of a request encodes it.
    pub text: String,
    /// The shell expression for the value: `$VARIABLE`, or `$(command)`.
    pub expression: String,
}

impl Placeholder {
    /// The placeholder for a name: `job_token` is `$JOB_TOKEN`.
    pub fn new(name: &str) -> Placeholder {
        let variable: String = name
            .chars()
            .map(|c| {
                if c.is_ascii_alphanumeric() {
                    c.to_ascii_uppercase()
                } else {
                    '_'
                }
            })
            .collect();
        let starts_well = variable.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        let variable = if starts_well {
            variable
        } else {
            format!("_{variable}")
        };
        Placeholder {
            text: format!("placeholder-{}-end", variable.replace('_', "-")),
            expression: format!("${variable}"),
        }
    }

    /// The same placeholder with its own expression.
    pub fn with_expression(self, expression: impl Into<String>) -> Placeholder {
        Placeholder {
            expression: expression.into(),
            ..self
        }
    }
}

/// The placeholder that is the user and password of a basic authentication, which encodes it.
fn user<'p>(value: &str, placeholders: &'p [Placeholder]) -> Option<&'p Placeholder> {
    let encoded = value.strip_prefix("Basic ")?;
    placeholders
        .iter()
        .find(|placeholder| BASE64.encode(placeholder.text.as_bytes()) == encoded)
}

/// Writes a request as a `curl` command; placeholders become `"$VARIABLE"`.
pub fn render_curl(base: &str, request: &Request, placeholders: &[Placeholder]) -> String {
    let quote = |text: &str| quote_word(text, placeholders);
    let mut parts = vec!["curl --include".to_owned()];
    match request.method.as_str() {
        "GET" if request.body.is_none() => {}
        "HEAD" => parts.push("--head".to_owned()),
        method => parts.push(format!("--request {method}")),
    }
    for (name, value) in &request.headers {
        if let Some(user) = user(value, placeholders) {
            parts.push(format!("--user \"{}\"", user.expression));
            continue;
        }
        parts.push(format!("--header {}", quote(&format!("{name}: {value}"))));
    }
    match request.body.as_deref().map(std::str::from_utf8) {
        Some(Ok(text)) => parts.push(format!("--data-binary {}", quote(text))),
        Some(Err(_)) => parts.push("--data-binary @body".to_owned()),
        None => {}
    }
    parts.push(quote(&format!("{base}{}", request.target)));
    parts.join(" \\\n  ")
}

/// A text as one word of a shell command.
fn quote_word(text: &str, placeholders: &[Placeholder]) -> String {
    let next = placeholders
        .iter()
        .filter_map(|placeholder| Some((text.find(&placeholder.text)?, placeholder)))
        .min_by_key(|(at, _)| *at);
    let Some((at, placeholder)) = next else {
        return quote_literal(text);
    };
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + placeholder.text.len()..).unwrap_or_default();
    let word = |text: &str, placeholders| {
        if text.is_empty() {
            String::new()
        } else {
            quote_word(text, placeholders)
        }
    };
    format!(
        "{}\"{}\"{}",
        word(before, &[]),
        placeholder.expression,
        word(after, placeholders)
    )
}

/// A text without placeholders; with escapes if it contains control characters for a terminal.
fn quote_literal(text: &str) -> String {
    if !text.contains(|c: char| c.is_control()) {
        return format!("'{}'", text.replace('\'', r"'\''"));
    }
    let escaped: String = text
        .chars()
        .map(|c| match c {
            '\'' => r"\'".to_owned(),
            '\\' => r"\\".to_owned(),
            '\n' => r"\n".to_owned(),
            '\r' => r"\r".to_owned(),
            '\t' => r"\t".to_owned(),
            c if c.is_control() => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        })
        .collect();
    format!("$'{escaped}'")
}
