//! The last look at what is told: nothing leaves that holds a secret.

use std::io::{self, Write};

use anyhow::{Result, bail};
use reprise_core::Secrets;

/// Renders a text, searches it for secrets, and writes it only if there is none in it.
///
/// # Errors
///
/// When the text cannot be written, or holds a secret.
pub(crate) fn guarded(
    out: &mut dyn Write,
    secrets: &Secrets,
    render: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
) -> Result<()> {
    let mut text = Vec::new();
    render(&mut text)?;
    searched(&String::from_utf8_lossy(&text), secrets)?;
    out.write_all(&text)?;
    Ok(out.flush()?)
}

/// Searches a text for secrets before it is written.
///
/// # Errors
///
/// When there is one in it; the error says which, not what.
pub(crate) fn searched(text: &str, secrets: &Secrets) -> Result<()> {
    if let Some(name) = secrets.find(text) {
        bail!(
            "the report would tell the secret `{name}`, so it was not written; if the document itself holds that text, use another secret"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_with_a_secret_in_it_is_not_written() {
        let mut secrets = Secrets::default();
        secrets.add("reader", "s3cret").unwrap();
        for (text, written) in [
            ("all is well", true),
            ("a s3cret", false),
            ("%733cret", false),
        ] {
            let mut out = Vec::new();
            let done = guarded(&mut out, &secrets, |buffer| {
                buffer.write_all(text.as_bytes())
            });
            assert_eq!(done.is_ok(), written, "{text}");
            assert_eq!(out.is_empty(), !written, "{text}");
            let said = done
                .err()
                .map(|error| error.to_string())
                .unwrap_or_default();
            assert!(!said.contains("s3cret"), "{said}");
        }
    }
}
