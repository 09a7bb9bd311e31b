//! The widths of a table of cases.

/// How wide the columns of a table of cases are.
pub(super) struct Columns {
    pub(super) method: usize,
    pub(super) path: usize,
    pub(super) example: usize,
}

impl Columns {
    /// Measures rows of method, path and example.
    pub(super) fn of<'a>(rows: impl Iterator<Item = (&'a str, &'a str, &'a str)>) -> Columns {
        let none = Columns {
            method: 0,
            path: 0,
            example: 0,
        };
        rows.fold(none, |columns, (method, path, example)| Columns {
            method: columns.method.max(method.chars().count()),
            path: columns.path.max(path.chars().count()),
            example: columns.example.max(example.chars().count()),
        })
    }
}
