//! Why the files of `spec/` cannot be generated.

/// Why the files of `spec/` cannot be generated.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// An example has a part that its operation does not declare.
    #[error("example {operation}/{name}: {what}; correct the example or declare it")]
    Example {
        /// Operation id.
        operation: String,
        /// Name of the example.
        name: String,
        /// What is wrong with it.
        what: String,
    },
    /// A value cannot be written.
    #[error("the document cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// A value cannot be written.
    #[error("the document cannot be written as YAML: {0}")]
    Yaml(String),
}
