//! The edges of the graph: every `use` and every path in the code.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemUse, Macro, Path, VisRestricted};

use super::graph::{Graph, ModulePath, Reason};
use super::tree::{Import, Module, Tree, attributes, imports, is_test};

/// The modules that each module imports from.
pub(super) fn edges(tree: &Tree) -> Graph {
    let mut graph = Graph::new();
    for (path, module) in &tree.modules {
        let mut reader = Reader {
            tree,
            path,
            module,
            graph: &mut graph,
        };
        for import in &module.imports {
            reader.import(import);
        }
        for item in &module.items {
            reader.visit_item(item);
        }
    }
    graph
}

/// Reads the code of one module.
struct Reader<'a> {
    tree: &'a Tree,
    path: &'a ModulePath,
    module: &'a Module,
    graph: &'a mut Graph,
}

impl Reader<'_> {
    fn import(&mut self, import: &Import) {
        let Some(owner) = self.tree.owner(self.path, &import.path) else {
            return;
        };
        let is_descendant = owner.len() > self.path.len() && owner.starts_with(self.path);
        if !(import.is_public && is_descendant) {
            self.edge(owner, &import.path, import.line);
        }
    }

    fn path(&mut self, path: &[String], span: Span) {
        // a single name is declared here or imported, which is a separate edge
        if path.len() > 1
            && let Some(owner) = self.tree.owner(self.path, path)
        {
            self.edge(owner, path, span.start().line);
        }
    }

    fn edge(&mut self, owner: ModulePath, path: &[String], line: usize) {
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
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut span = Span::call_site();
        let mut colons = 0;
        for token in tokens {
            match &token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.path(&path, span);
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
            self.path(&path, span);
            path.clear();
            colons = 0;
            if let TokenTree::Group(group) = token {
                self.tokens(group.stream());
            }
        }
        self.path(&path, span);
    }

    /// Paths in texts, as `serde` takes them: `#[serde(with = "crate::duration")]`.
    fn texts(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.texts(group.stream()),
                TokenTree::Literal(literal) => {
                    let text = literal.to_string();
                    if let Ok(path) = syn::parse_str::<Path>(text.trim_matches('"')) {
                        self.path(&names(&path), literal.span());
                    }
                }
                _ => {}
            }
        }
    }
}

fn names(path: &Path) -> Vec<String> {
    if path.leading_colon.is_some() {
        return Vec::new();
    }
    path.segments
        .iter()
        .map(|segment| segment.ident.unraw().to_string())
        .collect()
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        if !attributes(item).iter().any(is_test) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        for import in imports(item) {
            self.import(&import);
        }
    }

    fn visit_path(&mut self, path: &'ast Path) {
        if let Some(first) = path.segments.first() {
            self.path(&names(path), first.ident.span());
        }
        visit::visit_path(self, path);
    }

    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {
        // the visibility of an item is not an import
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.tokens(called.tokens.clone());
        visit::visit_macro(self, called);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        if let syn::Meta::List(list) = &attribute.meta {
            self.texts(list.tokens.clone());
        }
        if !attribute.path().is_ident("doc") {
            visit::visit_attribute(self, attribute);
        }
    }
}
