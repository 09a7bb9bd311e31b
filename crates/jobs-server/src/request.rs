//! A request for an operation, after routing.

use axum::body::Bytes;
use http::HeaderMap;
use jobs_api::operations::Operation;

/// A request for an operation.
#[derive(Clone, Debug)]
pub(crate) struct OperationRequest {
    pub(crate) operation: Operation,
    /// Parameters of the path, decoded.
    pub(crate) path: Vec<(String, String)>,
    /// Requested address without its query.
    pub(crate) url: String,
    /// Query as the client wrote it.
    pub(crate) query: Option<String>,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl OperationRequest {
    /// A parameter of the path.
    pub(crate) fn path_parameter(&self, name: &str) -> Option<&str> {
        let mut parameters = self.path.iter();
        parameters
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}
