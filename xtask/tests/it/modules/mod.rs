//! The imports between the modules of a crate, read from its source.
//!
//! An edge is a `use` or a path in the code. A re-exported item counts to the module that owns it. A parent may
//! re-export from its own children; every other item that it takes from them is an edge. Test modules are left out.

mod cycle;
mod edges;
mod graph;
mod resolve;
mod tests;
mod tree;

pub(crate) use cycle::describe_cycles;
use graph::Graph;
pub(crate) use tree::SourceFile;

/// Reads the graph of a crate from its source files.
pub(crate) fn read_graph(files: &[SourceFile]) -> Graph {
    let tree = tree::Tree::read(files);
    edges::find_edges(&tree)
}
