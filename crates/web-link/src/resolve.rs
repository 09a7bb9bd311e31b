//! Resolves references as RFC 3986 §5.2 does.
//!
//! Everything is kept as it is written: nothing is decoded, encoded or normalized, so that a target below a base URL is
//! also below it as text.

/// A reference taken apart (RFC 3986, Appendix B).
struct UriReference<'t> {
    scheme: Option<&'t str>,
    authority: Option<&'t str>,
    path: &'t str,
    query: Option<&'t str>,
    fragment: Option<&'t str>,
}

/// The URL that a reference means at the URL `base`, which has a scheme.
pub fn resolve(base: &str, reference: &str) -> String {
    let (base, target) = (UriReference::of(base), UriReference::of(reference));
    if target.scheme.is_some() {
        return reference.to_owned();
    }
    let (path, query) = match (target.authority, target.path) {
        (Some(_), path) => (remove_dot_segments(path), target.query),
        (None, "") => (base.path.to_owned(), target.query.or(base.query)),
        (None, path) if path.starts_with('/') => (remove_dot_segments(path), target.query),
        (None, path) => (remove_dot_segments(&merge_paths(&base, path)), target.query),
    };
    let mut url = String::new();
    if let Some(scheme) = base.scheme {
        url.push_str(scheme);
        url.push(':');
    }
    if let Some(authority) = target.authority.or(base.authority) {
        url.push_str("//");
        url.push_str(authority);
    }
    url.push_str(&path);
    for (mark, part) in [('?', query), ('#', target.fragment)] {
        if let Some(part) = part {
            url.push(mark);
            url.push_str(part);
        }
    }
    url
}

impl<'t> UriReference<'t> {
    fn of(text: &'t str) -> UriReference<'t> {
        let (rest, fragment) = split_at_mark(text, '#');
        let (rest, query) = split_at_mark(rest, '?');
        let scheme = rest.split_once(':').filter(|(scheme, _)| is_scheme(scheme));
        let (scheme, rest) = match scheme {
            Some((scheme, rest)) => (Some(scheme), rest),
            None => (None, rest),
        };
        let (authority, path) = match rest.strip_prefix("//") {
            Some(rest) => {
                let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                (Some(authority), path)
            }
            None => (None, rest),
        };
        UriReference {
            scheme,
            authority,
            path,
            query,
            fragment,
        }
    }
}

/// The text before a mark, and the text after it, if it is there.
fn split_at_mark(text: &str, mark: char) -> (&str, Option<&str>) {
    match text.split_once(mark) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Whether a text can be a scheme (RFC 3986 §3.1).
fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// A relative path at the place of the last segment of the base (RFC 3986 §5.2.3).
fn merge_paths(base: &UriReference<'_>, path: &str) -> String {
    if base.authority.is_some() && base.path.is_empty() {
        return format!("/{path}");
    }
    let folder = base.path.rfind('/').map_or("", |end| &base.path[..=end]);
    format!("{folder}{path}")
}

/// A path without the segments `.` and `..` (RFC 3986 §5.2.4).
fn remove_dot_segments(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let (root, relative) = match path.strip_prefix('/') {
        Some(relative) => ("/", relative),
        None => ("", path),
    };
    let mut segments = relative.split('/').peekable();
    while let Some(segment) = segments.next() {
        match segment {
            "." | ".." => {
                if segment == ".." {
                    kept.pop();
                }
                // `a/.` and `a/..` mean folders
                if segments.peek().is_none() {
                    kept.push("");
                }
            }
            other => kept.push(other),
        }
    }
    format!("{root}{}", kept.join("/"))
}
