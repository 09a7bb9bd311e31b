//! Which case caught what, as a page.

use std::fmt::Write as _;

use reprise_core::{FaultResult, MutantReport};

/// How many cases are named for one fault.
const NAMED: usize = 4;

/// Writes the page.
pub(super) fn page(proof: &MutantReport) -> String {
    let score = proof.score();
    let mut text = format!(
        "# The proof that the suite bites

<!-- Made by `cargo xtask faults`. -->

{} faults of the reference server, one at a time; {} are caught. {} cases; {} catch none. {} harmless variations; {} raise
an alarm.

A fault breaks one requirement; it is caught when a case that calls one of its operations does not conform any more. The
number is that of the cases that catch it; at most {NAMED} of them are named.
",
        score.faults, score.caught, score.cases, score.idle, score.variations, score.alarmed
    );
    for (class, all, caught) in proof.classes() {
        let _ = writeln!(
            text,
            "\n## {class}: {caught} of {all}\n\n| fault | breaks | caught by |\n|---|---|---|"
        );
        for one in proof.faults.iter().filter(|one| one.fault.class == class) {
            let _ = writeln!(
                text,
                "| `{}` | {} | {} |",
                one.fault.name,
                cell(&one.fault.breaks),
                by(one)
            );
        }
    }
    text.push_str(
        "\n## Harmless variations\n\n| variation | keeps | false alarms |\n|---|---|---|\n",
    );
    for one in &proof.variations {
        let alarms = if one.alarms.is_empty() {
            "none".to_owned()
        } else {
            one.alarms.join(", ")
        };
        let _ = writeln!(
            text,
            "| `{}` | {} | {alarms} |",
            one.variation.name,
            cell(&one.variation.keeps)
        );
    }
    text
}

fn by(caught: &FaultResult) -> String {
    if caught.by.is_empty() {
        return "**nobody**".to_owned();
    }
    let named: Vec<String> = caught
        .by
        .iter()
        .take(NAMED)
        .map(|case| format!("`{case}`"))
        .collect();
    let more = if caught.by.len() > NAMED { " …" } else { "" };
    format!("{}: {}{more}", caught.by.len(), named.join(" "))
}

/// A text as it stands in a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
