//! What a list says when it is awaited: it is a stream, not a future.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::delta::Delta;
use super::paging::{Items, Pages};

/// Nothing has it. The compiler's own words would be that a list "is not a future", and not what to do; a `Future` that
/// asks for this says both.
#[diagnostic::on_unimplemented(
    message = "a list isn't awaited itself; await each of its items: `while let Some(item) = list.try_next().await? {{ .. }}`",
    label = "a stream, which gives one item after the other; `try_next` and `try_collect` are in `futures_util::TryStreamExt`"
)]
pub trait AwaitedAsAWhole {}

/// For types with a parameter: of another type the compiler would refuse the impl itself. The tuple is there because of a
/// bound on the very type that is awaited the compiler speaks in its own words.
macro_rules! streams {
    ($($stream:ident)*) => {$(
        #[doc(hidden)]
        impl<T> Future for $stream<T>
        where
            ($stream<T>,): AwaitedAsAWhole,
        {
            type Output = Infallible;

            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Infallible> {
                Poll::Pending
            }
        }
    )*};
}
streams!(Items Pages Delta);
