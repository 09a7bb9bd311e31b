//! Converts rows to responses: they have every property that GitLab always sends, even if the page does not show it.

use chrono::{DateTime, Utc};
use jobs_api::model;
use jobs_api::model::{JobStatus, Timestamp};
use rusqlite::Connection;

use crate::clock::seconds_between;
use crate::refusal::Refusal;
use crate::store::{self, Account, Job, Pipeline};

/// Values that all objects of one response share.
#[derive(Clone, Copy)]
pub(crate) struct Presenter<'a> {
    pub(crate) db: &'a Connection,
    pub(crate) now: DateTime<Utc>,
    /// Base of the links in the response, without a trailing slash.
    pub(crate) external_url: &'a str,
    /// Whether the caller is signed in.
    pub(crate) signed_in: bool,
}

impl Presenter<'_> {
    /// A job as the API shows it.
    pub(crate) fn job(&self, job: &Job) -> Result<model::Job, Refusal> {
        let artifacts = store::artifacts(self.db, job.id)?;
        let expired = job.artifacts_expire_at.is_some_and(|end| end <= self.now);
        let archive = artifacts
            .iter()
            .find(|artifact| artifact.file_type == model::ArtifactType::Archive && !expired);
        Ok(model::Job {
            artifacts_file: archive.map(|archive| model::ArtifactsFile {
                filename: archive.filename.clone(),
                size: archive.size,
            }),
            artifacts,
            runner: job.runner.clone(),
            artifacts_expire_at: Some(job.artifacts_expire_at.map(Timestamp::from_utc)),
            tag_list: Some(job.tag_list.clone()),
            download_url: None,
            basic: self.basic(job),
        })
    }

    /// A bridge as the API shows it.
    pub(crate) fn bridge(&self, bridge: &Job) -> Result<model::Bridge, Refusal> {
        let downstream = match bridge.downstream {
            None => None,
            Some(id) => store::pipeline_by_id(self.db, id)?,
        };
        Ok(model::Bridge {
            basic: self.basic(bridge),
            downstream_pipeline: downstream.as_ref().map(|pipeline| self.pipeline(pipeline)),
        })
    }

    fn basic(&self, job: &Job) -> model::JobBasic {
        let lasted = |from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>| {
            from.map(|from| seconds_between(from, to.unwrap_or(self.now)))
        };
        let failed = job.status == JobStatus::Failed;
        model::JobBasic {
            id: job.id,
            status: job.status,
            stage: job.stage.clone(),
            name: job.name.clone(),
            reference: job.reference.clone(),
            tag: job.tag,
            coverage: job.coverage,
            allow_failure: job.allow_failure,
            created_at: Timestamp::from_utc(job.created_at),
            started_at: job.started_at.map(Timestamp::from_utc),
            finished_at: job.finished_at.map(Timestamp::from_utc),
            erased_at: job.erased_at.map(Timestamp::from_utc),
            duration: lasted(job.started_at, job.finished_at),
            queued_duration: lasted(job.queued_at, job.started_at),
            user: job.account.as_ref().map(|account| self.user(account)),
            commit: self.commit(&job.pipeline),
            pipeline: Some(self.pipeline(&job.pipeline)),
            failure_reason: job.failure_reason.filter(|_| failed),
            web_url: format!(
                "{}/{}/-/jobs/{}",
                self.external_url, job.pipeline.project_path, job.id
            ),
            project: model::JobProject {
                ci_job_token_scope_enabled: job.job_token_scope_enabled,
            },
        }
    }

    fn pipeline(&self, pipeline: &Pipeline) -> model::Pipeline {
        model::Pipeline {
            id: pipeline.id,
            iid: Some(pipeline.iid),
            project_id: Some(pipeline.project),
            reference: pipeline.reference.clone(),
            sha: pipeline.sha.clone(),
            status: pipeline.status,
            source: Some(pipeline.source),
            created_at: Some(Timestamp::from_utc(pipeline.created_at)),
            updated_at: Some(Timestamp::from_utc(pipeline.updated_at)),
            web_url: Some(format!(
                "{}/{}/pipelines/{}",
                self.external_url, pipeline.project_path, pipeline.id
            )),
        }
    }

    fn commit(&self, pipeline: &Pipeline) -> Option<model::Commit> {
        let mut commit = pipeline.commit.clone()?;
        commit.web_url = Some(format!(
            "{}/{}/-/commit/{}",
            self.external_url, pipeline.project_path, commit.id
        ));
        Some(commit)
    }

    fn user(&self, account: &Account) -> model::User {
        let profile = &account.profile;
        model::User {
            id: account.id,
            name: account.name.clone(),
            username: account.username.clone(),
            state: account.state,
            avatar_url: account.avatar_url.clone(),
            web_url: account.web_url.clone(),
            created_at: Some(Timestamp::from_utc(account.created_at)),
            bio: profile.bio.clone(),
            location: profile.location.clone(),
            public_email: profile.public_email.clone(),
            skype: profile.skype.clone(),
            linkedin: profile.linkedin.clone(),
            twitter: profile.twitter.clone(),
            website_url: profile.website_url.clone(),
            organization: profile.organization.clone(),
            job_title: Some(profile.job_title.clone()),
            pronouns: Some(profile.pronouns.clone()),
            bot: Some(profile.bot),
            work_information: Some(profile.work_information.clone()),
            followers: Some(profile.followers),
            following: Some(profile.following),
            is_followed: self.signed_in.then_some(false),
            local_time: Some(profile.local_time.clone()),
        }
    }
}
