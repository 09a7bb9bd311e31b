//! Runs Spectral and reads its findings.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::checks::ToolChecks;
use super::finding::{Finding, FindingPlace};
use super::linted_document::display_path;
use super::table::Cell;

impl ToolChecks<'_> {
    /// Runs Spectral over all documents at once.
    pub(super) fn run_spectral(&self) -> Result<Vec<Cell>> {
        let output = self
            .tools
            .command("spectral")
            .args(["lint", "--quiet", "--format", "json"])
            // warnings and hints count as findings
            .args(["--fail-severity", "hint", "--ruleset"])
            .arg(self.configuration("spectral.yaml"))
            .args(self.subjects.iter().map(|subject| &subject.path))
            .current_dir(self.root)
            .stdin(Stdio::null())
            .output()
            .context("Spectral cannot be run")?;
        let Ok(Value::Array(results)) = serde_json::from_slice(&output.stdout) else {
            bail!(
                "Spectral failed with {}:\n{}{}",
                output.status,
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr).trim_end()
            );
        };
        let mut cells = vec![Vec::new(); self.subjects.len()];
        for result in &results {
            let source = Path::new(result["source"].as_str().unwrap_or_default());
            let of = self
                .subjects
                .iter()
                .position(|subject| subject.path == source);
            // a finding in a file that the documents refer to goes to the first document
            cells[of.unwrap_or_default()].push(parse_finding(self.root, source, result));
        }
        Ok(cells.into_iter().map(Cell::Findings).collect())
    }
}

fn parse_finding(root: &Path, source: &Path, result: &Value) -> Finding {
    let text = |member: &str| result[member].as_str().unwrap_or_default().to_owned();
    let start = &result["range"]["start"];
    // Spectral counts from 0
    let number = |member: &str| {
        let number = usize::try_from(start[member].as_u64()?).ok()?;
        Some(number + 1)
    };
    let tokens = result["path"].as_array().into_iter().flatten();
    let tokens = tokens.map(|token| match token {
        Value::String(token) => format!("/{}", token.replace('~', "~0").replace('/', "~1")),
        other => format!("/{other}"),
    });
    Finding {
        place: FindingPlace {
            file: display_path(root, source),
            position: number("line").zip(number("character")),
            pointer: Some(tokens.collect()),
        },
        rule: text("code"),
        message: text("message"),
    }
}
