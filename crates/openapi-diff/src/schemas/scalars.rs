//! Keywords that have a value: types, words, bounds, formats.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::flat::Flat;
use super::witness::Search;
use super::{Effect, Pair};
use crate::change::{Class, Direction, Kind};
use crate::comparison::Comparison;

/// Keywords that allow less the larger they are, and those that allow more.
const LOWER: [&str; 5] = [
    "minimum",
    "exclusiveMinimum",
    "minLength",
    "minItems",
    "minProperties",
];
const UPPER: [&str; 5] = [
    "maximum",
    "exclusiveMaximum",
    "maxLength",
    "maxItems",
    "maxProperties",
];
/// Keywords that name what a text is.
const FORMATS: [&str; 4] = ["format", "pattern", "contentEncoding", "contentMediaType"];
/// JSON types, where `fraction` is a number that is no integer.
const TYPES: [&str; 7] = [
    "null", "boolean", "object", "array", "string", "integer", "fraction",
];

pub(super) fn compare(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &Flat, new: &Flat) {
    let null_told = types(comparison, pair, old, new);
    words(comparison, pair, old, new, null_told);
    for keyword in LOWER
        .into_iter()
        .chain(UPPER)
        .chain(["multipleOf", "uniqueItems"])
    {
        let (before, after) = (value(old, keyword), value(new, keyword));
        if before == after {
            continue;
        }
        let effect = bound(keyword, before, after);
        let said =
            |value: Option<&Value>| value.map_or_else(|| "not set".to_owned(), ToString::to_string);
        let sentence = format!("`{keyword}` is {}, and was {}", said(after), said(before));
        let tried = [before, after]
            .into_iter()
            .flatten()
            .flat_map(around)
            .collect();
        tell(
            comparison,
            pair,
            (old, new, keyword),
            (Kind::BoundChanged, effect),
            sentence,
            tried,
        );
    }
    for keyword in FORMATS {
        let (before, after) = (value(old, keyword), value(new, keyword));
        if before == after {
            continue;
        }
        let effect = format(before, after);
        let said = |value: Option<&Value>| {
            value
                .and_then(Value::as_str)
                .map_or_else(|| "any".to_owned(), |text| format!("`{text}`"))
        };
        let sentence = format!("its {keyword} is {}, and was {}", said(after), said(before));
        let tried = texts();
        tell(
            comparison,
            pair,
            (old, new, keyword),
            (Kind::FormatChanged, effect),
            sentence,
            tried,
        );
    }
    if value(old, "nullable") != value(new, "nullable") {
        let sentence = format!(
            "`nullable` of {} is not the same, and has no meaning in this version; look at both places",
            pair.spoken
        );
        pair.tell(
            comparison,
            (Kind::Other, Class::Review),
            (pair.old, pair.new),
            sentence,
            None,
        );
    }
}

fn value<'f>(flat: &'f Flat, keyword: &str) -> Option<&'f Value> {
    flat.scalars.get(keyword).map(|(value, _)| value)
}

/// Tells a change of a keyword at its places, with who breaks in front where somebody does.
fn tell(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new, keyword): (&Flat, &Flat, &str),
    (kind, effect): (Kind, Effect),
    sentence: String,
    tried: Vec<Value>,
) {
    let class = effect.class(pair.direction);
    let sentence = match class {
        Class::Breaking => format!("{}: {sentence}", pair.spoken.client(pair.direction)),
        _ => format!("{}: {sentence}", pair.spoken),
    };
    let place = |flat: &Flat, at: &jsonptr::Pointer| {
        flat.scalars
            .get(keyword)
            .map_or_else(|| at.to_buf(), |(_, at)| at.clone())
    };
    let (before, after) = (place(old, pair.old), place(new, pair.new));
    pair.tell(
        comparison,
        (kind, class),
        (&before, &after),
        sentence,
        Some(Search::values(tried)),
    );
}

/// The JSON types that a schema allows; none if it does not say.
fn allowed(flat: &Flat) -> Option<BTreeSet<&'static str>> {
    let named: Vec<&str> = match value(flat, "type")? {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let meant = |name: &&'static str| {
        named.contains(name)
            || (named.contains(&"number") && matches!(*name, "integer" | "fraction"))
    };
    Some(TYPES.into_iter().filter(meant).collect())
}

/// Types as prose has them.
fn spoken(types: &BTreeSet<&'static str>) -> String {
    let mut words: Vec<&str> = Vec::new();
    for name in types {
        match *name {
            "integer" if types.contains("fraction") => {}
            "fraction" => words.push("number"),
            name => words.push(name),
        }
    }
    words.join(" or ")
}

fn of_type(name: &str) -> Value {
    match name {
        "null" => Value::Null,
        "boolean" => json!(true),
        "object" => json!({}),
        "array" => json!([]),
        "string" => json!("text"),
        "integer" => json!(1),
        _ => json!(0.5),
    }
}

/// Compares types; returns whether null was told to be allowed or refused.
fn types(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &Flat, new: &Flat) -> bool {
    if value(old, "type") == value(new, "type") {
        return false;
    }
    let (before, after) = (allowed(old), allowed(new));
    let is_null = |types: &Option<BTreeSet<&'static str>>| {
        types.as_ref().is_some_and(|types| types.contains("null"))
    };
    let null_told = before.is_some() && after.is_some() && is_null(&before) != is_null(&after);
    if null_told {
        null(comparison, pair, is_null(&after), (old, new));
    }
    let all: BTreeSet<&'static str> = TYPES.into_iter().collect();
    let rest = |types: &Option<BTreeSet<&'static str>>| {
        let mut types = types.clone().unwrap_or_else(|| all.clone());
        if null_told {
            types.remove("null");
        }
        types
    };
    let (was, is) = (rest(&before), rest(&after));
    let gone: BTreeSet<&'static str> = was.difference(&is).copied().collect();
    let fresh: BTreeSet<&'static str> = is.difference(&was).copied().collect();
    let effect = match (gone.is_empty(), fresh.is_empty()) {
        (true, true) => return null_told,
        (false, true) => Effect::Narrower,
        (true, false) => Effect::Wider,
        (false, false) => Effect::Other,
    };
    let sentence = format!(
        "it is {} now, and was {}",
        said(after.is_none(), &is),
        said(before.is_none(), &was)
    );
    let tried = gone
        .iter()
        .chain(&fresh)
        .map(|name| of_type(name))
        .collect();
    tell(
        comparison,
        pair,
        (old, new, "type"),
        (Kind::TypeChanged, effect),
        sentence,
        tried,
    );
    null_told
}

fn said(is_free: bool, types: &BTreeSet<&'static str>) -> String {
    if is_free {
        "of any type".to_owned()
    } else {
        spoken(types)
    }
}

/// Tells that null is allowed or refused now.
pub(super) fn null(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    is_allowed: bool,
    (old, new): (&Flat, &Flat),
) {
    let (kind, effect) = if is_allowed {
        (Kind::NullAllowed, Effect::Wider)
    } else {
        (Kind::NullRefused, Effect::Narrower)
    };
    let class = effect.class(pair.direction);
    let sentence = match (class, pair.direction) {
        (Class::Breaking, Direction::Response) => {
            format!("{}: it may be null now", pair.spoken.client(pair.direction))
        }
        (Class::Breaking, _) => format!(
            "a client that sends null as {}: it is refused now",
            pair.spoken
        ),
        (_, Direction::Response) => format!("{} is never null any more", pair.spoken),
        (_, Direction::Request) => format!("{} may be null", pair.spoken),
    };
    let place = |flat: &Flat, at: &jsonptr::Pointer| {
        flat.scalars
            .get("type")
            .map_or_else(|| at.to_buf(), |(_, at)| at.clone())
    };
    let (before, after) = (place(old, pair.old), place(new, pair.new));
    let search = Search::values(vec![Value::Null]);
    pair.tell(
        comparison,
        (kind, class),
        (&before, &after),
        sentence,
        Some(search),
    );
}

/// The words that a schema allows; none if it does not say.
fn listed(flat: &Flat) -> Option<Vec<&Value>> {
    match (value(flat, "const"), value(flat, "enum")) {
        (Some(word), _) => Some(vec![word]),
        (None, Some(Value::Array(words))) => Some(words.iter().collect()),
        _ => None,
    }
}

fn words(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    old: &Flat,
    new: &Flat,
    null_told: bool,
) {
    let key = |flat: &Flat| {
        if flat.scalars.contains_key("const") {
            "const"
        } else {
            "enum"
        }
    };
    let keyword = if old.scalars.contains_key(key(old)) {
        key(old)
    } else {
        key(new)
    };
    let (before, after) = match (listed(old), listed(new)) {
        (Some(before), Some(after)) => (before, after),
        (None, None) => return,
        (Some(words), None) => {
            let sentence = "it may be something else than the documented words now".to_owned();
            let tried = words
                .iter()
                .flat_map(|word| around(word))
                .chain(texts())
                .collect();
            return tell(
                comparison,
                pair,
                (old, new, keyword),
                (Kind::EnumWordAdded, Effect::Wider),
                sentence,
                tried,
            );
        }
        (None, Some(words)) => {
            let sentence = "only the documented words are allowed now".to_owned();
            let tried = words
                .iter()
                .flat_map(|word| around(word))
                .chain(texts())
                .collect();
            return tell(
                comparison,
                pair,
                (old, new, keyword),
                (Kind::EnumWordRemoved, Effect::Narrower),
                sentence,
                tried,
            );
        }
    };
    let differs = |word: &&&Value, others: &[&Value]| {
        let is_there = others
            .iter()
            .any(|other| json_pointer_diff::values_equal(other, word));
        !(is_there || null_told && word.is_null())
    };
    for word in before.iter().filter(|word| differs(word, &after)) {
        let (kind, class) = (
            Kind::EnumWordRemoved,
            Effect::Narrower.class(pair.direction),
        );
        let sentence = match class {
            Class::Breaking => format!(
                "a client that sends {} as {}: it is refused now",
                shown(word),
                pair.spoken
            ),
            _ => format!("{} is never {} any more", pair.spoken, shown(word)),
        };
        told(comparison, pair, (old, new), (kind, class), sentence, word);
    }
    for word in after.iter().filter(|word| differs(word, &before)) {
        let (kind, class) = (Kind::EnumWordAdded, Effect::Wider.class(pair.direction));
        let sentence = match class {
            Class::Breaking => format!(
                "{} and knows only the documented words: it can be {} now",
                pair.spoken.client(pair.direction),
                shown(word)
            ),
            _ => format!("{} may be {}", pair.spoken, shown(word)),
        };
        told(comparison, pair, (old, new), (kind, class), sentence, word);
    }
}

fn shown(word: &Value) -> String {
    match word {
        Value::String(word) => format!("`{word}`"),
        word => word.to_string(),
    }
}

/// Tells a change of one word, at the word where it stands and at the list where it does not.
fn told(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&Flat, &Flat),
    what: (Kind, Class),
    sentence: String,
    word: &Value,
) {
    let place = |flat: &Flat, at: &jsonptr::Pointer| {
        let found = flat
            .scalars
            .get("const")
            .or_else(|| flat.scalars.get("enum"));
        let Some((listed, at)) = found else {
            return at.to_buf();
        };
        let words = listed.as_array().map_or(&[] as &[Value], Vec::as_slice);
        match words.iter().position(|other| other == word) {
            Some(index) => at.with_trailing_token(index),
            None => at.clone(),
        }
    };
    let (before, after) = (place(old, pair.old), place(new, pair.new));
    let search = Search::values(vec![word.clone()]);
    pair.tell(comparison, what, (&before, &after), sentence, Some(search));
}

fn bound(keyword: &str, before: Option<&Value>, after: Option<&Value>) -> Effect {
    let (before, after) = match (before, after) {
        (None, _) => return Effect::Narrower,
        (_, None) => return Effect::Wider,
        (Some(before), Some(after)) => (before.as_f64(), after.as_f64()),
    };
    let (Some(before), Some(after)) = (before, after) else {
        return Effect::Other;
    };
    if keyword == "multipleOf" {
        return if (after / before).fract() == 0.0 {
            Effect::Narrower
        } else if (before / after).fract() == 0.0 {
            Effect::Wider
        } else {
            Effect::Other
        };
    }
    if LOWER.contains(&keyword) == (after > before) {
        Effect::Narrower
    } else {
        Effect::Wider
    }
}

fn format(before: Option<&Value>, after: Option<&Value>) -> Effect {
    match (
        before.and_then(Value::as_str),
        after.and_then(Value::as_str),
    ) {
        (None, _) | (Some("int64"), Some("int32")) | (Some("double"), Some("float")) => {
            Effect::Narrower
        }
        (_, None) | (Some("int32"), Some("int64")) | (Some("float"), Some("double")) => {
            Effect::Wider
        }
        _ => Effect::Other,
    }
}

/// Values at and beside a bound: as numbers, and as texts and lists of that length.
fn around(value: &Value) -> Vec<Value> {
    match value {
        Value::Number(number) => {
            let mut values = Vec::new();
            if let Some(number) = number.as_i64() {
                for near in [number, number.saturating_sub(1), number.saturating_add(1)] {
                    values.push(json!(near));
                    if let Ok(length @ 0..=10_000) = usize::try_from(near) {
                        values.push(json!("a".repeat(length)));
                        if length <= 100 {
                            values.push(vec![Value::Null; length].into());
                        }
                    }
                }
            }
            if let Some(number) = number.as_f64() {
                values.extend([json!(number), json!(number + 0.5), json!(number - 0.5)]);
            }
            values
        }
        Value::String(word) => vec![json!(format!("{word}-"))],
        _ => vec![json!([1, 1])],
    }
}

/// Texts of several formats, and none.
fn texts() -> Vec<Value> {
    [
        "text",
        "",
        "2026-03-31",
        "2026-03-31T08:00:00Z",
        "08:00:00Z",
        "https://example.com/a",
        "a@example.com",
        "example.com",
        "127.0.0.1",
        "::1",
        "7c1f3b8e-6d0a-4c58-9f3e-2b1a5d7e9c10",
        "/a/0",
        "P1D",
        "A",
        "a-b",
        "1",
        "ä b",
    ]
    .map(Value::from)
    .into()
}
