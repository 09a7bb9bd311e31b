//! The positions of the properties of a JSON object and its child objects, without parsing their values.

use memchr::memchr2;

/// A property of an object, as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OutlineMember<'t> {
    /// The key, with its quotes.
    pub(super) key: &'t str,
    /// The value.
    pub(super) value: MemberValue<'t>,
}

/// A value as it is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum MemberValue<'t> {
    /// An object within the requested depth: its properties.
    Object(Vec<OutlineMember<'t>>),
    /// Anything else: its text.
    Text(&'t str),
}

/// The properties of the object in a text, and of the objects in it, `levels` deep; `None` if the text is something
/// else, or has a syntax error at this level.
pub(super) fn parse_outline(text: &str, levels: usize) -> Option<Vec<OutlineMember<'_>>> {
    let mut cursor = Cursor { text, at: 0 };
    cursor.skip_space();
    let members = cursor.parse_object(levels)?;
    cursor.skip_space();
    (cursor.at == text.len()).then_some(members)
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        let bytes = self.text.as_bytes();
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
            // Half of a document may be indentation.
            while bytes.get(self.at..self.at + 8) == Some(b"        ") {
                self.at += 8;
            }
        }
    }

    /// Skips a byte that must be present, and the whitespace after it.
    fn expect_byte(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then_some(())?;
        self.at += 1;
        self.skip_space();
        Some(())
    }

    fn parse_object(&mut self, levels: usize) -> Option<Vec<OutlineMember<'t>>> {
        let mut members = Vec::new();
        self.expect_byte(b'{')?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(members);
        }
        loop {
            let begin = self.at;
            (self.peek()? == b'"').then_some(())?;
            self.at = self.string_end()?;
            let key = self.text.get(begin..self.at)?;
            self.skip_space();
            self.expect_byte(b':')?;
            let value = match self.peek()? {
                b'{' if levels > 1 => MemberValue::Object(self.parse_object(levels - 1)?),
                _ => MemberValue::Text(self.value_text()?),
            };
            members.push(OutlineMember { key, value });
            self.skip_space();
            match self.peek()? {
                b',' => self.expect_byte(b',')?,
                b'}' => {
                    self.at += 1;
                    return Some(members);
                }
                _ => return None,
            }
        }
    }

    /// The text of any value.
    fn value_text(&mut self) -> Option<&'t str> {
        let begin = self.at;
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => self.at = self.string_end()?,
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                }
                b'}' | b']' => {
                    // the end of a number, true, false or null is the end of the parent value
                    if depth == 0 {
                        break;
                    }
                    depth -= 1;
                    self.at += 1;
                }
                b',' if depth == 0 => break,
                b' ' | b'\n' => {
                    self.skip_space();
                    continue;
                }
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            if depth == 0 {
                break;
            }
        }
        self.text.get(begin..self.at)
    }

    /// The offset after the closing quote of the string that begins here.
    fn string_end(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at + 1;
        loop {
            at += memchr2(b'"', b'\\', bytes.get(at..)?)?;
            if bytes.get(at) == Some(&b'"') {
                return Some(at + 1);
            }
            at += 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_found_in_every_notation() {
        let text = r#" { "a" : 1 , "b\"}": {"c":[{"d":"]"}, null],"e":{}} , "f":"\\" } "#;
        let text_of = |key, value| OutlineMember {
            key,
            value: MemberValue::Text(value),
        };
        let inner = vec![
            text_of(r#""c""#, r#"[{"d":"]"}, null]"#),
            text_of(r#""e""#, "{}"),
        ];
        let expected = vec![
            text_of(r#""a""#, "1 "),
            OutlineMember {
                key: r#""b\"}""#,
                value: MemberValue::Object(inner),
            },
            text_of(r#""f""#, r#""\\""#),
        ];
        assert_eq!(parse_outline(text, 2), Some(expected));
        assert_eq!(parse_outline("{}", 2), Some(Vec::new()));
    }

    #[test]
    fn invalid_text_has_no_outline() {
        for text in [
            "",
            "[]",
            "{",
            "{]",
            r#"{"a"}"#,
            r#"{"a":}x"#,
            r#"{"a":1"#,
            r#"{"a":1,}"#,
            r#"{"a":1}}"#,
            r#"{"a":"b}"#,
            r#"{"a":"b\"#,
            r#"{a:1}"#,
            r#"{"a":[}"#,
            r#"{"a":{"b":1}"#,
        ] {
            assert_eq!(parse_outline(text, 2), None, "{text}");
        }
    }
}
