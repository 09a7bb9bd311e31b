//! `cargo xtask reports`: runs the suite against the reference server and keeps the report for the site.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files::{self, read_folder};
use crate::site::{REPORTS, Target};
use crate::task::{Mode, Outcome};

/// The path of the report of the reference server, below the root.
const REFERENCE_REPORT: &str = "conformance/reports/reference.json";
/// The path of a new report, below the root.
const NEW_REPORT: &str = "target/reports/reference.json";

/// Properties of a report that are not kept, since the files of the suite contain them.
const REMOVED_PROPERTIES: [&str; 1] = ["requirements"];
/// The property with the time of the run.
const TIMES: &str = "times";
/// Properties that can change although the results are the same: the time of the run, the digest of the document, and
/// the lines of claims.
const VOLATILE_PROPERTIES: [&str; 4] = [TIMES, "digest", "line", "column"];

/// Replaces the kept report of the reference server if its results have changed, or prints that it is stale. All other
/// kept reports must be readable.
///
/// # Errors
///
/// When the suite cannot be run, or a file cannot be read or written.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    let fresh = run_reference(root)?;
    let path = root.join(REFERENCE_REPORT);
    let known = fs::read_to_string(&path).unwrap_or_default();
    let is_fresh = match mode {
        Mode::Check => is_fresh(&known, &fresh),
        // everything but the time is kept up to date
        Mode::Write => is_equal(&known, &fresh, &[TIMES]),
    };
    let outcome = if is_fresh {
        writeln!(out, "{REFERENCE_REPORT} is up to date")?;
        Outcome::Fresh
    } else {
        let text = format!("{fresh:#}\n");
        files::sync_file(
            root,
            REFERENCE_REPORT,
            &text,
            "cargo xtask reports",
            mode,
            out,
        )?
    };
    for (path, text) in read_folder(&root.join(REPORTS))? {
        if let Some(name) = path.strip_suffix(".json") {
            Target::parse(name, &text)?;
        }
    }
    Ok(outcome)
}

/// Runs the release binary against its built-in reference server.
fn run_reference(root: &Path) -> Result<Value> {
    let file = root.join(NEW_REPORT);
    let folder = file
        .parent()
        .context("the path of the report has no folder")?;
    fs::create_dir_all(folder)
        .with_context(|| format!("{} cannot be created", folder.display()))?;
    // an old report must not be mistaken for a new one
    if file.exists() {
        fs::remove_file(&file).with_context(|| format!("{} cannot be removed", file.display()))?;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args([
            "run",
            "--release",
            "--quiet",
            "--package",
            "reprise-cli",
            "--",
        ])
        .args(["demo", "--quiet", "--report", &format!("json={NEW_REPORT}")])
        .current_dir(root)
        .stdout(Stdio::null())
        .status()
        .context("`reprise demo` cannot be run")?;
    // the exit code says how the run ended, and the report says more
    let Ok(text) = fs::read_to_string(&file) else {
        bail!("`reprise demo` ended with {status} and wrote no report");
    };
    let mut report: Value = serde_json::from_str(&text).context("the report is not JSON")?;
    if let Some(members) = report.as_object_mut() {
        members.retain(|name, _| !REMOVED_PROPERTIES.contains(&name.as_str()));
    }
    Ok(report)
}

/// Whether a kept report has the same results as a new one.
pub fn is_fresh(known: &str, fresh: &Value) -> bool {
    is_equal(known, fresh, &VOLATILE_PROPERTIES)
}

fn is_equal(known: &str, fresh: &Value, ignored: &[&str]) -> bool {
    serde_json::from_str(known).is_ok_and(|known: Value| {
        remove_properties(known, ignored) == remove_properties(fresh.clone(), ignored)
    })
}

/// A report without some properties, wherever they are.
fn remove_properties(mut value: Value, ignored: &[&str]) -> Value {
    match &mut value {
        Value::Object(properties) => {
            properties.retain(|name, _| !ignored.contains(&name.as_str()));
            for property in properties.values_mut() {
                *property = remove_properties(property.take(), ignored);
            }
        }
        Value::Array(elements) => {
            for element in elements {
                *element = remove_properties(element.take(), ignored);
            }
        }
        _ => {}
    }
    value
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn only_other_results_make_a_report_stale() {
        let report = |day: &str, line: u32, outcome: &str| {
            json!({
                "times": { "started": day, "milliseconds": 1 },
                "document": { "title": "a", "digest": day },
                "cases": [{ "id": "b", "outcome": outcome, "claim": { "line": line } }],
            })
        };
        let known = report("2026-01-01T00:00:00Z", 3, "passed").to_string();
        for (fresh, expected) in [
            (report("2026-01-01T00:00:00Z", 3, "passed"), true),
            (report("2027-01-01T00:00:00Z", 9, "passed"), true),
            (report("2026-01-01T00:00:00Z", 3, "blocked"), false),
            (json!({}), false),
        ] {
            assert_eq!(is_fresh(&known, &fresh), expected, "{fresh}");
        }
        assert!(!is_fresh("", &json!({})));
    }
}
