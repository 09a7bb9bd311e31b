//! One value of a text, as stored in an index.

/// One value of a text. Its children follow directly, up to `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PositionEntry {
    /// Start of the key of a property; [`NONE`] for elements and the root.
    pub(super) key: u32,
    /// Start of the value.
    pub(super) value: u32,
    /// The index of the entry after all that is inside.
    pub(super) end: u32,
    /// For a YAML alias, the entry that it refers to.
    pub(super) alias: u32,
}

/// No position and no entry; texts of this size have no index.
pub(super) const NONE: u32 = u32::MAX;

impl PositionEntry {
    /// The entry with this index, without children.
    pub(super) fn new(key: u32, value: u32, index: u32) -> Self {
        Self {
            key,
            value,
            end: index + 1,
            alias: NONE,
        }
    }
}
