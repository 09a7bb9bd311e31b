//! Links lead to existing operations, with existing parameters and values.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::document;

/// Where the value of a runtime expression comes from.
#[derive(Debug, PartialEq)]
enum ExpressionSource<'e> {
    Path(&'e str),
    Header(&'e str),
    /// JSON Pointer into the body of the response.
    Body(&'e str),
}

fn parse_expression(expression: &str) -> Option<ExpressionSource<'_>> {
    let strip = |prefix: &str| expression.strip_prefix(prefix);
    strip("$request.path.")
        .map(ExpressionSource::Path)
        .or_else(|| strip("$response.header.").map(ExpressionSource::Header))
        .or_else(|| strip("$response.body#").map(ExpressionSource::Body))
}

/// The schemas that speak about a place of a body.
fn schemas_at<'d>(document: &'d Value, schema: &'d Value, pointer: &str) -> Vec<&'d Value> {
    let mut schemas = collect_branches(document, schema);
    for token in pointer.split('/').skip(1) {
        schemas = schemas
            .into_iter()
            .filter_map(|schema| match token.parse::<usize>() {
                Ok(_) => schema.get("items"),
                Err(_) => schema.get("properties")?.get(token),
            })
            .flat_map(|schema| collect_branches(document, schema))
            .collect();
    }
    schemas
}

fn collect_branches<'d>(document: &'d Value, schema: &'d Value) -> Vec<&'d Value> {
    let mut found = vec![schema];
    if let Some(reference) = schema["$ref"].as_str() {
        let target = document.pointer(reference.strip_prefix('#').unwrap());
        found.extend(collect_branches(document, target.unwrap()));
    }
    for branch in schema["anyOf"].as_array().into_iter().flatten() {
        found.extend(collect_branches(document, branch));
    }
    found
}

/// What is wrong with the links of a document.
fn find_link_errors(document: &Value) -> Vec<String> {
    let all: Vec<&Value> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|item| item.as_object().unwrap().values())
        .collect();
    let by_id: BTreeMap<&str, &Value> = all
        .iter()
        .map(|operation| (operation["operationId"].as_str().unwrap(), *operation))
        .collect();
    let mut complaints = Vec::new();
    for operation in all {
        for response in operation["responses"].as_object().unwrap().values() {
            for (name, link) in response["links"].as_object().into_iter().flatten() {
                let at = format!("{}.{name}", operation["operationId"].as_str().unwrap());
                match by_id.get(link["operationId"].as_str().unwrap_or_default()) {
                    None => complaints.push(format!("{at} leads nowhere")),
                    Some(to) => check_link(document, operation, response, link, to)
                        .for_each(|what| complaints.push(format!("{at}: {what}"))),
                }
            }
        }
    }
    complaints
}

fn check_link<'d>(
    document: &'d Value,
    from: &'d Value,
    response: &'d Value,
    link: &'d Value,
    to: &'d Value,
) -> impl Iterator<Item = String> {
    let none = Map::new();
    let parameters = link
        .get("parameters")
        .map_or(&none, |all| all.as_object().unwrap());
    let declared = to["parameters"].as_array().into_iter().flatten();
    let required: BTreeSet<&str> = declared
        .filter(|parameter| parameter["required"] == true)
        .map(|parameter| parameter["name"].as_str().unwrap())
        .collect();
    let given: BTreeSet<&str> = parameters.keys().map(String::as_str).collect();
    let missing = required
        .difference(&given)
        .map(|name| format!("`{name}` is not given"));
    let mut complaints: Vec<String> = missing.collect();
    for (name, expression) in parameters {
        let Some(parameter) = parameter(to, name) else {
            complaints.push(format!("the operation has no `{name}`"));
            continue;
        };
        let expression = expression.as_str().unwrap();
        let found = match parse_expression(expression) {
            Some(ExpressionSource::Path(name)) => self::parameter(from, name)
                .is_some_and(|own| own["in"] == "path" && own["schema"] == parameter["schema"]),
            Some(ExpressionSource::Header(name)) => response["headers"].get(name).is_some(),
            Some(ExpressionSource::Body(pointer)) => {
                let content = response["content"].as_object().unwrap();
                let schema = &content["application/json"]["schema"];
                let wanted = collect_branches(document, &parameter["schema"]);
                let found = schemas_at(document, schema, pointer);
                // the number of a job is not the number of a pipeline
                let names = |schemas: Vec<&'d Value>| -> BTreeSet<&'d str> {
                    let names = schemas.into_iter().filter_map(|one| one["$ref"].as_str());
                    names.collect()
                };
                !names(found).is_disjoint(&names(wanted))
            }
            None => false,
        };
        if !found {
            complaints.push(format!("`{name}` cannot be {expression}"));
        }
    }
    complaints.into_iter()
}

fn parameter<'d>(operation: &'d Value, name: &str) -> Option<&'d Value> {
    let mut declared = operation["parameters"].as_array().into_iter().flatten();
    declared.find(|parameter| parameter["name"] == *name)
}

#[test]
fn every_link_leads_to_an_operation() {
    assert_eq!(find_link_errors(&document()), Vec::<String>::new());
}

#[test]
fn a_broken_link_is_reported() {
    let whole = document();
    let link = "/paths/~1projects~1{id}~1jobs~1{job_id}/get/responses/200/links/itsLog";
    for (member, value, expected) in [
        ("operationId", "getTrace", "getJob.itsLog leads nowhere"),
        (
            "parameters/job_id",
            "$response.body#/number",
            "getJob.itsLog: `job_id` cannot be $response.body#/number",
        ),
        (
            "parameters/job_id",
            "$response.body#/pipeline/id",
            "getJob.itsLog: `job_id` cannot be $response.body#/pipeline/id",
        ),
        (
            "parameters/job_id",
            "$request.path.id",
            "getJob.itsLog: `job_id` cannot be $request.path.id",
        ),
        (
            "parameters/job_id",
            "$response.header.X-Job",
            "getJob.itsLog: `job_id` cannot be $response.header.X-Job",
        ),
        (
            "parameters/job_id",
            "$reponse.body#/id",
            "getJob.itsLog: `job_id` cannot be $reponse.body#/id",
        ),
    ] {
        let mut document = whole.clone();
        *document.pointer_mut(&format!("{link}/{member}")).unwrap() = value.into();
        assert_eq!(find_link_errors(&document), [expected]);
    }
    let mut document = whole.clone();
    let parameters = document.pointer_mut(&format!("{link}/parameters")).unwrap();
    let id = parameters.as_object_mut().unwrap().remove("id").unwrap();
    parameters["project"] = id;
    assert_eq!(
        find_link_errors(&document),
        [
            "getJob.itsLog: `id` is not given",
            "getJob.itsLog: the operation has no `project`"
        ]
    );
}
