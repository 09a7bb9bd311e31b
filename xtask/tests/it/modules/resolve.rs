//! Finds the module that owns the item of a path.

use super::graph::ModulePath;
use super::tree::Tree;

/// Re-exports of re-exports that are followed; more is a circle of them.
const MAX_DEPTH: usize = 16;

impl Tree {
    /// The module that owns the item of `path` in `module`: the one that declares the item, or the module that the
    /// path leads to. `None` if the path leads out of the crate, or the source does not show the item.
    pub(super) fn find_owner(&self, module: &ModulePath, path: &[String]) -> Option<ModulePath> {
        self.find_owner_within(module, path, MAX_DEPTH)
    }

    fn find_owner_within(
        &self,
        module: &ModulePath,
        path: &[String],
        depth: usize,
    ) -> Option<ModulePath> {
        let depth = depth.checked_sub(1)?;
        let (first, rest) = path.split_first()?;
        match first.as_str() {
            "crate" => self.resolve_below(&Vec::new(), rest, depth),
            "self" => self.resolve_below(module, rest, depth),
            "super" => {
                let (_, parent) = module.split_last()?;
                let mut parent = parent.to_vec();
                let mut rest = rest;
                while let Some(("super", further)) = rest
                    .split_first()
                    .map(|(part, further)| (part.as_str(), further))
                {
                    parent.pop()?;
                    rest = further;
                }
                self.resolve_below(&parent, rest, depth)
            }
            // a name of another crate is neither declared nor imported here
            _ => self.resolve_name(module, path, depth),
        }
    }

    /// Resolves a path below a module that exists; the result is the module itself if the source does not show the
    /// item.
    fn resolve_below(
        &self,
        module: &ModulePath,
        path: &[String],
        depth: usize,
    ) -> Option<ModulePath> {
        if path.is_empty() {
            return Some(module.clone());
        }
        self.resolve_name(module, path, depth).or_else(|| {
            // an item that is imported from another crate belongs to that crate
            let leads_on = self.find_import(module, &path[0]).is_some()
                || self
                    .modules
                    .contains_key(&[module.as_slice(), &path[..1]].concat());
            (!leads_on).then(|| module.clone())
        })
    }

    /// Resolves a path whose first part is a name in a module.
    fn resolve_name(
        &self,
        module: &ModulePath,
        path: &[String],
        depth: usize,
    ) -> Option<ModulePath> {
        let (first, rest) = path.split_first()?;
        let known = self.modules.get(module)?;
        let mut child = module.clone();
        child.push(first.clone());
        let is_child = self.modules.contains_key(&child);
        // a module and a function can have the same name: a path that goes on means the module
        if is_child && !rest.is_empty() {
            return self.resolve_below(&child, rest, depth);
        }
        if known.declared.contains(first) {
            return Some(module.clone());
        }
        if let Some(path) = self.find_import(module, first) {
            return self.find_owner_within(module, &[path, rest].concat(), depth);
        }
        if is_child {
            return Some(child);
        }
        if module.is_empty()
            && let Some(owner) = self.exported.get(first)
        {
            return Some(owner.clone());
        }
        known
            .imports
            .iter()
            .filter(|import| import.name == "*")
            .find_map(|glob| {
                let source = self.find_owner_within(module, &glob.path, depth)?;
                if source == *module {
                    return None;
                }
                self.resolve_name(&source, path, depth.checked_sub(1)?)
            })
    }

    /// The path behind an imported name.
    fn find_import(&self, module: &ModulePath, name: &str) -> Option<&[String]> {
        self.modules
            .get(module)?
            .imports
            .iter()
            .find(|import| import.name == name)
            .map(|import| import.path.as_slice())
    }
}
