//! The published copy as redoc is given it. What redoc cannot show is put into words; the file to download has it all.

use serde_json::{Map, Value};

/// Puts rules that depend on a state into words, and names the examples of parameters.
pub(super) fn shown(published: &Value) -> Value {
    let mut copy = published.clone();
    rewrite(&mut copy);
    copy
}

fn rewrite(value: &mut Value) {
    match value {
        Value::Object(members) => {
            rules_in_words(members);
            if members.contains_key("in") {
                name_examples(members);
            }
            members.values_mut().for_each(rewrite);
        }
        Value::Array(elements) => elements.iter_mut().for_each(rewrite),
        _ => {}
    }
}

/// Redoc takes an `if` with its `then` for two kinds of object to choose from, which it is not.
fn rules_in_words(schema: &mut Map<String, Value>) {
    let Some(Value::Array(rules)) = schema.get("allOf") else {
        return;
    };
    if rules.is_empty() || !rules.iter().all(|rule| rule.get("if").is_some()) {
        return;
    }
    let words: Vec<&str> = rules
        .iter()
        .filter_map(|rule| rule.get("$comment").and_then(Value::as_str))
        .collect();
    let mut said = match schema.get("description").and_then(Value::as_str) {
        Some(own) => format!("{own}\n\n"),
        None => String::new(),
    };
    said.push_str("Rules that the schema has as `if` and `then`: ");
    said.push_str(&match words.len() {
        0 => format!("{}, see the download.", rules.len()),
        _ => format!("{}.", words.join("; ")),
    });
    schema.remove("allOf");
    schema.insert("description".to_owned(), said.into());
}

/// An example of a parameter says which case it belongs to, by its name.
fn name_examples(parameter: &mut Map<String, Value>) {
    let examples = parameter.get_mut("examples").and_then(Value::as_object_mut);
    for (name, example) in examples.into_iter().flatten() {
        if let Some(example) = example.as_object_mut() {
            let name = Value::from(name.as_str());
            example.entry("summary").or_insert(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rules_are_words_and_examples_have_names() {
        let rule = json!({ "$comment": "a goes with b", "if": {}, "then": {} });
        for (published, expected) in [
            (
                json!({ "description": "A job.", "allOf": [rule, rule] }),
                json!({ "description": "A job.\n\nRules that the schema has as `if` and `then`: a goes with b; a goes with b." }),
            ),
            (
                json!([{ "allOf": [{ "if": {} }] }]),
                json!([{ "description": "Rules that the schema has as `if` and `then`: 1, see the download." }]),
            ),
            (
                json!({ "allOf": [{ "type": "object" }] }),
                json!({ "allOf": [{ "type": "object" }] }),
            ),
            (
                json!({ "in": "path", "examples": { "one": { "value": 1 }, "two": { "summary": "s" } } }),
                json!({ "in": "path", "examples": { "one": { "value": 1, "summary": "one" }, "two": { "summary": "s" } } }),
            ),
        ] {
            assert_eq!(shown(&published), expected);
        }
    }
}
