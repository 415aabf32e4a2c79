//! As much of the program's own YAML as it takes to read a tree and to write it down.

#[path = "../src/yaml/align.rs"]
mod align;
#[path = "../src/yaml/indent.rs"]
mod indent;
#[path = "../src/yaml/read.rs"]
mod read;
#[path = "../src/yaml/ready.rs"]
pub mod ready;
#[path = "../src/yaml/scan.rs"]
mod scan;
#[path = "../src/yaml/tree.rs"]
mod tree;

pub use read::is_key;
pub use tree::{Node, Value, tree};
