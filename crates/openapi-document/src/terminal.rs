//! Text of documents and servers on a terminal, which hostile text must not drive.

/// A line without what would drive a terminal: a hostile text must not repaint what is told of it.
#[must_use]
pub fn visible(line: &str) -> String {
    line.chars()
        .map(|c| {
            if is_dangerous(c) {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// Whether a character is one that nobody sees, and that changes how others are shown: control characters, and
/// those that turn the direction of writing around.
#[must_use]
pub fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
