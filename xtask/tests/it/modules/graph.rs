//! Modules and the edges between them.

use std::collections::BTreeMap;

/// The path of a module below the root of its crate: `["case", "step"]`.
pub(crate) type ModulePath = Vec<String>;

/// Why one module depends on another: the first place with such a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reason {
    /// The file and line.
    pub(crate) place: String,
    /// The path at that place.
    pub(crate) path: String,
}

/// The modules that each module imports from.
pub(crate) type Graph = BTreeMap<ModulePath, BTreeMap<ModulePath, Reason>>;
