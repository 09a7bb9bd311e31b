//! Puts the built-in suite into the binary: the cases, requirements and fixtures of `conformance/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let suite = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../conformance")
        .canonicalize()?;
    let mut code = String::new();
    for (constant, folder) in [
        ("CASES", "cases"),
        ("REQUIREMENTS", "requirements"),
        ("FIXTURES", "fixtures"),
    ] {
        list(&mut code, constant, &suite.join(folder))?;
    }
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("suite.rs"), code)
}

/// Declares a constant with the name and the text of each YAML file of a folder.
fn list(code: &mut String, constant: &str, folder: &Path) -> io::Result<()> {
    // the folder itself, so that a new file is seen, too
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    files.sort();
    let _ = writeln!(code, "pub(crate) const {constant}: &[(&str, &str)] = &[");
    for path in files {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let _ = writeln!(code, "    ({name:?}, include_str!({path:?})),");
    }
    code.push_str("];\n");
    Ok(())
}
