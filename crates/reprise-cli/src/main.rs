//! `reprise`: replays what an API documents against a server, and says where the two disagree.

mod args;
mod chosen;
mod client;
mod completions;
mod convert;
mod defects;
mod diff;
mod digest;
mod discover;
mod doctor;
mod embedded;
mod errata;
mod exit;
mod explain;
mod guard;
mod human;
mod init;
mod known_failures;
mod limits;
mod lint;
mod list;
mod merge;
mod outlet;
mod progress;
mod prove;
mod read;
mod replay;
mod report;
mod reproduce;
mod run;
mod settings;
mod styles;
mod target;
mod text;
mod whole;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use exit::Exit;
use outlet::Outlet;
use settings::{Outside, Settings};

/// A document is hundreds of thousands of small values, which this makes in less time and space than the system does.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let args = Args::parse();
    let outside = Outside {
        environment: &|name| std::env::var(name).ok(),
        read: &read::text,
    };
    let out = &mut Outlet::new(anstream::stdout().lock());
    let exit = match args.command {
        Command::List(args) => list::list(&args, out),
        Command::Explain(args) => explain::explain(&args, out),
        Command::Lint(args) => lint::lint(&args, out),
        Command::Convert(args) => convert::convert(&args, out),
        Command::Diff(args) => diff::diff(&args, out),
        Command::Errata(args) => errata::errata(&args, out),
        Command::Completions(args) => completions::completions(&args, out),
        Command::Run(args) => Settings::of_run(args, &outside)
            .map_err(Into::into)
            .and_then(|settings| run::run(&settings, out)),
        Command::Prove(args) => {
            let waits = args.asking.timeout.is_some();
            Settings::new(args.asking, &outside)
                .map_err(Into::into)
                .and_then(|settings| {
                    prove::prove(&prove::impatient(settings, waits), &args.proof, out)
                })
        }
        Command::Merge(args) => merge::merge(&args, out),
        Command::Init(args) => init::init(&args, out),
        Command::Serve(args) => embedded::serve(args, out).map(|()| Exit::Passed),
        Command::Doctor(args) => Settings::new(args.asking, &outside)
            .map_err(Into::into)
            .and_then(|settings| doctor::doctor(&settings, out)),
        Command::KnownFailures(args) => Settings::new(args.asking, &outside)
            .map_err(Into::into)
            .and_then(|settings| {
                known_failures::known_failures(&settings, &args.known_failures, args.accept, out)
            }),
    };
    match exit {
        Ok(exit) => exit,
        Err(error) => {
            // an error that cannot be told has nowhere else to go
            let _ = writeln!(io::stderr(), "error: {error:#}");
            Exit::of(&error)
        }
    }
    .into()
}
