//! The module of an operation, as text that rustfmt leaves as it is.

use openapi_document::Location;

use super::contract::{Operation, Refusal, Shape, pascal};
use super::layout::{chain, comment, list};
use super::types::Type;

/// `operations/mod.rs`.
pub(super) fn module(operations: &[Operation]) -> String {
    let mut names: Vec<&str> = operations
        .iter()
        .map(|operation| operation.name.as_str())
        .collect();
    names.sort_unstable();
    let mut text =
        "//! The operations of the document, a file each: made by `cargo xtask client`.\n\n"
            .to_owned();
    for name in &names {
        text.push_str(&format!("mod {name};\n"));
    }
    text.push('\n');
    for name in &names {
        text.push_str(&format!("pub use {name}::*;\n"));
    }
    text
}

/// `operations/<operation>.rs`.
pub(super) fn operation(operation: &Operation) -> String {
    let mut text = comment(
        0,
        "//!",
        &format!(
            "`{} {}`: made by `cargo xtask client`.",
            operation.method, operation.path
        ),
    );
    text.push_str("\nuse crate::answer::Answer;\nuse crate::call::{Call, Method};\nuse crate::client::Client;\n");
    text.push_str("use crate::error::{Decode, Said, Transport, from_failure};\n");
    text.push_str(match operation.success.shape {
        Shape::Json(_) => "use crate::model;\n",
        Shape::Log => "use crate::log::Log;\nuse crate::model;\n",
        Shape::Page(_) => "use crate::model;\nuse crate::page::{Items, Page, Received, items};\n",
    });
    if !operation.query.is_empty() {
        query(operation, &mut text);
    }
    methods(operation, &mut text);
    errors(operation, &mut text);
    call(operation, &mut text);
    read(operation, &mut text);
    text
}

/// The parameters that a call may have.
fn query(operation: &Operation, text: &mut String) {
    let about = format!("What [`Client::{}`] may ask for.", operation.name);
    text.push_str(&format!("\n{}", comment(0, "///", &about)));
    text.push_str(&format!(
        "#[derive(Clone, Debug, Default, PartialEq)]\npub struct {} {{\n",
        operation.type_name
    ));
    for member in &operation.query {
        text.push_str(&comment(
            4,
            "///",
            described(&member.description, &member.parameter),
        ));
        let of = match &member.of {
            list @ Type::List(_) => list.to_string(),
            one => format!("Option<{one}>"),
        };
        text.push_str(&format!("    pub {}: {of},\n", member.name));
    }
    text.push_str("}\n");
}

fn methods(operation: &Operation, text: &mut String) {
    let Operation {
        name, type_name, ..
    } = operation;
    let (taken, given) = arguments(operation);
    let handed = list(0, "call", &given, "");
    let handed = handed.trim_end();
    let about = format!("{}\n\n{}", operation.summary, operation.description);
    let errors = format!("# Errors\n\n[`{type_name}Error`], by the status that came back.");
    text.push_str("\nimpl Client {\n");
    text.push_str(&comment(4, "///", &format!("{}\n\n{errors}", about.trim())));
    let answer = match &operation.success.shape {
        Shape::Json(of) => of.to_string(),
        Shape::Page(item) => format!("Page<{item}>"),
        Shape::Log => "Log".to_owned(),
    };
    let tail = format!(" -> Result<{answer}, {type_name}Error> {{");
    text.push_str(&list(4, &format!("pub async fn {name}"), &taken, &tail));
    text.push_str(&format!(
        "        let call = {handed};
        let answer = self.send(call).await?;
"
    ));
    text.push_str(match operation.success.shape {
        Shape::Page(_) => "        Ok(read(answer).await?.whole()?)\n    }\n",
        Shape::Json(_) | Shape::Log => "        read(answer).await\n    }\n",
    });
    if let Shape::Page(item) = &operation.success.shape {
        let about = format!(
            "{}, from page to page, beginning with the one that is asked for.",
            operation.summary
        );
        text.push_str(&format!("\n{}", comment(4, "///", &about)));
        let tail = format!(" -> Items<{item}, {type_name}Error> {{");
        text.push_str(&list(4, &format!("pub fn {name}_stream"), &taken, &tail));
        text.push_str(&format!(
            "        let call = {handed};\n        items(self.clone(), call, read)\n    }}\n"
        ));
    }
    text.push_str("}\n");
}

/// What the methods take, with types, and what they hand on.
fn arguments(operation: &Operation) -> (Vec<String>, Vec<String>) {
    let mut taken = vec!["&self".to_owned()];
    let mut given = Vec::new();
    for argument in &operation.arguments {
        let name = &argument.name;
        match &argument.of {
            of @ Type::Model(_) => {
                taken.push(format!("{name}: impl Into<{of}>"));
                given.push(format!("{name}.into()"));
            }
            of => {
                taken.push(format!("{name}: {of}"));
                given.push(name.clone());
            }
        }
    }
    if !operation.query.is_empty() {
        taken.push(format!("parameters: &{}", operation.type_name));
        given.push("parameters".to_owned());
    }
    if let Some(body) = &operation.body {
        taken.push(format!("body: {}", body_type(body.required, &body.of)));
        given.push("body".to_owned());
    }
    (taken, given)
}

fn body_type(required: bool, of: &Type) -> String {
    if required {
        format!("&{of}")
    } else {
        format!("Option<&{of}>")
    }
}

/// One variant for each documented status, and what can go wrong with any operation.
fn errors(operation: &Operation, text: &mut String) {
    let Operation {
        name,
        type_name,
        refusals,
        ..
    } = operation;
    let about = format!("Why [`Client::{name}`] gave nothing.");
    text.push_str(&format!("\n{}", comment(0, "///", &about)));
    text.push_str(&format!(
        "#[derive(Debug, thiserror::Error)]\n#[non_exhaustive]\npub enum {type_name}Error {{\n"
    ));
    for Refusal {
        status,
        reason,
        description,
        of,
        headers,
    } in refusals
    {
        let variant = pascal(reason);
        text.push_str(&comment(
            4,
            "///",
            &format!("{status}: {}", described(description, reason)),
        ));
        if headers.is_empty() {
            text.push_str(&format!(
                "    #[error(\"{status} {reason}: {{}}\", Said(.0))]\n    {variant}({of}),\n"
            ));
            continue;
        }
        text.push_str(&format!(
            "    #[error(\"{status} {reason}: {{}}\", Said(.body))]\n    {variant} {{\n"
        ));
        text.push_str(&format!(
            "        /// What the server says.\n        body: {of},\n"
        ));
        for field in headers {
            let about = format!(
                "`{}`: {}",
                field.header,
                described(&field.description, "as the server says.")
            );
            text.push_str(&comment(8, "///", &about));
            text.push_str(&format!("        {}: Option<{}>,\n", field.name, field.of));
        }
        text.push_str("    },\n");
    }
    text.push_str(
        "    /// A status that the document does not have.
    #[error(\"{status} is not a documented status here: {body}\")]
    Undocumented {
        /// The status.
        status: u16,
        /// How the body begins.
        body: String,
    },
    /// No whole answer came.
    #[error(transparent)]
    Transport(Transport),
    /// The answer is not what is documented for its status.
    #[error(transparent)]
    Decode(Decode),
}
",
    );
    text.push_str(&format!(
        "\ntype Error = {type_name}Error;\nfrom_failure!(Error);\n\nconst PATH: &str = \"{}\";\n",
        operation.path
    ));
}

/// What is sent.
fn call(operation: &Operation, text: &mut String) {
    let mut taken = Vec::new();
    let mut links = Vec::new();
    for argument in &operation.arguments {
        let (name, parameter) = (&argument.name, &argument.parameter);
        taken.push(format!("{name}: {}", argument.of));
        links.push(match argument.location {
            Location::Path => format!(".path(\"{parameter}\", &{name})"),
            _ => format!(".query(\"{parameter}\", Some(&{name}))"),
        });
    }
    if !operation.query.is_empty() {
        taken.push(format!("parameters: &{}", operation.type_name));
    }
    for member in &operation.query {
        let (name, parameter) = (&member.name, &member.parameter);
        links.push(match member.of {
            Type::List(_) => format!(".query_each(\"{parameter}\", &parameters.{name})"),
            _ => format!(".query(\"{parameter}\", parameters.{name}.as_ref())"),
        });
    }
    if let Some(body) = &operation.body {
        taken.push(format!("body: {}", body_type(body.required, &body.of)));
        links.push(if body.required {
            ".json(Some(body))".to_owned()
        } else {
            ".json(body)".to_owned()
        });
    }
    text.push_str(&format!("\n{}", list(0, "fn call", &taken, " -> Call {")));
    let head = format!("Call::new(Method::{}, PATH)", operation.method);
    text.push_str(&chain(4, &head, &links));
    text.push_str("}\n");
}

/// What came back.
fn read(operation: &Operation, text: &mut String) {
    let success = &operation.success;
    let (answer, reader) = match &success.shape {
        Shape::Json(of) => (of.to_string(), "json"),
        Shape::Page(item) => (format!("Received<{item}>"), "page"),
        Shape::Log => ("Log".to_owned(), "log"),
    };
    let tail = format!(" -> Result<{answer}, Error> {{");
    text.push_str(&format!(
        "\n{}",
        list(0, "async fn read", &["answer: Answer".to_owned()], &tail)
    ));
    text.push_str("    match answer.status() {\n");
    text.push_str(&format!(
        "        {} => Ok(answer.{reader}().await?),\n",
        success.status
    ));
    for Refusal {
        status,
        reason,
        headers,
        ..
    } in &operation.refusals
    {
        let variant = format!("Error::{}", pascal(reason));
        if headers.is_empty() {
            text.push_str(&format!(
                "        {status} => Err({variant}(answer.json().await?)),\n"
            ));
            continue;
        }
        text.push_str(&format!("        {status} => Err({variant} {{\n"));
        for field in headers {
            text.push_str(&format!(
                "            {}: answer.header(\"{}\"),\n",
                field.name, field.header
            ));
        }
        text.push_str("            body: answer.json().await?,\n        }),\n");
    }
    text.push_str("        _ => Err(answer.undocumented().await.into()),\n    }\n}\n");
}

/// What the document says of something, or what it is called where it says nothing.
fn described<'t>(description: &'t str, name: &'t str) -> &'t str {
    if description.is_empty() {
        name
    } else {
        description
    }
}
