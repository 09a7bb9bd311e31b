//! The sample of `getJobTokenJob`: made by `cargo xtask client`.

use jobs_client::{Client, Credential};

pub(crate) async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("GITLAB_URL")?;
    let credential = Credential::bearer(std::env::var("CI_JOB_TOKEN")?);
    let client = Client::new(&url)?.with_credential(credential);
    let answer = client.get_job_token_job().await?;
    println!("{answer:?}");
    Ok(())
}
