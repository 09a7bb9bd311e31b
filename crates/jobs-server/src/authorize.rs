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
pub(crate) struct Standing {
    /// Whether the caller is known at all.
    pub(crate) signed_in: bool,
    /// The role that the caller has in the project.
    pub(crate) role: Option<ProjectRole>,
    pub(crate) visibility: Visibility,
    pub(crate) public_builds: bool,
}

impl Standing {
    fn at_least(self, role: ProjectRole) -> bool {
        self.role.is_some_and(|own| own >= role)
    }

    /// May know that the project exists.
    pub(crate) fn reads_project(self) -> bool {
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
    pub(crate) fn reads_builds(self) -> bool {
        self.at_least(ProjectRole::Reporter) || (self.public_builds && self.reads_project())
    }

    /// May read pipelines.
    pub(crate) fn reads_pipelines(self) -> bool {
        self.at_least(ProjectRole::Reporter)
            || self.has_public_access()
            || (self.public_builds && self.at_least(ProjectRole::Guest))
    }

    /// May read the log of a job, that may be in debug mode.
    pub(crate) fn reads_log(self, debug: bool) -> bool {
        self.reads_builds() && (!debug || self.changes_builds())
    }

    /// May change jobs in general.
    pub(crate) fn changes_builds(self) -> bool {
        self.at_least(ProjectRole::Developer)
    }

    /// May change this job.
    pub(crate) fn changes(self, job: &Guarded<'_>) -> bool {
        self.changes_builds() && !job.archived && !self.kept_out(job)
    }

    /// May erase this job.
    pub(crate) fn erases(self, job: &Guarded<'_>) -> bool {
        let own = job.own && job.protection().is_none();
        self.changes(job) && (self.at_least(ProjectRole::Maintainer) || own)
    }

    /// May give variables to a job.
    pub(crate) fn sets_variables(self, maintainers_only: bool) -> bool {
        self.at_least(if maintainers_only {
            ProjectRole::Maintainer
        } else {
            ProjectRole::Developer
        })
    }

    fn kept_out(self, job: &Guarded<'_>) -> bool {
        job.protection().is_some_and(|role| !self.at_least(role))
    }
}

/// The properties of a job that decide who may change it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guarded<'a> {
    /// The branch or tag of the job.
    pub(crate) reference: &'a str,
    /// The protected branches and tags of its project.
    pub(crate) protected: &'a [ProtectedRef],
    pub(crate) archived: bool,
    /// Whether the caller started it.
    pub(crate) own: bool,
}

impl Guarded<'_> {
    /// The least role that may push to the branch, if it is protected. The least strict of several rules applies.
    fn protection(&self) -> Option<ProjectRole> {
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
                let standing = Standing {
                    signed_in: true,
                    role,
                    visibility: Visibility::Private,
                    public_builds: false,
                };
                let job = Guarded {
                    reference: "main",
                    protected: &[],
                    archived: false,
                    own: false,
                };
                [
                    standing.reads_project(),
                    standing.reads_builds(),
                    standing.reads_pipelines(),
                    standing.reads_log(true),
                    standing.changes(&job),
                    standing.erases(&job),
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
            let standing = Standing {
                signed_in,
                role: None,
                visibility,
                public_builds,
            };
            let found: String = [
                standing.reads_project(),
                standing.reads_builds(),
                standing.reads_pipelines(),
            ]
            .map(|may| if may { 'x' } else { '-' })
            .iter()
            .collect();
            assert_eq!(found, expected, "{standing:?}");
        }
    }
}
