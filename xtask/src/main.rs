//! Tasks of this repository, as `cargo xtask TASK`.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context;
use clap::{Parser, Subcommand};

use xtask::lint::{self, WithoutNode};
use xtask::regenerate::{self, Selection};
use xtask::site::{self, Options};
use xtask::task::Mode;
use xtask::{client, coverage, faults, generators, release, reports, spec};

/// Tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Run all generators in the right order, and print what changed.
    ///
    /// The order is: spec, client, coverage, reports, faults.
    Regenerate {
        /// Write nothing; print what is stale and exit with 4 if anything is.
        #[arg(long)]
        check: bool,
        /// Skip the generators that build the release binary and run the suite: reports and faults.
        #[arg(long)]
        fast: bool,
    },
    /// Regenerate spec/ from the model types and the documented examples.
    ///
    /// Writes files that have changed, removes files that are no longer generated, and leaves all others untouched.
    Spec {
        /// Write nothing; print what is stale and exit with 4 if anything is.
        #[arg(long)]
        check: bool,
        /// With --check, compare with spec/openapi.json at the commit where this branch left REF.
        ///
        /// Prints the changes and the entry for the changelog. Exits with 1 if a change breaks clients, or renames an
        /// operation id or a component, and the major version was not raised.
        #[arg(long, value_name = "REF", requires = "check")]
        against: Option<String>,
    },
    /// Raise the version of the document according to its changes, and write the entry of its changelog.
    Release {
        /// Compare with spec/openapi.json at the commit where this branch left REF [default: the commit that set the
        /// current version]
        #[arg(long, value_name = "REF")]
        against: Option<String>,
        /// Use this version instead of the next one; it must be high enough for the changes.
        #[arg(long, value_name = "X.Y.Z")]
        version: Option<String>,
    },
    /// Regenerate the operations of crates/jobs-client/, and the samples that its tests run, from the document.
    Client {
        /// Write nothing; print what is stale and exit with 4 if anything is.
        #[arg(long)]
        check: bool,
    },
    /// Regenerate conformance/COVERAGE.md: each requirement with the cases that check it.
    ///
    /// Fails if a requirement has neither a case nor a reason, or a case checks no requirement.
    Coverage {
        /// Write nothing; exit with 4 if the page is stale.
        #[arg(long)]
        check: bool,
    },
    /// Regenerate conformance/FAULTS.md: each fault of the reference server with the cases that catch it.
    ///
    /// Runs the suite against every fault, and writes the score to docs/mutants.md.
    Faults {
        /// Write nothing; exit with 4 if a fault is missed, a case catches no fault, or the score in docs/mutants.md is stale.
        #[arg(long)]
        check: bool,
    },
    /// Check the documents of spec/ with the schema of OpenAPI, `reprise lint`, Spectral and Redocly.
    ///
    /// Exits with 1 if there are findings, including warnings, and with 2 if a check cannot run. Spectral and Redocly
    /// are installed into target/tools/ from their lock file; without Node.js they are skipped with a message.
    Lint {
        /// OpenAPI documents, in JSON or YAML, instead of those of spec/.
        documents: Vec<PathBuf>,

        /// Skip nothing: exit with 2 if Node.js is not installed.
        #[arg(long)]
        require_node: bool,
    },
    /// Run the suite against the reference server, and keep the report for the site.
    Reports {
        /// Write nothing; exit with 4 if the results differ from the kept report.
        #[arg(long)]
        check: bool,
    },
    /// Generate the site: API reference, suite, errata, reports, changelog and downloads.
    ///
    /// The API reference needs Node.js: npm downloads the script that displays it. Without it, all other pages are
    /// generated and the exit code is 4.
    Site {
        /// The folder for the site: a new or empty one, or one with an earlier site [default: target/site]
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Skip the API reference.
        #[arg(long)]
        without_reference: bool,
        /// Open every page in headless Chromium, without a network; exit with 4 if a page has an error.
        #[arg(long)]
        in_browser: bool,
        /// Take a screenshot of every page with Chromium, and write them to DIR.
        #[arg(long, value_name = "DIR")]
        screenshots: Option<PathBuf>,
    },
    /// Check that the code of popular code generators accepts every documented example.
    ///
    /// Needs Node.js, Python or both; the generators are installed into target/tools/.
    Generators,
    /// Compare a run with a bare client that sends the same requests: time, memory and cold start.
    ///
    /// Builds the release binary, and takes a minute or two on an otherwise idle machine.
    Bench,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let mut out = io::stdout().lock();
    let result = match args.task {
        Task::Regenerate { check, fast } => {
            let selection = if fast {
                Selection::Fast
            } else {
                Selection::All
            };
            regenerate::run(&root(), selection, Mode::of(check), &mut out).map(ExitCode::from)
        }
        Task::Spec { check, against } => {
            spec::run_against(&root(), Mode::of(check), against.as_deref(), &mut out)
                .map(ExitCode::from)
        }
        Task::Release { against, version } => {
            let (against, version) = (against.as_deref(), version.as_deref());
            spec::document(&root())
                .and_then(|document| release::run(&root(), against, version, &document, &mut out))
                .map(|()| ExitCode::SUCCESS)
        }
        Task::Client { check } => {
            client::run(&root(), Mode::of(check), &mut out).map(ExitCode::from)
        }
        Task::Coverage { check } => {
            coverage::run(&root(), Mode::of(check), &mut out).map(ExitCode::from)
        }
        Task::Faults { check } => {
            faults::run(&root(), Mode::of(check), &mut out).map(ExitCode::from)
        }
        Task::Lint {
            documents,
            require_node,
        } => {
            let without_node = if require_node {
                WithoutNode::Fail
            } else {
                WithoutNode::Skip
            };
            lint::run(&root(), &documents, without_node, &mut out).map(ExitCode::from)
        }
        Task::Reports { check } => {
            reports::run(&root(), Mode::of(check), &mut out).map(ExitCode::from)
        }
        Task::Site {
            output,
            without_reference,
            in_browser,
            screenshots,
        } => {
            let options = Options {
                output,
                without_reference,
                in_browser,
                screenshots,
            };
            site::run(&root(), &options, &mut out).map(ExitCode::from)
        }
        Task::Generators => generators::run(&root(), &mut out).map(ExitCode::from),
        Task::Bench => bench(&root()),
    };
    match result {
        Ok(exit) => exit,
        Err(error) => {
            // if standard error is closed, only the exit code remains
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs the benchmark of `reprise`, which prints its own table.
fn bench(root: &Path) -> anyhow::Result<ExitCode> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(&cargo)
        .args(["bench", "--package", "reprise-cli", "--bench", "replay"])
        .current_dir(root)
        .status()
        .with_context(|| format!("{} cannot be run", Path::new(&cargo).display()))?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The root of the repository: the one that cargo runs this in, or the one that it was built in.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), PathBuf::from)
}
