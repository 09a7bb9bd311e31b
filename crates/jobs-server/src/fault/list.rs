//! The list of all faults.

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use jobs_api::operations::Operation;

use super::change::FaultChange;
use super::class::Class;
use super::definition::FaultDefinition;
use super::table;

/// A fault that can be injected.
#[derive(Clone, Copy)]
pub struct Fault(&'static FaultDefinition);

static ALL: LazyLock<Vec<FaultDefinition>> = LazyLock::new(|| {
    let mut all = table::definitions();
    all.sort_by_key(|definition| definition.class);
    all
});

impl Fault {
    /// Every fault, class by class.
    pub fn all() -> impl ExactSizeIterator<Item = Fault> {
        ALL.iter().map(Fault)
    }

    /// Its name, which never changes: `getJob.body./status.nulled`.
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// The kind of requirement that it breaks.
    pub fn class(self) -> Class {
        self.0.class
    }

    /// The operations whose responses may differ; all others work as without the fault.
    pub fn operations(self) -> &'static [Operation] {
        &self.0.operations
    }

    /// The broken requirement, in one line.
    pub fn breaks(self) -> &'static str {
        &self.0.breaks
    }

    /// The change to requests for `operation`.
    pub(super) fn change(self, operation: Operation) -> Option<&'static FaultChange> {
        self.0
            .operations
            .contains(&operation)
            .then_some(&self.0.change)
    }
}

/// An unknown fault name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown fault `{0}`; `--fault list` lists all faults")]
pub struct UnknownFault(String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Fault, UnknownFault> {
        Fault::all()
            .find(|fault| fault.name() == name)
            .ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

impl PartialEq for Fault {
    fn eq(&self, other: &Fault) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Fault {}

impl fmt::Debug for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Fault").field(&self.name()).finish()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
