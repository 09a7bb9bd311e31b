//! Paths that projects had before they were moved: `former_paths: [old/path]`.

use jobs_api::model::ProjectId;
use jobs_world::format::Description;

use super::project::{check_path, same_path};
use crate::store::Project;
use crate::world::problem::{Problem, Trail};

/// Every former path, with the project that it now leads to; none leads to two projects.
pub(super) fn former_paths(
    description: &Description,
    projects: &[Project],
) -> Result<Vec<(ProjectId, String)>, Problem> {
    let mut all: Vec<(ProjectId, String)> = Vec::new();
    for (index, (entry, project)) in description.projects.iter().zip(projects).enumerate() {
        let trail = Trail::element("projects", index).key("former_paths");
        for (index, path) in entry.former_paths.iter().enumerate() {
            let trail = trail.index(index);
            if !path.contains('/') {
                return Err(Problem {
                    trail,
                    cause: format!("`{path}` is no full path; write it like `group/project`"),
                });
            }
            for part in path.split('/') {
                check_path(part, &trail)?;
            }
            let cause = if projects.iter().any(|p| same_path(&p.full_path, path)) {
                Some(format!("a project has the path `{path}` now"))
            } else if all.iter().any(|(_, former)| same_path(former, path)) {
                Some(format!("the path `{path}` is listed as a former one twice"))
            } else {
                None
            };
            if let Some(cause) = cause {
                return Err(Problem { trail, cause });
            }
            all.push((project.id, path.clone()));
        }
    }
    Ok(all)
}
