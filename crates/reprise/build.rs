//! Puts the built-in suite into the binary: the errata and every world of `conformance/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()?;
    let worlds = root.join("conformance/worlds");
    // the folder itself, so that a new file is seen, too
    println!("cargo::rerun-if-changed={}", worlds.display());

    let mut files: Vec<PathBuf> = fs::read_dir(&worlds)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "yaml")
    });
    files.sort();

    let mut code = String::from("pub(super) const WORLDS: &[(&str, &str)] = &[\n");
    for path in files {
        let name = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let _ = writeln!(code, "    ({name:?}, include_str!({path:?})),");
    }
    code.push_str("];\n");
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("worlds.rs"), code)
}
