//! Groups equal findings: equal findings at several elements of a list are one finding with a count.
//!
//! ```text
//! body /0/name, body /1/name, body /7/name   ->   body /*/name, 3 times
//! ```

use std::collections::HashMap;

use reprise_core::{ExchangePart, FindingKind};

use crate::record::FindingRecord;

/// A finding, and the others that differ from it only in the index of an element.
#[derive(Clone, Debug)]
pub struct FindingGroup<'r> {
    /// The first of them.
    pub first: &'r FindingRecord,
    /// Where each of them is in the response, in order.
    pub pointers: Vec<&'r str>,
}

impl<'r> FindingGroup<'r> {
    /// How many findings there are.
    pub fn count(&self) -> usize {
        self.pointers.len()
    }

    /// The places: with `*` for the index if there are several.
    pub fn pointer(&self) -> String {
        match self.pointers.as_slice() {
            [one] => (*one).to_owned(),
            _ => generalize_pointer(&self.first.pointer),
        }
    }

    /// The parts that are equal for all of them, also in other cases.
    pub fn cause(&self) -> Cause<'r> {
        Cause {
            claim: generalize_claim(&self.first.claim.pointer),
            place: &self.first.place,
            pointer: generalize_pointer(&self.first.pointer),
            kind: &self.first.kind,
            accepted: self.first.accepted,
        }
    }
}

/// What equal findings have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Cause<'r> {
    claim: String,
    place: &'r ExchangePart,
    pointer: String,
    kind: &'r FindingKind,
    accepted: bool,
}

/// Folds the findings of one case, in the order in which each cause is first seen.
pub fn group_findings(findings: &[FindingRecord]) -> Vec<FindingGroup<'_>> {
    let mut folds: Vec<FindingGroup<'_>> = Vec::new();
    let mut known = CauseMap::default();
    for finding in findings {
        let new = FindingGroup {
            first: finding,
            pointers: vec![&finding.pointer],
        };
        let place = *known.get_or_insert(new.cause(), folds.len());
        match folds.get_mut(place) {
            Some(fold) => fold.pointers.push(&finding.pointer),
            None => folds.push(new),
        }
    }
    folds
}

/// A map with causes as keys.
pub struct CauseMap<'r, T>(HashMap<(String, String), Vec<(Cause<'r>, T)>>);

impl<T> Default for CauseMap<'_, T> {
    fn default() -> Self {
        CauseMap(HashMap::new())
    }
}

impl<'r, T> CauseMap<'r, T> {
    /// The folded finding of a cause; `new` if it is the first one.
    pub fn get_or_insert(&mut self, cause: Cause<'r>, new: T) -> &T {
        // values have no order and no hash, places do
        let alike = self
            .0
            .entry((cause.claim.clone(), cause.pointer.clone()))
            .or_default();
        let at = alike
            .iter()
            .position(|(known, _)| *known == cause)
            .unwrap_or_else(|| {
                alike.push((cause, new));
                alike.len() - 1
            });
        &alike[at].1
    }
}

/// A pointer with `*` for each index.
pub fn generalize_pointer(pointer: &str) -> String {
    let tokens = pointer.split('/').map(|token| {
        if !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit()) {
            "*"
        } else {
            token
        }
    });
    tokens.collect::<Vec<_>>().join("/")
}

/// The place of a claim, with `*` for each index in the value of an example and for the example's name. Other
/// numbers in a document are statuses and branches of a choice, which are not alike.
fn generalize_claim(pointer: &str) -> String {
    let Some((before, after)) = pointer.split_once("/examples/") else {
        return pointer.to_owned();
    };
    match after.split_once("/value") {
        Some((_, inside)) => format!("{before}/examples/*/value{}", generalize_pointer(inside)),
        None => pointer.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_are_general_and_statuses_are_not() {
        assert_eq!(generalize_pointer("/0/jobs/12/name"), "/*/jobs/*/name");
        assert_eq!(generalize_pointer(""), "");
        assert_eq!(
            generalize_claim(
                "/paths/~1a/get/responses/200/content/application~1json/examples/one/value/3/id"
            ),
            "/paths/~1a/get/responses/200/content/application~1json/examples/*/value/*/id"
        );
        assert_eq!(
            generalize_claim("/components/schemas/A/oneOf/1/type"),
            "/components/schemas/A/oneOf/1/type"
        );
    }
}
