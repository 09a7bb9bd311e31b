//! All secrets in one tree, so that one pass over a text searches for all of them.
//!
//! A text is searched twice: for the secrets, and for their Base64 encodings. Base64 writes three bytes as four
//! characters, so the encoding of a secret depends on the number of bytes before it. There are three variants. For
//! each, the search looks for the characters that only depend on the secret. The characters at both ends contain a
//! few bits of the secret, and only these bits are compared.

use super::decodings::visit_decodings;

/// A secret in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SecretMatch<'n> {
    pub(super) name: &'n str,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Default)]
pub(super) struct SecretTrie {
    plain: ByteTree,
    base64: ByteTree,
}

#[derive(Clone)]
struct ByteTree {
    nodes: Vec<ByteNode>,
}

impl Default for ByteTree {
    fn default() -> ByteTree {
        ByteTree {
            nodes: vec![ByteNode::default()],
        }
    }
}

#[derive(Clone, Default)]
struct ByteNode {
    /// The child for each byte, sorted by byte.
    children: Vec<(u8, usize)>,
    secret_ends: Vec<SecretEnd>,
}

/// The end of a secret, stored at its last node.
#[derive(Clone)]
struct SecretEnd {
    name: String,
    /// Conditions for the Base64 characters before and after.
    before: Option<BitPattern>,
    after: Option<BitPattern>,
}

/// Some bits of a Base64 character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct BitPattern {
    mask: u8,
    value: u8,
}

impl SecretTrie {
    pub(super) fn add(&mut self, name: &str, secret: &str) {
        let ending = |before, after| SecretEnd {
            name: name.to_owned(),
            before,
            after,
        };
        self.plain.add(secret.as_bytes(), ending(None, None));
        for skipped in 0..3 {
            let (before, characters, after) = base64_pattern(secret.as_bytes(), skipped);
            self.base64.add(&characters, ending(before, after));
        }
    }

    /// The first secret after a position; the longest if several begin at the same position.
    pub(super) fn find_next(&self, text: &[u8], from: usize) -> Option<SecretMatch<'_>> {
        (from..text.len()).find_map(|start| {
            let plain = self.plain.find_longest(text, start, from, false);
            let base64 = self.base64.find_longest(text, start, from, true);
            match (plain, base64) {
                (Some(a), Some(b)) => Some(if a.end >= b.end { a } else { b }),
                (a, b) => a.or(b),
            }
        })
    }
}

impl ByteTree {
    fn add(&mut self, bytes: &[u8], ending: SecretEnd) {
        let mut at = 0;
        for byte in bytes {
            let next = self.nodes.len();
            let Some(branch) = self.nodes.get_mut(at) else {
                return;
            };
            at = match branch.children.binary_search_by_key(byte, |child| child.0) {
                Ok(index) => branch.children.get(index).map_or(0, |child| child.1),
                Err(index) => {
                    branch.children.insert(index, (*byte, next));
                    self.nodes.push(ByteNode::default());
                    next
                }
            };
        }
        if let Some(branch) = self.nodes.get_mut(at) {
            branch.secret_ends.push(ending);
        }
    }

    fn find_child(&self, at: usize, byte: u8) -> Option<usize> {
        let children = &self.nodes.get(at)?.children;
        let index = children.binary_search_by_key(&byte, |child| child.0).ok()?;
        children.get(index).map(|child| child.1)
    }

    /// The longest secret that begins at `start`; text before `floor` must not change.
    fn find_longest(
        &self,
        text: &[u8],
        start: usize,
        floor: usize,
        base64: bool,
    ) -> Option<SecretMatch<'_>> {
        // most positions are not the start of a secret, and are skipped at once
        let first = text.get(start).copied()?;
        let escaped = matches!(first, b'%' | b'\\' | b'&' | b'+');
        if !escaped
            && self
                .find_child(
                    0,
                    if base64 {
                        to_standard_alphabet(first)
                    } else {
                        first
                    },
                )
                .is_none()
        {
            return None;
        }
        let mut found: Option<SecretMatch<'_>> = None;
        let mut now = vec![(0, start)];
        let mut next = Vec::new();
        while !now.is_empty() {
            for (node, at) in now.drain(..) {
                visit_decodings(text, at, &mut |reading| {
                    let bytes = reading.bytes();
                    // Base64 lines may be wrapped, but there is no line break before the first character
                    if base64 && node != 0 && matches!(bytes, [b'\n' | b'\r']) {
                        next.push((node, reading.next));
                    }
                    let reached = bytes.iter().try_fold(node, |node, byte| {
                        self.find_child(
                            node,
                            if base64 {
                                to_standard_alphabet(*byte)
                            } else {
                                *byte
                            },
                        )
                    });
                    next.extend(reached.map(|node| (node, reading.next)));
                });
            }
            next.sort_unstable();
            next.dedup();
            for (node, at) in &next {
                for ending in self
                    .nodes
                    .get(*node)
                    .map_or(&[][..], |branch| &branch.secret_ends)
                {
                    let Some(place) = ending.match_range(text, start, *at, floor) else {
                        continue;
                    };
                    if found.is_none_or(|found| found.end < place.1) {
                        found = Some(SecretMatch {
                            name: &ending.name,
                            start: place.0,
                            end: place.1,
                        });
                    }
                }
            }
            std::mem::swap(&mut now, &mut next);
        }
        found
    }
}

impl SecretEnd {
    /// Start and end of the secret, with the characters at both ends; `None` if those do not match.
    fn match_range(
        &self,
        text: &[u8],
        start: usize,
        end: usize,
        floor: usize,
    ) -> Option<(usize, usize)> {
        let start = match self.before {
            None => start,
            Some(bits) => (floor..start).rev().take(5).find(|before| {
                let mut fits = false;
                visit_decodings(text, *before, &mut |reading| {
                    fits |= bits.matches(reading.bytes())
                        && has_only_line_breaks(text, reading.next, start);
                });
                fits
            })?,
        };
        let Some(bits) = self.after else {
            return Some((start, end));
        };
        let mut after = end;
        while matches!(text.get(after), Some(b'\n' | b'\r')) {
            after += 1;
        }
        let (mut fits, mut other) = (None, false);
        visit_decodings(text, after, &mut |reading| {
            if bits.matches(reading.bytes()) {
                fits = fits.max(Some(reading.next));
            } else {
                other |= matches!(reading.bytes(), [byte] if decode_sextet(*byte).is_some());
            }
        });
        match fits {
            Some(next) => Some((start, next)),
            // the text is truncated: all but a few bits of the secret are present
            None if !other => Some((start, end)),
            None => None,
        }
    }
}

fn has_only_line_breaks(text: &[u8], from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|between| between.iter().all(|byte| matches!(byte, b'\n' | b'\r')))
}

impl BitPattern {
    fn matches(self, bytes: &[u8]) -> bool {
        matches!(bytes, [byte] if decode_sextet(*byte).is_some_and(|value| value & self.mask == self.value))
    }
}

/// The Base64 encoding of a secret after `skipped` other bytes: the characters that only depend on the secret, and
/// the bits of the characters at both ends.
fn base64_pattern(
    secret: &[u8],
    skipped: usize,
) -> (Option<BitPattern>, Vec<u8>, Option<BitPattern>) {
    let bit = |index: usize| -> Option<u8> {
        let byte = secret.get((index / 8).checked_sub(skipped)?)?;
        Some(byte >> (7 - index % 8) & 1)
    };
    let (mut before, mut characters, mut after) = (None, Vec::new(), None);
    let sextets = ((skipped + secret.len()) * 8).div_ceil(6);
    for index in skipped * 8 / 6..sextets {
        let (mut mask, mut value) = (0, 0);
        for offset in 0..6 {
            let known = bit(index * 6 + offset);
            mask = mask << 1 | u8::from(known.is_some());
            value = value << 1 | known.unwrap_or(0);
        }
        match mask {
            0b11_1111 => characters.push(base64_character(value)),
            0 => {}
            _ if characters.is_empty() => before = Some(BitPattern { mask, value }),
            _ => after = Some(BitPattern { mask, value }),
        }
    }
    (before, characters, after)
}

/// Converts a character of the URL-safe alphabet to the standard alphabet.
fn to_standard_alphabet(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }
}

fn base64_character(sextet: u8) -> u8 {
    match sextet {
        0..=25 => b'A' + sextet,
        26..=51 => b'a' + (sextet - 26),
        52..=61 => b'0' + (sextet - 52),
        62 => b'+',
        _ => b'/',
    }
}

fn decode_sextet(byte: u8) -> Option<u8> {
    match to_standard_alphabet(byte) {
        byte @ b'A'..=b'Z' => Some(byte - b'A'),
        byte @ b'a'..=b'z' => Some(byte - b'a' + 26),
        byte @ b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
