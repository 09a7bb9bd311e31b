//! Serving, as a command: `jobs-server --listen 127.0.0.1:8080`, or `reprise serve`.

use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::ValueEnum;
use jobs_api::model::Timestamp;

use crate::fault::{Class, Fault};
use crate::fixture::Fixture;
use crate::server::Server;
use crate::settings::Settings;
use crate::variation::Variation;

/// The fixture that is served by default.
const SAMPLE: &str = include_str!("sample.yaml");

/// Arguments of the server.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Address to listen on; port 0 picks a free port
    #[arg(long, value_name = "ADDRESS", default_value_t = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)))]
    listen: SocketAddr,
    /// Fixture file to serve; a small sample by default
    #[arg(long, value_name = "FILE")]
    fixture: Option<PathBuf>,
    /// Database file that keeps the data; a new one starts with the fixture
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Fixed clock time, such as 2016-01-11T10:20:00Z
    #[arg(long, value_name = "TIMESTAMP")]
    clock: Option<Timestamp>,
    /// Base URL of links; by default the URL of the request
    #[arg(long, value_name = "URL")]
    external_url: Option<String>,
    /// Enable the state hook, POST /-/sandboxes
    #[arg(long)]
    control: bool,
    /// Bearer token for the state hook; required if other machines can connect
    #[arg(
        long,
        value_name = "TOKEN",
        env = "JOBS_SERVER_CONTROL_TOKEN",
        hide_env_values = true
    )]
    control_token: Option<String>,
    /// Folder of fixtures that clients of the state hook can set up by name
    #[arg(long, value_name = "FOLDER")]
    fixtures: Option<PathBuf>,
    /// Inject a fault; `list` lists all faults
    #[arg(long, value_name = "NAME")]
    fault: Option<String>,
    /// Send equivalent responses in another form; `list` lists all variations
    #[arg(long, value_name = "NAME")]
    variation: Option<String>,
    /// Log format on standard error
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = LogFormat::Text)]
    log_format: LogFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LogFormat {
    /// No log
    None,
    /// One line of text for each request
    Text,
    /// One JSON object for each request
    Json,
}

/// Serves until the process is stopped; writes the address to `out`.
///
/// # Errors
///
/// If a fixture, a database, a port or an argument cannot be used; the message is one line.
pub async fn run(args: Args, out: &mut impl Write) -> anyhow::Result<()> {
    let list = match (args.fault.as_deref(), args.variation.as_deref()) {
        (Some("list"), _) => Some(list_faults()),
        (_, Some("list")) => Some(list_variations()),
        _ => None,
    };
    if let Some(list) = list {
        return match out.write_all(list.as_bytes()) {
            // a closed standard output is not an error
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written?),
        };
    }
    start_logging(args.log_format);
    let is_sample = args.fixture.is_none();
    let is_kept = args.db.is_some();
    let settings = settings(args)?;
    let server = Server::start(settings).await?;
    // a closed standard output is not an error
    let _ = print_introduction(out, &server, is_sample, is_kept);
    wait_for_stop().await?;
    server.stop().await;
    Ok(())
}

/// Every fault with its description, class by class.
fn list_faults() -> String {
    let mut list = String::new();
    for class in Class::ALL {
        let faults: Vec<Fault> = Fault::all()
            .filter(|fault| fault.class() == *class)
            .collect();
        let width = faults.iter().map(|fault| fault.name().len()).max();
        let width = width.unwrap_or_default();
        list.push_str(&format!("{class} ({})\n", faults.len()));
        for fault in faults {
            list.push_str(&format!("  {fault:width$}  {}\n", fault.breaks()));
        }
    }
    list
}

/// Every variation with its description.
fn list_variations() -> String {
    let lines = Variation::ALL
        .iter()
        .map(|variation| format!("{variation:20}{}\n", variation.keeps()));
    lines.collect()
}

fn settings(args: Args) -> anyhow::Result<Settings> {
    let fixture = match &args.fixture {
        Some(path) => Fixture::read(path)?,
        None => Fixture::parse(SAMPLE)?,
    };
    let fault = args.fault.as_deref().map(str::parse).transpose()?;
    let variation = args.variation.as_deref().map(str::parse).transpose()?;
    if let Some(url) = &args.external_url
        && !(url.starts_with("http://") || url.starts_with("https://"))
    {
        anyhow::bail!("--external-url {url} is not a URL; it must begin with http:// or https://");
    }
    Ok(Settings {
        listen: args.listen,
        control: args.control,
        control_token: args.control_token,
        fixture,
        fixtures: args.fixtures,
        database: args.db,
        clock: args.clock,
        external_url: args.external_url,
        fault,
        variation,
        ..Settings::default()
    })
}

fn print_introduction(
    out: &mut impl Write,
    server: &Server,
    is_sample: bool,
    is_kept: bool,
) -> std::io::Result<()> {
    let base = server.base_url();
    writeln!(out, "{base}")?;
    if let Some(hook) = server.hook_url() {
        writeln!(out, "state hook: {hook}")?;
    }
    for (name, secret) in server.credentials() {
        writeln!(out, "token {name}: {secret}")?;
    }
    if is_kept && server.credentials().next().is_none() {
        writeln!(out, "using the existing database and its tokens")?;
    }
    let maintainer = server
        .credentials()
        .find(|(name, _)| *name == "maintainer")
        .map(|(_, secret)| secret);
    if let (true, Some(secret)) = (is_sample, maintainer) {
        let header = format!("curl --header \"PRIVATE-TOKEN: {secret}\"");
        writeln!(out, "\ntry:")?;
        writeln!(out, "  {header} \"{base}/projects/1/jobs?scope[]=failed\"")?;
        writeln!(out, "  {header} \"{base}/projects/acme%2Fshop/jobs/12\"")?;
        writeln!(out, "  {header} \"{base}/projects/1/jobs/12/trace\"")?;
        writeln!(
            out,
            "  {header} --request POST \"{base}/projects/1/jobs/14/play\""
        )?;
    }
    out.flush()
}

fn start_logging(format: LogFormat) {
    let builder = tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_target(false);
    match format {
        LogFormat::None => {}
        // colors need a crate feature that is not worth its dependencies
        LogFormat::Text => builder.with_ansi(false).init(),
        LogFormat::Json => builder.json().flatten_event(true).init(),
    }
}

/// Returns when the process is asked to stop, by Ctrl-C or SIGTERM.
async fn wait_for_stop() -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            _ = terminate.recv() => Ok(()),
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}
