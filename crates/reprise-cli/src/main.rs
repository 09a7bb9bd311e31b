//! `reprise`: sends the examples of an OpenAPI document to a server and reports where the two disagree.

mod args;
mod cli;
mod commands;
mod defects;
mod exit;
mod pipe_writer;
mod progress;
mod replay;
mod write;

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use clap::{CommandFactory as _, Parser as _};

use cli::{Args, Command};
use exit::Exit;
use pipe_writer::PipeWriter;

/// A document is hundreds of thousands of small values; this allocator takes less time and space for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let out = &mut PipeWriter::new(anstream::stdout().lock());
    match run(Args::parse(), out) {
        Ok(exit) => exit,
        Err(error) => {
            // if standard error is closed, there is no other place for the message
            let _ = writeln!(io::stderr(), "error: {error:#}");
            Exit::from_error(&error)
        }
    }
    .into()
}

fn run(args: Args, out: &mut PipeWriter<impl Write>) -> Result<Exit> {
    match args.command {
        Command::Run(args) => commands::run::run(args, out),
        #[cfg(feature = "demo")]
        Command::Demo(args) => commands::demo::demo(args, out),
        Command::Init(args) => commands::init::init(&args, out),
        Command::Doctor(args) => commands::doctor::doctor(args, out),
        Command::List(args) => commands::list::list(&args, out),
        Command::Explain(args) => commands::explain::explain(&args, out),
        Command::Report(args) => commands::report::report(&args, out),
        Command::Lint(args) => commands::lint::lint(&args, out),
        Command::Diff(args) => commands::diff::diff(&args, out),
        Command::Convert(args) => commands::convert::convert(&args, out),
        Command::Mutants(args) => commands::mutants::mutants(args, out),
        #[cfg(feature = "demo")]
        Command::Serve(args) => commands::demo::serve(args, out),
        Command::Completions(args) => {
            commands::completions::completions(&args, Args::command(), out)
        }
    }
}
