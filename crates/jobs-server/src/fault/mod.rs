//! Requirements that the server can be told to break, one at a time, so that a suite can be seen finding it.
//!
//! Faults of bodies, statuses and headers are made from the contract: a member that is added to it can be
//! dropped from the next build on. Faults of behaviour are written by hand. Either is a row in a table; what
//! serves requests looks at a fault in a handful of places, and only where the operation is one that the
//! fault touches.
//!
//! | place | what a fault does there |
//! |---|---|
//! | the request is read (`app`) | it is read wrongly ([`Misread`]) |
//! | the caller is found (`call`) | somebody is let in ([`Admission`]) |
//! | the operation runs (`run`) | it runs in another fixture ([`Falsehood`]), or its checks change places ([`Order`]) |
//! | the answer is there (`app`) | it is spoilt ([`Member`], [`Reply`], [`Listing`], …) |

/// A table as an array of tuples, a row a line.
macro_rules! rows {
    ($($($cell:expr),+;)*) => { [$(($($cell),+)),*] };
}

mod actions;
mod admission;
mod agents;
mod broad;
mod class;
mod contract;
mod falsehood;
mod listing;
mod log;
mod lookup;
mod member;
mod misread;
mod order;
mod perform;
mod reply;
mod rights;
mod scope;
mod values;

use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

use http::Uri;
use jobs_api::operations::Operation;

pub(crate) use admission::Admission;
pub(crate) use broad::{Broad, SLOW};
pub use class::Class;
use falsehood::Falsehood;
use listing::Listing;
use log::LogFault;
use lookup::Lookup;
use member::Member;
pub(crate) use misread::Misread;
use order::Order;
pub(crate) use perform::{Scene, perform};
use reply::Reply;
use values::Item;

use crate::answer::Answer;

/// A broken requirement.
#[derive(Clone, Copy)]
pub struct Fault(&'static Known);

/// A fault, with all that is known of it.
struct Known {
    name: String,
    class: Class,
    operations: Vec<Operation>,
    breaks: String,
    breach: Breach,
}

/// What is done to break a requirement.
#[derive(Debug)]
pub(crate) enum Breach {
    /// Something sweeping.
    Broad(Broad),
    /// A member of the body is spoilt.
    Member(Member),
    /// What surrounds the body is spoilt, or a refusal.
    Reply(Reply),
    /// A list, or what leads through it, is spoilt.
    Listing(Listing),
    /// The log is spoilt.
    Log(LogFault),
    /// The request is read wrongly.
    Misread(Misread),
    /// Who calls is decided wrongly.
    Admission(Admission),
    /// The operation runs in another fixture than it should.
    Falsehood(Falsehood),
    /// The checks come in another order.
    Order(Order),
    /// A record is found where it is not.
    Lookup(Lookup),
    /// Values of the items of an answer are other ones.
    Item(Item),
    /// Calls are not counted.
    Uncounted,
    /// A page may be longer than a hundred items.
    Unclamped,
}

static ALL: LazyLock<Vec<Known>> = LazyLock::new(|| {
    let mut all = broad::faults();
    all.extend(member::faults());
    all.extend(reply::faults());
    all.extend(misread::faults());
    all.extend(listing::faults());
    all.extend(admission::faults());
    all.extend(rights::faults());
    all.extend(order::faults());
    all.extend(lookup::faults());
    all.extend(actions::faults());
    all.extend(values::faults());
    all.extend(log::faults());
    all.extend(agents::faults());
    all.extend(page_length());
    all.sort_by_key(|known| known.class);
    all
});

/// Pages that are as long as anyone likes.
fn page_length() -> impl Iterator<Item = Known> {
    [Operation::ListProjectJobs, Operation::ListPipelineJobs]
        .into_iter()
        .map(|operation| {
            Known::of(
                operation,
                "per_page.unbounded",
                Class::PageBroken,
                "a page may hold more than 100 items",
                Breach::Unclamped,
            )
        })
}

impl Known {
    /// A fault of one operation: `<operationId>.<what>`.
    fn of(operation: Operation, what: &str, class: Class, breaks: &str, breach: Breach) -> Known {
        Known {
            name: format!("{}.{what}", operation.id()),
            class,
            operations: vec![operation],
            breaks: breaks.to_owned(),
            breach,
        }
    }
}

impl Fault {
    /// Every fault, class by class.
    pub fn all() -> impl ExactSizeIterator<Item = Fault> {
        ALL.iter().map(Fault)
    }

    /// The name that it is asked for by, which never changes: `getJob.body./status.nulled`.
    pub fn name(self) -> &'static str {
        &self.0.name
    }

    /// Which kind of requirement it breaks.
    pub fn class(self) -> Class {
        self.0.class
    }

    /// The operations that may answer differently; all others answer as if there were no fault.
    pub fn operations(self) -> &'static [Operation] {
        &self.0.operations
    }

    /// What it breaks, in one line.
    pub fn breaks(self) -> &'static str {
        &self.0.breaks
    }

    /// What is to be done about it in a request for `operation`.
    pub(crate) fn breach(self, operation: Operation) -> Option<&'static Breach> {
        self.0
            .operations
            .contains(&operation)
            .then_some(&self.0.breach)
    }
}

impl Breach {
    /// Spoils an answer that is on its way; `address` is what was asked for.
    pub(crate) fn spoil(&self, mut answer: Answer, address: &Uri) -> Answer {
        match self {
            Breach::Broad(broad) => broad.spoil(&mut answer),
            Breach::Member(member) => member.spoil(&mut answer),
            Breach::Reply(reply) => reply.spoil(&mut answer),
            Breach::Listing(listing) => {
                listing.spoil(&mut answer);
                listing.lead_on(&mut answer, address);
            }
            Breach::Item(item) => item.spoil(&mut answer),
            _ => {}
        }
        answer
    }
}

/// A name that no fault has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no fault is called `{0}`; `--fault list` lists them")]
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
