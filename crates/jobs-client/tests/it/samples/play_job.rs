//! The sample of `playJob`: made by `cargo xtask client`.

use jobs_client::{Client, Credential};

pub(crate) async fn run() -> Result<(), Box<dyn std::error::Error>> {
    let url = std::env::var("GITLAB_URL")?;
    let credential = Credential::private_token(std::env::var("GITLAB_TOKEN")?);
    let client = Client::new(&url)?.with_credential(credential);
    let body = r#"{
      "job_variables_attributes": [
        {
          "key": "TEST_VAR_1",
          "value": "test1"
        },
        {
          "key": "TEST_VAR_2",
          "value": "test2"
        }
      ]
    }"#;
    let body = serde_json::from_str(body)?;
    let answer = client.play_job(1, 1, Some(&body)).await?;
    println!("{answer:?}");
    Ok(())
}
