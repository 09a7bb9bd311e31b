//! Permissions.
//!
//! | ability | private project | internal project | public project |
//! |---|---|---|---|
//! | know the project | members | everyone signed in | everyone |
//! | read jobs | reporters; with public builds all who know the project | likewise | likewise |
//! | read pipelines | reporters; with public builds guests | everyone signed in | everyone |
//! | read a log | who reads jobs; of a job in debug mode developers | likewise | likewise |
//! | change jobs | developers, unless the branch is protected from them | likewise | likewise |
//! | erase a job | maintainers; developers their own, on an unprotected branch | likewise | likewise |

use jobs_api::model::ProjectRole;

use crate::store::{ProtectedRef, Visibility};

/// The relation of a caller to a project.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Permissions {
    /// Whether the caller is known at all.
    pub(crate) signed_in: bool,
    /// The role that the caller has in the project.
    pub(crate) role: Option<ProjectRole>,
    pub(crate) visibility: Visibility,
    pub(crate) public_builds: bool,
}

impl Permissions {
    fn has_role(self, role: ProjectRole) -> bool {
        self.role.is_some_and(|own| own >= role)
    }

    /// May know that the project exists.
    pub(crate) fn may_read_project(self) -> bool {
        self.role.is_some() || self.has_public_access()
    }

    /// Needs no role, because the project is open to such callers.
    fn has_public_access(self) -> bool {
        match self.visibility {
            Visibility::Public => true,
            Visibility::Internal => self.signed_in,
            Visibility::Private => false,
        }
    }

    /// May read jobs.
    pub(crate) fn may_read_builds(self) -> bool {
        self.has_role(ProjectRole::Reporter) || (self.public_builds && self.may_read_project())
    }

    /// May read pipelines.
    pub(crate) fn may_read_pipelines(self) -> bool {
        self.has_role(ProjectRole::Reporter)
            || self.has_public_access()
            || (self.public_builds && self.has_role(ProjectRole::Guest))
    }

    /// May read the log of a job, that may be in debug mode.
    pub(crate) fn may_read_log(self, debug: bool) -> bool {
        self.may_read_builds() && (!debug || self.may_change_builds())
    }

    /// May change jobs in general.
    pub(crate) fn may_change_builds(self) -> bool {
        self.has_role(ProjectRole::Developer)
    }

    /// May change this job.
    pub(crate) fn may_change_job(self, job: &JobProtection<'_>) -> bool {
        self.may_change_builds() && !job.archived && !self.is_branch_protected_from(job)
    }

    /// May erase this job.
    pub(crate) fn may_erase_job(self, job: &JobProtection<'_>) -> bool {
        let own = job.started_by_caller && job.required_role().is_none();
        self.may_change_job(job) && (self.has_role(ProjectRole::Maintainer) || own)
    }

    /// May give variables to a job.
    pub(crate) fn may_set_variables(self, maintainers_only: bool) -> bool {
        self.has_role(if maintainers_only {
            ProjectRole::Maintainer
        } else {
            ProjectRole::Developer
        })
    }

    fn is_branch_protected_from(self, job: &JobProtection<'_>) -> bool {
        job.required_role().is_some_and(|role| !self.has_role(role))
    }
}

/// The properties of a job that decide who may change it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct JobProtection<'a> {
    /// The branch or tag of the job.
    pub(crate) reference: &'a str,
    /// The protected branches and tags of its project.
    pub(crate) protected: &'a [ProtectedRef],
    pub(crate) archived: bool,
    /// Whether the caller started it.
    pub(crate) started_by_caller: bool,
}

impl JobProtection<'_> {
    /// The least role that may push to the branch, if it is protected. The least strict of several rules applies.
    fn required_role(&self) -> Option<ProjectRole> {
        self.protected
            .iter()
            .filter(|protected| glob_matches(&protected.pattern, self.reference))
            .map(|protected| protected.push)
            .min()
    }
}

/// Whether `name` matches `pattern`, in which `*` stands for any characters.
pub(crate) fn glob_matches(pattern: &str, name: &str) -> bool {
    let mut pieces = pattern.split('*');
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = name.strip_prefix(first) else {
        return false;
    };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        match rest.find(piece) {
            Some(at) => rest = rest.get(at + piece.len()..).unwrap_or_default(),
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything() {
        for (pattern, name, fits) in [
            ("main", "main", true),
            ("main", "maintenance", false),
            ("review/*", "review/a-b", true),
            ("review/*", "review", false),
            ("*", "", true),
            ("*-stable", "15-11-stable", true),
            ("*-stable", "15-11-stables", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("", "", true),
            ("", "x", false),
        ] {
            assert_eq!(glob_matches(pattern, name), fits, "{pattern} and {name}");
        }
    }

    #[test]
    fn abilities_grow_with_the_role() {
        let roles = [
            None,
            Some(ProjectRole::Guest),
            Some(ProjectRole::Reporter),
            Some(ProjectRole::Developer),
            Some(ProjectRole::Maintainer),
            Some(ProjectRole::Owner),
        ];
        let abilities: Vec<String> = roles
            .map(|role| {
                let standing = Permissions {
                    signed_in: true,
                    role,
                    visibility: Visibility::Private,
                    public_builds: false,
                };
                let job = JobProtection {
                    reference: "main",
                    protected: &[],
                    archived: false,
                    started_by_caller: false,
                };
                [
                    standing.may_read_project(),
                    standing.may_read_builds(),
                    standing.may_read_pipelines(),
                    standing.may_read_log(true),
                    standing.may_change_job(&job),
                    standing.may_erase_job(&job),
                ]
                .map(|may| if may { 'x' } else { '-' })
                .iter()
                .collect()
            })
            .to_vec();
        assert_eq!(
            abilities,
            ["------", "x-----", "xxx---", "xxxxx-", "xxxxxx", "xxxxxx"]
        );
    }

    #[test]
    fn without_a_role_visibility_decides() {
        for (signed_in, visibility, public_builds, expected) in [
            (false, Visibility::Private, true, "---"),
            (false, Visibility::Internal, true, "---"),
            (false, Visibility::Public, true, "xxx"),
            (false, Visibility::Public, false, "x-x"),
            (true, Visibility::Private, true, "---"),
            (true, Visibility::Internal, true, "xxx"),
            (true, Visibility::Internal, false, "x-x"),
            (true, Visibility::Public, false, "x-x"),
        ] {
            let standing = Permissions {
                signed_in,
                role: None,
                visibility,
                public_builds,
            };
            let found: String = [
                standing.may_read_project(),
                standing.may_read_builds(),
                standing.may_read_pipelines(),
            ]
            .map(|may| if may { 'x' } else { '-' })
            .iter()
            .collect();
            assert_eq!(found, expected, "{standing:?}");
        }
    }
}
