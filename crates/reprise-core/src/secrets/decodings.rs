//! The encodings of one character of a secret: `%41`, `\u0041`, `&#65;`, or none.

/// Maximum depth of nested encodings that are decoded, such as `%252F` or `\\\"`.
const MAX_NESTED_ENCODINGS: usize = 8;

/// One decoding of the text at a position: the decoded bytes, and the position after them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decoding {
    bytes: [u8; 4],
    length: usize,
    pub(super) next: usize,
}

impl Decoding {
    fn from_byte(byte: u8, next: usize) -> Decoding {
        Decoding {
            bytes: [byte, 0, 0, 0],
            length: 1,
            next,
        }
    }

    fn from_char(character: char, next: usize) -> Decoding {
        let mut bytes = [0; 4];
        let length = character.encode_utf8(&mut bytes).len();
        Decoding {
            bytes,
            length,
            next,
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

/// Calls `each` with every decoding of the text at a position. The end of the text has none.
pub(super) fn visit_decodings(text: &[u8], at: usize, each: &mut dyn FnMut(Decoding)) {
    let Some(&byte) = text.get(at) else {
        return;
    };
    each(Decoding::from_byte(byte, at + 1));
    match byte {
        // a space, in a form or a query
        b'+' => each(Decoding::from_byte(b' ', at + 1)),
        b'%' => decode_percent(text, at, each),
        b'\\' => decode_backslash(text, at, each),
        b'&' => decode_entity(text, at, each),
        _ => {}
    }
}

/// `%2F`, or `%252F` if it was encoded twice.
fn decode_percent(text: &[u8], at: usize, each: &mut dyn FnMut(Decoding)) {
    let mut digits = at + 1;
    for _ in 0..MAX_NESTED_ENCODINGS {
        let Some(byte) = parse_hexadecimal(text, digits, 2) else {
            return;
        };
        each(Decoding::from_byte((byte & 0xff) as u8, digits + 2));
        if byte != u32::from(b'%') {
            return;
        }
        digits += 2;
    }
}

/// `\"`, `\n`, `\u0041`, with more backslashes for JSON inside JSON.
fn decode_backslash(text: &[u8], at: usize, each: &mut dyn FnMut(Decoding)) {
    let mut letter = at;
    while letter - at < MAX_NESTED_ENCODINGS && text.get(letter) == Some(&b'\\') {
        letter += 1;
        if letter - at > 1 {
            each(Decoding::from_byte(b'\\', letter));
        }
    }
    let plain = match text.get(letter) {
        Some(b'n') => b'\n',
        Some(b'r') => b'\r',
        Some(b't') => b'\t',
        Some(b'b') => 8,
        Some(b'f') => 12,
        Some(quoted @ (b'"' | b'/' | b'\'')) => *quoted,
        Some(b'u') => return decode_unicode_escape(text, letter + 1, each),
        _ => return,
    };
    each(Decoding::from_byte(plain, letter + 1));
}

fn decode_unicode_escape(text: &[u8], digits: usize, each: &mut dyn FnMut(Decoding)) {
    let Some(unit) = parse_hexadecimal(text, digits, 4) else {
        return;
    };
    let end = digits + 4;
    if let Some(character) = char::from_u32(unit) {
        return each(Decoding::from_char(character, end));
    }
    // the first of a pair of surrogates
    let mut letter = end;
    while text.get(letter) == Some(&b'\\') && letter - end < MAX_NESTED_ENCODINGS {
        letter += 1;
    }
    if letter == end || text.get(letter) != Some(&b'u') {
        return;
    }
    let Some(low @ 0xdc00..=0xdfff) = parse_hexadecimal(text, letter + 1, 4) else {
        return;
    };
    let code = 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
    if let Some(character) = char::from_u32(code) {
        each(Decoding::from_char(character, letter + 5));
    }
}

/// `&amp;`, `&#38;`, `&#x26;`, as HTML and XML write them.
fn decode_entity(text: &[u8], at: usize, each: &mut dyn FnMut(Decoding)) {
    let rest = text.get(at + 1..).unwrap_or_default();
    let Some(length) = rest.iter().take(10).position(|byte| *byte == b';') else {
        return;
    };
    let name = std::str::from_utf8(rest.get(..length).unwrap_or_default()).unwrap_or_default();
    let character = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#').unwrap_or_default();
            match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => number.parse().ok(),
            }
            .and_then(char::from_u32)
        }
    };
    if let Some(character) = character {
        each(Decoding::from_char(character, at + length + 2));
    }
}

fn parse_hexadecimal(text: &[u8], at: usize, digits: usize) -> Option<u32> {
    text.get(at..at + digits)?
        .iter()
        .try_fold(0, |number, digit| {
            Some(number * 16 + char::from(*digit).to_digit(16)?)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all_decodings(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        visit_decodings(text.as_bytes(), 0, &mut |reading| {
            let read = String::from_utf8_lossy(reading.bytes()).into_owned();
            all.push(format!("{read:?} {}", reading.next));
        });
        all
    }

    #[test]
    fn a_character_is_decoded_from_every_encoding() {
        for (text, last) in [
            ("a", r#""a" 1"#),
            ("+", r#"" " 1"#),
            ("%2f", r#""/" 3"#),
            ("%252F", r#""/" 5"#),
            (r#"\""#, r#""\"" 2"#),
            (r#"\\\""#, r#""\"" 4"#),
            (r"\u00e9", r#""é" 6"#),
            (r"\ud83d\ude00", r#""😀" 12"#),
            ("&amp;", r#""&" 5"#),
            ("&#39;", r#""'" 5"#),
            ("&#x27;", r#""'" 6"#),
        ] {
            assert_eq!(
                all_decodings(text).last().map(String::as_str),
                Some(last),
                "{text}"
            );
        }
        for text in [
            "%",
            "%2",
            "%zz",
            r"\",
            r"\q",
            r"\u12",
            r"\ud83d",
            "&",
            "&nothing;",
            "&#x;",
            "&#1114112;",
        ] {
            assert_eq!(all_decodings(text).len(), 1, "{text}");
        }
        assert_eq!(all_decodings(""), Vec::<String>::new());
    }
}
