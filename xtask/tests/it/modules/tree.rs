//! The modules of a crate, and the names in them.

use std::collections::{BTreeMap, BTreeSet};

use syn::ext::IdentExt;
use syn::{Attribute, Item, ItemUse, UseTree, Visibility};

use super::graph::ModulePath;

/// A file below the `src` folder of a crate.
pub(crate) struct SourceFile {
    /// The path below `src`, with `/` between its parts.
    pub(crate) path: String,
    /// The source code.
    pub(crate) text: String,
}

/// The names that a `use` declares.
#[derive(Clone, Debug)]
pub(super) struct Import {
    /// The name in this module; `*` for a glob.
    pub(super) name: String,
    /// The path as written.
    pub(super) path: Vec<String>,
    /// Whether others can import it from here.
    pub(super) is_public: bool,
    /// The line of the `use`.
    pub(super) line: usize,
}

/// A module, without its children.
#[derive(Default)]
pub(super) struct Module {
    /// The file that contains it.
    pub(super) file: String,
    /// The items that it declares, without modules and imports.
    pub(super) declared: BTreeSet<String>,
    /// The imported item.
    pub(super) imports: Vec<Import>,
    /// Its items, without modules, imports and tests.
    pub(super) items: Vec<Item>,
}

/// All modules of a crate.
#[derive(Default)]
pub(super) struct Tree {
    /// The modules by their paths; the root is the empty path.
    pub(super) modules: BTreeMap<ModulePath, Module>,
    /// Macros that are exported at the root, with the modules that declare them.
    pub(super) exported: BTreeMap<String, ModulePath>,
}

impl Tree {
    /// Reads the modules from the files of a crate; a file is a module even if a macro declares it.
    pub(super) fn read(files: &[SourceFile]) -> Tree {
        let mut tree = Tree::default();
        tree.modules.insert(ModulePath::new(), Module::default());
        let mut tests: Vec<ModulePath> = Vec::new();
        let is_library = files.iter().any(|file| file.path == "lib.rs");
        for file in files {
            let parsed = syn::parse_file(&file.text)
                .unwrap_or_else(|error| panic!("{}: {error}", file.path));
            if !parsed.attrs.iter().any(is_test) {
                tree.add(
                    &module_path(&file.path, is_library),
                    &file.path,
                    parsed.items,
                    &mut tests,
                );
            }
        }
        tree.modules
            .retain(|path, _| !tests.iter().any(|test| path.starts_with(test)));
        tree
    }

    fn add(
        &mut self,
        path: &ModulePath,
        file: &str,
        items: Vec<Item>,
        tests: &mut Vec<ModulePath>,
    ) {
        file.clone_into(&mut self.modules.entry(path.clone()).or_default().file);
        for item in items {
            let is_left_out = attributes(&item).iter().any(is_test);
            if let Item::Mod(inner) = item {
                let mut child = path.clone();
                child.push(inner.ident.unraw().to_string());
                if is_left_out {
                    tests.push(child);
                } else if let Some((_, items)) = inner.content {
                    self.add(&child, file, items, tests);
                }
                continue;
            }
            if is_left_out {
                continue;
            }
            if let Item::Macro(definition) = &item
                && let Some(name) = &definition.ident
                && (definition.attrs.iter())
                    .any(|attribute| attribute.path().is_ident("macro_export"))
            {
                self.exported.insert(name.to_string(), path.clone());
            }
            let module = self.modules.entry(path.clone()).or_default();
            module.declared.extend(item_name(&item));
            match item {
                Item::Use(item) => module.imports.extend(imports(&item)),
                item => module.items.push(item),
            }
        }
    }
}

/// The module of a file. The binary of a library imports it like any other crate, so it is not a root.
fn module_path(path: &str, is_library: bool) -> ModulePath {
    let path = path.trim_end_matches(".rs");
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    let is_root = path == "lib" || path == "main" && !is_library;
    if is_root || parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// The names that a `use` declares, one by one.
pub(super) fn imports(item: &ItemUse) -> Vec<Import> {
    fn walk(tree: &UseTree, path: &[String], found: &mut Vec<(String, Vec<String>)>) {
        let with = |name: String| [path, &[name]].concat();
        match tree {
            UseTree::Path(part) => walk(&part.tree, &with(part.ident.unraw().to_string()), found),
            UseTree::Group(group) => {
                for tree in &group.items {
                    walk(tree, path, found);
                }
            }
            UseTree::Glob(_) => found.push(("*".to_owned(), path.to_vec())),
            UseTree::Name(part) if part.ident == "self" => {
                found.push((path.last().cloned().unwrap_or_default(), path.to_vec()));
            }
            UseTree::Name(part) => {
                let name = part.ident.unraw().to_string();
                found.push((name.clone(), with(name)));
            }
            UseTree::Rename(part) if part.ident == "self" => {
                found.push((part.rename.to_string(), path.to_vec()));
            }
            UseTree::Rename(part) => {
                found.push((
                    part.rename.to_string(),
                    with(part.ident.unraw().to_string()),
                ));
            }
        }
    }
    let mut found = Vec::new();
    if item.leading_colon.is_none() {
        walk(&item.tree, &[], &mut found);
    }
    found
        .into_iter()
        .map(|(name, path)| Import {
            name,
            path,
            is_public: !matches!(item.vis, Visibility::Inherited),
            line: item.use_token.span.start().line,
        })
        .collect()
}

/// Whether an attribute leaves its item out of everything but tests.
pub(super) fn is_test(attribute: &Attribute) -> bool {
    if attribute.path().is_ident("test") {
        return true;
    }
    let syn::Meta::List(list) = &attribute.meta else {
        return false;
    };
    let condition = list.tokens.to_string();
    list.path.is_ident("cfg")
        && condition
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|word| word == "test")
        && !condition.contains("not")
}

/// The attributes of an item.
pub(super) fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::TraitAlias(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Union(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

/// The name that an item declares, if it is neither a module nor an import.
fn item_name(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::TraitAlias(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(ident.unraw().to_string())
}
