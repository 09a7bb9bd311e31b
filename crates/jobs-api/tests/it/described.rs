//! Everything in the document has a description, and operations have an example, a tag and security schemes.

use serde_json::{Map, Value, json};

use crate::document;

/// The missing texts, each with its place.
#[derive(Default)]
struct MissingTexts(Vec<String>);

impl MissingTexts {
    fn find_in(document: &Value) -> Vec<String> {
        let mut lacks = MissingTexts::default();
        lacks.check_text(&document["info"], "info", "description");
        for (index, server) in elements(&document["servers"]).enumerate() {
            let at = format!("servers/{index}");
            lacks.check_text(server, &at, "description");
            for (name, variable) in members(&server["variables"]) {
                lacks.check_text(variable, &format!("{at}/{name}"), "description");
                lacks.check_text(variable, &format!("{at}/{name}"), "default");
            }
        }
        for tag in elements(&document["tags"]) {
            lacks.check_text(tag, &format!("tag {}", tag["name"]), "description");
        }
        for (name, scheme) in members(&document["components"]["securitySchemes"]) {
            lacks.check_text(scheme, &format!("scheme {name}"), "description");
        }
        for item in members(&document["paths"]).map(|(_, item)| item) {
            for (_, operation) in members(item) {
                lacks.check_operation(document, operation);
            }
        }
        for (name, schema) in members(&document["components"]["schemas"]) {
            if schema["title"] != **name {
                lacks.add(name, "title");
            }
            lacks.check_text(schema, name, "description");
            lacks.check_schema(schema, name);
        }
        lacks.0
    }

    fn add(&mut self, at: &str, what: &str) {
        self.0.push(format!("{at}: {what}"));
    }

    fn check_text(&mut self, object: &Value, at: &str, member: &str) {
        let text = object[member].as_str().unwrap_or_default();
        if text.trim().is_empty() {
            self.add(at, member);
        }
    }

    fn check_operation(&mut self, document: &Value, operation: &Value) {
        let at = operation["operationId"].as_str().unwrap_or("(no id)");
        for member in ["operationId", "summary", "description"] {
            self.check_text(operation, at, member);
        }
        // the standard allows security schemes for the whole document; here each operation has its own
        if elements(&operation["security"]).next().is_none() {
            self.add(at, "security");
        }
        let declared = |tag: &Value| elements(&document["tags"]).any(|one| one["name"] == *tag);
        let tags: Vec<&Value> = elements(&operation["tags"]).collect();
        if tags.is_empty() || !tags.into_iter().all(declared) {
            self.add(at, "tags");
        }
        for parameter in elements(&operation["parameters"]) {
            let at = format!("{at} {}", parameter["name"].as_str().unwrap_or_default());
            self.check_text(parameter, &at, "description");
            self.check_example(document, parameter, &at);
        }
        let body = &operation["requestBody"];
        if body.is_object() {
            self.check_text(body, &format!("{at} body"), "description");
            self.check_content(body, &format!("{at} body"));
        }
        for (status, response) in members(&operation["responses"]) {
            let at = format!("{at} {status}");
            self.check_text(response, &at, "description");
            self.check_content(response, &at);
            for (name, header) in members(&response["headers"]) {
                self.check_text(header, &format!("{at} {name}"), "description");
                self.check_example(document, header, &format!("{at} {name}"));
            }
            for (name, link) in members(&response["links"]) {
                self.check_text(link, &format!("{at} {name}"), "description");
            }
        }
    }

    /// Named examples, each with a summary.
    fn check_content(&mut self, holder: &Value, at: &str) {
        for (_, media_type) in members(&holder["content"]) {
            if members(&media_type["examples"]).next().is_none() {
                self.add(at, "examples");
            }
            for (name, example) in members(&media_type["examples"]) {
                self.check_text(example, &format!("{at} {name}"), "summary");
            }
        }
    }

    /// An example of a parameter or a header: a named one, or one that its schema gives. A switch has two values.
    fn check_example(&mut self, document: &Value, holder: &Value, at: &str) {
        let schema = resolve(document, &holder["schema"]);
        let named = members(&holder["examples"]).next().is_some();
        let shown = elements(&schema["examples"]).next().is_some();
        if !named && !shown && schema["type"] != "boolean" {
            self.add(at, "example");
        }
    }

    /// Properties are described, and so is each word of an `enum`, for readers of either extension.
    fn check_schema(&mut self, schema: &Value, at: &str) {
        for (name, property) in members(&schema["properties"]) {
            let at = format!("{at}.{name}");
            self.check_text(property, &at, "description");
            self.check_schema(property, &at);
        }
        for keyword in ["anyOf", "oneOf"] {
            for branch in elements(&schema[keyword]) {
                self.check_schema(branch, &format!("{at}|"));
            }
        }
        for keyword in ["items", "additionalProperties"] {
            if let Some(inner) = schema.get(keyword) {
                self.check_schema(inner, &format!("{at}[]"));
            }
        }
        let listed: Vec<&Value> = elements(&schema["x-enum-descriptions"]).collect();
        for (index, word) in elements(&schema["enum"]).enumerate() {
            let word = word.as_str().unwrap_or_default();
            let keyed = &schema["x-enumDescriptions"][word];
            let described = keyed.as_str().is_some_and(|text| !text.is_empty());
            if !described || listed.get(index) != Some(&keyed) {
                self.add(&format!("{at} {word}"), "description of the word");
            }
        }
    }
}

fn elements(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn resolve<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    let reference = schema["$ref"].as_str().and_then(|at| at.strip_prefix('#'));
    reference.map_or(schema, |at| document.pointer(at).unwrap())
}

#[test]
fn the_document_describes_everything() {
    assert_eq!(MissingTexts::find_in(&document()), Vec::<String>::new());
}

#[test]
fn a_missing_description_is_detected() {
    let whole = document();
    let get_job = "/paths/~1projects~1{id}~1jobs~1{job_id}/get";
    let list = "/paths/~1projects~1{id}~1pipelines~1{pipeline_id}~1jobs/get";
    for (place, member, expected) in [
        ("/info".to_owned(), "description", "info: description"),
        ("/servers/0/variables/host".to_owned(), "default", "servers/0/host: default"),
        ("/tags/0".to_owned(), "description", r#"tag "jobs": description"#),
        ("/components/securitySchemes/bearer".to_owned(), "description", "scheme bearer: description"),
        (get_job.to_owned(), "summary", "getJob: summary"),
        (get_job.to_owned(), "security", "getJob: security"),
        (get_job.to_owned(), "tags", "getJob: tags"),
        (format!("{get_job}/parameters/1"), "examples", "getJob job_id: example"),
        (format!("{get_job}/parameters/1"), "description", "getJob job_id: description"),
        (format!("{get_job}/responses/404/content/application~1json"), "examples", "getJob 404: examples"),
        (format!("{get_job}/responses/404"), "description", "getJob 404: description"),
        (format!("{get_job}/responses/200/links/itsLog"), "description", "getJob 200 itsLog: description"),
        (format!("{list}/responses/200/headers/X-Total/schema"), "examples", "listPipelineJobs 200 X-Total: example"),
        (format!("{list}/responses/200/headers/X-Total"), "description", "listPipelineJobs 200 X-Total: description"),
        (
            "/paths/~1projects~1{id}~1jobs~1{job_id}~1play/post/requestBody/content/application~1json/examples/with-variables".to_owned(),
            "summary",
            "playJob body with-variables: summary",
        ),
        ("/components/schemas/Job".to_owned(), "title", "Job: title"),
        ("/components/schemas/Job/properties/tag".to_owned(), "description", "Job.tag: description"),
        (
            "/components/schemas/JobStatus/x-enumDescriptions".to_owned(),
            "failed",
            "JobStatus failed: description of the word",
        ),
    ] {
        let mut document = whole.clone();
        let holder = document.pointer_mut(&place).unwrap().as_object_mut().unwrap();
        assert!(holder.remove(member).is_some(), "{place} has no {member}");
        assert_eq!(MissingTexts::find_in(&document), [expected], "{place}/{member}");
    }
    // words in another order have wrong descriptions
    let mut document = whole.clone();
    document["components"]["schemas"]["JobStatus"]["x-enum-descriptions"][0] = json!("swapped");
    assert_eq!(
        MissingTexts::find_in(&document),
        ["JobStatus created: description of the word"]
    );
}
