//! Mappings that keep their order.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};

/// The entries of a mapping, in their order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OrderedMap<K, T>(pub(crate) Vec<(K, T)>);

impl<K, T> Default for OrderedMap<K, T> {
    fn default() -> OrderedMap<K, T> {
        OrderedMap(Vec::new())
    }
}

impl<'de, K: Deserialize<'de>, T: Deserialize<'de>> Deserialize<'de> for OrderedMap<K, T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OrderedMap<K, T>, D::Error> {
        struct OrderedMapVisitor<K, T>(std::marker::PhantomData<(K, T)>);
        impl<'de, K: Deserialize<'de>, T: Deserialize<'de>> Visitor<'de> for OrderedMapVisitor<K, T> {
            type Value = OrderedMap<K, T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping by name")
            }

            fn visit_map<A: MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<OrderedMap<K, T>, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(OrderedMap(members))
            }
        }
        deserializer.deserialize_map(OrderedMapVisitor(std::marker::PhantomData))
    }
}
