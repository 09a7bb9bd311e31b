//! Equivalent JSON with another notation.

use serde_json::{Map, Value, json};

/// Reverses the properties of every object.
pub(super) fn reverse_properties(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(reverse_properties),
        Value::Object(members) => {
            members.values_mut().for_each(reverse_properties);
            *members = std::mem::take(members)
                .into_iter()
                .rev()
                .collect::<Map<_, _>>();
        }
        _ => {}
    }
}

/// Objects with property names from users: an additional property would change their meaning.
const MAPS_WITH_USER_KEYS: [&str; 3] = ["trailers", "extended_trailers", "configuration"];

/// Adds a property to every object.
pub(super) fn add_properties(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(add_properties),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                if !MAPS_WITH_USER_KEYS.contains(&name.as_str()) {
                    add_properties(member);
                }
            }
            let weather = json!({ "sky": "clear", "wind": null });
            members.insert("weather".to_owned(), weather);
        }
        _ => {}
    }
}

/// Changes every timestamp.
pub(super) fn change_timestamps(value: &mut Value, change: fn(&str) -> Option<String>) {
    match value {
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| change_timestamps(item, change)),
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| change_timestamps(member, change)),
        Value::String(text) if chrono::DateTime::parse_from_rfc3339(text).is_ok() => {
            if let Some(changed) = change(text) {
                *text = changed;
            }
        }
        _ => {}
    }
}

/// `…14.000+01:00` becomes `…14.000000+01:00`.
pub(super) fn with_microseconds(text: &str) -> Option<String> {
    let (seconds, rest) = text.split_once('.')?;
    let end = rest.find(|character: char| !character.is_ascii_digit())?;
    let (digits, offset) = rest.split_at(end);
    Some(format!("{seconds}.{digits:0<6}{offset}"))
}

/// Writes slashes and non-ASCII characters as `\u`; neither occurs in JSON outside of strings.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut units = [0; 2];
    for character in text.chars() {
        if character.is_ascii() && character != '/' {
            escaped.push(character);
        } else {
            for unit in character.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

/// JSON with another notation of numbers with a fraction.
pub(super) fn write_numbers(value: &Value, write: fn(f64) -> String) -> String {
    match value {
        Value::Number(number) if number.is_f64() => {
            number.as_f64().map_or_else(|| number.to_string(), write)
        }
        Value::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .map(|item| write_numbers(item, write))
                .collect();
            format!("[{}]", items.join(","))
        }
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(key, member)| format!("{}:{}", json!(key), write_numbers(member, write)))
                .collect();
            format!("{{{}}}", members.join(","))
        }
        other => other.to_string(),
    }
}

/// `97` for 97.0.
pub(super) fn without_fraction(number: f64) -> String {
    if number.fract() == 0.0 {
        format!("{number:.0}")
    } else {
        json!(number).to_string()
    }
}

/// `9.7e1` for 97.0.
pub(super) fn with_exponent(number: f64) -> String {
    format!("{number:e}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_with_names_from_users_get_no_property() {
        let mut value = json!({"commit": {"trailers": {"Reviewed-by": "Ada"}}});
        add_properties(&mut value);
        let weather = json!({"sky": "clear", "wind": null});
        assert_eq!(value["weather"], weather);
        assert_eq!(value["commit"]["weather"], weather);
        assert_eq!(value["commit"]["trailers"], json!({"Reviewed-by": "Ada"}));
    }

    #[test]
    fn numbers_are_the_same_however_they_are_written() {
        let value = json!({"a": [97.0, 0.173, 8, null], "b": {"c": -1.5, "d": "97.0"}});
        assert_eq!(
            write_numbers(&value, without_fraction),
            r#"{"a":[97,0.173,8,null],"b":{"c":-1.5,"d":"97.0"}}"#
        );
        assert_eq!(
            write_numbers(&value, with_exponent),
            r#"{"a":[9.7e1,1.73e-1,8,null],"b":{"c":-1.5e0,"d":"97.0"}}"#
        );
    }

    #[test]
    fn texts_are_the_same_however_they_are_written() {
        let text = json!({"ü": "a/b 🫖\n\""}).to_string();
        let written = escape(&text);
        assert_eq!(written, r#"{"\u00fc":"a\u002fb \ud83e\uded6\n\""}"#);
        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(read(&written), read(&text));
    }

    #[test]
    fn timestamps_get_digits_and_keep_their_offset() {
        for (text, expected) in [
            (
                "2015-12-24T16:51:14.000+01:00",
                Some("2015-12-24T16:51:14.000000+01:00"),
            ),
            (
                "2015-12-24T15:51:21.802Z",
                Some("2015-12-24T15:51:21.802000Z"),
            ),
            ("2015-12-24T15:51:21Z", None),
        ] {
            assert_eq!(with_microseconds(text).as_deref(), expected, "{text}");
        }
    }
}
