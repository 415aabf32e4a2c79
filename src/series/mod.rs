//! Several calls with one person: when each is made, in which order, what is passed on, and which habit changes when.

mod calendar;
mod changes;
mod dates;
mod fact;
mod given;
mod holidays;
mod law;
mod lint;
mod load;
mod model;
mod order;
mod plan;
mod read;
pub mod roster;
mod rules;
mod schema;
mod shape;
mod show;
mod values;
mod when;
mod written;

pub use changes::{ChangeTurn, Part, changes, step_words};
pub use dates::{Bounds, Dated, Weights, dates};
pub use given::{Given, asked, given};
pub use law::{Law, law};
pub use lint::lint;
pub use model::{Calendar, Call, CallScript, Change, Every, Hours, Keep, SameAgent, Series, Unit};
pub use order::{Contradiction, Felt, Ordered, as_written, felt, order, whole};
pub use plan::{NODES, Plan, plan};
pub use read::{SeriesReading, read};
pub use rules::{Levels, PACK, check, example, pack};
pub use schema::schema;
pub use shape::{Alike, Shape, shape};
pub use show::{ROTA_SHAPE, SERIES_SHAPE, overview, picture, rota_csv, rota_table, rota_to_json, table, to_json};
pub use when::{Anchor, Window, slack};
