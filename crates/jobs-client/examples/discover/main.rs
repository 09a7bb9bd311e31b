//! Searches all jobs of a project and writes a configuration with the results for `reprise run --config`.
//!
//! ```console
//! $ cargo run --package jobs-client --example discover -- https://gitlab.example.com/api/v4 group/project GITLAB_TOKEN
//! ```
//!
//! The last argument is the name of the environment variable with a token; the scope `read_api` is enough.
//! The example sends only GET requests and does not write the secret.

mod config;
mod search;

use std::io::{self, Write as _};

use anyhow::{Context as _, Result, bail};
use jobs_client::{Client, Credential};

use config::SearchedProject;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [url, project, variable] = args.as_slice() else {
        bail!(
            "usage: discover URL PROJECT VARIABLE, where VARIABLE names the environment variable with a token"
        );
    };
    let token = std::env::var(variable)
        .with_context(|| format!("environment variable {variable} is not set"))?;
    let client = Client::new(url)?.with_credential(Credential::private_token(token));
    let found = search::search(&client, project, &mut |seen| {
        // if standard error is closed, nothing shows progress
        let _ = write!(io::stderr(), "\r{seen} jobs");
    })
    .await?;
    let _ = writeln!(io::stderr());
    let place = SearchedProject {
        url,
        project,
        variable,
    };
    io::stdout().write_all(config::render_config(&place, &found).as_bytes())?;
    Ok(())
}
