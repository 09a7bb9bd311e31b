//! The checks that need Node.js.

use std::path::{Path, PathBuf};

use super::subject::Subject;
use crate::node::Installed;

/// The folder below `xtask/tools/` with the lock file and the configurations.
pub(super) const TOOLS: &str = "lint";

/// The tools that need Node.js, and what they are to look at.
pub(super) struct Checks<'c> {
    pub(super) root: &'c Path,
    pub(super) tools: &'c Installed,
    pub(super) subjects: &'c [Subject],
}

impl Checks<'_> {
    /// A file of the configuration. Its folder is named as it lies in the repository, where its relative paths hold.
    pub(super) fn configuration(&self, file: &str) -> PathBuf {
        self.root.join("xtask/tools").join(TOOLS).join(file)
    }
}
