//! The sample of `listJobTokenAllowedAgents`: made by `cargo xtask client`.

use jobs_client::{Client, Credential};

pub(crate) async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("GITLAB_URL")?;
    let credential = Credential::job_token(std::env::var("CI_JOB_TOKEN")?);
    let client = Client::new(&url)?.with_credential(credential);
    let answer = client.list_job_token_allowed_agents().await?;
    println!("{answer:?}");
    Ok(())
}
