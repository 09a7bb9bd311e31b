//! What can be typed.

use clap::{Parser, Subcommand};

use crate::commands::completions::CompletionsArgs;
use crate::commands::convert::ConvertArgs;
#[cfg(feature = "demo")]
use crate::commands::demo::{DemoArgs, ServeArgs};
use crate::commands::diff::DiffArgs;
use crate::commands::doctor::DoctorArgs;
use crate::commands::explain::ExplainArgs;
use crate::commands::init::InitArgs;
use crate::commands::lint::LintArgs;
use crate::commands::list::ListArgs;
use crate::commands::mutants::MutantsArgs;
use crate::commands::report::ReportArgs;
use crate::commands::run::RunArgs;

/// Does this server still do what its documentation says?
///
/// Reprise sends the examples of an OpenAPI document to a server and reports, place by place,
/// where document and server disagree.
#[derive(Debug, Parser)]
#[command(name = "reprise", version, max_term_width = 100, verbatim_doc_comment)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Run(RunArgs),
    #[cfg(feature = "demo")]
    Demo(DemoArgs),
    Init(InitArgs),
    Doctor(DoctorArgs),
    List(ListArgs),
    Explain(ExplainArgs),
    Report(ReportArgs),
    Lint(LintArgs),
    Diff(DiffArgs),
    Convert(ConvertArgs),
    Mutants(MutantsArgs),
    /// Serve the reference server that the demo runs against
    #[cfg(feature = "demo")]
    Serve(ServeArgs),
    Completions(CompletionsArgs),
}
