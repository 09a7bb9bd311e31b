//! One link of a `Link` header field.

/// One link of a `Link` header field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The target, as it is written: a URI or a relative reference.
    pub target: String,
    /// The relation types in lower case; empty if the link has no `rel`.
    pub rels: Vec<String>,
    /// Every parameter in order, with its name in lower case; quoted and encoded values are decoded.
    pub params: Vec<(String, String)>,
}

impl Link {
    /// Whether the link has a relation type. Relation types are compared without regard to case (RFC 8288 §2.1).
    pub fn has_rel(&self, rel: &str) -> bool {
        self.rels
            .iter()
            .any(|known| known.eq_ignore_ascii_case(rel))
    }

    /// The first parameter of a name (RFC 8288 §3: further ones of the same name are ignored).
    pub fn param(&self, name: &str) -> Option<&str> {
        let mut params = self.params.iter();
        let found = params.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The context, if it is not the resource that was requested (RFC 8288 §3.2).
    pub fn anchor(&self) -> Option<&str> {
        self.param("anchor").filter(|anchor| !anchor.is_empty())
    }

    /// The title: `title*` if there is one, else `title` (RFC 8288 §3.4.1).
    pub fn title(&self) -> Option<&str> {
        self.param("title*").or_else(|| self.param("title"))
    }
}
