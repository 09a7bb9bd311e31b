//! `cargo xtask faults`: the suite against every fault of the reference server; the score goes into the README, and
//! which case caught what into `conformance/FAULTS.md`.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use reprise_core::{Proof, Score};

use crate::task::{Mode, Outcome};

/// Where the page lies, below the root.
const PAGE: &str = "conformance/FAULTS.md";
/// Where the score is shown, below the root.
const README: &str = "README.md";
/// What the score stands between.
const MARKS: (&str, &str) = ("<!-- faults -->", "<!-- /faults -->");

/// Replays the suite against everything, and writes down what came of it, or tells whether what is written is stale.
///
/// To write needs every case against every fault; to check, only that each fault is still caught.
///
/// # Errors
///
/// When the suite cannot be replayed, or a file cannot be read or written.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    let proof = prove(root, mode)?;
    let score = proof.score();
    let readme = fs::read_to_string(root.join(README)).context("README.md cannot be read")?;
    let Some(fresh) = marked(&readme, &sentence(score)) else {
        bail!(
            "README.md has no {} … {}; put them where the score belongs",
            MARKS.0,
            MARKS.1
        );
    };
    writeln!(out, "{}", sentence(score))?;
    if !score.is_full() {
        let survivors = proof.survivors().map(|fault| fault.name.as_str());
        for name in survivors {
            writeln!(out, "  survives: {name}")?;
        }
        for case in proof.idle() {
            writeln!(out, "  idle: {case}")?;
        }
        for one in proof.variations.iter().filter(|one| !one.alarms.is_empty()) {
            writeln!(
                out,
                "  false alarm at {}: {}",
                one.variation.name,
                one.alarms.join(", ")
            )?;
        }
        return Ok(Outcome::Stale);
    }
    match mode {
        Mode::Write => {
            fs::write(root.join(README), fresh).context("README.md cannot be written")?;
            writeln!(out, "wrote {PAGE} and the score in {README}")?;
            Ok(Outcome::Fresh)
        }
        Mode::Check if fresh == readme => Ok(Outcome::Fresh),
        Mode::Check => {
            writeln!(
                out,
                "the score in {README} is stale; run `cargo xtask faults` and commit the result"
            )?;
            Ok(Outcome::Stale)
        }
    }
}

/// Runs the released binary, whose progress is shown meanwhile.
fn prove(root: &Path, mode: Mode) -> Result<Proof> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "run",
        "--release",
        "--quiet",
        "--package",
        "reprise-cli",
        "--",
        "prove",
    ]);
    command.args(["--json", "-"]);
    if mode == Mode::Write {
        command.args(["--all", "--page", PAGE]);
    }
    let output = command
        // what a fault does on purpose is not worth a trace
        .env("RUST_BACKTRACE", "0")
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .context("`reprise prove` cannot be run")?;
    serde_json::from_slice(&output.stdout)
        .with_context(|| format!("`reprise prove` ended with {}", output.status))
}

/// The score in a sentence.
fn sentence(score: Score) -> String {
    format!(
        "**{} of {} faults** of the reference server are caught, each of the {} cases catches at least one, and {} of {} harmless variations raise a false alarm.",
        score.caught,
        score.faults,
        score.cases - score.idle,
        score.alarmed,
        score.variations
    )
}

/// A text with what stands between the marks replaced, in lines of some length.
fn marked(text: &str, sentence: &str) -> Option<String> {
    let (before, rest) = text.split_once(MARKS.0)?;
    let (_, after) = rest.split_once(MARKS.1)?;
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
        MARKS.0,
        lines.join("\n"),
        MARKS.1
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_score_stands_between_its_marks() {
        let score = Score {
            faults: 12,
            caught: 12,
            variations: 3,
            alarmed: 0,
            cases: 40,
            idle: 0,
        };
        let text = "a\n<!-- faults -->\nold\n<!-- /faults -->\nb\n";
        let fresh = marked(text, &sentence(score)).unwrap_or_default();
        assert_eq!(
            fresh,
            "a\n<!-- faults -->\n**12 of 12 faults** of the reference server are caught, each of the 40 cases catches at least one, and 0 of 3 harmless\nvariations raise a false alarm.\n<!-- /faults -->\nb\n"
        );
        assert_eq!(marked(&fresh, &sentence(score)), Some(fresh.clone()));
        assert_eq!(marked("nothing", "x"), None);
    }
}
