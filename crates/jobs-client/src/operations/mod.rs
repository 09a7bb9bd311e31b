//! The operations of the document, a file each: made by `cargo xtask client`.

mod cancel_job;
mod erase_job;
mod get_job;
mod get_job_token_job;
mod get_job_trace;
mod list_job_token_allowed_agents;
mod list_pipeline_bridges;
mod list_pipeline_jobs;
mod list_project_jobs;
mod play_job;
mod retry_job;

pub use cancel_job::*;
pub use erase_job::*;
pub use get_job::*;
pub use get_job_token_job::*;
pub use get_job_trace::*;
pub use list_job_token_allowed_agents::*;
pub use list_pipeline_bridges::*;
pub use list_pipeline_jobs::*;
pub use list_project_jobs::*;
pub use play_job::*;
pub use retry_job::*;
