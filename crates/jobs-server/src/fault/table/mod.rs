//! The tables of faults.

mod actions;
mod agents;
mod broad;
mod callers;
mod contract;
mod headers;
mod limits;
mod lists;
mod log;
mod lookup;
mod member;
mod order;
mod parameters;
mod rights;
mod values;

use super::definition::FaultDefinition;

/// Every fault.
pub(super) fn definitions() -> Vec<FaultDefinition> {
    let mut all = broad::faults();
    all.extend(member::faults());
    all.extend(headers::faults());
    all.extend(parameters::faults());
    all.extend(lists::faults());
    all.extend(callers::faults());
    all.extend(rights::faults());
    all.extend(limits::rate_limit());
    all.extend(order::faults());
    all.extend(lookup::faults());
    all.extend(actions::faults());
    all.extend(values::faults());
    all.extend(log::faults());
    all.extend(agents::faults());
    all.extend(limits::page_size());
    all
}
