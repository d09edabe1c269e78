//! Permissions: what Graph publishes of them, what a crate's endpoints need together, and what a token has.

mod held;
mod needed;
mod table;
mod token;

pub use self::held::Held;
pub use self::needed::{Kind, Needed, needed};
pub use self::table::{Mismatch, Table};
pub use self::token::Token;
