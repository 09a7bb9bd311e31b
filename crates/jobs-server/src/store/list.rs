//! The numbers of the jobs on a page of a list, and the length of the list.
//!
//! A page is read from an index, in order, so that the end of a list is as fast as its start, and
//! a large project is as fast as a small one. The details of the jobs are read afterwards.

use jobs_api::model::{JobId, JobStatus, PipelineId, ProjectId};
use rusqlite::{Connection, params};

use super::column::{Columns, to_key};
use super::row::JobKind;

/// The requested part of a list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// Only jobs with a smaller number.
    pub(crate) before: Option<JobId>,
    /// Number of jobs to skip.
    pub(crate) offset: u64,
    /// Maximum number of jobs.
    pub(crate) limit: u64,
}

/// The numbers of the builds of a project, the newest first.
///
/// With a scope, one index range per status is read and the ranges are merged, so that neither a rare status
/// nor a large project makes a page slow.
pub(crate) fn builds_of_project(
    db: &Connection,
    project: ProjectId,
    scope: &[JobStatus],
    window: Window,
) -> rusqlite::Result<Vec<JobId>> {
    let sql = builds_of_project_sql(scope);
    let before = window.before.map_or(i64::MAX, |id| to_key(id.0));
    db.prepare_cached(&sql)?
        .query_map(
            params![
                to_key(project.0),
                before,
                to_key(window.limit),
                to_key(window.offset)
            ],
            |row| Columns::of(row).number().map(JobId),
        )?
        .collect()
}

/// The query of [`builds_of_project`]; the words of `scope` are constants, never input of the caller.
pub(super) fn builds_of_project_sql(scope: &[JobStatus]) -> String {
    let range = |condition: &str| {
        format!(
            "SELECT id FROM job WHERE kind = 'build' AND project_id = ?1{condition} AND id < ?2"
        )
    };
    let ranges: Vec<String> = if scope.is_empty() {
        vec![range("")]
    } else {
        scope
            .iter()
            .map(|status| range(&format!(" AND status = '{}'", status.as_str())))
            .collect()
    };
    format!(
        "{} ORDER BY id DESC LIMIT ?3 OFFSET ?4",
        ranges.join(" UNION ALL ")
    )
}

/// The requested jobs of a pipeline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PipelineFilter<'a> {
    pub(crate) pipeline: PipelineId,
    pub(crate) kind: JobKind,
    pub(crate) with_retried: bool,
    pub(crate) scope: &'a [JobStatus],
}

impl PipelineFilter<'_> {
    fn condition(&self) -> String {
        let mut condition = format!(
            "pipeline_id = ?1 AND kind = '{}' AND id < ?2",
            self.kind.as_str()
        );
        if !self.with_retried {
            condition.push_str(" AND retried = 0");
        }
        if !self.scope.is_empty() {
            let words: Vec<String> = self
                .scope
                .iter()
                .map(|status| format!("'{}'", status.as_str()))
                .collect();
            condition.push_str(&format!(" AND status IN ({})", words.join(", ")));
        }
        condition
    }
}

/// The numbers of jobs or bridges of a pipeline, the newest first.
pub(crate) fn jobs_of_pipeline(
    db: &Connection,
    filter: PipelineFilter<'_>,
    window: Window,
) -> rusqlite::Result<Vec<JobId>> {
    let before = window.before.map_or(i64::MAX, |id| to_key(id.0));
    db.prepare_cached(&jobs_of_pipeline_sql(filter))?
        .query_map(
            params![
                to_key(filter.pipeline.0),
                before,
                to_key(window.limit),
                to_key(window.offset)
            ],
            |row| Columns::of(row).number().map(JobId),
        )?
        .collect()
}

/// The query of [`jobs_of_pipeline`].
pub(super) fn jobs_of_pipeline_sql(filter: PipelineFilter<'_>) -> String {
    format!(
        "SELECT id FROM job WHERE {} ORDER BY id DESC LIMIT ?3 OFFSET ?4",
        filter.condition()
    )
}

/// The number of jobs or bridges of a pipeline, counted up to `limit`.
pub(crate) fn count_jobs_of_pipeline(
    db: &Connection,
    filter: PipelineFilter<'_>,
    limit: u64,
) -> rusqlite::Result<u64> {
    let sql = format!(
        "SELECT count(*) FROM (SELECT 1 FROM job WHERE {} LIMIT ?3)",
        filter.condition()
    );
    db.prepare_cached(&sql)?.query_row(
        params![to_key(filter.pipeline.0), i64::MAX, to_key(limit)],
        |row| Columns::of(row).number(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{MemoryUse, Store};

    /// The query plan of SQLite, line by line.
    fn plan(sql: &str) -> Vec<String> {
        let store = Store::in_memory(MemoryUse::Large).unwrap();
        store
            .read(|db| -> rusqlite::Result<_> {
                db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?
                    .query_map(params![1, 1000, 21, 0], |row| row.get(3))?
                    .collect()
            })
            .unwrap()
    }

    #[test]
    fn a_page_of_a_projects_jobs_is_read_from_an_index_in_order() {
        use JobStatus::{Failed, Pending, Running};
        for (scope, index, ranges) in [
            (vec![], "build_of_project ", 1),
            (vec![Failed], "build_of_project_by_status ", 1),
            (
                vec![Failed, Pending, Running],
                "build_of_project_by_status ",
                3,
            ),
        ] {
            let steps = plan(&builds_of_project_sql(&scope));
            let found = steps
                .iter()
                .filter(|step| step.contains(&format!("USING COVERING INDEX {index}")))
                .filter(|step| step.contains("id<?"))
                .count();
            assert_eq!(found, ranges, "{steps:?}");
            let slow = |step: &String| step.starts_with("SCAN") || step.contains("TEMP B-TREE");
            assert!(!steps.iter().any(slow), "{steps:?}");
        }
    }

    #[test]
    fn a_page_of_a_pipelines_jobs_is_read_from_an_index_in_order() {
        for kind in [JobKind::Build, JobKind::Bridge] {
            let filter = PipelineFilter {
                pipeline: PipelineId(1),
                kind,
                with_retried: false,
                scope: &[JobStatus::Failed, JobStatus::Pending],
            };
            let steps = plan(&jobs_of_pipeline_sql(filter));
            let [only] = steps.as_slice() else {
                panic!("{steps:?}");
            };
            assert!(
                only.starts_with("SEARCH job USING COVERING INDEX job_of_pipeline"),
                "{only}"
            );
        }
    }
}
