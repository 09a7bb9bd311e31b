//! The reference server as a program of its own: `jobs-server --listen 127.0.0.1:8080`.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

/// Serves GitLab's Jobs API as its documentation describes it.
#[derive(Debug, Parser)]
#[command(name = "jobs-server", version)]
struct Program {
    #[command(flatten)]
    args: jobs_server::command::Args,
}

#[tokio::main]
async fn main() -> ExitCode {
    let Program { args } = Program::parse();
    match jobs_server::command::run(args, &mut std::io::stdout()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // nothing is left to be done where even this cannot be said
            let _ = writeln!(std::io::stderr(), "jobs-server: {error:#}");
            ExitCode::from(2)
        }
    }
}
