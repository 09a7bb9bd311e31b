//! The secrets that a target names, read from the environment and from files:
//!
//! ```text
//! credentials: { admin: { environment: ADMIN_TOKEN }, reader: { file: reader.txt } }
//! admin   $ADMIN_TOKEN                    its value is masked in every output
//! reader  $(head -n 1 'reader.txt')
//! ```

use std::path::Path;

use reprise_core::Secrets;

use crate::config::SecretSource;
use crate::environment::Environment;
use crate::error::Error;
use crate::secret::{Credential, Secret};

/// Finds secrets, keeps them for masking, and remembers which are missing, so that one error names all.
pub(super) struct SecretStore<'s, 'e> {
    pub(super) environment: &'s Environment<'e>,
    folder: &'s Path,
    secrets: Secrets,
    missing: Vec<String>,
}

impl<'s, 'e> SecretStore<'s, 'e> {
    /// A store without secrets; relative paths of files begin at `folder`.
    pub(super) fn new(environment: &'s Environment<'e>, folder: &'s Path) -> SecretStore<'s, 'e> {
        SecretStore {
            environment,
            folder,
            secrets: Secrets::default(),
            missing: Vec::new(),
        }
    }

    /// The secret of a reference; `None` if it is missing.
    pub(super) fn find(
        &mut self,
        name: &str,
        reference: &SecretSource,
    ) -> Result<Option<Credential>, Error> {
        let (text, place) = match reference {
            SecretSource::Environment(variable) => (
                self.environment.variable(variable).unwrap_or_default(),
                describe_variable(variable),
            ),
            SecretSource::File(path) => {
                let text = (self.environment.read)(&self.folder.join(path))?;
                let first = text.lines().next().unwrap_or_default().trim().to_owned();
                (first, format!("the first line of {path}"))
            }
        };
        if text.is_empty() {
            self.missing.push(match reference {
                SecretSource::Environment(_) => format!("`{name}`: {place} is not set"),
                SecretSource::File(_) => format!("`{name}`: {place} is empty"),
            });
            return Ok(None);
        }
        self.add(name, &text)?;
        Ok(Some(Credential {
            name: name.to_owned(),
            secret: Secret(text),
            shell: self.shell_expression(reference),
        }))
    }

    /// Keeps a text for masking.
    ///
    /// # Errors
    ///
    /// When it is too short to be masked.
    pub(super) fn add(&mut self, name: &str, text: &str) -> Result<(), Error> {
        self.secrets.add(name, text).map_err(Error::input)
    }

    /// The expression of a shell that gives the secret.
    fn shell_expression(&self, reference: &SecretSource) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
        match reference {
            SecretSource::Environment(variable) if is_shell_name(variable) => {
                format!("${variable}")
            }
            SecretSource::Environment(variable) => format!("$(printenv {})", quoted(variable)),
            SecretSource::File(path) => {
                let path = self.folder.join(path);
                format!("$(head -n 1 {})", quoted(&path.display().to_string()))
            }
        }
    }

    /// The secrets, if none is missing.
    pub(super) fn into_secrets(self) -> Result<Secrets, Error> {
        match self.missing.as_slice() {
            [] => Ok(self.secrets),
            [one] => Err(Error::input(format!("credential {one}; set it first"))),
            several => Err(Error::input(format!(
                "{} credentials are missing; set them first:\n  {}",
                several.len(),
                several.join("\n  ")
            ))),
        }
    }
}

/// Whether a shell can name a variable so.
fn is_shell_name(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(is_word) && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty()
}

/// The name of an environment variable for messages. What does not look like one may be the secret itself, written in
/// the wrong place, so it is not repeated.
fn describe_variable(variable: &str) -> String {
    let is_name = variable
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if is_name && !variable.is_empty() {
        format!("environment variable {variable}")
    } else {
        "its environment variable".to_owned()
    }
}
