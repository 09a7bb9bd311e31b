//! `cargo xtask reports`: the suite against the reference server; what came of it is put on record, for the site.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::files::{read_below, write_whole};
use crate::site::{REPORTS, Target};
use crate::task::{Mode, Outcome};

/// Where the report of the reference server lies, below the root.
const REFERENCE: &str = "conformance/reports/reference.json";
/// Where it is written to first, below the root.
const FRESH: &str = "target/reports/reference.json";

/// Members of a report that are not on record: the suite's own files say the same.
const LEFT_OUT: [&str; 1] = ["requirements"];
/// Members that change without anything being found anew: when it was, what exactly was replayed, and on which line
/// of it a claim stands.
const DRIFTING: [&str; 4] = ["times", "digest", "line", "column"];

/// Puts a new report of the reference server on record, or tells whether the one on record is stale; either way,
/// all other reports on record must be readable.
///
/// # Errors
///
/// When the suite cannot be replayed, or a file cannot be read or written.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    let fresh = replay(root)?;
    let path = root.join(REFERENCE);
    let outcome = match mode {
        Mode::Write => {
            write_whole(&path, &format!("{fresh:#}\n"))
                .with_context(|| format!("{} cannot be written", path.display()))?;
            writeln!(out, "wrote {REFERENCE}")?;
            Outcome::Fresh
        }
        Mode::Check => {
            let known = fs::read_to_string(&path).unwrap_or_default();
            if is_fresh(&known, &fresh) {
                writeln!(out, "{REFERENCE} is fresh")?;
                Outcome::Fresh
            } else {
                writeln!(
                    out,
                    "{REFERENCE} is stale; run `cargo xtask reports` and commit the result"
                )?;
                Outcome::Stale
            }
        }
    };
    for (path, text) in read_below(&root.join(REPORTS))? {
        if let Some(name) = path.strip_suffix(".json") {
            Target::parse(name, &text)?;
        }
    }
    Ok(outcome)
}

/// Runs the released binary against the reference server that it has inside.
fn replay(root: &Path) -> Result<Value> {
    let file = root.join(FRESH);
    let folder = file.parent().context("the report has no folder")?;
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    // one of before must not be taken for one of now
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
        .args(["run", "--quiet", "--report", &format!("json={FRESH}")])
        .current_dir(root)
        .stdout(Stdio::null())
        .status()
        .context("`reprise run` cannot be run")?;
    // whatever the answers were, they are told in the report
    let Ok(text) = fs::read_to_string(&file) else {
        bail!("`reprise run` ended with {status} and left no report");
    };
    let mut report: Value = serde_json::from_str(&text).context("the report is not JSON")?;
    if let Some(members) = report.as_object_mut() {
        members.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
    }
    Ok(report)
}

/// Whether a report on record tells the same as a new one.
pub fn is_fresh(known: &str, fresh: &Value) -> bool {
    serde_json::from_str(known).is_ok_and(|known: Value| essence(known) == essence(fresh.clone()))
}

/// A report without what drifts.
fn essence(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            members.retain(|name, _| !DRIFTING.contains(&name.as_str()));
            for member in members.values_mut() {
                *member = essence(member.take());
            }
        }
        Value::Array(elements) => {
            for element in elements {
                *element = essence(element.take());
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
    fn only_what_was_found_makes_a_report_stale() {
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
