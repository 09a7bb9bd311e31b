//! A parsed document: its value, its operations, and its defects.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::attachment::Attachment;
use crate::checks::{find_ambiguous_paths, find_broken_references, make_ids_unique};
use crate::components::Components;
use crate::components::read_components;
use crate::defect::Defect;
use crate::deferred_values::{self, DeferredValues};
use crate::downgrade::{self, DowngradedDocument};
use crate::error::DocumentError;
use crate::files::{Files, embed_files};
use crate::grammar::SpecObject;
use crate::limits::Limits;
use crate::node::Node;
use crate::operation::Operation;
use crate::operation::read_operations;
use crate::outgoing::read_outgoing;
use crate::parallel;
use crate::parser::{TextFormat, parse_text, remove_byte_order_mark};
use crate::position::{Position, SourceText};
use crate::reference::refers_into_example;
use crate::schema;
use crate::security::SecurityScheme;
use crate::security::read_security_schemes;
use crate::server::read_servers;
use crate::tree::DocumentTree;
use crate::upgrade::to_2020_12;
use crate::value_description::describe_type;
use crate::version::Version;

/// An OpenAPI document.
#[derive(Debug)]
pub struct Document {
    source: SourceText,
    files: Files,
    tree: DocumentTree,
    version: Version,
    operations: Vec<Operation>,
    outgoing_operations: Vec<Operation>,
    security_schemes: Vec<SecurityScheme>,
    defects: Vec<Defect>,
}

impl Document {
    /// Parses a document that does not need other files.
    ///
    /// `name` is its path in messages. Its extension (`.json`, `.yaml`, `.yml`) decides the format; without such an
    /// extension, the beginning of the text does. A reference to another file is a [`Defect`], and operations that
    /// need it are ignored.
    ///
    /// # Errors
    /// If the text is not JSON or YAML, or not an OpenAPI document of version 3.0, 3.1 or 3.2.
    pub fn parse(name: &str, text: impl Into<String>) -> Result<Self, DocumentError> {
        Self::build(name, text.into(), Limits::default(), |tree| {
            (tree, Files::default())
        })
    }

    /// Parses a document, and reads the files in its folder that it refers to with `load`.
    ///
    /// `load` is called once for each file, with its path relative to the folder of the document, for example
    /// `schemas/job.yaml`; the path is never absolute and never contains `..`. An error from `load` is the reason in
    /// the [`Defect`]. The files become part of the document under the property `x-files`, and references
    /// to them are rewritten.
    ///
    /// # Errors
    /// As [`parse`](Self::parse). A file that cannot be read is a [`Defect`], not an error.
    pub fn parse_with(
        name: &str,
        text: impl Into<String>,
        load: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<Self, DocumentError> {
        Self::parse_with_limits(name, text, Limits::default(), load)
    }

    /// Reads a document and the files that it refers to as [`parse_with`](Self::parse_with) does, within other limits.
    ///
    /// # Errors
    /// As [`parse`](Self::parse); a limit that is reached is [`DocumentError::Limit`].
    pub fn parse_with_limits(
        name: &str,
        text: impl Into<String>,
        limits: Limits,
        load: &mut dyn FnMut(&str) -> Result<String, String>,
    ) -> Result<Self, DocumentError> {
        Self::build(name, text.into(), limits, |tree| {
            embed_files(name, tree, limits, load)
        })
    }

    fn build(
        name: &str,
        text: String,
        limits: Limits,
        complete: impl FnOnce(DocumentTree) -> (DocumentTree, Files),
    ) -> Result<Self, DocumentError> {
        let text = Arc::new(remove_byte_order_mark(text));
        let format = TextFormat::of(name, &text);
        let read = parse_text(
            name,
            &text,
            format,
            limits,
            Some(deferred_values::MIN_DEFERRED_BYTES),
        )?;
        let version = read_version(name, &read.value)?;
        let deferred = DeferredValues::new(&text, read.deferred);
        let (tree, files) = complete(DocumentTree::new(read.value, deferred));

        let root = Node::root(&tree);
        let mut defects: Vec<Defect> = read
            .duplicate_keys
            .into_iter()
            .map(|at| Defect::new(at, "duplicate key; remove one (the last one is used)"))
            .collect();
        let (broken, (operations, outgoing)) = parallel::run_both(
            parallel::thread_count(&text),
            || find_broken_references(&tree),
            || {
                let mut operations = read_operations(&root, &mut defects);
                defects.extend(find_ambiguous_paths(&operations));
                let incoming = operations.len();
                operations.extend(read_outgoing(&root, &mut defects));
                make_ids_unique(&mut operations, &mut defects);
                let outgoing = operations.split_off(incoming);
                (operations, outgoing)
            },
        );
        let security_schemes = read_security_schemes(&root, &mut defects);
        let known: HashSet<PointerBuf> = defects
            .iter()
            .map(|defect| defect.pointer.clone())
            .collect();
        defects.extend(
            broken
                .into_iter()
                .filter(|defect| !known.contains(&defect.pointer)),
        );

        let source = SourceText::new(name, text, format);
        Ok(Self {
            source,
            files,
            tree,
            version,
            operations,
            outgoing_operations: outgoing,
            security_schemes,
            defects,
        })
    }

    /// Adds a text to the document, such as a case file, and returns its place. From then on everything in the text
    /// has a pointer and a position, and its schemas can refer to the schemas of the document. No reference of the
    /// document leads to the text.
    pub fn attach(&mut self, attachment: Attachment) -> PointerBuf {
        let Attachment { source, value } = attachment;
        if refers_into_example(&value) {
            self.tree.parse_deferred_values();
        }
        self.files.attach(self.tree.value_mut(), source, value)
    }

    /// The path of the document in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.source.name
    }

    /// The document for a validator: its schemas are written as JSON Schema 2020-12, those of OpenAPI 3.0 converted.
    ///
    /// Values of examples may be missing in it; [`get`](Self::get) has them.
    #[must_use]
    pub fn to_2020_12(&self) -> Cow<'_, Value> {
        match self.version {
            Version::V3_0 => Cow::Owned(to_2020_12(self.tree.value_without_deferred())),
            Version::V3_1 | Version::V3_2 => Cow::Borrowed(self.tree.value_without_deferred()),
        }
    }

    /// The version of the OpenAPI specification that it is written in.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The title of the API; empty without one.
    #[must_use]
    pub fn title(&self) -> &str {
        self.info_text("title")
    }

    /// The version of the API, not of the specification; empty without one.
    #[must_use]
    pub fn info_version(&self) -> &str {
        self.info_text("version")
    }

    /// All operations that could be read, in the order of the document.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The requests that the API itself sends: the operations of callbacks and webhooks that could be read, each
    /// once, however many operations share it.
    #[must_use]
    pub fn outgoing_operations(&self) -> &[Operation] {
        &self.outgoing_operations
    }

    /// The parts that operations may refer to and that can have examples. They are read again for each call.
    #[must_use]
    pub fn components(&self) -> Components {
        read_components(&Node::root(&self.tree))
    }

    /// All security schemes that could be read, in the order of the document.
    #[must_use]
    pub fn security_schemes(&self) -> &[SecurityScheme] {
        &self.security_schemes
    }

    /// The security scheme with a name.
    #[must_use]
    pub fn security_scheme(&self, name: &str) -> Option<&SecurityScheme> {
        self.security_schemes
            .iter()
            .find(|scheme| scheme.name == name)
    }

    /// The defects of the document.
    #[must_use]
    pub fn defects(&self) -> &[Defect] {
        &self.defects
    }

    /// The URLs of the servers, with the default of each variable; `/` if there are none.
    #[must_use]
    pub fn servers(&self) -> Vec<String> {
        read_servers(&Node::root(&self.tree))
    }

    /// The value at a place.
    ///
    /// In JSON, a large value of an example is only kept as text, and parsed for each call: then the value, or the
    /// copy of an object that contains it, is the caller's own.
    ///
    /// ```
    /// use jsonptr::Pointer;
    /// use openapi_document::Document;
    ///
    /// let document = Document::parse("a.yaml", "{ openapi: 3.1.0, x-a: [1, 2] }")?;
    /// let value = document.get(Pointer::from_static("/x-a/1")).ok_or("not there")?;
    /// assert_eq!(*value, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn get(&self, pointer: &Pointer) -> Option<Cow<'_, Value>> {
        self.tree.get(pointer)
    }

    /// Parses all large examples, for a caller that needs all of them: then [`get`](Self::get) makes no copies.
    pub fn parse_examples(&mut self) {
        self.tree.parse_deferred_values();
    }

    /// The JSON text of the value at a place, if that is an example that was left as text: many checks need no more.
    #[must_use]
    pub fn example_text(&self, pointer: &Pointer) -> Option<&str> {
        self.tree.deferred_text(pointer)
    }

    /// The place that a place leads to: itself, or the target of the reference there, after all references.
    ///
    /// `None` if there is no such place, or a reference there cannot be resolved or refers to itself.
    #[must_use]
    pub fn resolve(&self, pointer: &Pointer) -> Option<PointerBuf> {
        match pointer.resolve(self.tree.value_without_deferred()) {
            Ok(value) => Some(self.tree.follow(pointer.to_buf(), value).ok()?.0),
            // a place in a large example
            Err(_) => self.get(pointer).map(|_| pointer.to_buf()),
        }
    }

    /// The values of a keyword in every schema that applies to a place of an instance.
    ///
    /// `schema` is a place in the document, `instance` a place in a value that the schema describes, and `keyword`
    /// for example `format`. Follows references, `properties`, `additionalProperties`, `items` and `prefixItems`, and
    /// every branch of `allOf`, `anyOf`, `oneOf`, `if`, `then` and `else`. Recursive schemas are allowed.
    #[must_use]
    pub fn schema_keyword_at(
        &self,
        schema: &Pointer,
        instance: &Pointer,
        keyword: &str,
    ) -> Vec<&Value> {
        let document = self.tree.value_without_deferred();
        schema.resolve(document).map_or_else(
            |_| Vec::new(),
            |schema| schema::find_keyword_values(document, schema, instance, keyword),
        )
    }

    /// Visits every schema of the document, also those that only a reference leads to; the second
    /// argument makes the place of the schema, if it is needed.
    pub fn visit_schemas(&self, visit: &mut dyn FnMut(&Value, &dyn Fn() -> PointerBuf)) {
        self.tree.visit(&mut |object, path, value| {
            if object == SpecObject::Schema {
                visit(value, &|| path.pointer());
            }
        });
    }

    /// The document as OpenAPI 3.0.3, in one file: parts from other files become components.
    ///
    /// See [`downgrade`](downgrade::downgrade); the places of dropped parts are places in this document.
    #[must_use]
    pub fn downgrade(&mut self) -> DowngradedDocument {
        self.parse_examples();
        let mut downgraded = downgrade::downgrade(self.tree.value_without_deferred());
        if let Value::Object(members) = &mut downgraded.document
            && !self.files.sources.is_empty()
        {
            members.shift_remove(&self.files.member);
        }
        downgraded
    }

    /// The position of a value in the text, for JSON and YAML.
    ///
    /// The text is scanned when the first position is requested. `None` if there is no such place. Behind a YAML
    /// alias or merge, it is the position where the value is written.
    #[must_use]
    pub fn position(&self, pointer: &Pointer) -> Option<Position<'_>> {
        let (source, pointer) = self.find_source(pointer)?;
        source.position(&pointer)
    }

    /// The position of a property's key in the text; `None` for elements and for the document itself.
    #[must_use]
    pub fn key_position(&self, pointer: &Pointer) -> Option<Position<'_>> {
        let (source, pointer) = self.find_source(pointer)?;
        source.key_position(&pointer)
    }

    /// The text that a place is in, and the place in that text.
    fn find_source(&self, pointer: &Pointer) -> Option<(&SourceText, PointerBuf)> {
        let mut tokens = pointer.tokens();
        let in_file = tokens
            .next()
            .is_some_and(|token| token.decoded() == self.files.member.as_str());
        if self.files.sources.is_empty() || !in_file {
            return Some((&self.source, pointer.to_buf()));
        }
        let source = self.files.sources.get(tokens.next()?.decoded().as_ref())?;
        Some((source, PointerBuf::from_tokens(tokens)))
    }

    fn info_text(&self, key: &str) -> &str {
        self.tree
            .value_without_deferred()
            .get("info")
            .and_then(|info| info.get(key)?.as_str())
            .unwrap_or_default()
    }
}

fn read_version(name: &str, value: &Value) -> Result<Version, DocumentError> {
    let name = || name.to_owned();
    let found = match value {
        Value::Object(members) => {
            return match (members.get("openapi"), members.get("swagger")) {
                (Some(Value::String(version)), _) => {
                    Version::parse(version).ok_or_else(|| DocumentError::UnsupportedVersion {
                        name: name(),
                        version: format!("`{version}`"),
                    })
                }
                (None, Some(version)) => Err(DocumentError::UnsupportedVersion {
                    name: name(),
                    version: format!("{version} (Swagger)"),
                }),
                _ => Err(DocumentError::NoVersion { name: name() }),
            };
        }
        Value::Null => "nothing",
        value => describe_type(value),
    };
    Err(DocumentError::NotAnObject {
        name: name(),
        found,
    })
}
