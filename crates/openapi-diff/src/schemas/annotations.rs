//! What a schema says to people, and of how it is used: nothing that a validator would look at.

use jsonptr::Pointer;
use openapi_document::Operation;
use serde_json::Value;

use super::Spoken;
use crate::change::{Class, Direction, Kind};
use crate::comparison::{Comparison, Found, Scope};
use crate::side::{Side, is_text};

/// Two schemas as they are written, before a reference is followed.
struct Written<'a> {
    old: &'a Pointer,
    new: &'a Pointer,
    /// Whether what a reference leads to speaks for it: where only one is a reference, or both lead to components
    /// that are not compared with one another.
    is_through: bool,
}

impl Written<'_> {
    /// What a keyword says in both documents, where that is not the same.
    fn differing(
        &self,
        comparison: &Comparison<'_>,
        key: &str,
    ) -> Option<(Option<Value>, Option<Value>)> {
        let said = |side: &Side<'_>, at: &Pointer| {
            let behind = || side.member(&side.behind(at), key);
            let own = side.member(at, key);
            own.or_else(|| if self.is_through { behind() } else { None })
                .cloned()
        };
        let (before, after) = (
            said(&comparison.old, self.old),
            said(&comparison.new, self.new),
        );
        (before != after).then_some((before, after))
    }
}

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    scope: Option<&Scope<'_>>,
    direction: Direction,
    old: &Pointer,
    new: &Pointer,
) {
    let behind = (comparison.old.behind(old), comparison.new.behind(new));
    let are_references = (behind.0 != *old) && (behind.1 != *new);
    let written = Written {
        old,
        new,
        is_through: !(are_references && behind.0 == behind.1),
    };
    let what = Spoken::of(old, scope).to_string();
    let operation = scope.map(|scope| scope.operation);
    texts(comparison, operation, &written, &what);
    usage(comparison, operation, &written, &what);
    default(comparison, operation, direction, &written, &what);
}

fn texts(
    comparison: &mut Comparison<'_>,
    operation: Option<&Operation>,
    written: &Written<'_>,
    what: &str,
) {
    let mut keys: Vec<String> = Vec::new();
    for (side, at) in [
        (&comparison.old, written.old),
        (&comparison.new, written.new),
    ] {
        for at in [at.to_buf(), side.behind(at)] {
            let members = side
                .get(&at)
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            keys.extend(
                members
                    .map(|(key, _)| key.clone())
                    .filter(|key| is_text(key) || key == "xml"),
            );
        }
    }
    keys.sort();
    keys.dedup();
    for key in keys {
        if written.differing(comparison, &key).is_none() {
            continue;
        }
        let at = (
            written.old.with_trailing_token(&key),
            written.new.with_trailing_token(&key),
        );
        let sentence = format!("the {key} of {what} reads differently");
        let found = Found::new(Kind::TextChanged, Class::Cosmetic, &at.0, &at.1, sentence);
        comparison.tell_shared(operation, found);
    }
}

fn usage(
    comparison: &mut Comparison<'_>,
    operation: Option<&Operation>,
    written: &Written<'_>,
    what: &str,
) {
    if let Some((_, after)) = written.differing(comparison, "deprecated") {
        let not = if after == Some(Value::Bool(true)) {
            ""
        } else {
            "not "
        };
        let sentence = format!("{what} is {not}deprecated now");
        let (kind, class) = (Kind::DeprecationChanged, Class::Compatible);
        let found = Found::new(kind, class, written.old, written.new, sentence);
        comparison.tell_shared(operation, found);
    }
    if written.differing(comparison, "discriminator").is_some() {
        let sentence =
            format!("what tells the kinds of {what} apart is not the same; look at both places");
        let (kind, class) = (Kind::RuleChanged, Class::Review);
        let found = Found::new(kind, class, written.old, written.new, sentence);
        comparison.tell_shared(operation, found);
    }
}

/// What is meant where nothing is sent decides what a client gets; in an answer it decides nothing.
fn default(
    comparison: &mut Comparison<'_>,
    operation: Option<&Operation>,
    direction: Direction,
    written: &Written<'_>,
    what: &str,
) {
    let Some((before, after)) = written.differing(comparison, "default") else {
        return;
    };
    let (class, sentence) = match (direction, before, after) {
        (Direction::Response, ..) => (
            Class::Cosmetic,
            format!("the default of {what} reads differently"),
        ),
        (_, None, after) => {
            let after = after.unwrap_or_default();
            (
                Class::Compatible,
                format!("{what} means {after} where it is left out"),
            )
        }
        (_, Some(before), after) => {
            let means = after.map_or_else(
                || "nobody knows what now".to_owned(),
                |after| format!("{after} now"),
            );
            let sentence =
                format!("a client that leaves out {what}: that meant {before}, and means {means}");
            (Class::Breaking, sentence)
        }
    };
    let at = (
        written.old.with_trailing_token("default"),
        written.new.with_trailing_token("default"),
    );
    let mut found = Found::new(Kind::DefaultChanged, class, &at.0, &at.1, sentence);
    found.direction = Some(direction);
    comparison.tell_shared(operation, found);
}
