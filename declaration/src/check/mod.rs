//! The third stage: small named rules about what the model can't refuse by itself, all of them reported at once.

mod endpoint;
mod item;
mod properties;

pub use self::endpoint::endpoint;
pub use self::item::item;
pub use self::properties::properties;
