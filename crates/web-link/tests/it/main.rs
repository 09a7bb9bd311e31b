//! What RFC 8288 and RFC 3986 say, clause by clause.

mod parsing;
mod resolving;
