//! The edges of the graph: every `use` and every path in the code.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, Macro, Path, VisRestricted};

use super::graph::{Graph, ModulePath, Reason};
use super::tree::{Import, Module, Tree, attributes, imports, is_test};

/// The modules that each module imports from.
pub(super) fn find_edges(tree: &Tree) -> Graph {
    let mut graph = Graph::new();
    for (path, module) in &tree.modules {
        let mut reader = EdgeVisitor {
            tree,
            path,
            module,
            graph: &mut graph,
        };
        for import in &module.imports {
            reader.add_import(import);
        }
        for item in &module.items {
            reader.visit_item(item);
        }
    }
    graph
}

/// Reads the code of one module.
struct EdgeVisitor<'a> {
    tree: &'a Tree,
    path: &'a ModulePath,
    module: &'a Module,
    graph: &'a mut Graph,
}

impl EdgeVisitor<'_> {
    fn add_import(&mut self, import: &Import) {
        let Some(owner) = self.tree.find_owner(self.path, &import.path) else {
            return;
        };
        let is_descendant = owner.len() > self.path.len() && owner.starts_with(self.path);
        if !(import.is_public && is_descendant) {
            self.add_edge(owner, &import.path, import.line);
        }
    }

    fn add_path(&mut self, path: &[String], span: Span) {
        // a single name is declared here or imported, which is a separate edge
        if path.len() > 1
            && let Some(owner) = self.tree.find_owner(self.path, path)
        {
            self.add_edge(owner, path, span.start().line);
        }
    }

    fn add_edge(&mut self, owner: ModulePath, path: &[String], line: usize) {
        if owner == *self.path {
            return;
        }
        self.graph
            .entry(self.path.clone())
            .or_default()
            .entry(owner)
            .or_insert_with(|| Reason {
                place: format!("{}:{line}", self.module.file),
                path: path.join("::"),
            });
    }

    /// Paths in the arguments of a macro, which are not parsed.
    fn visit_tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut span = Span::call_site();
        let mut colons = 0;
        for token in tokens {
            match &token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.add_path(&path, span);
                        path.clear();
                        span = ident.span();
                    }
                    path.push(ident.unraw().to_string());
                    colons = 0;
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {
                    colons += 1;
                    continue;
                }
                _ => {}
            }
            self.add_path(&path, span);
            path.clear();
            colons = 0;
            if let TokenTree::Group(group) = token {
                self.visit_tokens(group.stream());
            }
        }
        self.add_path(&path, span);
    }

    /// Paths in texts, as `serde` takes them: `#[serde(with = "crate::duration")]`.
    fn visit_texts(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.visit_texts(group.stream()),
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    if let Ok(path) = syn::parse_str::<Path>(text.trim_matches('"')) {
                        self.add_path(&segment_names(&path), literal.span());
                    }
                }
                _ => {}
            }
        }
    }
}

fn segment_names(path: &Path) -> Vec<String> {
    if path.leading_colon.is_some() {
        return Vec::new();
    }
    path.segments
        .iter()
        .map(|segment| segment.ident.unraw().to_string())
        .collect()
}

impl<'ast> Visit<'ast> for EdgeVisitor<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).iter().any(is_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        for import in imports(item) {
            self.add_import(&import);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if let Some(first) = path.segments.first() {
            self.add_path(&segment_names(path), first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {
        // the visibility of an item is not an import
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.visit_tokens(called.tokens.clone());
        visit::visit_macro(self, called);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.visit_texts(list.tokens.clone());
        }
        if !attribute.path().is_ident("doc") {
            visit::visit_attribute(self, attribute);
        }
    }
}
