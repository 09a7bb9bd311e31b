//! Lists the files of the suite, so that a new file needs no change of the code.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let package = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let mut code = String::new();
    for (constant, folder) in [
        ("CASES", "conformance/cases"),
        ("REQUIREMENTS", "conformance/requirements"),
        ("FIXTURES", "conformance/fixtures"),
    ] {
        declare_files(&mut code, constant, Path::new(&package), folder)?;
    }
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("files.rs"), code)
}

/// Declares a constant with the name and the text of each YAML file of a folder.
fn declare_files(
    code: &mut String,
    constant: &str,
    package: &Path,
    folder: &str,
) -> io::Result<()> {
    // the folder, so that cargo notices a new file; `include_str!` makes it notice a changed one
    println!("cargo::rerun-if-changed={folder}");
    let mut names = Vec::new();
    for entry in fs::read_dir(package.join(folder))? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".yaml") {
            names.push(format!("{folder}/{name}"));
        }
    }
    names.sort();
    let _ = writeln!(code, "const {constant}: &[File] = &[");
    for name in names {
        let path = package.join(&name);
        let _ = writeln!(
            code,
            "    File {{ name: {name:?}, text: include_str!({path:?}) }},"
        );
    }
    code.push_str("];\n");
    Ok(())
}
