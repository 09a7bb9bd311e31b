//! The plan: the cases to send with their maximum levels, and the other cases with the reasons.

use openapi_document::{Document, Location};

use crate::case::Case;
use crate::case::Step;
use crate::discovery::Discovery;
use crate::level::Level;
use crate::outcome::Outcome;
use crate::reason::Reason;
use crate::request::Param;
use crate::schemas::Schemas;
use crate::suite::Suite;

/// The source of a target's state; this decides the maximum level of a case.
#[derive(Clone, Debug)]
pub enum StateSource {
    /// The target sets up the fixture that each case needs, by its state hook.
    Fixtures,
    /// The operator has put the target into the documented state.
    Documented(DisposableResources),
    /// The target has a state of its own, and the configuration names what exists there.
    Existing(ExistingState),
}

/// The known values of a target that has its own data.
#[derive(Clone, Debug, Default)]
pub struct ExistingState {
    /// Every parameter value from the operator.
    pub given_params: Vec<String>,
    /// What cases may change.
    pub disposable: DisposableResources,
    /// Discovery rules and their results. Cases may change none of the results.
    pub discovery: Discovery,
}

/// What cases may change on a target with a state of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DisposableResources {
    /// Nothing.
    #[default]
    Nothing,
    /// Everything.
    Everything,
    /// The resources of certain parameters, and the targets of certain operations.
    Listed {
        /// A case may change state if every parameter of its path is one of these.
        params: Vec<String>,
        /// A case may change state if its operation is one of these.
        operations: Vec<String>,
    },
}

impl DisposableResources {
    /// Whether a case may be sent, with respect to changes of state.
    fn allows(&self, case: &Case) -> bool {
        let (params, operations) = match self {
            DisposableResources::Nothing => return case.is_safe(),
            DisposableResources::Everything => return true,
            DisposableResources::Listed { params, operations } => (params, operations),
        };
        case.steps
            .iter()
            .filter(|step| !step.is_safe())
            .all(|step| {
                let sent = step.parameters.iter().map(|sent| &sent.parameter);
                let mut named = sent
                    .chain(&step.missing_parameters)
                    .filter(|parameter| parameter.location == Location::Path)
                    .peekable();
                operations.contains(&step.operation)
                    || named.peek().is_some()
                        && named.all(|parameter| params.contains(&parameter.name))
                        && step.raw.path.is_none()
            })
    }
}

/// A case to send.
#[derive(Clone, Debug)]
pub struct PlannedCase<'a> {
    /// The case.
    pub case: &'a Case,
    /// The highest level at which it is compared.
    pub maximum_level: Level,
    /// The discovered values; empty before discovery.
    pub discovered: Vec<Param>,
}

/// A case that is not sent.
#[derive(Clone, Debug)]
pub struct SkippedCase<'a> {
    /// The case.
    pub case: &'a Case,
    /// The outcome, with the reason why it is not sent.
    pub outcome: Outcome,
}

/// The decision for a case: it is sent, or it is not.
#[derive(Clone, Debug, Default)]
pub struct Plan<'a> {
    /// The cases to send, in the order of the suite.
    pub cases: Vec<PlannedCase<'a>>,
    /// The cases that are not sent, in the order of the suite.
    pub skips: Vec<SkippedCase<'a>>,
}

impl Plan<'_> {
    /// The same plan, but cases that are blocked because they change state are skipped on purpose.
    #[must_use]
    pub fn without_changes(mut self) -> Self {
        for skip in &mut self.skips {
            if skip.outcome == Outcome::Blocked(Reason::ChangesState) {
                skip.outcome = Reason::ChangesSkipped.into();
            }
        }
        self
    }
}

/// Plans a suite for a target with the state source `state`; `chosen` selects the cases.
///
/// Without fixtures, the plan is read-only, except for disposable resources. On a target with a state of its own, no
/// id of an example is sent, because it has another meaning there.
pub fn plan<'a>(
    document: &Document,
    suite: &'a Suite,
    schemas: &Schemas,
    state: &StateSource,
    chosen: &dyn Fn(&Case) -> bool,
) -> Plan<'a> {
    let mut plan = Plan::default();
    for case in &suite.cases {
        let planned = if chosen(case) {
            check_schemas(document, case, schemas).and_then(|()| plan_case(document, case, state))
        } else {
            Err(Reason::NotChosen)
        };
        match planned {
            Ok(planned) => plan.cases.push(planned),
            Err(reason) => plan.skips.push(SkippedCase {
                case,
                outcome: reason.into(),
            }),
        }
    }
    plan
}

fn check_schemas(document: &Document, case: &Case, schemas: &Schemas) -> Result<(), Reason> {
    let mut judged_by = case.steps.iter().flat_map(Step::body_schemas);
    match judged_by.find_map(|schema| Some((schema, schemas.compile_error(schema)?))) {
        None => Ok(()),
        Some((schema, defect)) => Err(Reason::UnusableSchema {
            place: format!("{}#{schema}", document.name()),
            message: defect.to_owned(),
        }),
    }
}

fn plan_case<'a>(
    document: &Document,
    case: &'a Case,
    state: &StateSource,
) -> Result<PlannedCase<'a>, Reason> {
    let (best, discovered) = match state {
        _ if case.is_refusal_of_a_guess => return Err(Reason::NoRequestForResponse),
        StateSource::Fixtures => (Level::Value, Vec::new()),
        StateSource::Documented(disposable) if !disposable.allows(case) => {
            return Err(Reason::ChangesState);
        }
        StateSource::Documented(_) => (Level::Value, Vec::new()),
        StateSource::Existing(existing) if !existing.disposable.allows(case) => {
            return Err(Reason::ChangesState);
        }
        StateSource::Existing(_) if needs_fixture(case) => {
            return Err(Reason::NeedsState);
        }
        StateSource::Existing(existing) => {
            if let Some((value, name)) = case
                .steps
                .iter()
                .find_map(|step| find_literal_value(document, step))
            {
                return Err(Reason::LiteralValueInPath {
                    value: value.to_owned(),
                    parameter: name.to_owned(),
                });
            }
            let found = existing.discovery.params(case, &existing.given_params);
            (Level::Shape, found?)
        }
    };
    Ok(PlannedCase {
        case,
        maximum_level: best.min(case.documented_level()),
        discovered,
    })
}

/// A literal value in a hand-written path at the position of a parameter: it would be sent unchanged.
fn find_literal_value<'c>(document: &'c Document, step: &'c Step) -> Option<(&'c str, &'c str)> {
    let path = step.raw.path.as_deref()?;
    let mut operations = document.operations().iter();
    operations.find_map(|operation| {
        let (mut template, mut written) = (operation.path.split('/'), path.split('/'));
        loop {
            let (declared, value) = (template.next()?, written.next()?);
            let parameter = declared
                .strip_prefix('{')
                .and_then(|name| name.strip_suffix('}'));
            match parameter {
                Some(_) if value.starts_with('{') => {}
                Some(name) => return Some((value, name)),
                None if declared == value => {}
                None => return None,
            }
        }
    })
}

/// Whether a case needs its fixture to get the documented status: whether a request is refused depends on the state.
fn needs_fixture(case: &Case) -> bool {
    if case.any_state {
        return false;
    }
    let is_deliberate = |step: &Step| step.parameters.iter().any(|sent| sent.invalid);
    let is_written = |step: &Step| step.expectations.is_some();
    case.steps.iter().any(is_written) || case.expects_error && !case.steps.iter().any(is_deliberate)
}
