//! One value of a text, as an index keeps it.

/// One value of a text. What is inside it follows directly, up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Where the key of a member begins; [`NONE`] for elements and the root.
    pub(super) key: u32,
    /// Where the value begins.
    pub(super) value: u32,
    /// The index of the entry after all that is inside.
    pub(super) end: u32,
    /// For a YAML alias, the entry it stands for.
    pub(super) alias: u32,
}

/// No place, and no entry: a text with so many bytes has no index.
pub(super) const NONE: u32 = u32::MAX;

impl Entry {
    /// The entry with this index, with nothing inside.
    pub(super) fn new(key: u32, value: u32, index: u32) -> Self {
        Self {
            key,
            value,
            end: index + 1,
            alias: NONE,
        }
    }
}
