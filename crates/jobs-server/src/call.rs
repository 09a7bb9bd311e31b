//! The input of an operation, and the checks that operations share.
//!
//! Every operation checks in the same order: the caller, the parameters, the existence of the
//! project, the permission of the caller in it, the existence of the record, the permission for
//! this record, the state of the record. Only the lists of pipelines, which need no credentials,
//! check the parameters first.

use chrono::{DateTime, Utc};
use jobs_api::model::{JobId, ProjectId};
use rusqlite::Connection;

use crate::authenticate::{AccessKind, Caller, Credentials};
use crate::authorize::{JobProtection, Permissions};
use crate::instance::Instance;
use crate::parameters::Parameters;
use crate::policy::Policy;
use crate::presenter::Presenter;
use crate::refusal::Refusal;
use crate::store::{self, Job, JobKind, Project, ProtectedRef};
use crate::validate::Validation;

/// One request, as an operation sees it.
#[derive(Clone, Copy)]
pub(crate) struct Call<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) db: &'a Connection,
    pub(crate) now: DateTime<Utc>,
    pub(crate) access_kind: AccessKind,
    pub(crate) policy: Policy,
    pub(crate) credentials: &'a Credentials,
    pub(crate) parameters: &'a Parameters,
    /// Requested address without its query.
    pub(crate) url: &'a str,
    /// The query as the caller wrote it.
    pub(crate) query: Option<&'a str>,
}

/// A project that the caller may see, and the caller's relation to it.
pub(crate) struct ProjectAccess {
    pub(crate) project: Project,
    pub(crate) permissions: Permissions,
    pub(crate) caller: Caller,
}

impl<'a> Call<'a> {
    /// The calling user; an error if the caller is not a user.
    pub(crate) fn require_user(&self) -> Result<Caller, Refusal> {
        match self.caller()? {
            Caller::Anonymous => Err(Refusal::Unauthorized),
            caller => Ok(caller),
        }
    }

    /// The calling user, if there is one.
    pub(crate) fn caller(&self) -> Result<Caller, Refusal> {
        self.credentials
            .authenticate_user(self.db, self.now, self.access_kind)
    }

    /// The running job whose token was sent.
    pub(crate) fn job_of_token(&self) -> Result<Job, Refusal> {
        self.credentials.authenticate_job(self.db, self.now)
    }

    /// The number of a job from the path.
    pub(crate) fn job_id(&self) -> Result<JobId, Refusal> {
        let mut validation = Validation::default();
        let id = validation.id(self.parameters, "job_id");
        validation.finish()?;
        Ok(JobId(id))
    }

    /// The project from the path, by number or by path, if the caller may see it.
    ///
    /// For a former path of the project, callers who may see the project get its current address.
    pub(crate) fn require_project(&self, caller: Caller) -> Result<ProjectAccess, Refusal> {
        let (project, has_moved) = self.find_project()?.ok_or(Refusal::NoProject)?;
        let role = match caller.user() {
            Some(user) => store::role(self.db, project.id, user)?,
            None => None,
        };
        let standing = Permissions {
            signed_in: caller != Caller::Anonymous,
            role,
            visibility: project.visibility,
            public_builds: project.public_builds,
        };
        if !standing.may_read_project() {
            return Err(Refusal::NoProject);
        }
        if has_moved {
            return Err(self.moved_refusal(project.id));
        }
        Ok(ProjectAccess {
            project,
            permissions: standing,
            caller,
        })
    }

    /// The project from the path, for any caller, and whether the path is a former one.
    fn find_project(&self) -> Result<Option<(Project, bool)>, Refusal> {
        let id = self.parameters.text("id").unwrap_or_default();
        if !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit()) {
            let Ok(id) = id.parse() else {
                return Ok(None);
            };
            let found = store::project_by_id(self.db, ProjectId(id))?;
            return Ok(found.map(|project| (project, false)));
        }
        if !id.contains('/') {
            return Ok(None);
        }
        if let Some(project) = store::project_by_path(self.db, id)? {
            return Ok(Some((project, false)));
        }
        let found = store::project_by_former_path(self.db, id)?;
        Ok(found.map(|project| (project, true)))
    }

    /// The current address of a moved project; only requests that change nothing may be redirected.
    fn moved_refusal(&self, project: ProjectId) -> Refusal {
        match self.access_kind {
            AccessKind::Change => Refusal::ChangeOfMoved,
            AccessKind::Read => match replace_project(self.url, project) {
                Some(url) => Refusal::Moved {
                    location: match self.query {
                        Some(query) => format!("{url}?{query}"),
                        None => url,
                    },
                },
                None => Refusal::NoProject,
            },
        }
    }

    /// A job or bridge of the project.
    pub(crate) fn find_job_or_bridge(
        &self,
        access: &ProjectAccess,
        id: JobId,
    ) -> Result<Job, Refusal> {
        store::job_by_id(self.db, id)?
            .filter(|job| job.pipeline.project == access.project.id)
            .ok_or(Refusal::NoRecord)
    }

    /// A job of the project that is not a bridge.
    pub(crate) fn find_build(&self, access: &ProjectAccess, id: JobId) -> Result<Job, Refusal> {
        self.find_job_or_bridge(access, id)
            .and_then(|job| match job.kind {
                JobKind::Build => Ok(job),
                JobKind::Bridge => Err(Refusal::NoRecord),
            })
    }

    /// The protected branches and tags of the project.
    pub(crate) fn protected_refs(
        &self,
        access: &ProjectAccess,
    ) -> Result<Vec<ProtectedRef>, Refusal> {
        Ok(store::protected_refs(self.db, access.project.id)?)
    }

    /// The form in which this caller sees objects.
    pub(crate) fn presenter(&self, caller: Caller) -> Presenter<'a> {
        Presenter {
            db: self.db,
            now: self.now,
            external_url: &self.instance.external_url,
            signed_in: caller != Caller::Anonymous,
        }
    }
}

impl ProjectAccess {
    /// The properties of a job that decide whether the caller may change it.
    pub(crate) fn job_protection<'j>(
        &self,
        job: &'j Job,
        protected: &'j [ProtectedRef],
    ) -> JobProtection<'j> {
        let starter = job.account.as_ref().map(|account| account.id);
        JobProtection {
            reference: &job.reference,
            protected,
            archived: job.archived,
            started_by_caller: starter.is_some() && starter == self.caller.user(),
        }
    }
}

/// Returns 403 unless the caller has permission.
pub(crate) fn authorize(may: bool) -> Result<(), Refusal> {
    if may { Ok(()) } else { Err(Refusal::Forbidden) }
}

/// The same address with another project in it: `…/api/v4/projects/old%2Fpath/jobs` becomes
/// `…/api/v4/projects/7/jobs`.
fn replace_project(url: &str, project: ProjectId) -> Option<String> {
    const PREFIX: &str = "/api/v4/projects/";
    // the last match: the base address may contain this text, the part after it cannot
    let (server, path) = url.rsplit_once(PREFIX)?;
    let rest = path.find('/').and_then(|end| path.get(end..))?;
    Some(format!("{server}{PREFIX}{project}{rest}"))
}
