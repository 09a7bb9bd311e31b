//! A value of the document together with its place, so that everything read from it has a place.

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::defect::Defect;
use crate::reference::{self, BrokenReference};
use crate::tree::DocumentTree;
use crate::value_description::describe_type;

/// One value in a document.
#[derive(Debug, Clone)]
pub(crate) struct Node<'d> {
    pub(crate) at: PointerBuf,
    pub(crate) value: &'d Value,
    tree: &'d DocumentTree,
}

impl<'d> Node<'d> {
    /// The whole document.
    pub(crate) fn root(tree: &'d DocumentTree) -> Self {
        Self {
            at: PointerBuf::root(),
            value: tree.value_without_deferred(),
            tree,
        }
    }

    /// A property of an object, if it exists.
    pub(crate) fn member(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self {
            at: self.at.with_trailing_token(key),
            value,
            tree: self.tree,
        })
    }

    /// The properties of an object; empty if it is not an object.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&'d str, Self)> + use<'_, 'd> {
        self.value
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, value)| {
                (
                    key.as_str(),
                    Self {
                        at: self.at.with_trailing_token(key),
                        value,
                        tree: self.tree,
                    },
                )
            })
    }

    /// The properties of the property `key`; empty if it does not exist.
    pub(crate) fn members_of(&self, key: &str) -> Vec<(&'d str, Self)> {
        self.member(key)
            .map_or_else(Vec::new, |node| node.members().collect())
    }

    /// The elements of the property `key`; empty if it does not exist or is not an array.
    pub(crate) fn elements_of(&self, key: &str) -> Vec<Self> {
        let Some(list) = self.member(key) else {
            return Vec::new();
        };
        let elements = list.value.as_array().map_or(&[] as &[Value], Vec::as_slice);
        elements
            .iter()
            .enumerate()
            .map(|(index, value)| Self {
                at: list.at.with_trailing_token(index),
                value,
                tree: self.tree,
            })
            .collect()
    }

    /// A property that is a string.
    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// A property that is true or false.
    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        self.value.get(key)?.as_bool()
    }

    /// The place of an example value in a separate file, or why the file was not read.
    pub(crate) fn external_value(&self) -> Option<Result<PointerBuf, String>> {
        self.tree.external_values.get(&self.at).cloned()
    }

    /// The node itself, or the target of its reference.
    pub(crate) fn resolve(self) -> Result<Self, Defect> {
        if reference::as_reference(self.value).is_none() {
            return Ok(self);
        }
        match self.tree.follow(self.at.clone(), self.value) {
            Ok((at, value)) => Ok(Self {
                at,
                value,
                tree: self.tree,
            }),
            Err(broken) => Err(Defect::new(self.at, broken.to_string())),
        }
    }

    /// The object that the node is or refers to.
    pub(crate) fn resolve_object(self, what: &str) -> Result<Self, Defect> {
        let node = self.resolve()?;
        if node.value.is_object() {
            Ok(node)
        } else {
            Err(node.unexpected_type(what))
        }
    }

    /// The defect of a node that is not the object that it should be.
    pub(crate) fn unexpected_type(&self, what: &str) -> Defect {
        let message = format!("expected {what}, found {}", describe_type(self.value));
        Defect::new(self.at.clone(), message)
    }

    /// The place of the schema that the node is or refers to.
    ///
    /// A reference with sibling keywords keeps its place, because in 2020-12 they count too; so does a reference to
    /// an anchor, which a validator can follow. OpenAPI 3.0 ignores sibling keywords.
    pub(crate) fn resolve_schema(self) -> Result<PointerBuf, Defect> {
        let is_3_0 = self.tree.is_3_0();
        let mut node = self;
        let mut steps = 0;
        while let Some(target) = reference::as_reference(node.value) {
            let alone = node.value.as_object().is_none_or(|members| {
                members
                    .keys()
                    .all(|key| matches!(key.as_str(), "$ref" | "description" | "summary"))
            });
            match node.tree.target(&node.at, target) {
                Ok(_) if !(alone || is_3_0) => break,
                Ok(_) if steps > 64 => {
                    let broken = BrokenReference::Cycle(target.to_owned());
                    return Err(Defect::new(node.at, broken.to_string()));
                }
                Ok((at, value)) => {
                    node = Self {
                        at,
                        value,
                        tree: node.tree,
                    }
                }
                Err(BrokenReference::NotAPointer(_)) => break,
                Err(broken) => return Err(Defect::new(node.at, broken.to_string())),
            }
            steps += 1;
        }
        Ok(node.at)
    }
}
