//! Running an operation, with whatever fault was asked for.

use jobs_api::operations::Operation;
use rusqlite::Connection;

use super::{Breach, Broad};
use crate::answer::Answer;
use crate::authenticate::Effect;
use crate::call::Call;
use crate::instance::Instance;
use crate::operation::{Serve, shown_as_it_is};
use crate::refusal::Refusal;
use crate::run::Prepared;

/// An operation that is about to run.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) operation: Operation,
    pub(crate) effect: Effect,
    pub(crate) serve: Serve,
    pub(crate) prepared: &'a Prepared,
}

impl<'a> Scene<'a> {
    fn call(&self, db: &'a Connection) -> Call<'a> {
        self.prepared
            .call(self.instance, db, self.operation, self.effect)
    }

    /// Runs the operation as it should run.
    pub(crate) fn run(&self) -> Result<Answer, Refusal> {
        let act = |db: &Connection| (self.serve)(&self.with(db));
        match self.effect {
            Effect::Reads => self.instance.store.read(act),
            Effect::Changes => self.instance.store.change(act),
        }
    }

    fn with<'b>(&'b self, db: &'b Connection) -> Call<'b> {
        Scene::<'b>::call(self, db)
    }

    /// Does something and takes all of it back.
    pub(super) fn try_out(
        &self,
        act: impl FnOnce(&Call<'_>) -> Result<Answer, Refusal>,
    ) -> Result<Answer, Refusal> {
        self.instance
            .store
            .try_out(|db| without_checks(db, || act(&self.with(db))))
    }

    /// Does something that no check of the database hinders.
    pub(super) fn change(
        &self,
        act: impl FnOnce(&Call<'_>) -> Result<Answer, Refusal>,
    ) -> Result<Answer, Refusal> {
        self.instance
            .store
            .change(|db| without_checks(db, || act(&self.with(db))))
    }
}

/// Lets jobs be written that cannot be, which is what some faults are about.
fn without_checks(
    db: &Connection,
    act: impl FnOnce() -> Result<Answer, Refusal>,
) -> Result<Answer, Refusal> {
    db.pragma_update(None, "ignore_check_constraints", true)?;
    let done = act();
    db.pragma_update(None, "ignore_check_constraints", false)?;
    done
}

/// Runs the operation as the fault has it.
pub(crate) fn perform(scene: &Scene<'_>, breach: &Breach) -> Result<Answer, Refusal> {
    match breach {
        Breach::Broad(broad) => sweep(scene, *broad),
        Breach::Falsehood(falsehood) => falsehood.perform(scene),
        Breach::Order(order) => order.perform(scene),
        Breach::Lookup(lookup) => lookup.perform(scene),
        Breach::Log(log) => log.perform(scene),
        _ => scene.run(),
    }
}

fn sweep(scene: &Scene<'_>, broad: Broad) -> Result<Answer, Refusal> {
    match (broad, scene.effect) {
        (Broad::Panic, _) => std::panic::resume_unwind(Box::new("told to panic by a fault")),
        (Broad::ForgottenAction, Effect::Changes) => {
            scene.try_out(|call| (scene.serve)(call)?.written())
        }
        (Broad::IdleAction, Effect::Changes) => {
            let acted = scene.try_out(|call| (scene.serve)(call)?.written())?;
            let unchanged = scene.instance.store.read(|db| {
                let call = scene.with(db);
                shown_as_it_is(&call, call.job_id()?)
            })?;
            Ok(Answer {
                status: acted.status,
                ..unchanged
            })
        }
        _ => scene.run(),
    }
}
