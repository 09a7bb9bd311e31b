//! References to other files: `{"$ref": "schemas/job.yaml#/Job"}`.
//!
//! Each file that a reference needs is read once and added to the document's value under an additional property,
//! `x-files`; the reference is rewritten to lead there: `#/x-files/schemas~1job.yaml/Job`. After that every reference
//! is local.
//!
//! An example value may be in a file, too: `externalValue: examples/job.json`. It is added to the other files, and
//! the example knows its place.
//!
//! Only files in the folder of the document are read. Any other reference is left unchanged, with the reason; only
//! operations that need it are affected.

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use crate::external;
use crate::grammar::{Object, Path, object_at, walk};
use crate::limits::Limits;
use crate::percent::Part;
use crate::position::Source;
use crate::read::{Format, parse, without_mark};
use crate::reference::{may_enter_example, reference};
use crate::tree::Tree;

/// Reads a file by its path from the folder of the document, with `/` between folders.
pub(crate) type Load<'l> = dyn FnMut(&str) -> Result<String, String> + 'l;

/// More files than any document has.
const MOST_FILES: usize = 1_000;

/// The files that were read, each with the key it has in the value.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The property of the document that contains the files.
    pub(crate) member: String,
    /// Their texts, by key.
    pub(crate) sources: HashMap<String, Source>,
}

impl Files {
    /// Adds a file to the others, under a unique key; returns its place in the document.
    pub(crate) fn attach(
        &mut self,
        document: &mut Value,
        source: Source,
        value: Value,
    ) -> PointerBuf {
        if self.member.is_empty() {
            self.member = free_member(document);
        }
        // a place is to be the same wherever the folder of the files lies
        let parts: Vec<&str> = source.name.rsplit(['/', '\\']).take(2).collect();
        let mut key: String = parts.into_iter().rev().collect::<Vec<&str>>().join("/");
        while self.sources.contains_key(&key) {
            key.push('-');
        }
        if let Value::Object(members) = document {
            let files = members
                .entry(self.member.clone())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(files) = files {
                files.insert(key.clone(), value);
            }
        }
        let place = PointerBuf::from_tokens([self.member.as_str(), &key]);
        self.sources.insert(key, source);
        place
    }
}

/// The name of a property that the document does not have.
fn free_member(document: &Value) -> String {
    let mut member = "x-files".to_owned();
    while document.get(&member).is_some() {
        member.push('-');
    }
    member
}

/// Reads every file that the document refers to, and makes all references local.
pub(crate) fn embed(name: &str, tree: Tree, limits: Limits, load: &mut Load<'_>) -> (Tree, Files) {
    let member = free_member(tree.sparse());
    let (folder, own) = name
        .rsplit_once(['/', '\\'])
        .map_or(("", name), |(_, own)| {
            (name.get(..name.len() - own.len()).unwrap_or_default(), own)
        });
    let mut embedding = Embedding {
        folder,
        own,
        tree,
        files: Files {
            member,
            sources: HashMap::new(),
        },
        unreadable: HashMap::new(),
        limits,
        load,
    };
    embedding.run();
    (embedding.tree, embedding.files)
}

struct Embedding<'l> {
    /// The folder of the document as in messages, with its last separator.
    folder: &'l str,
    /// The document's own file name, by which other files may refer to it.
    own: &'l str,
    tree: Tree,
    files: Files,
    unreadable: HashMap<String, String>,
    limits: Limits,
    load: &'l mut Load<'l>,
}

/// A reference, or the name of an example's file, as it was found.
struct FileReference {
    at: PointerBuf,
    object: Object,
    reference: String,
    is_value: bool,
}

impl Embedding<'_> {
    fn run(&mut self) {
        let mut handled: HashSet<PointerBuf> = HashSet::new();
        let mut begun: HashSet<(PointerBuf, Object)> = HashSet::new();
        let mut waiting = vec![(PointerBuf::root(), Object::Document)];
        while let Some((at, object)) = waiting.pop() {
            if !begun.insert((at.clone(), object)) {
                continue;
            }
            for found in self.references_in(&at, object) {
                if !handled.insert(found.at.clone()) {
                    continue;
                }
                if found.is_value {
                    let read = self.value_of(&found);
                    self.tree.external.insert(found.at, read);
                    continue;
                }
                match self.local(&found) {
                    Ok(Some(target)) if object_at(&target) != Some(found.object) => {
                        waiting.push((target, found.object));
                    }
                    Ok(_) => {}
                    Err(reason) => {
                        self.tree.refused.insert(found.at, reason);
                    }
                }
            }
        }
    }

    fn references_in(&self, at: &Pointer, object: Object) -> Vec<FileReference> {
        let mut found = Vec::new();
        let Ok(value) = at.resolve(self.tree.sparse()) else {
            return found;
        };
        walk(
            object,
            Path::Start(at),
            value,
            &mut |object, path, value| {
                let (reference, is_value) = match (reference(value), external_value(object, value))
                {
                    (Some(reference), _) => (reference, false),
                    (None, Some(file)) => (file, true),
                    (None, None) => return,
                };
                found.push(FileReference {
                    at: path.pointer(),
                    object,
                    reference: reference.to_owned(),
                    is_value,
                });
            },
        );
        found
    }

    /// Makes a reference local and reads the file that it needs; returns its target, if it is a pointer.
    fn local(&mut self, found: &FileReference) -> Result<Option<PointerBuf>, String> {
        let file = self.file_of(&found.at);
        let (path, fragment) = found
            .reference
            .split_once('#')
            .unwrap_or((&found.reference, ""));
        if path.is_empty() && file.is_none() {
            return Ok(pointer(fragment));
        }
        let Some(inside) = pointer(fragment) else {
            return Err("the fragment is not a JSON Pointer; write it as `file#/...`".to_owned());
        };
        let target = match (path.is_empty(), file) {
            (true, Some(file)) => Some(file),
            (_, file) => {
                let path = beside(file.as_deref().unwrap_or_default(), path)?;
                if path == self.own {
                    None
                } else {
                    Some(self.read(path)?)
                }
            }
        };
        let target = match target {
            Some(key) => {
                PointerBuf::from_tokens([self.files.member.as_str(), &key]).concat(&inside)
            }
            None => inside,
        };
        let fragment = Part::Fragment.encode(target.as_str());
        let rewritten = Value::String(format!("#{fragment}"));
        if may_enter_example(fragment.as_str()) {
            self.tree.restore();
        }
        if let Ok(Value::Object(holder)) = found.at.resolve_mut(self.tree.edit()) {
            holder.insert("$ref".to_owned(), rewritten);
        }
        Ok(Some(target))
    }

    /// Reads the file of an example value; returns the place of the value.
    fn value_of(&mut self, found: &FileReference) -> Result<PointerBuf, String> {
        let file = self.file_of(&found.at).unwrap_or_default();
        let path = beside(&file, &found.reference)?;
        let format = external::format(&found.at, &path);
        // A file can be data for one example and part of the document for a reference. The path of a reference cannot
        // contain a colon, so the two keys never collide.
        let key = match format {
            Format::Text => format!("text:{path}"),
            Format::Json | Format::Yaml => format!("value:{path}"),
        };
        if !self.files.sources.contains_key(&key) {
            let text = (self.load)(&path)?;
            let (value, source) = self.parsed(&path, text, format)?;
            self.keep(key.clone(), value, source);
        }
        Ok(PointerBuf::from_tokens([self.files.member.as_str(), &key]))
    }

    /// The key of the file that a place belongs to; `None` for the document itself.
    fn file_of(&self, at: &Pointer) -> Option<String> {
        let mut tokens = at.tokens();
        (tokens.next()?.decoded() == self.files.member.as_str())
            .then(|| tokens.next().map(|key| key.decoded().into_owned()))
            .flatten()
    }

    /// Reads a file unless it was read before; returns its key.
    fn read(&mut self, path: String) -> Result<String, String> {
        if self.files.sources.contains_key(&path) {
            return Ok(path);
        }
        if let Some(reason) = self.unreadable.get(&path) {
            return Err(reason.clone());
        }
        match self.read_new(&path) {
            Ok((value, source)) => {
                self.keep(path.clone(), value, source);
                Ok(path)
            }
            Err(reason) => {
                self.unreadable.insert(path, reason.clone());
                Err(reason)
            }
        }
    }

    fn read_new(&mut self, path: &str) -> Result<(Value, Source), String> {
        let text = (self.load)(path)?;
        let text = without_mark(text);
        let format = Format::of(path, &text);
        self.parsed(path, text, format)
    }

    fn parsed(&self, path: &str, text: String, format: Format) -> Result<(Value, Source), String> {
        if self.files.sources.len() >= MOST_FILES {
            return Err(format!(
                "the document refers to more than {MOST_FILES} files"
            ));
        }
        let name = format!("{}{path}", self.folder);
        let value = parse(&name, &text, format, self.limits).map_err(|error| error.to_string())?;
        Ok((value, Source::new(&name, text, format)))
    }

    /// Puts a file into the value of the document.
    fn keep(&mut self, key: String, value: Value, source: Source) {
        if let Value::Object(document) = self.tree.edit() {
            let files = document
                .entry(self.files.member.as_str())
                .or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(files) = files {
                files.insert(key.clone(), value);
            }
        }
        self.files.sources.insert(key, source);
    }
}

/// The file with the value of an example, if there is one.
fn external_value(object: Object, value: &Value) -> Option<&str> {
    let written = value.get("value").or_else(|| value.get("dataValue"));
    (object == Object::Example && written.is_none())
        .then(|| value.get("externalValue")?.as_str())
        .flatten()
}

/// The pointer in a fragment, if it is one.
fn pointer(fragment: &str) -> Option<PointerBuf> {
    PointerBuf::parse(
        percent_decode_str(fragment)
            .decode_utf8()
            .ok()?
            .into_owned(),
    )
    .ok()
}

/// The path that a reference in `file` means, from the folder of the document.
///
/// It must stay in that folder. A link in the file system that leaves it is for the loader to refuse.
fn beside(file: &str, reference: &str) -> Result<String, String> {
    let has_scheme = reference.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    });
    if has_scheme || reference.starts_with("//") {
        return Err("URLs are not supported; keep a copy in the folder of the document".to_owned());
    }
    let path = percent_decode_str(reference)
        .decode_utf8()
        .map_err(|_| "the path is not UTF-8; rename the file".to_owned())?;
    if path.starts_with('/') || path.contains(['\\', '\0', ':']) {
        return Err(
            "absolute paths are not supported; write the path relative to the document, with `/`"
                .to_owned(),
        );
    }
    let mut folders: Vec<&str> = file.split('/').collect();
    folders.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if folders.pop().is_none() => {
                return Err(
                    "the path leaves the folder of the document; keep all files in that folder"
                        .to_owned(),
                );
            }
            ".." => {}
            part => folders.push(part),
        }
    }
    Ok(folders.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_stays_in_the_folder_of_the_document() {
        for (file, reference, path) in [
            ("", "job.yaml", Some("job.yaml")),
            ("", "./schemas/job.yaml", Some("schemas/job.yaml")),
            ("", "schemas/../job.yaml", Some("job.yaml")),
            ("", "a%20b.yaml", Some("a b.yaml")),
            ("schemas/job.yaml", "user.yaml", Some("schemas/user.yaml")),
            ("schemas/job.yaml", "../user.yaml", Some("user.yaml")),
            ("schemas/job.yaml", "../../user.yaml", None),
            ("", "../user.yaml", None),
            ("", "a/../../user.yaml", None),
            ("", "%2e%2e/user.yaml", None),
            ("", "/etc/passwd", None),
            ("", "%2Fetc/passwd", None),
            ("", "//host/a.yaml", None),
            ("", "C:\\a.yaml", None),
            ("", "..\\a.yaml", None),
            ("", "file:///etc/passwd", None),
            ("", "https://example.com/a.yaml", None),
        ] {
            assert_eq!(
                beside(file, reference).ok().as_deref(),
                path,
                "{reference} in {file}"
            );
        }
    }
}
