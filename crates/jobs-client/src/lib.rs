//! A typed client of GitLab's Jobs API: one method for each operation, with the types of its contract.
//!
//! ```no_run
//! # async fn failed(token: String) -> Result<(), Box<dyn std::error::Error>> {
//! use futures_util::TryStreamExt as _;
//! use jobs_client::model::JobStatus;
//! use jobs_client::{Client, Credential, GetJobTraceError, ListProjectJobs};
//!
//! let client = Client::new("https://gitlab.example.com/api/v4")?
//!     .with_credential(Credential::private_token(token));
//! let failed = ListProjectJobs {
//!     scope: vec![JobStatus::Failed],
//!     ..Default::default()
//! };
//! let mut jobs = client.list_project_jobs_stream("group/project", &failed); // page after page
//! while let Some(job) = jobs.try_next().await? {
//!     match client.get_job_trace("group/project", job.basic.id).await {
//!         Ok(log) => println!("{}: {} bytes", job.basic.name, log.whole(16 << 20).await?.len()),
//!         Err(GetJobTraceError::NotFound(_)) => println!("{}: no log", job.basic.name),
//!         Err(error) => return Err(error.into()),
//!     }
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What is particular to an operation (`operations/`) is made of the document by `cargo xtask client`: its method, its
//! query, its errors by documented status. What all of them share is written by hand: how a request is sent (`client`,
//! `credential`), what an answer is read as (`answer`, `page`, `log`), and what can go wrong (`error`).
//!
//! Members that the contract does not know are passed over, since servers add some. A word that it does not know, such
//! as a status of a later version, is an error ([`Decode`]) that shows it, and never taken for another one; in a stream
//! it costs that one item.

mod answer;
mod call;
mod client;
mod credential;
mod error;
mod log;
mod operations;
mod page;

pub use jobs_api::model;

pub use client::{Client, UnusableUrl};
pub use credential::Credential;
pub use error::{Decode, Transport};
pub use log::Log;
pub use operations::*;
pub use page::{Items, Page};
