//! The plan: which cases are sent, how far each can go, and which are not sent and why.

use openapi_document::{Document, Location, StatusPattern};

use crate::case::Step;
use crate::{Case, Level, Omission, ParameterValue, Schemas, Suite, Verdict};

/// Where a target's state comes from; this decides how far a case can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The target sets up the world that each case needs, by its state hook.
    Worlds,
    /// The operator names what exists, by these parameters.
    Bindings(Vec<String>),
    /// The operator names what exists, and which of it may be changed.
    Disposable {
        /// Every parameter that is named.
        bound: Vec<String>,
        /// Those whose things may be changed.
        disposable: Vec<String>,
    },
}

impl State {
    /// Whether a case may be sent, as far as changes go: everything that its path names must be disposable.
    fn may_change(&self, case: &Case) -> bool {
        let State::Disposable { disposable, .. } = self else {
            return false;
        };
        case.steps
            .iter()
            .filter(|step| !step.is_safe())
            .all(|step| {
                let in_path = |sent: &&ParameterValue| sent.parameter.location == Location::Path;
                let mut named = step.parameters.iter().filter(in_path).peekable();
                named.peek().is_some()
                    && named.all(|sent| disposable.contains(&sent.parameter.name))
                    && step.raw.path.is_none()
            })
    }
}

/// A case to send.
#[derive(Clone, Copy, Debug)]
pub struct Planned<'a> {
    /// The case.
    pub case: &'a Case,
    /// How far it can go.
    pub ceiling: Level,
}

/// A case that is not sent.
#[derive(Clone, Debug)]
pub struct Skip<'a> {
    /// The case.
    pub case: &'a Case,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// What is sent, and what is not.
#[derive(Clone, Debug, Default)]
pub struct Plan<'a> {
    /// The cases to send, in the order of the suite.
    pub cases: Vec<Planned<'a>>,
    /// The cases that are not sent, in the order of the suite.
    pub skips: Vec<Skip<'a>>,
}

/// Plans a suite against a target whose state comes from `state`; `chosen` says which cases are wanted.
///
/// Without worlds the plan is read-only, but for what is disposable, and no id that stands in an example is sent: ids of another server
/// mean something else there.
pub fn plan<'a>(
    document: &Document,
    suite: &'a Suite,
    schemas: &Schemas,
    state: &State,
    chosen: &dyn Fn(&Case) -> bool,
) -> Plan<'a> {
    let mut plan = Plan::default();
    for case in &suite.cases {
        let blocked = if chosen(case) {
            defect(document, case, schemas).or_else(|| obstacle(case, state))
        } else {
            Some(Verdict::Skipped(Omission::NotChosen))
        };
        match (blocked, state) {
            (Some(verdict), _) => plan.skips.push(Skip { case, verdict }),
            (None, State::Worlds) => plan.cases.push(Planned {
                case,
                ceiling: Level::Value.min(case.documented_level()),
            }),
            (None, State::Bindings(_) | State::Disposable { .. }) => plan.cases.push(Planned {
                case,
                ceiling: Level::Shape.min(case.documented_level()),
            }),
        }
    }
    plan
}

fn defect(document: &Document, case: &Case, schemas: &Schemas) -> Option<Verdict> {
    let mut judged_by = case.steps.iter().flat_map(Step::body_schemas);
    let (schema, defect) = judged_by.find_map(|schema| Some((schema, schemas.defect(schema)?)))?;
    Some(Verdict::Blocked(format!(
        "the schema at {}#{schema} cannot be used: {defect}",
        document.name()
    )))
}

fn obstacle(case: &Case, state: &State) -> Option<Verdict> {
    match state {
        State::Worlds if case.world.is_none() => Some(Verdict::Blocked(
            "the example names no world (`x-reprise: { world: … }`)".to_owned(),
        )),
        State::Worlds => None,
        _ if !case.is_safe() && !state.may_change(case) => {
            Some(Verdict::Skipped(Omission::ChangesState))
        }
        _ if needs_its_world(case) => Some(Verdict::Blocked(
            "its answer is owed in one state only, and this target has no state hook".to_owned(),
        )),
        State::Bindings(names) | State::Disposable { bound: names, .. } => case
            .to_bind()
            .find(|name| !names.iter().any(|bound| bound == name))
            .map(|name| {
                Verdict::Blocked(format!(
                    "no binding for `{name}`; name something that exists with --bind {name}=VALUE"
                ))
            }),
    }
}

/// Whether a case needs its world even to reach the documented status: what is refused depends on the state.
fn needs_its_world(case: &Case) -> bool {
    if case.anywhere {
        return false;
    }
    case.steps.iter().any(|step| {
        let refused = match step.expectation.status {
            StatusPattern::Code(code) => code >= 400,
            StatusPattern::Range(class) => class >= 4,
            StatusPattern::Default => true,
        };
        let deliberate = step.parameters.iter().any(|sent| sent.invalid);
        step.demands.is_some() || refused && !deliberate
    })
}
