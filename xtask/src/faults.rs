//! `cargo xtask faults`: runs the suite against every fault of the reference server, writes the score into the guide and
//! the cases that catch each fault into `conformance/FAULTS.md`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use reprise_core::{MutantReport, MutantScore};

use crate::files;
use crate::task::{Mode, Outcome};

/// The path of the page, below the root.
const PAGE: &str = "conformance/FAULTS.md";
/// The file with the score, below the root.
const GUIDE: &str = "docs/mutants.md";
/// The comments around the score.
const SCORE_MARKERS: (&str, &str) = ("<!-- faults -->", "<!-- /faults -->");

/// Runs the suite against every fault and writes the results, or checks that every fault is still caught and that the
/// score is up to date.
///
/// Writing runs every case against every fault; a check stops at the first case that catches a fault.
///
/// # Errors
///
/// When the suite cannot be run, or a file cannot be read or written.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    let page_before = read_page(root);
    let proof = run_mutants(root, mode)?;
    let score = proof.score();
    let guide =
        fs::read_to_string(root.join(GUIDE)).with_context(|| format!("{GUIDE} cannot be read"))?;
    let Some(fresh) = insert_score(&guide, &score_sentence(score)) else {
        bail!(
            "{GUIDE} has no {} … {}; add them where the score belongs",
            SCORE_MARKERS.0,
            SCORE_MARKERS.1
        );
    };
    writeln!(out, "{}", score_sentence(score))?;
    if !score.is_perfect() {
        for fault in proof.missed_faults() {
            writeln!(out, "  missed: {}", fault.name)?;
        }
        for case in proof.idle_cases() {
            writeln!(out, "  catches no fault: {case}")?;
        }
        for one in proof.variations.iter().filter(|one| !one.alarms.is_empty()) {
            writeln!(
                out,
                "  false alarm with {}: {}",
                one.variation.name,
                one.alarms.join(", ")
            )?;
        }
        return Ok(Outcome::Incomplete);
    }
    let outcome = files::sync_file(root, GUIDE, &fresh, "cargo xtask faults", mode, out)?;
    if mode == Mode::Check || page_before == read_page(root) {
        return Ok(outcome);
    }
    writeln!(out, "wrote {PAGE}")?;
    Ok(Outcome::Changed)
}

/// The page on disk; the run itself writes it.
fn read_page(root: &Path) -> Option<String> {
    fs::read_to_string(root.join(PAGE)).ok()
}

/// Runs the release binary; its progress appears on standard error.
fn run_mutants(root: &Path, mode: Mode) -> Result<MutantReport> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "run",
        "--release",
        "--quiet",
        "--package",
        "reprise-cli",
        "--",
        "mutants",
        "--target",
        "reference",
    ]);
    command.args(["--json", "-"]);
    if mode == Mode::Write {
        command.args(["--all", "--page", PAGE]);
    }
    let output = command
        // some faults panic on purpose
        .env("RUST_BACKTRACE", "0")
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .context("`reprise mutants` cannot be run")?;
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("`reprise mutants` ended with {}", output.status))
}

/// The score in a sentence.
fn score_sentence(score: MutantScore) -> String {
    format!(
        "**{} of {} faults** of the reference server are caught, each of the {} cases catches at least one, and {} of {} harmless variations raise a false alarm.",
        score.caught,
        score.faults,
        score.cases - score.idle,
        score.alarmed,
        score.variations
    )
}

/// A text with the sentence between the comments, wrapped.
fn insert_score(text: &str, sentence: &str) -> Option<String> {
    let (before, rest) = text.split_once(SCORE_MARKERS.0)?;
    let (_, after) = rest.split_once(SCORE_MARKERS.1)?;
    let mut lines = vec![String::new()];
    for word in sentence.split(' ') {
        let line = lines.last_mut()?;
        if line.is_empty() {
            line.push_str(word);
        } else if line.len() + word.len() < 120 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    Some(format!(
        "{before}{}\n{}\n{}{after}",
        SCORE_MARKERS.0,
        lines.join("\n"),
        SCORE_MARKERS.1
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_replaces_what_is_between_the_comments() {
        let score = MutantScore {
            faults: 12,
            caught: 12,
            variations: 3,
            alarmed: 0,
            cases: 40,
            idle: 0,
        };
        let text = "a\n<!-- faults -->\nold\n<!-- /faults -->\nb\n";
        let fresh = insert_score(text, &score_sentence(score)).unwrap_or_default();
        assert_eq!(
            fresh,
            "a\n<!-- faults -->\n**12 of 12 faults** of the reference server are caught, each of the 40 cases catches at least one, and 0 of 3 harmless\nvariations raise a false alarm.\n<!-- /faults -->\nb\n"
        );
        assert_eq!(
            insert_score(&fresh, &score_sentence(score)),
            Some(fresh.clone())
        );
        assert_eq!(insert_score("nothing", "x"), None);
    }
}
