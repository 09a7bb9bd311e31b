//! Which cases are sent to which kind of target.

use openapi_document::Document;
use reprise_core::{
    Case, ExistingState, Level, Param, Schemas, StateSource, build_request, build_suite, plan,
};

use crate::{SHELF, shelf_suite};

fn plan_lines(state: &StateSource, only: &str) -> (Vec<String>, Vec<String>) {
    let (document, suite, schemas) = shelf_suite(&[]);
    let plan = plan(&document, &suite, &schemas, state, &|case| {
        case.id.as_str().contains(only)
    });
    let sent = plan
        .cases
        .iter()
        .map(|planned| format!("{} {}", planned.case.id, planned.maximum_level))
        .collect();
    let skipped = plan
        .skips
        .iter()
        .map(|skip| {
            let reason = skip.outcome.reason().expect("a reason");
            format!("{} {}: {reason}", skip.case.id, skip.outcome.as_str())
        })
        .collect();
    (sent, skipped)
}

fn existing_state(names: &[&str]) -> StateSource {
    StateSource::Existing(ExistingState {
        given_params: names.iter().map(|name| (*name).to_owned()).collect(),
        ..ExistingState::default()
    })
}

#[test]
fn with_fixtures_every_case_is_compared_by_value() {
    let (sent, skipped) = plan_lines(&StateSource::Fixtures, "");
    assert_eq!(sent.len(), 7);
    assert!(
        sent.iter()
            .all(|line| line.ends_with(Level::Value.as_str())),
        "{sent:?}"
    );
    assert_eq!(skipped, Vec::<String>::new());
}

#[test]
fn without_fixtures_only_safe_cases_with_parameter_values_are_sent() {
    let (sent, skipped) = plan_lines(&existing_state(&["id"]), "");
    assert_eq!(
        sent,
        [
            "listBooks.two shape",
            "getBook.one shape",
            "getBook.unnamed shape",
            "getText.one shape"
        ]
    );
    assert_eq!(
        skipped,
        [
            "addBook.dune blocked: changes state; allow it with `disposable: true` in the target or --disposable, or leave such cases out with `changes: skip` or --skip-changes",
            "addBook.untitled blocked: changes state; allow it with `disposable: true` in the target or --disposable, or leave such cases out with `changes: skip` or --skip-changes",
            "getBook.gone blocked: requires a specific server state; pass --state documented if the server has the documented data, set `hook:` for this target, or mark the example with `x-reprise: { anywhere: true }`",
        ]
    );
}

#[test]
fn no_id_of_an_example_is_sent_to_a_target_with_its_own_state() {
    let (sent, skipped) = plan_lines(&existing_state(&[]), "getText");
    assert_eq!(sent, Vec::<String>::new());
    assert!(skipped.iter().any(|line| line == "getText.one blocked: no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target"), "{skipped:?}");
}

#[test]
fn cases_that_are_not_selected_are_skipped() {
    let (sent, skipped) = plan_lines(&StateSource::Fixtures, "getText");
    assert_eq!(sent, ["getText.one value"]);
    assert_eq!(skipped.len(), 6);
    assert!(
        skipped
            .iter()
            .all(|line| line.ends_with("skipped: not chosen")),
        "{skipped:?}"
    );
}

/// The request to a target without fixtures for the example of a book that does not exist, with these properties of
/// `x-reprise` next to its fixture; or why nothing is sent.
fn plan_gone_case(said: &str, bound: &[(&str, i64)]) -> Result<String, String> {
    let text = SHELF.replace(
        "gone: { value: { error: gone }, x-reprise: { fixture: two-books",
        &format!("gone: {{ value: {{ error: gone }}, x-reprise: {{ fixture: two-books, {said}"),
    );
    let document = Document::parse("shelf.yaml", &text).unwrap();
    let suite = build_suite(&document, &[], &[]).map_err(|error| error.to_string())?;
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let names: Vec<&str> = bound.iter().map(|(name, _)| *name).collect();
    let is_gone = |case: &Case| case.id.as_str() == "getBook.gone";
    let plan = plan(
        &document,
        &suite,
        &schemas,
        &self::existing_state(&names),
        &is_gone,
    );
    let Some(planned) = plan.cases.first() else {
        let skip = plan.skips.iter().find(|skip| is_gone(skip.case));
        return Err(skip.unwrap().outcome.reason().unwrap().to_string());
    };
    let params: Vec<Param> = bound
        .iter()
        .map(|(parameter, value)| Param {
            parameter: (*parameter).to_owned(),
            value: (*value).into(),
        })
        .collect();
    let step = &planned.case.steps[0];
    Ok(build_request(&document, step, &params, &|_| None)
        .unwrap()
        .target)
}

#[test]
fn an_error_for_any_state_is_requested_with_the_values_of_a_target() {
    let bound: &[(&str, i64)] = &[("id", 42)];
    for (said, bound, expected) in [
        (
            "anywhere: false",
            bound,
            Err("requires a specific server state"),
        ),
        (
            "fixed: [id]",
            bound,
            Err("requires a specific server state"),
        ),
        ("anywhere: true", bound, Ok("/books/42")),
        (
            "anywhere: true",
            &[],
            Err("no value for path parameter `id`"),
        ),
        ("anywhere: true, fixed: [id]", bound, Ok("/books/9")),
        ("anywhere: true, fixed: [id]", &[], Ok("/books/9")),
        (
            "anywhere: true, fixed: [di]",
            bound,
            Err(
                "examples/gone/x-reprise: unknown parameter of this example `di`; did you mean `id`?",
            ),
        ),
    ] {
        match (plan_gone_case(said, bound), expected) {
            (Ok(sent), Ok(expected)) => assert_eq!(sent, expected, "{said}"),
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{said}: {error}"),
            (actual, expected) => panic!("{said}: {actual:?} instead of {expected:?}"),
        }
    }
}
