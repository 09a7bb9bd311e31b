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

use crate::external_examples;
use crate::grammar::{Path, SpecObject, object_at, visit_objects};
use crate::limits::Limits;
use crate::parser::{TextFormat, parse_value, remove_byte_order_mark};
use crate::percent::EncodeSet;
use crate::position::SourceText;
use crate::reference::{as_reference, may_enter_example};
use crate::tree::DocumentTree;

/// Reads a file by its path from the folder of the document, with `/` between folders.
pub(crate) type LoadFile<'l> = dyn FnMut(&str) -> Result<String, String> + 'l;

/// Maximum number of files of a document.
const MAX_FILES: usize = 1_000;

/// The files that were read, each with the key it has in the value.
#[derive(Debug, Default)]
pub(crate) struct Files {
    /// The property of the document that contains the files.
    pub(crate) member: String,
    /// Their texts, by key.
    pub(crate) sources: HashMap<String, SourceText>,
}

impl Files {
    /// Adds a file to the others, under a unique key; returns its place in the document.
    pub(crate) fn attach(
        &mut self,
        document: &mut Value,
        source: SourceText,
        value: Value,
    ) -> PointerBuf {
        if self.member.is_empty() {
            self.member = unused_member_name(document);
        }
        // the pointer must not depend on the folder of the files
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
fn unused_member_name(document: &Value) -> String {
    let mut member = "x-files".to_owned();
    while document.get(&member).is_some() {
        member.push('-');
    }
    member
}

/// Reads every file that the document refers to, and makes all references local.
pub(crate) fn embed_files(
    name: &str,
    tree: DocumentTree,
    limits: Limits,
    load: &mut LoadFile<'_>,
) -> (DocumentTree, Files) {
    let member = unused_member_name(tree.value_without_deferred());
    let (folder, own) = name
        .rsplit_once(['/', '\\'])
        .map_or(("", name), |(_, own)| {
            (name.get(..name.len() - own.len()).unwrap_or_default(), own)
        });
    let mut embedding = FileEmbedder {
        folder,
        file_name: own,
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

struct FileEmbedder<'l> {
    /// The folder of the document as in messages, with its last separator.
    folder: &'l str,
    /// The document's own file name, by which other files may refer to it.
    file_name: &'l str,
    tree: DocumentTree,
    files: Files,
    unreadable: HashMap<String, String>,
    limits: Limits,
    load: &'l mut LoadFile<'l>,
}

/// A reference, or the name of an example's file, as it was found.
struct FileReference {
    at: PointerBuf,
    object: SpecObject,
    reference: String,
    is_value: bool,
}

impl FileEmbedder<'_> {
    fn run(&mut self) {
        let mut handled: HashSet<PointerBuf> = HashSet::new();
        let mut begun: HashSet<(PointerBuf, SpecObject)> = HashSet::new();
        let mut waiting = vec![(PointerBuf::root(), SpecObject::Document)];
        while let Some((at, object)) = waiting.pop() {
            if !begun.insert((at.clone(), object)) {
                continue;
            }
            for found in self.find_references(&at, object) {
                if !handled.insert(found.at.clone()) {
                    continue;
                }
                if found.is_value {
                    let read = self.read_example_value(&found);
                    self.tree.external_values.insert(found.at, read);
                    continue;
                }
                match self.make_local(&found) {
                    Ok(Some(target)) if object_at(&target) != Some(found.object) => {
                        waiting.push((target, found.object));
                    }
                    Ok(_) => {}
                    Err(reason) => {
                        self.tree.unread_references.insert(found.at, reason);
                    }
                }
            }
        }
    }

    fn find_references(&self, at: &Pointer, object: SpecObject) -> Vec<FileReference> {
        let mut found = Vec::new();
        let Ok(value) = at.resolve(self.tree.value_without_deferred()) else {
            return found;
        };
        visit_objects(
            object,
            Path::Start(at),
            value,
            &mut |object, path, value| {
                let (reference, is_value) =
                    match (as_reference(value), external_value_path(object, value)) {
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
    fn make_local(&mut self, found: &FileReference) -> Result<Option<PointerBuf>, String> {
        let file = self.file_key(&found.at);
        let (path, fragment) = found
            .reference
            .split_once('#')
            .unwrap_or((&found.reference, ""));
        if path.is_empty() && file.is_none() {
            return Ok(parse_pointer_fragment(fragment));
        }
        let Some(inside) = parse_pointer_fragment(fragment) else {
            return Err("the fragment is not a JSON Pointer; write it as `file#/...`".to_owned());
        };
        let target = match (path.is_empty(), file) {
            (true, Some(file)) => Some(file),
            (_, file) => {
                let path = resolve_path(file.as_deref().unwrap_or_default(), path)?;
                if path == self.file_name {
                    None
                } else {
                    Some(self.read_file(path)?)
                }
            }
        };
        let target = match target {
            Some(key) => {
                PointerBuf::from_tokens([self.files.member.as_str(), &key]).concat(&inside)
            }
            None => inside,
        };
        let fragment = EncodeSet::Fragment.encode(target.as_str());
        let rewritten = Value::String(format!("#{fragment}"));
        if may_enter_example(fragment.as_str()) {
            self.tree.parse_deferred_values();
        }
        if let Ok(Value::Object(holder)) = found.at.resolve_mut(self.tree.value_mut()) {
            holder.insert("$ref".to_owned(), rewritten);
        }
        Ok(Some(target))
    }

    /// Reads the file of an example value; returns the place of the value.
    fn read_example_value(&mut self, found: &FileReference) -> Result<PointerBuf, String> {
        let file = self.file_key(&found.at).unwrap_or_default();
        let path = resolve_path(&file, &found.reference)?;
        let format = external_examples::choose_format(&found.at, &path);
        // A file can be data for one example and part of the document for a reference. The path of a reference cannot
        // contain a colon, so the two keys never collide.
        let key = match format {
            TextFormat::Text => format!("text:{path}"),
            TextFormat::Json | TextFormat::Yaml => format!("value:{path}"),
        };
        if !self.files.sources.contains_key(&key) {
            let text = (self.load)(&path)?;
            let (value, source) = self.parse_file(&path, text, format)?;
            self.insert_file(key.clone(), value, source);
        }
        Ok(PointerBuf::from_tokens([self.files.member.as_str(), &key]))
    }

    /// The key of the file that a place belongs to; `None` for the document itself.
    fn file_key(&self, at: &Pointer) -> Option<String> {
        let mut tokens = at.tokens();
        (tokens.next()?.decoded() == self.files.member.as_str())
            .then(|| tokens.next().map(|key| key.decoded().into_owned()))
            .flatten()
    }

    /// Reads a file unless it was read before; returns its key.
    fn read_file(&mut self, path: String) -> Result<String, String> {
        if self.files.sources.contains_key(&path) {
            return Ok(path);
        }
        if let Some(reason) = self.unreadable.get(&path) {
            return Err(reason.clone());
        }
        match self.load_file(&path) {
            Ok((value, source)) => {
                self.insert_file(path.clone(), value, source);
                Ok(path)
            }
            Err(reason) => {
                self.unreadable.insert(path, reason.clone());
                Err(reason)
            }
        }
    }

    fn load_file(&mut self, path: &str) -> Result<(Value, SourceText), String> {
        let text = (self.load)(path)?;
        let text = remove_byte_order_mark(text);
        let format = TextFormat::of(path, &text);
        self.parse_file(path, text, format)
    }

    fn parse_file(
        &self,
        path: &str,
        text: String,
        format: TextFormat,
    ) -> Result<(Value, SourceText), String> {
        if self.files.sources.len() >= MAX_FILES {
            return Err(format!(
                "the document refers to more than {MAX_FILES} files"
            ));
        }
        let name = format!("{}{path}", self.folder);
        let value =
            parse_value(&name, &text, format, self.limits).map_err(|error| error.to_string())?;
        Ok((value, SourceText::new(&name, text, format)))
    }

    /// Puts a file into the value of the document.
    fn insert_file(&mut self, key: String, value: Value, source: SourceText) {
        if let Value::Object(document) = self.tree.value_mut() {
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
fn external_value_path(object: SpecObject, value: &Value) -> Option<&str> {
    let written = value.get("value").or_else(|| value.get("dataValue"));
    (object == SpecObject::Example && written.is_none())
        .then(|| value.get("externalValue")?.as_str())
        .flatten()
}

/// The pointer in a fragment, if it is one.
fn parse_pointer_fragment(fragment: &str) -> Option<PointerBuf> {
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
/// The path must stay in that folder. The loader has to reject symbolic links that leave it.
fn resolve_path(file: &str, reference: &str) -> Result<String, String> {
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
                resolve_path(file, reference).ok().as_deref(),
                path,
                "{reference} in {file}"
            );
        }
    }
}
