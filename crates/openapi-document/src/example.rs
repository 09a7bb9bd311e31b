//! The Example Object, and the two properties that contain examples.

use jsonptr::PointerBuf;

use crate::defect::Defect;
use crate::node::Node;

/// One named example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Its name in `examples`.
    pub name: String,
    /// The place of the Example Object.
    pub pointer: PointerBuf,
    /// The place of its value; for an `externalValue`, it is in the file that was read. `None` if it has neither;
    /// `null` is a value.
    pub value: Option<PointerBuf>,
    /// Why its `externalValue` was not read, if it was not.
    pub unread_reason: Option<String>,
    /// Its summary.
    pub summary: Option<String>,
}

/// The property `examples` of a parameter, header or media type. Invalid examples are omitted.
pub(crate) fn read_examples(holder: &Node<'_>, defects: &mut Vec<Defect>) -> Vec<Example> {
    let members = holder.members_of("examples");
    let mut examples = Vec::with_capacity(members.len());
    for (name, node) in members {
        match node.resolve_object("an Example Object") {
            Ok(node) => examples.push(read_example_object(name, node)),
            Err(defect) => defects.push(defect),
        }
    }
    examples
}

fn read_example_object(name: &str, node: Node<'_>) -> Example {
    // `dataValue` is how OpenAPI 3.2 writes it.
    let written = node.member("value").or_else(|| node.member("dataValue"));
    let (value, unread) = match (written, node.text("externalValue")) {
        (Some(value), _) => (Some(value.at), None),
        (None, None) => (None, None),
        (None, Some(file)) => match node.external_value() {
            Some(Ok(value)) => (Some(value), None),
            Some(Err(reason)) => (None, Some(format!("`{file}` was not read: {reason}"))),
            None => (None, Some(format!("`{file}` was not read"))),
        },
    };
    Example {
        name: name.to_owned(),
        value,
        unread_reason: unread,
        summary: node.text("summary").map(str::to_owned),
        pointer: node.at,
    }
}

/// The place of the property `example`, which is a value without a name.
pub(crate) fn read_example(holder: &Node<'_>) -> Option<PointerBuf> {
    holder.member("example").map(|node| node.at)
}
