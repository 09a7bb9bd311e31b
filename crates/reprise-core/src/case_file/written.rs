//! The content of a case file as it is written.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::case::Order;
use crate::case::Source;
use crate::case::{Invalid, Raw};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFile {
    pub(super) operation: String,
    pub(super) cases: Entries,
    #[serde(default)]
    pub(super) retired: Vec<String>,
}

/// The cases of a file, in its order.
#[derive(Clone, Debug)]
pub(super) struct Entries(pub(super) Vec<(String, WrittenCase)>);

impl<'de> Deserialize<'de> for Entries {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Entries, D::Error> {
        struct InOrder;
        impl<'de> serde::de::Visitor<'de> for InOrder {
            type Value = Entries;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("cases by name")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Entries, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenCase {
    pub(super) title: String,
    pub(super) source: Source,
    pub(super) fixture: String,
    #[serde(default)]
    pub(super) anywhere: bool,
    #[serde(default, rename = "as")]
    pub(super) role: Option<String>,
    pub(super) steps: Vec<WrittenStep>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenStep {
    #[serde(default)]
    pub(super) operation: Option<String>,
    #[serde(default)]
    pub(super) parameters: Map<String, Value>,
    #[serde(default)]
    pub(super) captured: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) fixed: Vec<String>,
    #[serde(default, deserialize_with = "some")]
    pub(super) body: Option<Value>,
    #[serde(default)]
    pub(super) media_type: Option<String>,
    #[serde(default, rename = "as")]
    pub(super) role: Option<String>,
    #[serde(default)]
    pub(super) carrier: Option<WrittenCarrier>,
    #[serde(default)]
    pub(super) invalid: Invalid,
    #[serde(default)]
    pub(super) raw: Raw,
    pub(super) expect: WrittenExpectation,
    #[serde(default)]
    pub(super) capture: BTreeMap<String, WrittenOperand>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenExpectation {
    pub(super) status: u16,
    #[serde(default)]
    pub(super) media_type: Option<String>,
    #[serde(default)]
    pub(super) headers: BTreeMap<String, Value>,
    #[serde(default, deserialize_with = "some")]
    pub(super) body: Option<Value>,
    #[serde(default)]
    pub(super) relations: Vec<WrittenRelation>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(
    untagged,
    expecting = "the name of a security scheme, `{header: NAME}` or `{query: NAME}`"
)]
pub(super) enum WrittenCarrier {
    Scheme(String),
    Header { header: String },
    Query { query: String },
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOperand {
    #[serde(default)]
    pub(super) body: Option<String>,
    #[serde(default)]
    pub(super) each: Option<String>,
    #[serde(default, rename = "in")]
    pub(super) list: Option<String>,
    #[serde(default)]
    pub(super) header: Option<String>,
    #[serde(default)]
    pub(super) parameter: Option<String>,
    #[serde(default)]
    pub(super) capture: Option<String>,
    #[serde(default, deserialize_with = "some")]
    pub(super) value: Option<Value>,
}

/// A mapping with exactly one property.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenRelation {
    #[serde(default)]
    pub(super) equal: Option<[WrittenOperand; 2]>,
    #[serde(default)]
    pub(super) differ: Option<[WrittenOperand; 2]>,
    #[serde(default)]
    pub(super) before: Option<[WrittenOperand; 2]>,
    #[serde(default)]
    pub(super) sorted: Option<WrittenSorted>,
    #[serde(default)]
    pub(super) unique: Option<WrittenOperand>,
    #[serde(default)]
    pub(super) follows: Option<WrittenFollows>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenSorted {
    pub(super) of: WrittenOperand,
    pub(super) order: Order,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenFollows {
    #[serde(default)]
    pub(super) rel: Option<String>,
    pub(super) each: String,
    #[serde(default, rename = "in")]
    pub(super) list: Option<String>,
    pub(super) collects: Vec<Value>,
    #[serde(default)]
    pub(super) pages: Option<usize>,
}

/// A value that is present, even if it is null.
fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
