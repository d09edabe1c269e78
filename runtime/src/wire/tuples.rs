//! How long a tuple can be here: one list for the properties of an object, its slots, and the requests of a batch.
//!
//! As long as the standard library's own impls. The macros cut what is longer into a chain of tuples (`expand/tuple.rs`
//! there); nothing else counts on the number.

/// Calls a macro for each length, with a name and an index for each member: `each!(T0 0 T1 1)`.
macro_rules! for_tuples {
    ($each:ident) => {
        $each!();
        crate::wire::tuples::for_tuples!(@longer $each; ; T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8 T9 9 T10 10 T11 11);
    };
    (@longer $each:ident; $($name:ident $index:tt)*; ) => {};
    (@longer $each:ident; $($name:ident $index:tt)*; $next:ident $at:tt $($rest:tt)*) => {
        $each!($($name $index)* $next $at);
        crate::wire::tuples::for_tuples!(@longer $each; $($name $index)* $next $at; $($rest)*);
    };
}
pub(crate) use for_tuples;
