//! The last check before anything is written: no output contains a secret.

use std::io::{self, Write};

use reprise_core::Secrets;

/// Why a text was not written.
#[derive(Debug, thiserror::Error)]
pub enum GuardError {
    /// It contains the secret of this name.
    #[error(
        "the output would contain the secret `{0}`, so it was not written; if the document itself contains that text, use another secret"
    )]
    Secret(String),
    /// It could not be written.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// Renders a text, searches it for secrets, and only writes it if it contains none.
///
/// # Errors
///
/// When the text cannot be written, or contains a secret.
pub fn write_without_secrets(
    out: &mut dyn Write,
    secrets: &Secrets,
    render: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
) -> Result<(), GuardError> {
    let mut text = Vec::new();
    render(&mut text)?;
    check_secrets(&String::from_utf8_lossy(&text), secrets)?;
    out.write_all(&text)?;
    Ok(out.flush()?)
}

/// Searches a text for secrets before it is written.
///
/// # Errors
///
/// When the text contains a secret; the error has its name, not its value.
pub fn check_secrets(text: &str, secrets: &Secrets) -> Result<(), GuardError> {
    if let Some(name) = secrets.find(text) {
        return Err(GuardError::Secret(name.to_owned()));
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
            let done = write_without_secrets(&mut out, &secrets, |buffer| {
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
