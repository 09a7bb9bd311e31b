//! An open run: sends the steps of a plan concurrently and checks the responses.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::future::Future;
use std::ops::ControlFlow;
use std::pin::pin;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures_util::{StreamExt, stream};
use reprise_core::{
    CaseEffect as Effect, Conversation, Exchange, Judgement, Param, Plan, PlannedCase, Reason,
    Secrets, Step, base_url, build_request, retry_after,
};
use serde_json::Value;

use crate::command::CommandLine;
use crate::error::Error;
use crate::limits::{MAX_CONSECUTIVE_FAILURES, MAX_RETRY_AFTER};
use crate::observer::Observer;
use crate::process::ServerProcess;
use crate::reset;
use crate::run_input::RunInput;
use crate::settings::{Hook, Settings, TargetSettings, TargetState};
use crate::source::DEFAULT_FIXTURE;
use crate::target::{Injection, Site, Target};
use crate::target_error::TargetError;
use crate::transport::{Transport, TransportError, TransportErrorKind};

/// How long to wait before a connection is tried again.
const RECONNECT_DELAY: Duration = Duration::from_millis(200);

/// The results of the cases of a plan.
#[derive(Debug)]
pub struct CaseResults {
    /// A judgement for each case, in the order of the plan.
    pub judgements: Vec<Judgement>,
    /// Whether the run was interrupted.
    pub interrupted: bool,
}

/// An open run.
pub struct Session<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) prepared: &'a RunInput,
    pub(crate) transport: &'a dyn Transport,
    pub(crate) observer: &'a dyn Observer,
    pub(crate) target: Target,
    /// Every secret so far: state hooks add more on the way.
    pub(crate) secrets: &'a RefCell<Secrets>,
    /// The fixtures so far: many cases share one, and each is read once.
    fixtures: RefCell<HashMap<String, Rc<Value>>>,
    /// How many connections have failed in a row.
    consecutive_failures: Cell<u32>,
    /// Whether a case has changed the target, so that it needs a reset at the end.
    is_changed: Cell<bool>,
    /// The server, if the session has started it; it ends with the session.
    _server: Option<ServerProcess>,
}

impl<'a> Session<'a> {
    /// Opens a session: starts the server if the settings say how, and checks that the target responds.
    ///
    /// # Errors
    ///
    /// When the server cannot be started, or the target does not respond.
    pub async fn open(
        settings: &'a Settings,
        prepared: &'a RunInput,
        transport: &'a dyn Transport,
        observer: &'a dyn Observer,
        secrets: &'a RefCell<Secrets>,
    ) -> Result<Session<'a>, Error> {
        let server = match &settings.start {
            Some(start) => Some(ServerProcess::start(start, transport).await?),
            None => None,
        };
        let target = Target::new(&settings.target, &prepared.document);
        target.check_reachable(transport).await?;
        Ok(Session {
            settings,
            prepared,
            transport,
            observer,
            target,
            secrets,
            fixtures: RefCell::default(),
            consecutive_failures: Cell::new(0),
            is_changed: Cell::new(false),
            _server: server,
        })
    }

    /// Sends every case and checks the responses, until all are done or `interrupt` completes.
    ///
    /// Requests that are on their way then are given up; the fixtures that were set up for them expire by themselves.
    ///
    /// # Errors
    ///
    /// When the state hook fails.
    pub async fn run_cases(
        &self,
        plan: &Plan<'_>,
        interrupt: impl Future<Output = ()>,
    ) -> Result<CaseResults, Error> {
        let mut judgements: Vec<Option<Judgement>> = vec![None; plan.cases.len()];
        self.observer.begin(plan.cases.len());
        let mut interrupted = false;
        {
            let mut interrupt = pin!(interrupt);
            let groups = stream::iter(self.group_cases(plan)).flat_map(|(indices, at_once)| {
                let cases = indices
                    .into_iter()
                    .filter_map(|index| Some((index, plan.cases.get(index)?)));
                stream::iter(cases)
                    .map(async |(index, planned)| {
                        (index, self.run_case(planned, Injection::Nothing).await)
                    })
                    .buffer_unordered(at_once)
            });
            let mut judged = pin!(groups);
            loop {
                tokio::select! {
                    biased;
                    () = &mut interrupt => {
                        interrupted = true;
                        break;
                    }
                    next = judged.next() => match next {
                        None => break,
                        Some((index, judgement)) => {
                            self.observer.advance();
                            if let Some(slot) = judgements.get_mut(index) {
                                *slot = Some(judgement?);
                            }
                        }
                    },
                }
            }
        }
        self.observer.end();
        if let Some(command) = self.reset_command()
            && self.is_changed.get()
            && let Err(message) = reset::reset(command).await
        {
            let message = format!("`reset` failed after the last case: {message}");
            self.observer.warn(&self.secrets.borrow().mask(&message));
        }
        let unsent = || no_result(Reason::Interrupted);
        Ok(CaseResults {
            judgements: judgements
                .into_iter()
                .map(|judgement| judgement.unwrap_or_else(unsent))
                .collect(),
            interrupted,
        })
    }

    /// Who puts the target into its state; `None` if a hook does.
    fn state(&self) -> Option<TargetState> {
        match &self.settings.target {
            TargetSettings::Url { state, .. } => Some(*state),
            TargetSettings::Hook(_) => None,
        }
    }

    /// The command that puts the target into its state.
    fn reset_command(&self) -> Option<&CommandLine> {
        match &self.settings.target {
            TargetSettings::Url { reset, .. } => reset.as_ref(),
            TargetSettings::Hook(_) => None,
        }
    }

    /// The indices of the cases in groups that are sent one after the other, each with how many are sent at once.
    ///
    /// If every case has its own fixture, the order does not matter. Otherwise later cases see the changes of earlier
    /// ones: cases that only read come first, then changes one at a time, and deletions last.
    fn group_cases(&self, plan: &Plan<'_>) -> Vec<(Vec<usize>, usize)> {
        let all = (0..plan.cases.len()).collect();
        match self.state() {
            None => return vec![(all, self.settings.jobs)],
            // one server has one fixture at a time
            Some(TargetState::Reset) => return vec![(all, 1)],
            Some(TargetState::Documented | TargetState::Discovered) => {}
        }
        let mut groups = vec![
            (Vec::new(), self.settings.jobs),
            (Vec::new(), 1),
            (Vec::new(), 1),
        ];
        for (index, planned) in plan.cases.iter().enumerate() {
            let group = match planned.case.effect() {
                Effect::None => 0,
                Effect::Change => 1,
                Effect::Deletion => 2,
            };
            if let Some((indices, _)) = groups.get_mut(group) {
                indices.push(index);
            }
        }
        groups
    }

    /// Sends one case and checks the responses; meanwhile the server injects `injected`.
    pub(crate) async fn run_case(
        &self,
        planned: &PlannedCase<'_>,
        injected: Injection<'_>,
    ) -> Result<Judgement, Error> {
        if self.consecutive_failures.get() >= MAX_CONSECUTIVE_FAILURES {
            return Ok(no_result(Reason::TooManyFailures {
                count: MAX_CONSECUTIVE_FAILURES,
            }));
        }
        match &self.target {
            Target::Url(site) if self.state() == Some(TargetState::Documented) => {
                match self.reset_before(planned).await {
                    Ok(()) => Ok(self.send_steps(planned, site).await),
                    Err(reason) => Ok(no_result(reason)),
                }
            }
            Target::Url(site) if self.state() == Some(TargetState::Reset) => {
                match self.set_up_by_command(planned, site).await? {
                    Ok(site) => Ok(self.send_steps(planned, &site).await),
                    Err(reason) => Ok(no_result(reason)),
                }
            }
            Target::Url(site) => {
                // in any plan, no id of an example may be sent to a server with a state of its own
                let bound = |name: &str| {
                    let mut known = site.params.iter().chain(&planned.discovered);
                    known.any(|param| param.parameter == name)
                };
                if let Some(open) = planned
                    .case
                    .needed_parameters()
                    .find(|one| !bound(&one.name))
                {
                    return Ok(no_result(Reason::no_value(open)));
                }
                Ok(self.send_steps(planned, site).await)
            }
            Target::Hook(hook) => match self.set_up(hook, planned, injected).await? {
                Ok(site) => {
                    let judgement = self.send_steps(planned, &site).await;
                    hook.tear_down(self.transport, &site).await;
                    Ok(judgement)
                }
                Err(reason) => Ok(no_result(reason)),
            },
        }
    }

    /// Puts the target into its documented state before a case that changes it.
    async fn reset_before(&self, planned: &PlannedCase<'_>) -> Result<(), Reason> {
        match self.reset_command() {
            Some(command) if planned.case.effect() != Effect::None => {
                let result = reset::reset(command).await;
                self.is_changed.set(self.is_changed.get() || result.is_ok());
                result.map_err(|message| Reason::ResetFailed { message })
            }
            _ => Ok(()),
        }
    }

    /// Sets up the fixture of a case by a command.
    async fn set_up_by_command(
        &self,
        planned: &PlannedCase<'_>,
        site: &Site,
    ) -> Result<Result<Site, Reason>, Error> {
        let Some(command) = self.reset_command() else {
            return Ok(Err(Reason::NeedsState));
        };
        let name = planned.case.fixture.as_deref().unwrap_or(DEFAULT_FIXTURE);
        let fixture = self.fixture(name)?;
        let prepared = match reset::set_up(command, name, &fixture).await {
            Ok(prepared) => prepared,
            Err(message) => return Ok(Err(Reason::ResetFailed { message })),
        };
        for (name, secret) in &prepared.credentials {
            let added = self.secrets.borrow_mut().add(name, secret);
            if let Err(error) = added {
                let message =
                    format!("it printed a credential that cannot be kept secret: {error}");
                return Ok(Err(Reason::ResetFailed { message }));
            }
        }
        Ok(Ok(site.prepared(prepared)))
    }

    /// The fixture of a name.
    fn fixture(&self, name: &str) -> Result<Rc<Value>, Error> {
        if let Some(fixture) = self.fixtures.borrow().get(name) {
            return Ok(Rc::clone(fixture));
        }
        let fixture = Rc::new(self.settings.sources.suite.read_fixture(name)?);
        self.fixtures
            .borrow_mut()
            .insert(name.to_owned(), Rc::clone(&fixture));
        Ok(fixture)
    }

    /// Sets up the fixture of a case; the inner error says why the hook could not be reached.
    pub(crate) async fn set_up(
        &self,
        hook: &Hook,
        planned: &PlannedCase<'_>,
        injected: Injection<'_>,
    ) -> Result<Result<Site, Reason>, Error> {
        let name = planned.case.fixture.as_deref().unwrap_or(DEFAULT_FIXTURE);
        let body = injected.to_request_body(&*self.fixture(name)?);
        let site = match hook.set_up(self.transport, planned.case, body).await {
            Ok(site) => site,
            Err(TargetError::Unreachable { url, cause }) => {
                self.consecutive_failures
                    .set(self.consecutive_failures.get() + 1);
                return Ok(Err(Reason::HookFailed {
                    url,
                    message: cause,
                }));
            }
            Err(error) => return Err(error.into()),
        };
        let mut secrets = self.secrets.borrow_mut();
        for (name, secret) in &site.credentials {
            secrets
                .add(name, &secret.0)
                .map_err(|error| TargetError::InvalidHookResponse {
                    url: hook.url.clone(),
                    cause: format!("sent a credential that cannot be kept secret: {error}"),
                })?;
        }
        Ok(Ok(site))
    }

    async fn send_steps(&self, planned: &PlannedCase<'_>, site: &Site) -> Judgement {
        let RunInput {
            document, schemas, ..
        } = self.prepared;
        // the values from the configuration come first, so they take precedence
        let params = [site.params.as_slice(), &planned.discovered].concat();
        let mut conversation =
            Conversation::new(planned.case, planned.maximum_level, self.settings.strict);
        loop {
            let secret = |name: &str| site.secret(name);
            let Some(step) = conversation.step() else {
                return no_result(Reason::NothingToSend);
            };
            let base = base_url(document, &site.base, step);
            let request = conversation.request(document, schemas, &base, &params, &secret);
            let request = match request {
                Ok(request) => request,
                Err(error) => return no_result(error.into()),
            };
            let (response, attempts) = self.send(step, site, &request).await;
            let exchange = match response {
                Ok(exchange) => exchange,
                Err(error) => {
                    return Judgement {
                        attempts,
                        ..no_result(error.into())
                    };
                }
            };
            match conversation.receive(document, schemas, &exchange, attempts) {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(judgement) => return judgement,
            }
        }
    }

    /// Makes the request of a step, or says why it has none.
    pub(crate) fn request(
        &self,
        step: &Step,
        site: &Site,
        params: &[Param],
    ) -> Result<reprise_core::Request, String> {
        let secret = |name: &str| site.secret(name);
        build_request(&self.prepared.document, step, params, &secret)
            .map_err(|error| error.to_string())
    }

    /// Sends a request, with retries if they are safe; also returns the number of attempts.
    pub(crate) async fn send(
        &self,
        step: &Step,
        site: &Site,
        request: &reprise_core::Request,
    ) -> (Result<Exchange, TransportError>, u32) {
        let mut attempts = 1;
        let base = base_url(&self.prepared.document, &site.base, step);
        loop {
            let response = self.transport.send(site.request(&base, request)).await;
            let kind = response.as_ref().err().map(|error| error.kind);
            self.consecutive_failures.set(match kind {
                Some(TransportErrorKind::NoConnection) => self.consecutive_failures.get() + 1,
                _ => 0,
            });
            let wait = match &response {
                Ok(exchange) => retry_after(step, exchange, unix_time()),
                Err(error)
                    if matches!(
                        error.kind,
                        TransportErrorKind::Unusable | TransportErrorKind::Timeout
                    ) =>
                {
                    None
                }
                Err(_) => step.is_safe().then_some(RECONNECT_DELAY),
            };
            match wait.filter(|wait| *wait <= MAX_RETRY_AFTER) {
                Some(wait)
                    if attempts <= self.settings.retries
                        && self.consecutive_failures.get() < MAX_CONSECUTIVE_FAILURES =>
                {
                    tokio::time::sleep(wait).await;
                    attempts += 1;
                }
                _ => return (response, attempts),
            }
        }
    }
}

fn no_result(reason: Reason) -> Judgement {
    Judgement::without_response(reason.into())
}

/// The time, in seconds since 1970.
pub fn unix_time() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs() as i64)
}
