//! Resolves the rules of a target against the document and the suite.

use jsonptr::PointerBuf;
use openapi_document::serialize::serialize;
use openapi_document::{Document, Method, Operation, Parameter, StatusPattern};
use serde_saphyr::Spanned;

use super::Discovery;
use super::candidate::Wanted;
use super::rule::{Pattern, Rule, RuleResult};
use super::written::DiscoveryRule;
use crate::case::{Carrier, Credential, Expectation, ParameterValue, Raw, Step};
use crate::request::server_path;
use crate::suite::Suite;
use crate::yaml::{YamlError, error_at, nearest};

impl Discovery {
    /// Resolves the rules of the configuration `file` against a document and its suite.
    ///
    /// # Errors
    ///
    /// Returns an error if a rule names something that does not exist, or an operation that could change state; the
    /// error has the place in the file.
    pub fn new(
        document: &Document,
        suite: &Suite,
        file: &str,
        rules: &[DiscoveryRule],
    ) -> Result<Discovery, YamlError> {
        let resolver = Resolver {
            document,
            suite,
            file,
        };
        let mut resolved: Vec<Rule> = Vec::new();
        for rule in rules {
            if resolved.iter().any(|known| known.name == rule.find.value) {
                let message = format!(
                    "`{}` is already defined; choose another name",
                    rule.find.value
                );
                return Err(resolver.refuse(&rule.find, message));
            }
            resolved.push(resolver.rule(rule)?);
        }
        Ok(Discovery { rules: resolved })
    }
}

struct Resolver<'r> {
    document: &'r Document,
    suite: &'r Suite,
    file: &'r str,
}

impl<'r> Resolver<'r> {
    fn refuse<T>(&self, place: &Spanned<T>, message: String) -> YamlError {
        error_at(self.file, place.referenced, message)
    }

    fn unknown<'w>(
        &self,
        word: &Spanned<String>,
        what: &str,
        known: impl IntoIterator<Item = &'w str>,
    ) -> YamlError {
        let text = &word.value;
        let message = match nearest(text, known) {
            Some(near) => format!("unknown {what} `{text}`; did you mean `{near}`?"),
            None => format!("unknown {what} `{text}`"),
        };
        self.refuse(word, message)
    }

    fn rule(&self, rule: &DiscoveryRule) -> Result<Rule, YamlError> {
        let operation = self.operation(&rule.operation)?;
        let parameters = self.parameters(operation, rule)?;
        let is_given = |parameter: &Parameter| {
            let mut given = parameters.iter();
            given.any(|sent| sent.parameter == *parameter)
        };
        let required = operation.parameters.iter().filter(|one| one.required);
        let open = required.filter(|one| !is_given(one)).cloned().collect();
        let step = Step {
            operation: operation.id.clone(),
            method: operation.method,
            path: operation.path.clone(),
            server_path: server_path(self.document, operation),
            credentials: self.credentials(operation, rule)?,
            security: operation.security.clone(),
            parameters,
            captured: Vec::new(),
            // the rule sets this value on purpose, so no parameter value of the same name replaces it
            fixed: rule
                .parameters
                .0
                .iter()
                .map(|(name, _)| name.value.clone())
                .collect(),
            open,
            body: None,
            raw: Raw::default(),
            defaults: Vec::new(),
            expectation: expectation(operation),
            alternatives: Vec::new(),
            expectations: None,
        };
        Ok(Rule {
            name: rule.find.value.clone(),
            wanted: self.wanted(rule, &step)?,
            step,
            cases: self.cases(rule)?,
            outcome: RuleResult::Open,
        })
    }

    fn operation(&self, id: &Spanned<String>) -> Result<&'r Operation, YamlError> {
        let operations = || self.document.operations().iter();
        let operation = operations().find(|one| one.id == id.value).ok_or_else(|| {
            self.unknown(id, "operation", operations().map(|one| one.id.as_str()))
        })?;
        if operation.method != Method::Get {
            let reading = operations().filter(|one| one.method == Method::Get);
            let message = format!(
                "`{}` is a {}; discovery sends GET requests only; {}",
                operation.id,
                operation.method,
                match nearest(&operation.id, reading.map(|one| one.id.as_str())) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "use a GET operation".to_owned(),
                }
            );
            return Err(self.refuse(id, message));
        }
        Ok(operation)
    }

    /// In the order of the document; the order in the file has no effect.
    fn parameters(
        &self,
        operation: &Operation,
        rule: &DiscoveryRule,
    ) -> Result<Vec<ParameterValue>, YamlError> {
        for (name, value) in &rule.parameters.0 {
            let mut declared = operation.parameters.iter();
            let Some(parameter) = declared.find(|one| one.name == name.value) else {
                let what = format!("parameter of {}", operation.id);
                let known = operation.parameters.iter().map(|one| one.name.as_str());
                return Err(self.unknown(name, &what, known));
            };
            if let Err(error) = serialize(parameter, value) {
                return Err(self.refuse(name, format!("`{}`: {error}", name.value)));
            }
        }
        let declared = operation.parameters.iter();
        let sent = declared.filter_map(|parameter| {
            let mut given = rule.parameters.0.iter();
            let (_, value) = given.find(|(name, _)| name.value == parameter.name)?;
            Some(ParameterValue {
                parameter: parameter.clone(),
                value: value.clone(),
                claim: PointerBuf::root(),
                invalid: false,
            })
        });
        Ok(sent.collect())
    }

    fn credentials(
        &self,
        operation: &Operation,
        rule: &DiscoveryRule,
    ) -> Result<Option<Credential>, YamlError> {
        let schemes = || self.document.security_schemes().iter();
        let scheme = match &rule.scheme {
            Some(scheme) if schemes().any(|one| one.name == scheme.value) => Some(&scheme.value),
            Some(scheme) => {
                let known = schemes().map(|one| one.name.as_str());
                return Err(self.unknown(scheme, "security scheme", known));
            }
            None => operation.security.iter().flatten().next(),
        };
        match (&rule.role, scheme) {
            (None, _) => Ok(None),
            (Some(role), Some(scheme)) => Ok(Some(Credential {
                carrier: Carrier::Scheme(scheme.clone()),
                role: Some(role.clone()),
            })),
            (Some(_), None) => {
                let message = format!(
                    "{} has no security scheme; set `scheme:`, or remove `as`",
                    operation.id
                );
                Err(self.refuse(&rule.operation, message))
            }
        }
    }

    fn wanted(&self, rule: &DiscoveryRule, step: &Step) -> Result<Wanted, YamlError> {
        let known = || {
            let operations = self.document.operations().iter();
            operations.flat_map(|one| one.parameters.iter().map(|one| one.name.as_str()))
        };
        let mut bind = Vec::new();
        for (name, pointer) in &rule.set.0 {
            if !known().any(|known| known == name.value) {
                return Err(self.unknown(name, "parameter", known()));
            }
            bind.push((name.value.clone(), self.pointer(pointer)?));
        }
        let open = || step.open.iter().map(|parameter| parameter.name.as_str());
        for name in &rule.keep {
            if !open().any(|known| known == name.value) {
                let what = format!("open parameter of {}", step.operation);
                return Err(self.unknown(name, &what, open()));
            }
        }
        if bind.is_empty() && rule.keep.is_empty() {
            let message = "the rule gives no parameter a value; add `set` or `keep`";
            return Err(self.refuse(&rule.find, message.to_owned()));
        }
        let having = rule.having.iter().map(|pointer| self.pointer(pointer));
        Ok(Wanted {
            list: match &rule.list {
                Some(pointer) => self.pointer(pointer)?,
                None => PointerBuf::root(),
            },
            having: having.collect::<Result<_, _>>()?,
            bind,
            keep: rule.keep.iter().map(|name| name.value.clone()).collect(),
        })
    }

    fn pointer(&self, text: &Spanned<String>) -> Result<PointerBuf, YamlError> {
        PointerBuf::parse(text.value.as_str()).map_err(|_| {
            let message = format!(
                "`{}` is not a JSON Pointer; write it like /id, relative to an element of the list",
                text.value
            );
            self.refuse(text, message)
        })
    }

    /// A name must be that of a case; a pattern may also be for future cases.
    fn cases(&self, rule: &DiscoveryRule) -> Result<Option<Vec<Pattern>>, YamlError> {
        let Some(written) = &rule.cases else {
            return Ok(None);
        };
        let ids = || self.suite.cases.iter().map(|case| case.id.as_str());
        let mut patterns = Vec::new();
        for name in written {
            let pattern = Pattern(name.value.clone());
            if pattern.is_exact() && !ids().any(|id| id == name.value) {
                return Err(self.unknown(name, "case", ids()));
            }
            patterns.push(pattern);
        }
        Ok(Some(patterns))
    }
}

/// The media type to request: JSON if the document has it.
fn expectation(operation: &Operation) -> Expectation {
    let success = operation.response(200);
    let content = success.iter().flat_map(|response| &response.content);
    let names = || content.clone().map(|media_type| media_type.name.as_str());
    let json = names().find(|name| crate::essence(name).ends_with("json"));
    Expectation {
        status: StatusPattern::Code(200),
        response: PointerBuf::root(),
        undocumented: true,
        allows_body: false,
        media_type: json.or(names().next()).map(str::to_owned),
        headers: Vec::new(),
        schema: None,
        body: None,
    }
}
