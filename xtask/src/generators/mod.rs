//! `cargo xtask generators`: runs other code generators on the document, and checks that the generated code accepts the
//! documented examples.
//!
//! ```text
//! openapi-typescript         generates  compiles  231 examples accepted, 97 invalid ones refused
//! ```
//!
//! The first two generators need Node.js and the others Python; those that cannot run are skipped with a message.

pub mod examples;
mod python;
pub mod typescript;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::node::{self, Tools};
use examples::{DocumentedExample, find_examples};
use typescript::{TypeGenerator, render_constants};

/// The folder of the tools, below `xtask/tools`.
const TOOLS: &str = "generators";

/// The document, below the root.
const DOCUMENT: &str = "spec/openapi.json";
/// The document for generators that support only OpenAPI 3.0, with the same examples.
const DOCUMENT_OF_3_0: &str = "spec/openapi-3.0.json";

/// The known warning of the generator for Python: it skips operations with the parameters `scope` and `scope[]`, which
/// have the same name in Python. It generates all types.
const KNOWN_WARNING: &str = "Parameters with same Python identifier scope detected";

/// How the check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GeneratorOutcome {
    /// Every generator that ran generated types that accept every example.
    Accepted,
    /// A generator failed or generated types that refuse an example.
    Refused,
    /// No generator could run.
    NothingChecked,
}

impl From<GeneratorOutcome> for ExitCode {
    fn from(ending: GeneratorOutcome) -> ExitCode {
        ExitCode::from(match ending {
            GeneratorOutcome::Accepted => 0,
            GeneratorOutcome::Refused => 1,
            GeneratorOutcome::NothingChecked => 2,
        })
    }
}

/// Runs every generator on the document below `root`, and prints the results.
///
/// # Errors
///
/// When the document cannot be read, or a generator cannot be installed.
pub fn run(root: &Path, out: &mut dyn Write) -> Result<GeneratorOutcome> {
    let document = root.join(DOCUMENT);
    let text = fs::read_to_string(&document).with_context(|| {
        format!(
            "{} cannot be read; run `cargo xtask spec`",
            document.display()
        )
    })?;
    let examples = find_examples(&serde_json::from_str(&text)?);
    let mut check = GeneratorCheck {
        document,
        tools: root.join("xtask/tools").join(TOOLS),
        work: root.join("target/tools").join(TOOLS).join("work"),
        examples,
        ran: 0,
        failed: 0,
        out,
    };
    if check.work.exists() {
        fs::remove_dir_all(&check.work)?;
    }
    fs::create_dir_all(&check.work)?;
    fs::write(
        check.work.join("examples.json"),
        check.examples_manifest().to_string(),
    )?;
    match node::install(root, TOOLS, check.out)? {
        Tools::Installed(installed) => {
            let programs = installed.folder().join("node_modules/.bin");
            for (name, types, document) in [
                (
                    "openapi-typescript",
                    TypeGenerator::OpenApiTypescript,
                    DOCUMENT,
                ),
                (
                    "openapi-typescript, 3.0",
                    TypeGenerator::OpenApiTypescript,
                    DOCUMENT_OF_3_0,
                ),
                ("hey-api", TypeGenerator::HeyApi, DOCUMENT),
                ("hey-api, 3.0", TypeGenerator::HeyApi, DOCUMENT_OF_3_0),
            ] {
                check.check_typescript(&programs, name, types, &root.join(document))?;
            }
        }
        Tools::NoNode => writeln!(
            check.out,
            "SKIPPED: openapi-typescript and hey-api: Node.js is not installed; install version 20 or later"
        )?,
    }
    if python::is_installed() {
        writeln!(
            check.out,
            "installing the generators for Python, unless they are installed"
        )?;
        let programs = python::install(&check.tools, &root.join("target/tools").join(TOOLS))?;
        check.check_python_models(&programs)?;
        check.check_python_client(&programs)?;
    } else {
        writeln!(
            check.out,
            "SKIPPED: datamodel-code-generator and openapi-python-client: Python is not installed; install version 3.11 or later, with venv"
        )?;
    }
    Ok(match (check.ran, check.failed) {
        (0, _) => GeneratorOutcome::NothingChecked,
        (_, 0) => GeneratorOutcome::Accepted,
        _ => GeneratorOutcome::Refused,
    })
}

struct GeneratorCheck<'o> {
    document: PathBuf,
    tools: PathBuf,
    work: PathBuf,
    examples: Vec<DocumentedExample>,
    ran: usize,
    failed: usize,
    out: &'o mut dyn Write,
}

/// A step of a generator, with its output if it failed.
type GeneratorStep = (&'static str, Result<(), String>);

impl GeneratorCheck<'_> {
    /// The examples as the scripts for Python read them.
    fn examples_manifest(&self) -> Value {
        self.examples
            .iter()
            .map(|example| {
                json!({
                    "place": example.describe(),
                    "schema": example.schema,
                    "value": example.value,
                    "broken": example.invalid_value,
                })
            })
            .collect()
    }

    fn check_typescript(
        &mut self,
        programs: &Path,
        name: &str,
        types: TypeGenerator,
        document: &Path,
    ) -> Result<()> {
        let folder = self.work.join(name);
        fs::create_dir_all(&folder)?;
        let (mut generate, module) = match types {
            TypeGenerator::OpenApiTypescript => {
                let mut command = Command::new(programs.join("openapi-typescript"));
                command
                    .arg(document)
                    .arg("--output")
                    .arg(folder.join("types.ts"));
                (command, "./types")
            }
            TypeGenerator::HeyApi => {
                let mut command = Command::new(programs.join("openapi-ts"));
                command
                    .arg("--input")
                    .arg(document)
                    .arg("--output")
                    .arg(folder.join("types"))
                    .args(["--plugins", "@hey-api/typescript", "--no-log-file"]);
                (command, "./types/types.gen")
            }
        };
        let constants = render_constants(types, module, &self.examples);
        fs::write(folder.join("examples.ts"), constants)?;
        let compile = |file: &str| {
            let mut command = Command::new(programs.join("tsc"));
            command
                .args([
                    "--noEmit",
                    "--strict",
                    "--exactOptionalPropertyTypes",
                    "--noUncheckedIndexedAccess",
                ])
                .args([
                    "--target",
                    "es2022",
                    "--module",
                    "esnext",
                    "--moduleResolution",
                    "bundler",
                ])
                .arg(file)
                .current_dir(&folder);
            run_to_end(&mut command).map(drop)
        };
        let mut steps = vec![(
            "generates",
            run_to_end(generate.current_dir(&folder)).map(drop),
        )];
        if steps.iter().all(|(_, step)| step.is_ok()) {
            steps.push(("compiles", compile(&format!("{module}.ts"))));
            steps.push(("examples", compile("examples.ts")));
        }
        self.print_result(name, &steps, "")
    }

    fn check_python_models(&mut self, programs: &Path) -> Result<()> {
        let folder = self.work.join("datamodel-code-generator");
        fs::create_dir_all(&folder)?;
        let mut generate = Command::new(programs.join("datamodel-codegen"));
        generate
            .arg("--input")
            .arg(&self.document)
            .arg("--output")
            .arg(folder.join("models.py"))
            .args([
                "--input-file-type",
                "openapi",
                "--output-model-type",
                "pydantic_v2.BaseModel",
            ])
            .args([
                "--target-python-version",
                "3.11",
                "--formatters",
                "builtin",
                "--disable-timestamp",
            ])
            .args([
                "--use-annotated",
                "--field-constraints",
                "--use-standard-collections",
            ]);
        let mut steps = vec![("generates", run_to_end(&mut generate).map(drop))];
        if steps.iter().all(|(_, step)| step.is_ok()) {
            steps.push((
                "type-checks",
                self.check_types(programs, &folder, "models.py"),
            ));
            steps.push((
                "examples",
                self.run_acceptance_script(programs, &folder, "accept_models.py"),
            ));
        }
        self.print_result("datamodel-code-generator", &steps, "")
    }

    fn check_python_client(&mut self, programs: &Path) -> Result<()> {
        let folder = self.work.join("openapi-python-client");
        fs::create_dir_all(&folder)?;
        let mut generate = Command::new(programs.join("openapi-python-client"));
        generate
            .args(["generate", "--meta", "none", "--overwrite", "--path"])
            .arg(&self.document)
            .arg("--output-path")
            .arg(folder.join("client"))
            .arg("--config")
            .arg(self.tools.join("openapi-python-client.yaml"));
        let output = run_to_end(&mut generate);
        let skipped = output
            .as_deref()
            .map_or(0, |output| output.matches(KNOWN_WARNING).count());
        let generated = output.and_then(|output| match output.matches("WARNING").count() {
            warnings if warnings == skipped => Ok(()),
            _ => Err(output),
        });
        let mut steps = vec![("generates", generated)];
        if steps.iter().all(|(_, step)| step.is_ok()) {
            steps.push(("type-checks", self.check_types(programs, &folder, "client")));
            steps.push((
                "examples",
                self.run_acceptance_script(programs, &folder, "accept_client.py"),
            ));
        }
        let note = match skipped {
            0 => String::new(),
            count => format!(
                "; {count} operations skipped, because `scope` and `scope[]` have the same name in Python"
            ),
        };
        self.print_result("openapi-python-client", &steps, &note)
    }

    fn check_types(&self, programs: &Path, folder: &Path, what: &str) -> Result<(), String> {
        let mut command = Command::new(programs.join("mypy"));
        command.args(["--strict", what]).current_dir(folder);
        run_to_end(&mut command).map(drop)
    }

    /// Runs a script that prints nothing if every example is accepted.
    fn run_acceptance_script(
        &self,
        programs: &Path,
        folder: &Path,
        script: &str,
    ) -> Result<(), String> {
        let mut command = Command::new(programs.join("python"));
        command
            .arg(self.tools.join(script))
            .arg(self.work.join("examples.json"))
            .arg(folder);
        match run_to_end(&mut command)? {
            output if output.trim().is_empty() => Ok(()),
            output => Err(output),
        }
    }

    /// Prints a line for a generator, and the output of its failed steps.
    fn print_result(&mut self, name: &str, steps: &[GeneratorStep], note: &str) -> Result<()> {
        self.ran += 1;
        let invalid = self
            .examples
            .iter()
            .filter(|example| example.invalid_value.is_some())
            .count();
        let mut words: Vec<String> = Vec::new();
        for (step, outcome) in steps {
            words.push(match (*step, outcome) {
                ("examples", Ok(())) => {
                    format!(
                        "{} examples accepted, {invalid} invalid ones refused",
                        self.examples.len()
                    )
                }
                (step, Ok(())) => step.to_owned(),
                (step, Err(_)) => format!("{step}: FAILED"),
            });
        }
        writeln!(self.out, "{name:<26} {}{note}", words.join("  "))?;
        for output in steps
            .iter()
            .filter_map(|(_, outcome)| outcome.as_ref().err())
        {
            for line in output.lines() {
                writeln!(self.out, "    {line}")?;
            }
        }
        if steps.iter().any(|(_, outcome)| outcome.is_err()) {
            self.failed += 1;
        }
        Ok(())
    }
}

/// Runs a program to its end; returns its output, as an error if it failed.
fn run_to_end(command: &mut Command) -> Result<String, String> {
    let output = command
        .env("NO_COLOR", "1")
        .output()
        .map_err(|error| format!("{} cannot be run: {error}", command.get_program().display()))?;
    let text = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&text).into_owned();
    if output.status.success() {
        Ok(text)
    } else {
        Err(text)
    }
}
