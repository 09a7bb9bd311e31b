//! The reference server as a program of its own: `jobs-server --listen 127.0.0.1:8080`.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;

/// Reference server for the GitLab Jobs API
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
            // if standard error is closed, there is no other place for the message
            let _ = writeln!(std::io::stderr(), "jobs-server: {error:#}");
            ExitCode::from(2)
        }
    }
}
