//! The Server Object: the URL of the API.

use crate::node::Node;

/// The URLs of the document's servers, with each variable filled in by its default.
///
/// A document without servers means `/`, the place it is served from.
pub(crate) fn read_servers(root: &Node<'_>) -> Vec<String> {
    read_own_servers(root).unwrap_or_else(|| vec!["/".to_owned()])
}

/// The URLs of the servers of this object, which replace those of its parents.
pub(crate) fn read_own_servers(holder: &Node<'_>) -> Option<Vec<String>> {
    let urls: Vec<String> = holder
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
    (!urls.is_empty()).then_some(urls)
}
