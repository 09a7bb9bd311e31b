//! All secrets in one tree, so that one pass over a text searches for all of them.
//!
//! A text is searched twice: for the secrets, and for their Base64 encodings. Base64 writes three bytes as four
//! characters, so the encoding of a secret depends on the number of bytes before it. There are three variants. For
//! each, the search looks for the characters that only depend on the secret. The characters at both ends contain a
//! few bits of the secret, and only these bits are compared.

use super::written::readings;

/// A secret in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found<'n> {
    pub(super) name: &'n str,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Clone, Default)]
pub(super) struct Trie {
    plain: Tree,
    base64: Tree,
}

#[derive(Clone)]
struct Tree {
    nodes: Vec<Branch>,
}

impl Default for Tree {
    fn default() -> Tree {
        Tree {
            nodes: vec![Branch::default()],
        }
    }
}

#[derive(Clone, Default)]
struct Branch {
    /// The child for each byte, sorted by byte.
    children: Vec<(u8, usize)>,
    ends: Vec<Ending>,
}

/// Here a secret ends.
#[derive(Clone)]
struct Ending {
    name: String,
    /// Conditions for the Base64 characters before and after.
    before: Option<Bits>,
    after: Option<Bits>,
}

/// Some bits of a Base64 character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bits {
    mask: u8,
    value: u8,
}

impl Trie {
    pub(super) fn add(&mut self, name: &str, secret: &str) {
        let ending = |before, after| Ending {
            name: name.to_owned(),
            before,
            after,
        };
        self.plain.add(secret.as_bytes(), ending(None, None));
        for skipped in 0..3 {
            let (before, characters, after) = in_base64(secret.as_bytes(), skipped);
            self.base64.add(&characters, ending(before, after));
        }
    }

    /// The first secret after a position; the longest if several begin at the same position.
    pub(super) fn next(&self, text: &[u8], from: usize) -> Option<Found<'_>> {
        (from..text.len()).find_map(|start| {
            let plain = self.plain.longest(text, start, from, false);
            let base64 = self.base64.longest(text, start, from, true);
            match (plain, base64) {
                (Some(a), Some(b)) => Some(if a.end >= b.end { a } else { b }),
                (a, b) => a.or(b),
            }
        })
    }
}

impl Tree {
    fn add(&mut self, bytes: &[u8], ending: Ending) {
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
                    self.nodes.push(Branch::default());
                    next
                }
            };
        }
        if let Some(branch) = self.nodes.get_mut(at) {
            branch.ends.push(ending);
        }
    }

    fn step(&self, at: usize, byte: u8) -> Option<usize> {
        let children = &self.nodes.get(at)?.children;
        let index = children.binary_search_by_key(&byte, |child| child.0).ok()?;
        children.get(index).map(|child| child.1)
    }

    /// The longest secret that begins at `start`; text before `floor` must not change.
    fn longest(&self, text: &[u8], start: usize, floor: usize, base64: bool) -> Option<Found<'_>> {
        // most positions are not the start of a secret, and are skipped at once
        let first = text.get(start).copied()?;
        let escaped = matches!(first, b'%' | b'\\' | b'&' | b'+');
        if !escaped
            && self
                .step(0, if base64 { standard(first) } else { first })
                .is_none()
        {
            return None;
        }
        let mut found: Option<Found<'_>> = None;
        let mut now = vec![(0, start)];
        let mut next = Vec::new();
        while !now.is_empty() {
            for (node, at) in now.drain(..) {
                readings(text, at, &mut |reading| {
                    let bytes = reading.bytes();
                    // Base64 lines may be wrapped, but there is no line break before the first character
                    if base64 && node != 0 && matches!(bytes, [b'\n' | b'\r']) {
                        next.push((node, reading.next));
                    }
                    let reached = bytes.iter().try_fold(node, |node, byte| {
                        self.step(node, if base64 { standard(*byte) } else { *byte })
                    });
                    next.extend(reached.map(|node| (node, reading.next)));
                });
            }
            next.sort_unstable();
            next.dedup();
            for (node, at) in &next {
                for ending in self.nodes.get(*node).map_or(&[][..], |branch| &branch.ends) {
                    let Some(place) = ending.place(text, start, *at, floor) else {
                        continue;
                    };
                    if found.is_none_or(|found| found.end < place.1) {
                        found = Some(Found {
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

impl Ending {
    /// Start and end of the secret, with the characters at both ends; `None` if those do not match.
    fn place(&self, text: &[u8], start: usize, end: usize, floor: usize) -> Option<(usize, usize)> {
        let start = match self.before {
            None => start,
            Some(bits) => (floor..start).rev().take(5).find(|before| {
                let mut fits = false;
                readings(text, *before, &mut |reading| {
                    fits |= bits.fit(reading.bytes()) && only_breaks(text, reading.next, start);
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
        readings(text, after, &mut |reading| {
            if bits.fit(reading.bytes()) {
                fits = fits.max(Some(reading.next));
            } else {
                other |= matches!(reading.bytes(), [byte] if sextet(*byte).is_some());
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

fn only_breaks(text: &[u8], from: usize, to: usize) -> bool {
    text.get(from..to)
        .is_some_and(|between| between.iter().all(|byte| matches!(byte, b'\n' | b'\r')))
}

impl Bits {
    fn fit(self, bytes: &[u8]) -> bool {
        matches!(bytes, [byte] if sextet(*byte).is_some_and(|value| value & self.mask == self.value))
    }
}

/// The Base64 encoding of a secret after `skipped` other bytes: the characters that only depend on the secret, and
/// the bits of the characters at both ends.
fn in_base64(secret: &[u8], skipped: usize) -> (Option<Bits>, Vec<u8>, Option<Bits>) {
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
            0b11_1111 => characters.push(character(value)),
            0 => {}
            _ if characters.is_empty() => before = Some(Bits { mask, value }),
            _ => after = Some(Bits { mask, value }),
        }
    }
    (before, characters, after)
}

/// Converts a character of the URL-safe alphabet to the standard alphabet.
fn standard(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }
}

fn character(sextet: u8) -> u8 {
    match sextet {
        0..=25 => b'A' + sextet,
        26..=51 => b'a' + (sextet - 26),
        52..=61 => b'0' + (sextet - 52),
        62 => b'+',
        _ => b'/',
    }
}

fn sextet(byte: u8) -> Option<u8> {
    match standard(byte) {
        byte @ b'A'..=b'Z' => Some(byte - b'A'),
        byte @ b'a'..=b'z' => Some(byte - b'a' + 26),
        byte @ b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}
