//! Groups, projects, and what belongs to them: members, protected branches, environments, agents.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use jobs_api::model::{AgentId, EnvironmentTier, GroupId, ProjectId, ProjectRole, UserId};

use super::people;
use super::{Authorization, Group, Numbers};
use crate::store::{Account, AgentFor, Environment, Project, ProtectedRef, Visibility};
use crate::world::problem::{Problem, Trail, suggestion};
use jobs_world::format::Description;
use jobs_world::forms::{self, ProjectReference};

pub(super) fn groups(
    description: &Description,
    accounts: &[Account],
) -> Result<Vec<Group>, Problem> {
    let mut numbers = Numbers::default();
    let mut groups: Vec<Group> = Vec::new();
    for (index, entry) in description.groups.iter().enumerate() {
        let trail = Trail::element("groups", index);
        let id = GroupId(numbers.next(entry.id, &trail)?);
        let parent = match &entry.parent {
            None => None,
            Some(path) => Some(find_group(&groups, path, &trail.key("parent"))?.clone()),
        };
        let name = entry.name.as_deref().unwrap_or(&entry.path);
        let (full_path, full_name) = match &parent {
            None => (entry.path.clone(), name.to_owned()),
            Some(parent) => (
                format!("{}/{}", parent.full_path, entry.path),
                format!("{} / {name}", parent.full_name),
            ),
        };
        check_path(&entry.path, &trail.key("path"))?;
        let taken = groups
            .iter()
            .any(|group| same_path(&group.full_path, &full_path))
            || accounts
                .iter()
                .any(|account| same_path(&account.username, &full_path));
        if taken {
            return Err(Problem {
                trail: trail.key("path"),
                cause: format!("a user or another group has the path `{full_path}`, too"),
            });
        }
        let mut members: BTreeMap<UserId, ProjectRole> = parent
            .as_ref()
            .map(|parent| parent.members.iter().copied().collect())
            .unwrap_or_default();
        add_members(&mut members, &entry.members, accounts, &trail)?;
        groups.push(Group {
            id,
            parent: parent.map(|parent| parent.id),
            full_path,
            full_name,
            members: members.into_iter().collect(),
        });
    }
    Ok(groups)
}

pub(super) fn projects(
    description: &Description,
    now: DateTime<Utc>,
    accounts: &[Account],
    groups: &[Group],
) -> Result<Vec<Project>, Problem> {
    let mut numbers = Numbers::default();
    let mut projects: Vec<Project> = Vec::new();
    for (index, entry) in description.projects.iter().enumerate() {
        let trail = Trail::element("projects", index);
        let id = ProjectId(numbers.next(entry.id, &trail)?);
        let (group, namespace_path, namespace_name) =
            namespace(&entry.namespace, accounts, groups, &trail.key("namespace"))?;
        check_path(&entry.path, &trail.key("path"))?;
        let full_path = format!("{namespace_path}/{}", entry.path);
        if projects
            .iter()
            .any(|project| same_path(&project.full_path, &full_path))
        {
            return Err(Problem {
                trail: trail.key("path"),
                cause: format!("another project has the path `{full_path}`, too"),
            });
        }
        let name = entry.name.clone().unwrap_or_else(|| entry.path.clone());
        projects.push(Project {
            id,
            group,
            path: entry.path.clone(),
            full_path,
            full_name: format!("{namespace_name} / {name}"),
            name,
            description: entry.description.clone(),
            visibility: entry.visibility.unwrap_or(Visibility::Private),
            public_builds: entry.public_builds.unwrap_or(true),
            job_token_scope_enabled: entry.job_token_scope_enabled,
            statistics_refreshing: entry.statistics_refreshing,
            variables_for_maintainers_only: entry.variables_for_maintainers_only,
            created_at: entry.created_at.map_or(now, |at| at.instant()),
        });
    }
    Ok(projects)
}

/// A group or a user, as the namespace of a project: its number if it is a group, its path, its name.
fn namespace(
    path: &str,
    accounts: &[Account],
    groups: &[Group],
    trail: &Trail,
) -> Result<(Option<GroupId>, String, String), Problem> {
    if let Some(group) = groups
        .iter()
        .find(|group| same_path(&group.full_path, path))
    {
        return Ok((
            Some(group.id),
            group.full_path.clone(),
            group.full_name.clone(),
        ));
    }
    if let Some(account) = accounts.iter().find(|account| account.username == path) {
        return Ok((None, account.username.clone(), account.name.clone()));
    }
    let known = groups
        .iter()
        .map(|group| group.full_path.as_str())
        .chain(accounts.iter().map(|account| account.username.as_str()));
    Err(Problem {
        trail: trail.clone(),
        cause: format!(
            "no group and no user is called `{path}`{}",
            suggestion(path, known)
        ),
    })
}

/// Everyone's highest role in each project: their own, that in the group, that of the owner.
pub(super) fn members(
    description: &Description,
    accounts: &[Account],
    groups: &[Group],
    projects: &[Project],
) -> Result<Vec<(ProjectId, UserId, ProjectRole)>, Problem> {
    let mut all = Vec::new();
    for (index, (entry, project)) in description.projects.iter().zip(projects).enumerate() {
        let trail = Trail::element("projects", index);
        let mut members: BTreeMap<UserId, ProjectRole> = groups
            .iter()
            .find(|group| Some(group.id) == project.group)
            .map(|group| group.members.iter().copied().collect())
            .unwrap_or_default();
        if project.group.is_none() {
            let owner = people::find(accounts, &entry.namespace, &trail.key("namespace"))?;
            members.insert(owner.id, ProjectRole::Owner);
        }
        add_members(&mut members, &entry.members, accounts, &trail)?;
        all.extend(
            members
                .into_iter()
                .map(|(user, role)| (project.id, user, role)),
        );
    }
    Ok(all)
}

fn add_members(
    members: &mut BTreeMap<UserId, ProjectRole>,
    entries: &BTreeMap<String, ProjectRole>,
    accounts: &[Account],
    trail: &Trail,
) -> Result<(), Problem> {
    for (username, role) in entries {
        let account = people::find(accounts, username, &trail.key("members").key(username))?;
        let highest = members.entry(account.id).or_insert(*role);
        *highest = (*highest).max(*role);
    }
    Ok(())
}

pub(super) fn protected_refs(
    description: &Description,
    projects: &[Project],
) -> Vec<(ProjectId, ProtectedRef)> {
    let mut rules: BTreeMap<(ProjectId, String), ProjectRole> = BTreeMap::new();
    for (entry, project) in description.projects.iter().zip(projects) {
        for protected in &entry.protected_refs {
            let (pattern, push) = match protected {
                forms::ProtectedRef::Name(name) => (name.clone(), ProjectRole::Maintainer),
                forms::ProtectedRef::Rule(rule) => (rule.name.clone(), rule.push),
            };
            rules.insert((project.id, pattern), push);
        }
    }
    rules
        .into_iter()
        .map(|((project, pattern), push)| (project, ProtectedRef { pattern, push }))
        .collect()
}

pub(super) fn environments(
    description: &Description,
    projects: &[Project],
) -> Result<Vec<(ProjectId, Environment)>, Problem> {
    let mut environments: Vec<(ProjectId, Environment)> = Vec::new();
    for (index, entry) in description.environments.iter().enumerate() {
        let trail = Trail::element("environments", index);
        let project = find_project(projects, entry.project.as_ref(), &trail)?.id;
        let twice = environments
            .iter()
            .any(|(other, environment)| *other == project && environment.name == entry.name);
        if twice {
            return Err(Problem {
                trail: trail.key("name"),
                cause: format!("the project has another environment `{}`", entry.name),
            });
        }
        environments.push((
            project,
            Environment {
                name: entry.name.clone(),
                slug: entry.slug.clone().unwrap_or_else(|| slug(&entry.name)),
                tier: entry.tier.unwrap_or_else(|| guess_tier(&entry.name)),
            },
        ));
    }
    Ok(environments)
}

fn slug(name: &str) -> String {
    let dashed: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .take(24)
        .collect();
    dashed.trim_matches('-').to_owned()
}

fn guess_tier(name: &str) -> EnvironmentTier {
    let name = name.to_ascii_lowercase();
    let holds = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if holds(&["dev", "review", "trunk"]) {
        EnvironmentTier::Development
    } else if holds(&[
        "test", "tst", "int", "ac-", "acpt", "qa", "qc", "control", "quality",
    ]) {
        EnvironmentTier::Testing
    } else if holds(&["st-", "stg", "mod", "model", "pre", "demo", "staging"]) {
        EnvironmentTier::Staging
    } else if holds(&["pr-", "prod", "live"]) {
        EnvironmentTier::Production
    } else {
        EnvironmentTier::Other
    }
}

type Agents = (Vec<(AgentId, ProjectId, String)>, Vec<Authorization>);

pub(super) fn agents(
    description: &Description,
    projects: &[Project],
    groups: &[Group],
) -> Result<Agents, Problem> {
    let mut numbers = Numbers::default();
    let mut agents = Vec::new();
    let mut authorizations = Vec::new();
    for (index, entry) in description.agents.iter().enumerate() {
        let trail = Trail::element("agents", index);
        let id = AgentId(numbers.next(entry.id, &trail)?);
        let project = find_project(projects, entry.project.as_ref(), &trail)?;
        let name = entry.name.clone().unwrap_or_else(|| "agent".to_owned());
        agents.push((id, project.id, name));
        for (position, given) in entry.authorizations.iter().enumerate() {
            let trail = trail.key("authorizations").index(position);
            let to = match (&given.project, &given.group) {
                (Some(reference), None) => {
                    AgentFor::Project(find_project(projects, Some(reference), &trail)?.id)
                }
                (None, Some(path)) => {
                    AgentFor::Group(find_group(groups, path, &trail.key("group"))?.id)
                }
                _ => {
                    return Err(Problem {
                        trail,
                        cause: "an agent is given to a project or to a group; name one of them"
                            .to_owned(),
                    });
                }
            };
            authorizations.push(Authorization {
                agent: id,
                to,
                configuration: given.configuration.clone(),
            });
        }
    }
    Ok((agents, authorizations))
}

/// The project that is meant; the only one, where none is named. `trail` leads to what names it.
pub(super) fn find_project<'a>(
    projects: &'a [Project],
    reference: Option<&ProjectReference>,
    trail: &Trail,
) -> Result<&'a Project, Problem> {
    let problem = |cause: String| Problem {
        trail: trail.key("project"),
        cause,
    };
    match (reference, projects) {
        (None, [only]) => Ok(only),
        (None, []) => Err(problem(
            "there is no project; add one under `projects`".to_owned(),
        )),
        (None, _) => Err(problem(
            "there are several projects; say which one".to_owned(),
        )),
        (Some(ProjectReference::Id(id)), _) => projects
            .iter()
            .find(|project| project.id.0 == *id)
            .ok_or_else(|| problem(format!("no project has the number {id}"))),
        (Some(ProjectReference::Path(path)), _) => projects
            .iter()
            .find(|project| same_path(&project.full_path, path))
            .ok_or_else(|| {
                let known = projects.iter().map(|project| project.full_path.as_str());
                problem(format!(
                    "no project has the path `{path}`{}",
                    suggestion(path, known)
                ))
            }),
    }
}

fn find_group<'a>(groups: &'a [Group], path: &str, trail: &Trail) -> Result<&'a Group, Problem> {
    groups
        .iter()
        .find(|group| same_path(&group.full_path, path))
        .ok_or_else(|| Problem {
            trail: trail.clone(),
            cause: format!(
                "no group before it has the path `{path}`{}",
                suggestion(path, groups.iter().map(|group| group.full_path.as_str()))
            ),
        })
}

/// Whether two paths are the same to whoever asks by them.
pub(super) fn same_path(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

/// Refuses what cannot stand between the slashes of a path.
pub(super) fn check_path(path: &str, trail: &Trail) -> Result<(), Problem> {
    let fine = !path.is_empty()
        && path
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'));
    if fine {
        Ok(())
    } else {
        Err(Problem {
            trail: trail.clone(),
            cause: format!("`{path}` is no part of a path; use letters, digits, `-`, `_` and `.`"),
        })
    }
}
