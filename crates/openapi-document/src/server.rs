//! The Server Object: where the document says its API is served.

use crate::node::Node;

/// The URLs of the document's servers, with each variable filled in by its default.
///
/// A document without servers means `/`, the place it is served from.
pub(crate) fn read_servers(root: &Node<'_>) -> Vec<String> {
    let urls: Vec<String> = root
        .elements_of("servers")
        .iter()
        .filter_map(|server| {
            let url = server.text("url")?.to_owned();
            let variables = server.members_of("variables");
            Some(variables.iter().fold(url, |url, (name, variable)| {
                url.replace(
                    &format!("{{{name}}}"),
                    variable.text("default").unwrap_or_default(),
                )
            }))
        })
        .collect();
    if urls.is_empty() {
        vec!["/".to_owned()]
    } else {
        urls
    }
}
