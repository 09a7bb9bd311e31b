//! The Operation Object: one method on one path template.

use jsonptr::PointerBuf;

use crate::defect::Defect;
use crate::method::Method;
use crate::node::Node;
use crate::parameter::{Parameter, read_parameters};
use crate::request_body::{RequestBody, read_request_body};
use crate::response::{Response, read_responses};
use crate::security::read_security_requirements;
use crate::server::{read_own_servers, read_servers};
use crate::template::match_path_parameters;

/// One method on one path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its `operationId`, or `GET /projects/{id}/jobs` if the document has none.
    pub id: String,
    /// Its method.
    pub method: Method,
    /// Its path template: `/projects/{id}/jobs`; the name of a webhook, or the expression of a callback.
    pub path: String,
    /// The place of the Operation Object.
    pub pointer: PointerBuf,
    /// Its summary.
    pub summary: Option<String>,
    /// Its parameters and those of its path; the operation's take precedence.
    pub parameters: Vec<Parameter>,
    /// Its request body.
    pub request_body: Option<RequestBody>,
    /// Its responses, in the order of the document.
    pub responses: Vec<Response>,
    /// Alternatives, each a set of security schemes that are needed together. No alternatives, or an empty one, means
    /// that no scheme is needed.
    pub security: Vec<Vec<String>>,
    /// The URLs of its servers, with the default of each variable: its own, otherwise those of its path, otherwise
    /// those of the document; `/` if there are none.
    pub servers: Vec<String>,
}

impl Operation {
    /// The response that is documented for a status: by its code, else its range, else `default`.
    #[must_use]
    pub fn response(&self, status: u16) -> Option<&Response> {
        self.responses
            .iter()
            .filter(|response| response.status.matches(status))
            .min_by_key(|response| response.status)
    }
}

/// All operations under `paths`, in the order of the document; invalid ones become defects.
pub(crate) fn read_operations(root: &Node<'_>, defects: &mut Vec<Defect>) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, item) in root.members_of("paths") {
        if path.starts_with("x-") {
            continue;
        }
        if !path.starts_with('/') {
            let message = format!(
                "the path `{path}` does not start with `/`; add the slash or remove the path"
            );
            defects.push(Defect::new(item.at, message));
            continue;
        }
        read_path_item(root, path, item, Sender::Client, &mut operations, defects);
    }
    operations
}

/// Who sends the requests of an operation.
#[derive(Clone, Copy)]
pub(crate) enum Sender {
    /// A client, to the path below a server's URL.
    Client,
    /// The API, to a URL that a client gave it.
    Api,
}

/// Adds the operations of one path item, and its defects.
pub(crate) fn read_path_item<'d>(
    root: &Node<'d>,
    path: &str,
    item: Node<'d>,
    sender: Sender,
    operations: &mut Vec<Operation>,
    defects: &mut Vec<Defect>,
) {
    match read_path_operations(root, path, item, sender, operations) {
        // Parameters of a path belong to each of its operations, their defects only once.
        Ok(found) => {
            for defect in found {
                if !defects.contains(&defect) {
                    defects.push(defect);
                }
            }
        }
        Err(defect) => defects.push(defect),
    }
}

fn read_path_operations<'d>(
    root: &Node<'d>,
    path: &str,
    item: Node<'d>,
    sender: Sender,
    operations: &mut Vec<Operation>,
) -> Result<Vec<Defect>, Defect> {
    // A path item may refer to another one and have its own properties, which take precedence.
    let referred = item.clone().resolve_object("a Path Item Object")?;
    let items = if referred.at == item.at {
        vec![item]
    } else {
        vec![referred, item]
    };

    let mut defects = Vec::new();
    let mut read: Vec<Method> = Vec::new();
    for (key, node) in items.iter().rev().flat_map(Node::members) {
        if matches!(key, "query" | "additionalOperations") {
            let message =
                format!("`{key}` of OpenAPI 3.2 is not supported; its operations are ignored");
            defects.push(Defect::new(node.at, message));
            continue;
        }
        let Some(method) = Method::from_key(key).filter(|method| !read.contains(method)) else {
            continue;
        };
        read.push(method);
        let id = match node.text("operationId") {
            Some(id) => id.to_owned(),
            None => format!("{method} {path}"),
        };
        match read_operation(root, path, &items, method, &id, &node, &mut defects) {
            Ok(mut operation) => {
                if let Sender::Client = sender {
                    let parameters = &mut operation.parameters;
                    match_path_parameters(path, &operation.pointer, parameters, &mut defects);
                }
                operations.push(operation);
            }
            Err(defect) => defects.push(defect.with_operation(&id)),
        }
    }
    Ok(defects)
}

fn read_operation(
    root: &Node<'_>,
    path: &str,
    items: &[Node<'_>],
    method: Method,
    id: &str,
    node: &Node<'_>,
    defects: &mut Vec<Defect>,
) -> Result<Operation, Defect> {
    if !node.value.is_object() {
        return Err(node.unexpected_type("an Operation Object"));
    }
    Ok(Operation {
        id: id.to_owned(),
        method,
        path: path.to_owned(),
        pointer: node.at.clone(),
        summary: node.text("summary").map(str::to_owned),
        parameters: read_parameters(items.iter().chain([node]), defects)?,
        request_body: read_request_body(node, defects)?,
        responses: read_responses(node, defects)?,
        security: read_security_requirements(node, root),
        servers: read_own_servers(node)
            .or_else(|| items.iter().rev().find_map(read_own_servers))
            .unwrap_or_else(|| read_servers(root)),
    })
}
