//! The sample of `listPipelineBridges`: made by `cargo xtask client`.

use jobs_client::model::JobStatus;
use jobs_client::{Client, Credential, ListPipelineBridges};

pub(crate) async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("GITLAB_URL")?;
    let credential = Credential::private_token(std::env::var("GITLAB_TOKEN")?);
    let client = Client::new(&url)?.with_credential(credential);
    let parameters = ListPipelineBridges {
        scope: vec![JobStatus::Pending, JobStatus::Running],
        ..Default::default()
    };
    let page = client.list_pipeline_bridges(1, 6, &parameters).await?;
    for item in page.items {
        println!("{item:?}");
    }
    Ok(())
}
