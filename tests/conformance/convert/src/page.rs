//! A page of a list, until the runtime has one.

use graph_endpoint::AdditionalProperties;
use graph_endpoint::prelude::*;

/// A page of a list: the items, and every annotation beside them.
#[graph_type]
pub struct Page<T> {
    /// The items.
    pub value: Vec<T>,
    /// `@odata.context` and the like.
    #[graph(additional)]
    pub annotations: AdditionalProperties,
}
