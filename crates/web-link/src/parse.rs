//! Reads header fields by the algorithms of RFC 8288, Appendix B.

use percent_encoding::percent_decode_str;

use crate::link::Link;

/// The links of all `Link` field lines of a message, in order.
///
/// A line is read up to the first thing that is not a link.
pub fn parse<'v>(lines: impl IntoIterator<Item = &'v str>) -> Vec<Link> {
    let mut links = Vec::new();
    for line in lines {
        let mut rest = line;
        while let Some((link, after)) = parse_link(rest) {
            links.push(link);
            rest = after;
        }
    }
    links
}

/// One link and what follows it (Appendix B.2).
fn parse_link(text: &str) -> Option<(Link, &str)> {
    // empty elements of a list are allowed (RFC 9110 §5.6.1)
    let text = text.trim_start_matches(|c| is_space(c) || c == ',');
    let (target, rest) = text.strip_prefix('<')?.split_once('>')?;
    let (params, rest) = parse_params(rest);
    let rel = params.iter().find(|(name, _)| name == "rel");
    let rels = rel
        .map(|(_, value)| value.split_ascii_whitespace())
        .into_iter()
        .flatten();
    let link = Link {
        target: target.to_owned(),
        rels: rels.map(str::to_ascii_lowercase).collect(),
        params,
    };
    Some((link, rest))
}

/// The parameters of a link and what follows them (Appendix B.3).
fn parse_params(mut text: &str) -> (Vec<(String, String)>, &str) {
    let mut params = Vec::new();
    loop {
        text = trim_start_spaces(text);
        let Some(rest) = text.strip_prefix(';') else {
            return (params, text);
        };
        text = trim_start_spaces(rest);
        let (name, rest) = split_before(text, |c| is_space(c) || matches!(c, '=' | ';' | ','));
        let name = name.to_ascii_lowercase();
        text = trim_start_spaces(rest);
        let value = match text.strip_prefix('=').map(trim_start_spaces) {
            None => String::new(),
            Some(rest) => match rest.strip_prefix('"') {
                Some(quoted) => {
                    let (value, rest) = quoted_string(quoted);
                    text = rest;
                    value
                }
                None => {
                    let (value, rest) = split_before(rest, |c| matches!(c, ';' | ','));
                    text = rest;
                    value.trim_end_matches(is_space).to_owned()
                }
            },
        };
        let value = if name.ends_with('*') {
            decode_extended_value(&value)
        } else {
            Some(value)
        };
        // a parameter without a name is an empty one, as in `<a>;;rel=b`
        if let Some(value) = value.filter(|_| !name.is_empty()) {
            params.push((name, value));
        }
    }
}

/// The text up to an unescaped quote, and what follows that (Appendix B.4).
fn quoted_string(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((index, character)) = characters.next() {
        match character {
            '"' => return (value, text.get(index + 1..).unwrap_or_default()),
            '\\' => value.extend(characters.next().map(|(_, escaped)| escaped)),
            other => value.push(other),
        }
    }
    (value, "")
}

/// A value such as `UTF-8'en'%e2%82%ac` (RFC 8187 §3.2); none if it is not UTF-8.
fn decode_extended_value(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_language, encoded) = rest.split_once('\'')?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let decoded = percent_decode_str(encoded).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// The text before the first character that ends it, and the rest.
fn split_before(text: &str, ends: impl Fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

fn trim_start_spaces(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

/// Optional whitespace (RFC 9110 §5.6.3).
fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t')
}
