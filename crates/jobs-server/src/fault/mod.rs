//! Fault injection: decorators that break one requirement at a time, to test whether a suite detects it.
//!
//! Faults of bodies, statuses and headers are generated from the contract: a property that is added to the contract
//! can be dropped from the next build on. Faults of behaviour are written by hand. Each fault is a row in a table and
//! names one [`Change`](change::Change); the operations do not depend on faults.
//!
//! | change | decorator |
//! |---|---|
//! | [`RequestChange`](request_change::RequestChange) | rewrites the request before the service reads it |
//! | [`ResponseChange`](response_change::ResponseChange) | rewrites the response of the service |
//! | [`StoreChange`](store_change::StoreChange) | shows the operation another fixture, or changes what it wrote |
//! | [`Repeat`](repeat::Repeat) | sends the request again in another way and takes that response |
//! | [`Policy`](crate::policy::Policy) | runs the operation with other limits |

/// A table as an array of tuples, one row a line.
macro_rules! rows {
    ($($($cell:expr),+;)*) => { [$(($($cell),+)),*] };
}

mod change;
mod class;
mod decorator;
mod definition;
mod extra_token;
mod list;
mod list_change;
mod repeat;
mod request_change;
mod response_change;
mod response_filter;
mod scope_change;
mod store_change;
mod table;

pub use class::Class;
pub(crate) use decorator::respond;
pub use list::{Fault, UnknownFault};
