//! `cargo xtask regenerate`: all generators, each after the ones that it reads from.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};

use crate::task::{Mode, Outcome};
use crate::{client, coverage, faults, reports, spec};

/// A task that generates files which are committed.
struct Generator {
    /// Its name as a task.
    name: &'static str,
    /// Whether it builds the release binary and runs the suite.
    is_slow: bool,
    /// Runs it.
    run: fn(&Path, Mode, &mut dyn Write) -> Result<Outcome>,
}

/// All of them. The client and the page of requirements are made from the document; the report and the faults from
/// a binary that contains the document.
const GENERATORS: [Generator; 5] = [
    Generator {
        name: "spec",
        is_slow: false,
        run: spec::run,
    },
    Generator {
        name: "client",
        is_slow: false,
        run: client::run,
    },
    Generator {
        name: "coverage",
        is_slow: false,
        run: coverage::run,
    },
    Generator {
        name: "reports",
        is_slow: true,
        run: reports::run,
    },
    Generator {
        name: "faults",
        is_slow: true,
        run: faults::run,
    },
];

/// Which generators to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Selection {
    /// All of them.
    All,
    /// Those that take seconds.
    Fast,
}

/// Runs the generators below `root` and prints what changed, or what would change.
///
/// # Errors
///
/// When a generator fails; those after it do not run.
pub fn run(root: &Path, selection: Selection, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    run_each(&GENERATORS, root, selection, mode, out)
}

fn run_each(
    generators: &[Generator],
    root: &Path,
    selection: Selection,
    mode: Mode,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let mut summary = String::new();
    let mut worst = Outcome::Fresh;
    for generator in generators {
        let name = generator.name;
        let result = if generator.is_slow && selection == Selection::Fast {
            "skipped (--fast)"
        } else {
            writeln!(out, "== {name}")?;
            let outcome = (generator.run)(root, mode, out)
                .with_context(|| format!("`cargo xtask {name}` failed"))?;
            writeln!(out)?;
            worst = worse_outcome(worst, outcome);
            describe(outcome)
        };
        summary.push_str(&format!("{name:<9} {result}\n"));
    }
    write!(out, "{summary}")?;
    if mode == Mode::Check && worst == Outcome::Stale {
        writeln!(out, "\nrun `cargo xtask regenerate` and commit the result")?;
    }
    Ok(worst)
}

fn describe(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Fresh => "up to date",
        Outcome::Changed => "changed",
        Outcome::Stale => "stale",
        Outcome::Findings | Outcome::Breaking | Outcome::Incomplete => "failed",
    }
}

/// The outcome that decides about two tasks.
fn worse_outcome(one: Outcome, other: Outcome) -> Outcome {
    let rank = |outcome| match outcome {
        Outcome::Fresh => 0,
        Outcome::Changed => 1,
        Outcome::Stale => 2,
        Outcome::Findings | Outcome::Breaking | Outcome::Incomplete => 3,
    };
    if rank(other) > rank(one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use insta::assert_snapshot;

    use super::*;

    const FAKES: [Generator; 3] = [
        Generator {
            name: "spec",
            is_slow: false,
            run: |_, mode, out| {
                writeln!(out, "rewrote spec/openapi.json")?;
                Ok(match mode {
                    Mode::Write => Outcome::Changed,
                    Mode::Check => Outcome::Stale,
                })
            },
        },
        Generator {
            name: "client",
            is_slow: false,
            run: |_, _, out| {
                writeln!(out, "nothing to do")?;
                Ok(Outcome::Fresh)
            },
        },
        Generator {
            name: "reports",
            is_slow: true,
            run: |_, _, out| {
                writeln!(out, "a minute later")?;
                Ok(Outcome::Fresh)
            },
        },
    ];

    fn run_fakes(selection: Selection, mode: Mode) -> (Outcome, String) {
        let mut out = Vec::new();
        let outcome = run_each(&FAKES, Path::new("."), selection, mode, &mut out).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_run_ends_with_what_changed() {
        let (outcome, text) = run_fakes(Selection::All, Mode::Write);
        assert_eq!(outcome, Outcome::Changed);
        assert_snapshot!(text, @"
        == spec
        rewrote spec/openapi.json

        == client
        nothing to do

        == reports
        a minute later

        spec      changed
        client    up to date
        reports   up to date
        ");
    }

    #[test]
    fn a_check_goes_on_after_stale_files_and_ends_with_advice() {
        let (outcome, text) = run_fakes(Selection::Fast, Mode::Check);
        assert_eq!(outcome, Outcome::Stale);
        assert_snapshot!(text, @"
        == spec
        rewrote spec/openapi.json

        == client
        nothing to do

        spec      stale
        client    up to date
        reports   skipped (--fast)

        run `cargo xtask regenerate` and commit the result
        ");
    }

    #[test]
    fn a_failure_names_its_task_and_ends_the_run() {
        let fails = [Generator {
            name: "spec",
            is_slow: false,
            run: |_, _, _| anyhow::bail!("no such file"),
        }];
        let error = run_each(
            &fails,
            Path::new("."),
            Selection::All,
            Mode::Write,
            &mut Vec::new(),
        )
        .unwrap_err();
        assert_snapshot!(format!("{error:#}"), @"`cargo xtask spec` failed: no such file");
    }

    #[test]
    fn every_generator_of_the_repository_has_its_turn_after_its_sources() {
        let names: Vec<&str> = GENERATORS.iter().map(|generator| generator.name).collect();
        assert_eq!(names, ["spec", "client", "coverage", "reports", "faults"]);
    }
}
