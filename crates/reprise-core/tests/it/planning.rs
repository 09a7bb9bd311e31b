//! Which cases are sent to which kind of target.

use reprise_core::{Existing, Level, State, Verdict, plan};

use crate::shelf_suite;

fn planned(state: &State, only: &str) -> (Vec<String>, Vec<String>) {
    let (document, suite, schemas) = shelf_suite(&[]);
    let plan = plan(&document, &suite, &schemas, state, &|case| {
        case.id.as_str().contains(only)
    });
    let sent = plan
        .cases
        .iter()
        .map(|planned| format!("{} {}", planned.case.id, planned.ceiling))
        .collect();
    let skipped = plan
        .skips
        .iter()
        .map(|skip| {
            let reason = match &skip.verdict {
                Verdict::Skipped(omission) => omission.to_string(),
                Verdict::Blocked(reason) => reason.clone(),
                other => panic!("{other:?}"),
            };
            format!("{} {}: {reason}", skip.case.id, skip.verdict.as_str())
        })
        .collect();
    (sent, skipped)
}

fn bound(names: &[&str]) -> State {
    State::Existing(Existing {
        bound: names.iter().map(|name| (*name).to_owned()).collect(),
        ..Existing::default()
    })
}

#[test]
fn with_worlds_everything_is_owed_by_value() {
    let (sent, skipped) = planned(&State::Worlds, "");
    assert_eq!(sent.len(), 6);
    assert!(
        sent.iter()
            .all(|line| line.ends_with(Level::Value.as_str())),
        "{sent:?}"
    );
    assert_eq!(
        skipped,
        ["getBook.unnamed blocked: the example names no world (`x-reprise: { world: … }`)"]
    );
}

#[test]
fn without_worlds_only_what_is_safe_and_bound_is_sent() {
    let (sent, skipped) = planned(&bound(&["id"]), "");
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
            "addBook.dune skipped: it changes state, and this target has no state hook",
            "addBook.untitled skipped: it changes state, and this target has no state hook",
            "getBook.gone blocked: its answer is owed in one state only, and this target has no state hook",
        ]
    );
}

#[test]
fn no_id_of_an_example_is_sent_to_a_state_that_is_not_ours() {
    let (sent, skipped) = planned(&bound(&[]), "getText");
    assert_eq!(sent, Vec::<String>::new());
    assert!(skipped.iter().any(|line| line == "getText.one blocked: no binding for `id`; name something that exists with --bind id=VALUE"), "{skipped:?}");
}

#[test]
fn what_is_not_chosen_is_skipped() {
    let (sent, skipped) = planned(&State::Worlds, "getText");
    assert_eq!(sent, ["getText.one value"]);
    assert_eq!(skipped.len(), 6);
    assert!(
        skipped
            .iter()
            .all(|line| line.ends_with("skipped: not chosen")),
        "{skipped:?}"
    );
}
