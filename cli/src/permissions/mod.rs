//! Permissions: what Graph publishes of them, what a crate's endpoints need together, and what a token has.

mod held;
mod needed;
mod table;
mod token;

pub use self::held::Held;
pub use self::needed::{Kind, Needed, needed};
pub use self::table::{Mismatch, Table};
pub use self::token::Token;

/// The permissions of an endpoint, for the tests.
#[cfg(test)]
fn delegated(names: &[&str]) -> crate::read::Permissions {
    use crate::read::Permissions;

    Permissions { delegated: names.iter().map(|name| (*name).to_owned()).collect(), ..Permissions::default() }
}
