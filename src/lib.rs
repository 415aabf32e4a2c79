//! Designs, lints and renders call scripts.
//!
//! A script is what a call must contain, segment by segment, and how each segment feels to the person
//! called. This crate reads scripts, scores how a call will be remembered, finds the best permitted order
//! with a proof, and says why each segment moved.
//!
//! ```
//! use callcraft::read::{NoFiles, read};
//! use callcraft::sequence::{sequence, solve::Limits};
//!
//! let text = "\
//! script: Engineer visit moved
//! segments:
//!   - id: hello
//!     kind: opening
//!     say: Hello, it's Joe from Northlink.
//!   - id: refund
//!     feels: pleasant
//!     say: We've taken ten pounds off this month's bill.
//!   - id: moved
//!     feels: very painful
//!     say: I'm sorry, your engineer can't come on Tuesday.
//! ";
//! let reading = read("visit.yaml", text.as_bytes(), &NoFiles);
//! let script = reading.script.expect("it holds a script");
//! let plan = sequence(&script, &Limits::default()).expect("nothing contradicts anything");
//!
//! let order: Vec<&str> = plan.order.iter().map(|&at| script.segments[at].id.as_str()).collect();
//! assert_eq!(order, ["hello", "moved", "refund"]);
//! assert!(plan.after.total > plan.before.total);
//! println!("{}", plan.moves[0].why);
//! ```

pub mod approve;
mod bytes;
pub mod design;
pub mod diagnostic;
pub mod error;
pub mod experience;
pub mod felt;
pub mod fix;
pub mod journey;
mod lately;
pub mod lint;
pub mod mermaid;
pub mod paths;
mod phrases;
pub mod picture;
pub mod prove;
pub mod read;
pub mod reading;
pub mod render;
pub mod report;
pub mod rule;
pub mod script;
pub mod sequence;
pub mod series;
pub mod sheets;
pub mod shipped;
pub mod source;
pub mod survey;
mod table;
pub mod template;
mod terms;
pub mod text;
pub mod trial;
pub mod walk;
pub mod write;
pub mod yaml;
