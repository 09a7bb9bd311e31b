//! The requests that the API itself sends: webhooks, and the callbacks of operations.

use std::collections::HashSet;

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::defect::Defect;
use crate::method::Method;
use crate::node::Node;
use crate::operation::Operation;
use crate::operation::{Sender, read_path_item};

/// The callbacks of all operations, then the webhooks with their callbacks; invalid ones become defects.
pub(crate) fn read_outgoing(root: &Node<'_>, defects: &mut Vec<Defect>) -> Vec<Operation> {
    let mut outgoing = OutgoingReader {
        root,
        seen: HashSet::new(),
        operations: Vec::new(),
        defects,
    };
    for (_, item) in root.members_of("paths") {
        outgoing.read_callbacks(item);
    }
    for (name, item) in root.members_of("webhooks") {
        outgoing.read_path_item(name, item);
    }
    outgoing.operations
}

struct OutgoingReader<'r, 'd> {
    root: &'r Node<'d>,
    /// Path items that were read, since operations share callbacks, and a callback may have itself.
    seen: HashSet<PointerBuf>,
    operations: Vec<Operation>,
    defects: &'r mut Vec<Defect>,
}

impl<'d> OutgoingReader<'_, 'd> {
    fn read_path_item(&mut self, name: &str, item: Node<'d>) {
        if !self.seen.insert(item.at.clone()) {
            return;
        }
        read_path_item(
            self.root,
            name,
            item.clone(),
            Sender::Api,
            &mut self.operations,
            self.defects,
        );
        self.read_callbacks(item);
    }

    fn read_callbacks(&mut self, item: Node<'d>) {
        // a reference that cannot be resolved is reported when its operations are read
        let Ok(item) = item.resolve() else { return };
        if !has_callbacks(item.value) {
            return;
        }
        for (key, operation) in item.members() {
            if Method::from_key(key).is_none() {
                continue;
            }
            for (_, callback) in operation.members_of("callbacks") {
                match callback.resolve_object("a Callback Object") {
                    Ok(callback) => {
                        // unlike maps of names, a Callback Object may have extensions
                        let items = callback.members().filter(|(key, _)| !key.starts_with("x-"));
                        for (expression, item) in items {
                            self.read_path_item(expression, item);
                        }
                    }
                    Err(defect) => self.defects.push(defect),
                }
            }
        }
    }
}

/// Whether an operation of a path item has callbacks; most have none, and need no places.
fn has_callbacks(item: &Value) -> bool {
    let mut members = item.as_object().into_iter().flatten();
    members.any(|(_, operation)| operation.get("callbacks").is_some())
}
