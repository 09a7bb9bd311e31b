//! `GET /projects/{id}/jobs`: the only list that can be paged by cursor, and the only one that is never counted.

use http::header::{HeaderName, HeaderValue};
use jobs_api::model::JobId;

use crate::call::{Call, ProjectAccess, authorize};
use crate::paginate::{Page, PageResult, keyset_link, keyset_window, wants_keyset};
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::response::OperationResponse;
use crate::store;
use crate::validate::{ScopeForms, Validation};

pub(super) fn list_project_jobs(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let caller = call.require_user()?;
    let mut validation = Validation::default();
    let scope = validation.scope(call.parameters, ScopeForms::WordListOrObject);
    let page = Page::from(
        call.parameters,
        &mut validation,
        call.policy.maximum_page_size,
    );
    validation.finish()?;
    if let Some(user) = caller.user()
        && call.policy.is_rate_limited
    {
        call.instance.rate_limit.count(user, call.now)?;
    }
    let access = call.require_project(caller)?;
    authorize(access.permissions.may_read_builds())?;

    let by_cursor = wants_keyset(call.parameters)?;
    let window = if by_cursor {
        keyset_window(call.parameters, page)?
    } else {
        page.window()
    };
    let mut ids = store::builds_of_project(call.db, access.project.id, &scope, window)?;
    let has_next = remove_extra_item(&mut ids, page);
    let mut parameters = call.parameters.clone();
    scope_as_list(&mut parameters);
    let headers = match (by_cursor, ids.last()) {
        (false, _) => {
            let turned = PageResult {
                page,
                is_empty: ids.is_empty(),
                has_next,
                total: None,
            };
            turned.headers(call.url, &parameters)
        }
        (true, Some(last)) if has_next => keyset_link(call.url, &parameters, page, *last)
            .into_iter()
            .collect(),
        (true, _) => Vec::new(),
    };
    build_response(call, &access, &ids, headers)
}

fn build_response(
    call: &Call<'_>,
    access: &ProjectAccess,
    ids: &[JobId],
    headers: Vec<(HeaderName, HeaderValue)>,
) -> Result<OperationResponse, Refusal> {
    let presenter = call.presenter(access.caller);
    let mut jobs = Vec::with_capacity(ids.len());
    for job in store::jobs_by_ids(call.db, ids)? {
        jobs.push(presenter.job(&job)?);
    }
    let mut answer = OperationResponse::ok(jobs);
    answer.headers.extend(headers);
    Ok(answer)
}

/// Removes the additional item that only shows whether there is a next page.
pub(super) fn remove_extra_item(ids: &mut Vec<JobId>, page: Page) -> bool {
    let size = usize::try_from(page.size).unwrap_or(usize::MAX);
    let has_next = ids.len() > size;
    ids.truncate(size);
    has_next
}

/// Writes the scope as a list, the form in links, for every form in the request.
pub(super) fn scope_as_list(parameters: &mut Parameters) {
    let list = match parameters.get("scope") {
        Some(serde_json::Value::Object(members)) => members.values().cloned().collect(),
        Some(word @ serde_json::Value::String(_)) => vec![word.clone()],
        _ => return,
    };
    parameters.set("scope", list);
}
