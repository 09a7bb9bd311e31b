//! Mappings that keep their order.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

/// The entries of a mapping, in their order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Members<K, T>(pub(crate) Vec<(K, T)>);

impl<K, T> Default for Members<K, T> {
    fn default() -> Members<K, T> {
        Members(Vec::new())
    }
}

impl<'de, K: Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for Members<K, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Members<K, T>, D::Error> {
        struct Reader<K, T>(std::marker::PhantomData<(K, T)>);
        impl<'de, K: Deserialize<'de>, T: Deserialize<'de>> Visitor<'de> for Reader<K, T> {
            type Value = Members<K, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<K, T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reader(std::marker::PhantomData))
    }
}
