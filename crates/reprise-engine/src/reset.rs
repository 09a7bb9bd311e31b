//! The command that puts the target into its documented state, or sets up a fixture.
//!
//! ```text
//! reset: { command: [npm, run, seed] }
//!
//! fixtures:  REPRISE_FIXTURE=two-books npm run seed < {"books": [...]}
//!            may print {"base_url": "http://127.0.0.1:8000", "params": {"id": 1}, "credentials": {"admin": "..."}}
//! ```

use std::collections::HashMap;
use std::process::Stdio;

use serde::Deserialize;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;

use crate::command::{CommandLine, describe_output};

/// What the command may print in state `fixtures`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PreparedFixture {
    /// Where the requests of the case go instead.
    #[serde(default)]
    pub(crate) base_url: Option<String>,
    /// Values of parameters.
    #[serde(default)]
    pub(crate) params: HashMap<String, Value>,
    /// Credentials, by name.
    #[serde(default)]
    pub(crate) credentials: HashMap<String, String>,
}

/// Puts the target into its documented state.
///
/// # Errors
///
/// When the command cannot be run or fails; the error contains the end of its output.
pub(crate) async fn reset(command: &CommandLine) -> Result<(), String> {
    run_command(command, None).await.map(|_| ())
}

/// Sets up a fixture, and reads what the command prints about it.
///
/// # Errors
///
/// When the command cannot be run or fails, or when it prints something else than nothing or an object.
pub(crate) async fn set_up(
    command: &CommandLine,
    name: &str,
    fixture: &Value,
) -> Result<PreparedFixture, String> {
    let output = run_command(command, Some((name, fixture))).await?;
    if output.trim_ascii().is_empty() {
        return Ok(PreparedFixture::default());
    }
    // the message of serde would repeat the output, which may contain a secret
    serde_json::from_slice(&output).map_err(|error| {
        format!(
            "it printed something else than an object with `base_url`, `params` and `credentials` ({:?} error at {}:{}); print nothing, or print messages to standard error",
            error.classify(),
            error.line(),
            error.column()
        )
    })
}

/// Runs the command to its end and returns its standard output.
async fn run_command(
    command: &CommandLine,
    fixture: Option<(&str, &Value)>,
) -> Result<Vec<u8>, String> {
    let mut process = tokio::process::Command::from(command.to_process());
    process
        .stdin(if fixture.is_some() {
            Stdio::piped()
        } else {
            Stdio::null()
        })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    if let Some((name, _)) = fixture {
        process.env("REPRISE_FIXTURE", name);
    }
    let mut child = process.spawn().map_err(|error| {
        let program = process.as_std().get_program().display().to_string();
        format!("the command cannot be run: {error} ({program})")
    })?;
    if let (Some(mut input), Some((_, value))) = (child.stdin.take(), fixture) {
        // a command that does not read its input closes it, which is not an error
        let _ = input.write_all(value.to_string().as_bytes()).await;
    }
    let output = child
        .wait_with_output()
        .await
        .map_err(|error| format!("the command did not end: {error}"))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let printed = [output.stdout, output.stderr].concat();
    Err(format!(
        "the command ended with {}; {}",
        output.status,
        describe_output(&printed)
    ))
}
