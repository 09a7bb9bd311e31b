//! The samples of the document, a file each: made by `cargo xtask client`.


/// Runs the sample of an operation.
pub(crate) async fn run(operation: &str) -> Result<(), Box<dyn std::error::Error>> {
    match operation {
        _ => Err(format!("{operation} has no sample").into()),
    }
}
