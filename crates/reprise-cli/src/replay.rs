//! Sends the steps of a plan, many at once, and judges the answers.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::pin::pin;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use futures_util::{StreamExt, stream};
use openapi_document::Document;
use reprise_core::{
    Conversation, Exchange, Judgement, Param, Plan, Planned, Reason, Request, Schemas, Secrets,
    Step, request, retry_after,
};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};

use crate::client::{Client, Failure, NoAnswer};
use crate::limits::{FAILURES_IN_A_ROW, LONGEST_WAIT};
use crate::progress::Progress;
use crate::settings::{Settings, TargetSettings};
use crate::target::{Hook, Injected, Site, Target, TargetError, give_back, set_up};
use crate::{embedded, read};

/// How long to wait before a connection is tried again.
const RECONNECT: Duration = Duration::from_millis(200);

/// What came of a plan.
pub(crate) struct Replayed {
    /// A judgement for each step, in the order of the plan.
    pub(crate) judgements: Vec<Judgement>,
    /// Whether somebody interrupted the run.
    pub(crate) interrupted: bool,
}

/// A run while it goes on.
pub(crate) struct Replay<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) document: &'a Document,
    pub(crate) schemas: &'a Schemas,
    pub(crate) client: Client,
    pub(crate) target: Target,
    /// Every secret so far: state hooks give out more on the way.
    pub(crate) secrets: &'a RefCell<Secrets>,
    /// What asks for every fixture so far: many cases share one, and each is read once.
    fixtures: RefCell<HashMap<String, Rc<str>>>,
    /// How many connections have failed in a row.
    failures: Cell<u32>,
}

/// Runs something against the target of the settings, starting the reference server where that is the target.
///
/// # Errors
///
/// When nobody answers there, or `work` fails.
pub(crate) fn with_target<'a, T>(
    settings: &'a Settings,
    document: &'a Document,
    schemas: &'a Schemas,
    secrets: &'a RefCell<Secrets>,
    work: impl AsyncFnOnce(&Replay<'a>) -> Result<T>,
) -> Result<T> {
    let runtime = runtime(&settings.target)?;
    let done = runtime.block_on(async {
        let client = Client::new(settings.limits, settings.trusted.as_deref())?;
        let server = match settings.target {
            TargetSettings::Embedded => Some(
                embedded::start()
                    .await
                    .context("the reference server cannot start")?,
            ),
            _ => None,
        };
        let hook = server.as_ref().and_then(|server| server.hook_url());
        let replay = Replay {
            settings,
            document,
            schemas,
            client,
            target: Target::new(&settings.target, hook),
            secrets,
            fixtures: RefCell::default(),
            failures: Cell::new(0),
        };
        replay.target.reach(&replay.client).await?;
        let done = work(&replay).await;
        if let Some(server) = server {
            // a connection that is kept would keep the server
            drop(replay);
            server.stop().await;
        }
        done
    });
    // a connection that a server keeps busy for ever is not waited for
    runtime.shutdown_background();
    done.map_err(|error| masked(error, &secrets.borrow()))
}

/// What the requests are sent on. Beside this thread, which judges, one that reads and writes is enough, and more would
/// only wake each other; the reference server needs them.
fn runtime(target: &TargetSettings) -> Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    if !matches!(target, TargetSettings::Embedded) {
        builder.worker_threads(1);
    }
    let runtime = builder.enable_all().build();
    runtime.context("no runtime can be started")
}

/// The same error without secrets.
fn masked(error: anyhow::Error, secrets: &Secrets) -> anyhow::Error {
    match error.downcast::<TargetError>() {
        Ok(mut error) => {
            error.mask(secrets);
            error.into()
        }
        Err(error) => {
            let text = format!("{error:#}");
            if secrets.find(&text).is_some() {
                anyhow::anyhow!("{}", secrets.mask(&text))
            } else {
                error
            }
        }
    }
}

impl Replay<'_> {
    /// Sends every case and judges the answers, until all are judged or somebody presses Ctrl-C.
    ///
    /// What is on its way then is given up; the fixtures that were set up for it expire by themselves.
    pub(crate) async fn cases(&self, plan: &Plan<'_>) -> Result<Replayed> {
        let mut judgements: Vec<Option<Judgement>> = vec![None; plan.cases.len()];
        let mut interrupted = false;
        let mut progress = Progress::new(plan.cases.len());
        {
            let mut interrupt = pin!(tokio::signal::ctrl_c());
            let mut judged = pin!(
                stream::iter(plan.cases.iter().enumerate())
                    .map(async |(index, planned)| {
                        (index, self.case(planned, Injected::Nothing).await)
                    })
                    .buffer_unordered(self.at_once(plan))
            );
            loop {
                tokio::select! {
                    biased;
                    pressed = &mut interrupt, if !interrupted => {
                        interrupted = pressed.is_ok();
                        if interrupted {
                            break;
                        }
                    }
                    next = judged.next() => match next {
                        None => break,
                        Some((index, judgement)) => {
                            progress.step();
                            if let Some(slot) = judgements.get_mut(index) {
                                *slot = Some(judgement?);
                            }
                        }
                    },
                }
            }
        }
        let unsent = || no_result(Reason::Interrupted);
        Ok(Replayed {
            judgements: judgements
                .into_iter()
                .map(|judgement| judgement.unwrap_or_else(unsent))
                .collect(),
            interrupted,
        })
    }

    /// How many cases go on at once: one, where some change what others see.
    fn at_once(&self, plan: &Plan<'_>) -> usize {
        let changes = plan.cases.iter().any(|planned| !planned.case.is_safe());
        match self.target {
            Target::Url(_) if changes => 1,
            Target::Url(_) | Target::Hook(_) => self.settings.jobs,
        }
    }

    /// Sends one case and judges the answers; the server is told to do meanwhile what is `injected`.
    pub(crate) async fn case(
        &self,
        planned: &Planned<'_>,
        injected: Injected<'_>,
    ) -> Result<Judgement> {
        if self.failures.get() >= FAILURES_IN_A_ROW {
            return Ok(no_result(Reason::TooManyFailures {
                count: FAILURES_IN_A_ROW,
            }));
        }
        match &self.target {
            Target::Url(site) => {
                // whoever made the plan: no id of an example goes to a server whose state is not ours
                let bound = |name: &str| {
                    let mut known = site.params.iter().chain(&planned.discovered);
                    known.any(|param| param.parameter == name)
                };
                if let Some(open) = planned.case.to_bind().find(|one| !bound(&one.name)) {
                    return Ok(no_result(Reason::no_value(open)));
                }
                Ok(self.ask(planned, site).await)
            }
            Target::Hook(hook) => match self.set_up(hook, planned, injected).await? {
                Ok(site) => {
                    let judgement = self.ask(planned, &site).await;
                    give_back(&self.client, hook, &site).await;
                    Ok(judgement)
                }
                Err(reason) => Ok(no_result(reason)),
            },
        }
    }

    /// What asks a state hook for a fixture.
    fn wish(&self, name: &str) -> Result<Rc<str>> {
        if let Some(fixture) = self.fixtures.borrow().get(name) {
            return Ok(Rc::clone(fixture));
        }
        let suite = self.settings.suite.as_deref();
        let fixture = read::fixture(suite, self.settings.document.as_deref(), name)?;
        let fixture: Rc<str> = json!({ "fixture": fixture }).to_string().into();
        self.fixtures
            .borrow_mut()
            .insert(name.to_owned(), Rc::clone(&fixture));
        Ok(fixture)
    }

    /// Sets up the fixture of a case; the inner error says why the hook could not be reached.
    pub(crate) async fn set_up(
        &self,
        hook: &Hook,
        planned: &Planned<'_>,
        injected: Injected<'_>,
    ) -> Result<Result<Site, Reason>> {
        let name = planned.case.fixture.as_deref().unwrap_or_default();
        let wish = self.wish(name)?;
        let wish = injected.added_to(&wish);
        let site = match set_up(&self.client, hook, planned.case, &wish).await {
            Ok(site) => site,
            Err(TargetError::Unreachable { url, cause }) => {
                self.failures.set(self.failures.get() + 1);
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
                .map_err(|error| TargetError::Refused {
                    url: hook.url.clone(),
                    cause: format!("gives out what cannot be kept secret: {error}"),
                })?;
        }
        Ok(Ok(site))
    }

    async fn ask(&self, planned: &Planned<'_>, site: &Site) -> Judgement {
        let (document, schemas) = (self.document, self.schemas);
        // what the operator names comes first, and so it counts
        let params = [site.params.as_slice(), &planned.discovered].concat();
        let mut conversation =
            Conversation::new(planned.case, planned.maximum_level, self.settings.strict);
        loop {
            let secret = |name: &str| secret(site, name);
            let request = conversation.request(document, schemas, &site.base, &params, &secret);
            let (request, step) = match (request, conversation.step()) {
                (Ok(request), Some(step)) => (request, step),
                (Err(error), _) => return no_result(error.into()),
                (Ok(_), None) => return no_result(Reason::NothingToSend),
            };
            let (answer, attempts) = self.send(step, site, &request).await;
            let exchange = match answer {
                Ok(exchange) => exchange,
                Err(error) => {
                    return Judgement {
                        attempts,
                        ..no_result(error.into())
                    };
                }
            };
            match conversation.answer(document, schemas, &exchange, attempts) {
                ControlFlow::Continue(()) => {}
                ControlFlow::Break(judgement) => return judgement,
            }
        }
    }

    /// Makes the request of a step, or says why there is none.
    pub(crate) fn request(
        &self,
        step: &Step,
        site: &Site,
        params: &[Param],
    ) -> Result<Request, String> {
        let secret = |name: &str| secret(site, name);
        request(self.document, step, params, &secret).map_err(|error| error.to_string())
    }

    /// Sends a request, and again where that is safe and answers are expected; also says how often.
    pub(crate) async fn send(
        &self,
        step: &Step,
        site: &Site,
        request: &Request,
    ) -> (Result<Exchange, NoAnswer>, u32) {
        let mut attempts = 1;
        loop {
            let answer = self.client.send(&site.base, request).await;
            let failure = answer.as_ref().err().map(|error| error.kind);
            self.failures.set(match failure {
                Some(Failure::NoConnection) => self.failures.get() + 1,
                _ => 0,
            });
            let wait = match &answer {
                Ok(exchange) => retry_after(step, exchange, now()),
                Err(error) if matches!(error.kind, Failure::Unusable | Failure::Timeout) => None,
                Err(_) => step.is_safe().then_some(RECONNECT),
            };
            match wait.filter(|wait| *wait <= LONGEST_WAIT) {
                Some(wait)
                    if attempts <= self.settings.retries
                        && self.failures.get() < FAILURES_IN_A_ROW =>
                {
                    tokio::time::sleep(wait).await;
                    attempts += 1;
                }
                _ => return (answer, attempts),
            }
        }
    }
}

fn secret(site: &Site, name: &str) -> Option<String> {
    site.credentials.get(name).map(|secret| secret.0.clone())
}

fn no_result(reason: Reason) -> Judgement {
    Judgement::without_answer(reason.into())
}

/// The time, in seconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs() as i64)
}
