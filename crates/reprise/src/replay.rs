//! Sends the steps of a plan, many at once, and judges the answers.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::pin::pin;
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use futures_util::{StreamExt, stream};
use openapi_document::Document;
use reprise_core::{
    Exchange, Judgement, Omission, Plan, Request, Schemas, Secrets, Step, Verdict, judge, request,
    retry_after,
};
use serde_json::Value;

use crate::client::{Client, Failure, NoAnswer};
use crate::limits::{FAILURES_IN_A_ROW, LONGEST_WAIT};
use crate::progress::Progress;
use crate::settings::{Settings, TargetSettings};
use crate::target::{Hook, Site, Target, TargetError, give_back, set_up};
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
    /// Every world so far: many cases share one, and each is read once.
    worlds: RefCell<HashMap<String, Rc<Value>>>,
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
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no runtime can be started")?;
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
            worlds: RefCell::default(),
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
    /// Sends every step and judges the answers, until all are judged or somebody presses Ctrl-C.
    ///
    /// What is on its way then is given up; the worlds that were set up for it expire by themselves.
    pub(crate) async fn steps(&self, plan: &Plan<'_>) -> Result<Replayed> {
        let mut judgements: Vec<Option<Judgement>> = vec![None; plan.steps.len()];
        let mut interrupted = false;
        let mut progress = Progress::new(plan.steps.len());
        {
            let mut interrupt = pin!(tokio::signal::ctrl_c());
            let mut judged = pin!(
                stream::iter(plan.steps.iter().enumerate())
                    .map(async |(index, step)| (index, self.step(step).await))
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
        let unsent = || Judgement::without_answer(Verdict::Skipped(Omission::Interrupted));
        Ok(Replayed {
            judgements: judgements
                .into_iter()
                .map(|judgement| judgement.unwrap_or_else(unsent))
                .collect(),
            interrupted,
        })
    }

    /// How many steps go on at once: one, where some change what others see.
    fn at_once(&self, plan: &Plan<'_>) -> usize {
        let changes = plan.steps.iter().any(|step| !step.case.method.is_safe());
        match self.target {
            Target::Url(_) if changes => 1,
            Target::Url(_) | Target::Hook(_) => self.settings.jobs,
        }
    }

    async fn step(&self, step: &Step<'_>) -> Result<Judgement> {
        if self.failures.get() >= FAILURES_IN_A_ROW {
            return Ok(unreached(format!(
                "not tried, since {FAILURES_IN_A_ROW} connections in a row had failed"
            )));
        }
        match &self.target {
            Target::Url(site) => Ok(self.ask(step, site).await),
            Target::Hook(hook) => match self.set_up(hook, step).await? {
                Ok(site) => {
                    let judgement = self.ask(step, &site).await;
                    give_back(&self.client, hook, &site).await;
                    Ok(judgement)
                }
                Err(cause) => Ok(unreached(cause)),
            },
        }
    }

    fn world(&self, name: &str) -> Result<Rc<Value>> {
        if let Some(world) = self.worlds.borrow().get(name) {
            return Ok(Rc::clone(world));
        }
        let suite = self.settings.suite.as_deref();
        let world = Rc::new(read::world(suite, self.settings.document.as_deref(), name)?);
        self.worlds
            .borrow_mut()
            .insert(name.to_owned(), Rc::clone(&world));
        Ok(world)
    }

    /// Sets up the world of a step; the inner error says why the hook could not be reached.
    pub(crate) async fn set_up(
        &self,
        hook: &Hook,
        step: &Step<'_>,
    ) -> Result<Result<Site, String>> {
        let name = step.case.world.as_deref().unwrap_or_default();
        let world = self.world(name)?;
        let site = match set_up(&self.client, hook, step.case, &world).await {
            Ok(site) => site,
            Err(TargetError::Unreachable { url, cause }) => {
                self.failures.set(self.failures.get() + 1);
                return Ok(Err(format!(
                    "the state hook at {url} cannot be reached: {cause}"
                )));
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

    async fn ask(&self, step: &Step<'_>, site: &Site) -> Judgement {
        let request = match self.request(step, site) {
            Ok(request) => request,
            Err(reason) => return Judgement::without_answer(Verdict::Blocked(reason)),
        };
        let (answer, attempts) = self.send(step, site, &request).await;
        let judgement = match answer {
            Err(error) => unreached(error.cause),
            Ok(exchange) => judge(
                self.document,
                self.schemas,
                step.case,
                &exchange,
                step.ceiling,
            ),
        };
        let judgement = if self.settings.strict {
            judgement.strictly(step.case)
        } else {
            judgement
        };
        Judgement {
            attempts,
            ..judgement
        }
    }

    /// Makes the request of a step, or says why there is none.
    pub(crate) fn request(&self, step: &Step<'_>, site: &Site) -> Result<Request, String> {
        let secret = |name: &str| site.credentials.get(name).map(|secret| secret.0.clone());
        request(self.document, step.case, &site.bindings, &secret)
            .map_err(|error| error.to_string())
    }

    /// Sends a request, and again where that is safe and promises an answer; also says how often.
    pub(crate) async fn send(
        &self,
        step: &Step<'_>,
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
                Ok(exchange) => retry_after(step.case, exchange, now()),
                Err(error) if error.kind == Failure::Unusable => None,
                Err(_) => step.case.method.is_safe().then_some(RECONNECT),
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

fn unreached(cause: String) -> Judgement {
    Judgement::without_answer(Verdict::Unreached(cause))
}

/// The time, in seconds since 1970.
pub(crate) fn now() -> i64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |elapsed| elapsed.as_secs() as i64)
}
