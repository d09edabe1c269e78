//! What the compiler says where a list is awaited that is a stream.

use std::convert::Infallible;
use std::future::{IntoFuture, Ready};

use crate::jobs::delta::Delta;
use crate::jobs::paging::{Items, Pages};

/// What can be awaited as it is. Streams can't: nothing implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a stream, which isn't awaited",
    label = "await what it gives",
    note = "one after the other by `while let Some(next) = list.try_next().await? {{ .. }}`, or all of them by `list.try_collect::<Vec<_>>().await?`"
)]
pub trait Awaited {}

/// An impl that never holds, for the sake of what the compiler says then.
macro_rules! streams {
    ($($stream:ident),*) => {$(
        impl<T> IntoFuture for $stream<T>
        where
            Self: Awaited,
        {
            type Output = Infallible;
            type IntoFuture = Ready<Infallible>;

            fn into_future(self) -> Self::IntoFuture {
                unreachable!("no stream is awaited")
            }
        }
    )*};
}
streams!(Items, Pages, Delta);
