//! `reprise demo` and `reprise serve`: the Jobs API of GitLab, its suite and its reference server, built in.
//!
//! This is the one module of the command line that knows an API.

use std::io::Write;

use anyhow::{Context, Result};
pub(crate) use jobs_server::command::Args as ServeArgs;
use jobs_server::{Server, Settings as ServerSettings};
use reprise_engine::source::{DocumentSource, EmbeddedSuite, Sources, SuiteSource};
use reprise_engine::{Environment, Options, RunInput, Settings};

use super::run::{OutputArgs, replay};
use crate::exit::Exit;

/// Try Reprise: the built-in document and suite of GitLab's Jobs API against the built-in server
#[derive(Debug, clap::Args)]
pub(crate) struct DemoArgs {
    /// Only cases whose id contains this text. Can be repeated
    #[arg(long, value_name = "TEXT")]
    only: Vec<String>,

    #[command(flatten)]
    output: OutputArgs,
}

/// The document and the suite.
pub(crate) fn built_in_sources() -> Sources {
    let files = |files: &'static [jobs_suite::File]| {
        files.iter().map(|file| (file.name, file.text)).collect()
    };
    Sources {
        document: DocumentSource::Text {
            name: jobs_suite::DOCUMENT.name.to_owned(),
            text: jobs_suite::DOCUMENT.text.to_owned(),
        },
        suite: SuiteSource::Embedded(EmbeddedSuite {
            errata: Some((jobs_suite::ERRATA.name, jobs_suite::ERRATA.text)),
            cases: files(jobs_suite::cases()),
            requirements: files(jobs_suite::requirements()),
            fixtures: files(jobs_suite::fixtures()),
        }),
    }
}

/// Runs the suite against the reference server, on a free loopback port.
pub(crate) fn demo(args: DemoArgs, out: &mut dyn Write) -> Result<Exit> {
    crate::write::check_reports(&args.output.reports)?;
    let runtime = runtime()?;
    let server = runtime
        .block_on(Server::start(ServerSettings {
            control: true,
            ..ServerSettings::default()
        }))
        .context("the reference server cannot start")?;
    let options = Options {
        hook: server.hook_url(),
        only: args.only,
        ..Options::default()
    };
    let environment = Environment::system();
    let settings = Settings {
        label: Some("built-in reference server".to_owned()),
        ..Settings::with_sources(&options, None, built_in_sources(), None, &environment)?
    };
    let prepared = RunInput::read(&settings)?.with_requirements(&settings)?;
    let exit = replay(&settings, &prepared, false, &args.output, out);
    runtime.block_on(server.stop());
    exit
}

/// Serves until the process is asked to stop; prints where.
pub(crate) fn serve(args: ServeArgs, out: &mut impl Write) -> Result<Exit> {
    runtime()?.block_on(jobs_server::command::run(args, out))?;
    Ok(Exit::Passed)
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Runtime::new().context("the asynchronous runtime cannot be started")
}
