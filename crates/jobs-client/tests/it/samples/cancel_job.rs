//! The sample of `cancelJob`: made by `cargo xtask client`.

use jobs_client::{Client, Credential};

pub(crate) async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("GITLAB_URL")?;
    let credential = Credential::private_token(std::env::var("GITLAB_TOKEN")?);
    let client = Client::new(&url)?.with_credential(credential);
    let answer = client.cancel_job(1, 1).await?;
    println!("{answer:?}");
    Ok(())
}
