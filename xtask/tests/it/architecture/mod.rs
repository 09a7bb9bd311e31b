//! The architecture: layers, purity, cycles, and the content of the root.

mod api_free;
mod banned_words;
mod cycles;
mod files;
mod layers;
mod lints;
mod owners;
mod packages;
mod purity;
mod root;
