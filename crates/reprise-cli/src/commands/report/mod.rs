//! `reprise report`: commands that read reports.

mod excerpt;
mod explain;
mod merge;
mod report_input;

use std::io::Write;

use anyhow::Result;
use clap::Subcommand;

use crate::exit::Exit;

/// Read reports that `reprise run --report json=PATH` has written
#[derive(Debug, clap::Args)]
pub(crate) struct ReportArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Explain(explain::ExplainFindingArgs),
    Merge(merge::MergeArgs),
}

/// Runs one of the commands.
pub(crate) fn report(args: &ReportArgs, out: &mut dyn Write) -> Result<Exit> {
    match &args.command {
        Command::Explain(args) => explain::explain_finding(args, out),
        Command::Merge(args) => merge::merge(args, out),
    }
}
