//! What was typed.

use std::path::PathBuf;

use clap::{Parser, Subcommand};
use reprise_core::Shard;

use crate::completions::CompletionsArgs;
use crate::convert::ConvertArgs;
use crate::diff::DiffArgs;
use crate::embedded::ServeArgs;
use crate::errata::ErrataArgs;
use crate::explain::ExplainArgs;
use crate::limits::DocumentLimits;
use crate::lint::LintArgs;
use crate::list::ListArgs;
use crate::merge::MergeArgs;
use crate::prove::ProveArgs;
use crate::report::Output;

/// Replays what an API documents against any server, and says place by place where the two disagree.
#[derive(Debug, Parser)]
#[command(name = "reprise", version, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Run(RunArgs),
    Merge(MergeArgs),
    List(ListArgs),
    Explain(ExplainArgs),
    Lint(LintArgs),
    Convert(ConvertArgs),
    Diff(DiffArgs),
    Prove(ProveArgs),
    Errata(ErrataArgs),
    Init(InitArgs),
    Doctor(DoctorArgs),
    KnownFailures(KnownFailuresArgs),
    /// Serve GitLab's Jobs API as its documentation describes it
    Serve(ServeArgs),
    Completions(CompletionsArgs),
}

/// Replay every documented example and judge the answers.
///
/// Without arguments, the built-in document of GitLab's Jobs API is replayed against
/// the built-in reference server, which gives each case the fixture it was written for.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Exit codes:
  0    every answer is as documented
  1    at least one answer differs
  2    the input cannot be used: arguments, document, suite, target file
  3    the target cannot be reached
  4    nothing was judged, something was blocked, or a request had to be sent more than once
  5    a known_failure is stale, matches nothing or has expired
  130  interrupted; what was known by then is told"
)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    pub(crate) asking: Asking,

    /// Where the target is known to differ: changes how the run ends, never what it tells
    #[arg(long, value_name = "FILE")]
    pub(crate) known_failures: Option<PathBuf>,

    /// Take members that no schema mentions for what refutes the document
    #[arg(long)]
    pub(crate) strict: bool,

    /// Say what would be sent, and send nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Write a report, such as junit=report.xml; - is standard output. May be given several times.
    ///
    /// Formats: json, jsonl, junit, html, markdown, sarif, github, gitlab
    #[arg(long = "report", value_name = "FORMAT=PATH", value_parser = Output::parse)]
    pub(crate) reports: Vec<Output>,

    /// Say less: only what needs a look, and the sum
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// Say more: where each case comes from, members beyond the document, claims that were refuted
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

/// Write a target file to begin with: what a document needs, each with a word on it.
#[derive(Debug, clap::Args)]
pub(crate) struct InitArgs {
    /// OpenAPI document that the target implements, JSON or YAML [default: the built-in one]
    pub(crate) document: Option<PathBuf>,

    /// Where to write the file; one that is there already stays as it is
    #[arg(short, long, value_name = "FILE", default_value = "target.yaml")]
    pub(crate) output: PathBuf,

    #[command(flatten)]
    pub(crate) limits: DocumentLimits,
}

/// Try out a target with safe requests: does each param exist, is each credential accepted, and how far can each
/// case go?
#[derive(Debug, clap::Args)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) asking: Asking,
}

/// Weigh what a run finds against the known failures of a target, or accept what it finds for a month.
#[derive(Debug, clap::Args)]
pub(crate) struct KnownFailuresArgs {
    #[command(flatten)]
    pub(crate) asking: Asking,

    /// The known failures
    #[arg(long, value_name = "FILE", default_value = "known-failures.yaml")]
    pub(crate) known_failures: PathBuf,

    /// Add what differs today to the file, as untriaged, for 30 days
    #[arg(long)]
    pub(crate) accept: bool,
}

// What is asked of whom; a comment for documentation here would be shown as that of every command that asks.
#[derive(Debug, clap::Args)]
pub(crate) struct Asking {
    /// OpenAPI document to replay, JSON or YAML [default: the built-in one]
    pub(crate) document: Option<PathBuf>,

    /// Server to ask, by its base URL or a target file [default: the built-in reference server]
    #[arg(long, value_name = "URL|FILE")]
    pub(crate) target: Option<String>,

    /// State hook of the target: takes a fixture, answers with a base URL and credentials
    #[arg(long, value_name = "URL")]
    pub(crate) hook: Option<String>,

    /// Folder with errata.yaml and fixtures/ [default: the built-in suite, with the built-in document]
    #[arg(long, value_name = "DIR")]
    pub(crate) suite: Option<PathBuf>,

    /// Value of a parameter that exists on the target, such as id=42
    #[arg(long = "bind", value_name = "NAME=VALUE")]
    pub(crate) params: Vec<String>,

    /// Credential for the target, by the environment variable that holds it, such as maintainer=TOKEN
    #[arg(long = "credential", value_name = "NAME=VARIABLE")]
    pub(crate) credentials: Vec<String>,

    /// Send what changes the target, too, where all that it names is disposable by the target file
    #[arg(long)]
    pub(crate) allow_changes: bool,

    /// Replay only the cases whose id contains this text
    #[arg(long, value_name = "TEXT")]
    pub(crate) only: Vec<String>,

    /// Replay only one of several parts of the suite, such as 2/3 [default: CI_NODE_INDEX/CI_NODE_TOTAL]
    #[arg(long, value_name = "I/N")]
    pub(crate) shard: Option<Shard>,

    /// How many cases are replayed at once [default: 16]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,

    /// How long to wait for an answer [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u16).range(1..), help_heading = "Limits")]
    pub(crate) timeout: Option<u16>,

    /// How often a safe request is sent again: no connection, or 429 or 503 with Retry-After
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(0..=10))]
    pub(crate) retries: u8,

    /// How large the body of an answer may be
    #[arg(long, value_name = "MIB", default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Limits")]
    pub(crate) max_body: u16,

    /// How many headers an answer may have
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u16).range(1..=1000), help_heading = "Limits")]
    pub(crate) max_headers: u16,

    #[command(flatten)]
    pub(crate) limits: DocumentLimits,
}
