//! `GET /projects/{id}/pipelines/{pipeline_id}/jobs` and `…/bridges`: the same list for two kinds of job, with
//! different permissions: jobs need permission to read pipelines, bridges permission to read jobs.

use jobs_api::model::PipelineId;
use serde::Serialize;

use super::list_project_jobs::{remove_extra_item, scope_as_list};
use crate::call::{Call, ProjectAccess, authorize};
use crate::paginate::{MAX_COUNTED, Page, PageResult};
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::response::OperationResponse;
use crate::store::{self, Job, JobKind, PipelineFilter};
use crate::validate::{ScopeForms, Validation};

pub(super) fn list_pipeline_jobs(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let mut validation = Validation::default();
    let pipeline = PipelineId(validation.id(call.parameters, "pipeline_id"));
    let with_retried = validation.boolean(call.parameters, "include_retried");
    let scope = validation.scope(call.parameters, ScopeForms::WordOrList);
    let page = Page::from(
        call.parameters,
        &mut validation,
        call.policy.maximum_page_size,
    );
    validation.finish()?;
    let access = call.require_project(call.caller()?)?;
    authorize(access.permissions.may_read_pipelines())?;
    check_pipeline_exists(call, &access, pipeline)?;

    let mut parameters = call.parameters.clone();
    parameters.set("include_retried", with_retried.unwrap_or(false));
    let filter = PipelineFilter {
        pipeline,
        kind: JobKind::Build,
        with_retried: with_retried.unwrap_or(false),
        scope: &scope,
    };
    // callers who may read pipelines but not jobs get an empty list
    let filter = access.permissions.may_read_builds().then_some(filter);
    let presenter = call.presenter(access.caller);
    list_items(call, filter, page, parameters, |job| presenter.job(job))
}

pub(super) fn list_pipeline_bridges(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let mut validation = Validation::default();
    let pipeline = PipelineId(validation.id(call.parameters, "pipeline_id"));
    let scope = validation.scope(call.parameters, ScopeForms::WordOrList);
    let page = Page::from(
        call.parameters,
        &mut validation,
        call.policy.maximum_page_size,
    );
    validation.finish()?;
    let access = call.require_project(call.caller()?)?;
    authorize(access.permissions.may_read_builds())?;
    check_pipeline_exists(call, &access, pipeline)?;

    let filter = PipelineFilter {
        pipeline,
        kind: JobKind::Bridge,
        // not declared for bridges, but any text counts as true
        with_retried: call.parameters.get("include_retried").is_some(),
        scope: &scope,
    };
    let presenter = call.presenter(access.caller);
    let parameters = call.parameters.clone();
    list_items(call, Some(filter), page, parameters, |job| {
        presenter.bridge(job)
    })
}

fn check_pipeline_exists(
    call: &Call<'_>,
    access: &ProjectAccess,
    pipeline: PipelineId,
) -> Result<(), Refusal> {
    if store::has_pipeline(call.db, access.project.id, pipeline)? {
        Ok(())
    } else {
        Err(Refusal::NoRecord)
    }
}

fn list_items<T: Serialize + Send + 'static>(
    call: &Call<'_>,
    filter: Option<PipelineFilter<'_>>,
    page: Page,
    mut parameters: Parameters,
    present: impl Fn(&Job) -> Result<T, Refusal>,
) -> Result<OperationResponse, Refusal> {
    let (mut ids, counted) = match filter {
        None => (Vec::new(), 0),
        Some(filter) => (
            store::jobs_of_pipeline(call.db, filter, page.window())?,
            store::count_jobs_of_pipeline(call.db, filter, MAX_COUNTED + 1)?,
        ),
    };
    let has_next = remove_extra_item(&mut ids, page);
    let mut items = Vec::with_capacity(ids.len());
    for job in store::jobs_by_ids(call.db, &ids)? {
        items.push(present(&job)?);
    }
    scope_as_list(&mut parameters);
    let turned = PageResult {
        page,
        is_empty: ids.is_empty(),
        has_next,
        total: (counted <= MAX_COUNTED).then_some(counted),
    };
    let mut answer = OperationResponse::ok(items);
    answer.headers.extend(turned.headers(call.url, &parameters));
    Ok(answer)
}
