//! The checks that need Node.js.

use std::path::{Path, PathBuf};

use super::linted_document::LintedDocument;
use crate::node::Installed;

/// The folder below `xtask/tools/` with the lock file and the configurations.
pub(super) const TOOLS: &str = "lint";

/// The installed tools and the documents for them.
pub(super) struct ToolChecks<'c> {
    pub(super) root: &'c Path,
    pub(super) tools: &'c Installed,
    pub(super) subjects: &'c [LintedDocument],
}

impl ToolChecks<'_> {
    /// The path of a configuration in the repository, since its relative paths start there.
    pub(super) fn configuration(&self, file: &str) -> PathBuf {
        self.root.join("xtask/tools").join(TOOLS).join(file)
    }
}
