//! Tables and generated values for the comparison of JSON values.

mod diff;
mod generated;
mod shape;
mod speed;
