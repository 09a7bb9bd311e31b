//! `GET /projects/{id}/pipelines/{pipeline_id}/jobs` and `…/bridges`: the same list for two kinds of job, with
//! different permissions: jobs need permission to read pipelines, bridges permission to read jobs.

use jobs_api::model::PipelineId;
use serde::Serialize;

use super::list_project_jobs::{cut, list_scope};
use crate::answer::Answer;
use crate::call::{Access, Call, authorize};
use crate::paginate::{COUNTED, Page, Turned};
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::store::{self, Job, Kind, PipelineFilter};
use crate::validate::{ScopeForms, Validation};

pub(super) fn list_pipeline_jobs(call: &Call<'_>) -> Result<Answer, Refusal> {
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
    let access = call.project(call.caller()?)?;
    authorize(access.standing.reads_pipelines())?;
    find(call, &access, pipeline)?;

    let mut parameters = call.parameters.clone();
    parameters.set("include_retried", with_retried.unwrap_or(false));
    let filter = PipelineFilter {
        pipeline,
        kind: Kind::Build,
        with_retried: with_retried.unwrap_or(false),
        scope: &scope,
    };
    // callers who may read pipelines but not jobs get an empty list
    let filter = access.standing.reads_builds().then_some(filter);
    let presenter = call.presenter(access.caller);
    list(call, filter, page, parameters, |job| presenter.job(job))
}

pub(super) fn list_pipeline_bridges(call: &Call<'_>) -> Result<Answer, Refusal> {
    let mut validation = Validation::default();
    let pipeline = PipelineId(validation.id(call.parameters, "pipeline_id"));
    let scope = validation.scope(call.parameters, ScopeForms::WordOrList);
    let page = Page::from(
        call.parameters,
        &mut validation,
        call.policy.maximum_page_size,
    );
    validation.finish()?;
    let access = call.project(call.caller()?)?;
    authorize(access.standing.reads_builds())?;
    find(call, &access, pipeline)?;

    let filter = PipelineFilter {
        pipeline,
        kind: Kind::Bridge,
        // not declared for bridges, but any text counts as true
        with_retried: call.parameters.get("include_retried").is_some(),
        scope: &scope,
    };
    let presenter = call.presenter(access.caller);
    let parameters = call.parameters.clone();
    list(call, Some(filter), page, parameters, |job| {
        presenter.bridge(job)
    })
}

fn find(call: &Call<'_>, access: &Access, pipeline: PipelineId) -> Result<(), Refusal> {
    if store::has_pipeline(call.db, access.project.id, pipeline)? {
        Ok(())
    } else {
        Err(Refusal::NoRecord)
    }
}

fn list<T: Serialize + Send + 'static>(
    call: &Call<'_>,
    filter: Option<PipelineFilter<'_>>,
    page: Page,
    mut parameters: Parameters,
    present: impl Fn(&Job) -> Result<T, Refusal>,
) -> Result<Answer, Refusal> {
    let (mut ids, counted) = match filter {
        None => (Vec::new(), 0),
        Some(filter) => (
            store::jobs_of_pipeline(call.db, filter, page.window())?,
            store::count_jobs_of_pipeline(call.db, filter, COUNTED + 1)?,
        ),
    };
    let has_next = cut(&mut ids, page);
    let mut items = Vec::with_capacity(ids.len());
    for job in store::jobs_by_ids(call.db, &ids)? {
        items.push(present(&job)?);
    }
    list_scope(&mut parameters);
    let turned = Turned {
        page,
        is_empty: ids.is_empty(),
        has_next,
        total: (counted <= COUNTED).then_some(counted),
    };
    let mut answer = Answer::ok(items);
    answer.headers.extend(turned.headers(call.url, &parameters));
    Ok(answer)
}
