//! Resolves the rules of a target against the document and the suite.

use jsonptr::PointerBuf;
use openapi_document::serialize::serialize;
use openapi_document::{Document, Method, Operation, Parameter, StatusPattern};
use serde_saphyr::Spanned;

use super::Discovery;
use super::candidate::ResponsePattern;
use super::discovery_rule::DiscoveryRule;
use super::rule::{CaseIdPattern, ResolvedRule, RuleResult};
use crate::case::{
    Credential, CredentialCarrier, ExpectedResponse, LiteralParts, ParameterValue, Step,
};
use crate::request::server_path;
use crate::suite::Suite;
use crate::yaml::{YamlError, error_at, nearest_word};

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
        let resolver = RuleResolver {
            document,
            suite,
            file,
        };
        let mut resolved: Vec<ResolvedRule> = Vec::new();
        for rule in rules {
            if resolved.iter().any(|known| known.name == rule.find.value) {
                let message = format!(
                    "`{}` is already defined; choose another name",
                    rule.find.value
                );
                return Err(resolver.error(&rule.find, message));
            }
            resolved.push(resolver.resolve_rule(rule)?);
        }
        Ok(Discovery { rules: resolved })
    }
}

struct RuleResolver<'r> {
    document: &'r Document,
    suite: &'r Suite,
    file: &'r str,
}

impl<'r> RuleResolver<'r> {
    fn error<T>(&self, place: &Spanned<T>, message: String) -> YamlError {
        error_at(self.file, place.referenced, message)
    }

    fn unknown_name<'w>(
        &self,
        word: &Spanned<String>,
        what: &str,
        known: impl IntoIterator<Item = &'w str>,
    ) -> YamlError {
        let text = &word.value;
        let message = match nearest_word(text, known) {
            Some(near) => format!("unknown {what} `{text}`; did you mean `{near}`?"),
            None => format!("unknown {what} `{text}`"),
        };
        self.error(word, message)
    }

    fn resolve_rule(&self, rule: &DiscoveryRule) -> Result<ResolvedRule, YamlError> {
        let operation = self.resolve_operation(&rule.operation)?;
        let parameters = self.resolve_parameters(operation, rule)?;
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
            credentials: self.resolve_credentials(operation, rule)?,
            security: operation.security.clone(),
            parameters,
            captured_parameters: Vec::new(),
            // the rule sets this value on purpose, so no parameter value of the same name replaces it
            fixed_parameters: rule
                .parameters
                .0
                .iter()
                .map(|(name, _)| name.value.clone())
                .collect(),
            missing_parameters: open,
            body: None,
            raw: LiteralParts::default(),
            defaults: Vec::new(),
            expected_response: any_success(operation),
            alternatives: Vec::new(),
            expectations: None,
        };
        Ok(ResolvedRule {
            name: rule.find.value.clone(),
            pattern: self.resolve_pattern(rule, &step)?,
            step,
            cases: self.resolve_cases(rule)?,
            result: RuleResult::NotUsed,
        })
    }

    fn resolve_operation(&self, id: &Spanned<String>) -> Result<&'r Operation, YamlError> {
        let operations = || self.document.operations().iter();
        let operation = operations().find(|one| one.id == id.value).ok_or_else(|| {
            self.unknown_name(id, "operation", operations().map(|one| one.id.as_str()))
        })?;
        if operation.method != Method::Get {
            let reading = operations().filter(|one| one.method == Method::Get);
            let message = format!(
                "`{}` is a {}; discovery sends GET requests only; {}",
                operation.id,
                operation.method,
                match nearest_word(&operation.id, reading.map(|one| one.id.as_str())) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "use a GET operation".to_owned(),
                }
            );
            return Err(self.error(id, message));
        }
        Ok(operation)
    }

    /// In the order of the document; the order in the file has no effect.
    fn resolve_parameters(
        &self,
        operation: &Operation,
        rule: &DiscoveryRule,
    ) -> Result<Vec<ParameterValue>, YamlError> {
        for (name, value) in &rule.parameters.0 {
            let mut declared = operation.parameters.iter();
            let Some(parameter) = declared.find(|one| one.name == name.value) else {
                let what = format!("parameter of {}", operation.id);
                let known = operation.parameters.iter().map(|one| one.name.as_str());
                return Err(self.unknown_name(name, &what, known));
            };
            if let Err(error) = serialize(parameter, value) {
                return Err(self.error(name, format!("`{}`: {error}", name.value)));
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

    fn resolve_credentials(
        &self,
        operation: &Operation,
        rule: &DiscoveryRule,
    ) -> Result<Option<Credential>, YamlError> {
        let scheme = match &rule.scheme {
            Some(scheme) if self.document.security_scheme(&scheme.value).is_some() => {
                Some(&scheme.value)
            }
            Some(scheme) => {
                let known = self.document.security_schemes().iter();
                let known = known.map(|one| one.name.as_str());
                return Err(self.unknown_name(scheme, "security scheme", known));
            }
            None => operation.security.iter().flatten().next(),
        };
        match (&rule.role, scheme) {
            (None, _) => Ok(None),
            (Some(role), Some(scheme)) => Ok(Some(Credential {
                carrier: CredentialCarrier::Scheme(scheme.clone()),
                role: Some(role.clone()),
            })),
            (Some(_), None) => {
                let message = format!(
                    "{} has no security scheme; set `scheme:`, or remove `as`",
                    operation.id
                );
                Err(self.error(&rule.operation, message))
            }
        }
    }

    fn resolve_pattern(
        &self,
        rule: &DiscoveryRule,
        step: &Step,
    ) -> Result<ResponsePattern, YamlError> {
        let known = || {
            let operations = self.document.operations().iter();
            operations.flat_map(|one| one.parameters.iter().map(|one| one.name.as_str()))
        };
        let mut bind = Vec::new();
        for (name, pointer) in &rule.set.0 {
            if !known().any(|known| known == name.value) {
                return Err(self.unknown_name(name, "parameter", known()));
            }
            bind.push((name.value.clone(), self.parse_pointer(pointer)?));
        }
        let open = || {
            step.missing_parameters
                .iter()
                .map(|parameter| parameter.name.as_str())
        };
        for name in &rule.keep {
            if !open().any(|known| known == name.value) {
                let what = format!("open parameter of {}", step.operation);
                return Err(self.unknown_name(name, &what, open()));
            }
        }
        if bind.is_empty() && rule.keep.is_empty() {
            let message = "the rule gives no parameter a value; add `set` or `keep`";
            return Err(self.error(&rule.find, message.to_owned()));
        }
        let having = rule
            .having
            .iter()
            .map(|pointer| self.parse_pointer(pointer));
        Ok(ResponsePattern {
            list: match &rule.list {
                Some(pointer) => self.parse_pointer(pointer)?,
                None => PointerBuf::root(),
            },
            required_places: having.collect::<Result<_, _>>()?,
            parameters: bind,
            kept_parameters: rule.keep.iter().map(|name| name.value.clone()).collect(),
        })
    }

    fn parse_pointer(&self, text: &Spanned<String>) -> Result<PointerBuf, YamlError> {
        PointerBuf::parse(text.value.as_str()).map_err(|_| {
            let message = format!(
                "`{}` is not a JSON Pointer; write it like /id, relative to an element of the list",
                text.value
            );
            self.error(text, message)
        })
    }

    /// A name must be that of a case; a pattern may also be for future cases.
    fn resolve_cases(&self, rule: &DiscoveryRule) -> Result<Option<Vec<CaseIdPattern>>, YamlError> {
        let Some(written) = &rule.cases else {
            return Ok(None);
        };
        let ids = || self.suite.cases.iter().map(|case| case.id.as_str());
        let mut patterns = Vec::new();
        for name in written {
            let pattern = CaseIdPattern(name.value.clone());
            if pattern.is_exact() && !ids().any(|id| id == name.value) {
                return Err(self.unknown_name(name, "case", ids()));
            }
            patterns.push(pattern);
        }
        Ok(Some(patterns))
    }
}

/// The media type to request: JSON if the document has it.
fn any_success(operation: &Operation) -> ExpectedResponse {
    let success = operation.response(200);
    let content = success.iter().flat_map(|response| &response.content);
    let names = || content.clone().map(|media_type| media_type.name.as_str());
    let json = names().find(|name| crate::essence(name).ends_with("json"));
    ExpectedResponse {
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
