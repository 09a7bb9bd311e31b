//! Tasks of this repository: `cargo xtask spec` regenerates `spec/` from the model types and the documented
//! examples, `cargo xtask site` makes a site of it, `cargo xtask bench` measures how much slower judging is than merely
//! asking.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::Context;
use clap::{Parser, Subcommand};

use xtask::lint::{self, WithoutNode};
use xtask::regenerate::{self, Selection};
use xtask::site::{self, Order};
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
    /// Run all generators, in the right order, and print what changed: spec, client, coverage, reports, faults.
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
    /// Writes what has changed, removes what is no longer generated and leaves the rest untouched.
    Spec {
        /// Write nothing; show what is stale and exit with 4 if anything is.
        #[arg(long)]
        check: bool,
        /// With --check, hold what is generated to what people depend on: spec/openapi.json where this branch left REF.
        ///
        /// Exits with 1 where somebody breaks, or an operation id or component has another name, and the major
        /// version was not raised; says who breaks and how, and prints the entry for the changelog.
        #[arg(long, value_name = "REF", requires = "check")]
        against: Option<String>,
    },
    /// Raise the version of the document by what has changed, and write the entry of its changelog.
    Release {
        /// Compare with spec/openapi.json where this branch left REF [default: the commit of the present version]
        #[arg(long, value_name = "REF")]
        against: Option<String>,
        /// Take this version, if it says enough, and not the one that follows.
        #[arg(long, value_name = "X.Y.Z")]
        version: Option<String>,
    },
    /// Regenerate the operations of crates/jobs-client/ from the document, and the samples that its tests run.
    Client {
        /// Write nothing; show what is stale and exit with 4 if anything is.
        #[arg(long)]
        check: bool,
    },
    /// Regenerate conformance/COVERAGE.md: each requirement with the cases that hold it.
    ///
    /// Fails where a requirement has neither a case nor a reason, or a case holds no requirement.
    Coverage {
        /// Write nothing; exit with 4 if the page is stale.
        #[arg(long)]
        check: bool,
    },
    /// Replay the suite against every fault of the reference server, and write down which case catches what.
    Faults {
        /// Write nothing; exit with 4 where a fault survives, a case is idle, or the score in the README is stale.
        #[arg(long)]
        check: bool,
    },
    /// Check the documents of spec/: the standard's schema, `reprise lint`, Spectral and Redocly.
    ///
    /// Exits with 1 if anything is found, warnings included, and with 2 if a check cannot be made. Spectral and
    /// Redocly need Node.js, and are installed into target/tools/ by their lock file; without Node.js they are left
    /// out, and that is said.
    Lint {
        /// OpenAPI documents, JSON or YAML, instead of those of spec/.
        documents: Vec<PathBuf>,

        /// Leave nothing out: exit with 2 where there is no Node.js.
        #[arg(long)]
        require_node: bool,
    },
    /// Replay the suite against the reference server, and put the report on record for the site.
    Reports {
        /// Write nothing; exit with 4 if the report on record tells something else.
        #[arg(long)]
        check: bool,
    },
    /// Make the site: the reference, what the suite checks, errata, reports on record, changelog, downloads.
    ///
    /// The reference needs Node.js, for npm to fetch the script that shows it. Where that cannot be had, all other
    /// pages are made and the command ends with 4.
    Site {
        /// Where it goes: a folder that is empty, not there, or holds a site of before [default: target/site]
        #[arg(long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Leave the reference out.
        #[arg(long)]
        without_reference: bool,
        /// Then open every page in headless Chromium, without a network; exit with 4 if one complains.
        #[arg(long)]
        in_browser: bool,
        /// Keep pictures of the pages, taken by Chromium.
        #[arg(long, value_name = "DIR")]
        screenshots: Option<PathBuf>,
    },
    /// Let other generators read the document, and hold what they make to every documented example.
    ///
    /// Needs Node and Python, of which one may lack; installs the generators below target/tools.
    Generators,
    /// Measure a run against a bare client that sends the same requests: time, memory, cold start.
    ///
    /// Builds what is released, and takes a minute or two on a machine that does nothing else.
    Bench,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let mut out = io::stdout().lock();
    let done = match args.task {
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
                WithoutNode::GiveUp
            } else {
                WithoutNode::LeaveOut
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
            let order = Order {
                output,
                without_reference,
                in_browser,
                screenshots,
            };
            site::run(&root(), &order, &mut out).map(ExitCode::from)
        }
        Task::Generators => generators::run(&root(), &mut out).map(ExitCode::from),
        Task::Bench => bench(&root()),
    };
    match done {
        Ok(exit) => exit,
        Err(error) => {
            // an error that cannot be told has nowhere else to go
            let _ = writeln!(io::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Runs the benchmark of `reprise`; it writes its table itself.
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

/// The root of the repository, which this crate lies in: the one that cargo runs it in, or the one it was built in.
fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.parent().map_or_else(|| here.clone(), PathBuf::from)
}
