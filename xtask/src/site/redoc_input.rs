//! The copy of the document for redoc, in which descriptions replace what redoc cannot display.

use serde_json::{Map, Value};

/// Describes conditional rules in words, and names the examples of parameters.
pub(super) fn for_redoc(published: &Value) -> Value {
    let mut copy = published.clone();
    rewrite(&mut copy);
    copy
}

fn rewrite(value: &mut Value) {
    match value {
        Value::Object(members) => {
            describe_rules(members);
            if members.contains_key("in") {
                name_examples(members);
            }
            members.values_mut().for_each(rewrite);
        }
        Value::Array(elements) => elements.iter_mut().for_each(rewrite),
        _ => {}
    }
}

/// Redoc would display an `if` with its `then` as two alternative types.
fn describe_rules(schema: &mut Map<String, Value>) {
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
    let mut text = match schema.get("description").and_then(Value::as_str) {
        Some(own) => format!("{own}\n\n"),
        None => String::new(),
    };
    text.push_str("Conditional rules: ");
    text.push_str(&match words.len() {
        0 => format!("{}; see the downloadable file.", rules.len()),
        _ => format!("{}.", words.join("; ")),
    });
    schema.remove("allOf");
    schema.insert("description".to_owned(), text.into());
}

/// An example of a parameter has the name of its case.
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
    fn rules_are_described_and_examples_have_names() {
        let rule = json!({ "$comment": "a goes with b", "if": {}, "then": {} });
        for (published, expected) in [
            (
                json!({ "description": "A job.", "allOf": [rule, rule] }),
                json!({ "description": "A job.\n\nConditional rules: a goes with b; a goes with b." }),
            ),
            (
                json!([{ "allOf": [{ "if": {} }] }]),
                json!([{ "description": "Conditional rules: 1; see the downloadable file." }]),
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
            assert_eq!(for_redoc(&published), expected);
        }
    }
}
