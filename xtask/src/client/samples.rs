//! The samples of the document that are for this client, as functions that compile and can be run.

use jobs_api::SpecFile;

use super::contract::Operation;

/// A file for each operation that has a sample, and one that names them all.
pub(super) fn write(operations: &[Operation]) -> Vec<SpecFile> {
    let mut sampled: Vec<(&Operation, &str)> = operations
        .iter()
        .filter_map(|operation| Some((operation, operation.sample.as_deref()?)))
        .collect();
    sampled.sort_by_key(|(operation, _)| &operation.name);
    let mut all =
        "//! The samples of the document, a file each: made by `cargo xtask client`.\n".to_owned();
    all.push_str("#![allow(clippy::print_stdout, reason = \"a sample shows what it got\")]\n\n");
    for (operation, _) in &sampled {
        all.push_str(&format!("mod {};\n", operation.name));
    }
    all.push_str("\n/// Runs the sample of an operation.\n");
    all.push_str(
        "pub(crate) async fn run(operation: &str) -> Result<(), Box<dyn std::error::Error>> {\n",
    );
    all.push_str("    match operation {\n");
    for (operation, _) in &sampled {
        all.push_str(&format!(
            "        \"{}\" => {}::run().await,\n",
            operation.id, operation.name
        ));
    }
    all.push_str("        _ => Err(format!(\"{operation} has no sample\").into()),\n    }\n}\n");
    let mut files = vec![SpecFile {
        path: "mod.rs".to_owned(),
        text: all,
    }];
    files.extend(sampled.into_iter().map(|(operation, source)| SpecFile {
        path: format!("{}.rs", operation.name),
        text: function(operation, source),
    }));
    files
}

/// The sample of an operation: what it imports stays outside, the rest is the body of a function.
fn function(operation: &Operation, source: &str) -> String {
    let (imports, body): (Vec<&str>, Vec<&str>) =
        source.lines().partition(|line| line.starts_with("use "));
    let mut text = format!(
        "//! The sample of `{}`: made by `cargo xtask client`.\n\n",
        operation.id
    );
    for line in imports {
        text.push_str(&format!("{line}\n"));
    }
    text.push_str("\npub(crate) async fn run() -> Result<(), Box<dyn std::error::Error>> {\n");
    for line in body.join("\n").trim().lines() {
        text.push_str(if line.is_empty() { "" } else { "    " });
        text.push_str(&format!("{line}\n"));
    }
    text.push_str("    Ok(())\n}\n");
    text
}
