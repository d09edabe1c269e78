//! What those types say when they are awaited that aren't futures: of most of them it is something else that is awaited.
//!
//! The compiler's own words would be that one "is not a future", and not what to do. A `Future` that asks for a trait which
//! nothing has says both.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use super::batch::{Batch, BatchAll};
use super::delta::Delta;
use super::operation::Operation;
use super::paging::{Items, Pages};
use super::transfer::{Download, DownloadStream};
use crate::expansion::AwaitedUnsent;
use crate::wire::query::WithOptions;

#[diagnostic::on_unimplemented(
    message = "a stream isn't awaited itself; await each of its items: `while let Some(item) = stream.try_next().await? {{ .. }}`",
    label = "it gives one item after the other; `try_next` and `try_collect` are in `futures_util::TryStreamExt`"
)]
pub trait AwaitedAsAWhole {}

#[diagnostic::on_unimplemented(
    message = "a download isn't awaited itself; await where it goes: `.bytes().await`, `.to_file(path).await` or `.to_writer(&mut writer).await`",
    label = "nobody has said yet where the content goes"
)]
pub trait AwaitedDownload {}

#[diagnostic::on_unimplemented(
    message = "an operation isn't awaited itself; await its end, by `.wait().await`, or one look at it, by `.poll().await`",
    label = "this has been started, and may take hours"
)]
pub trait AwaitedOperation {}

#[diagnostic::on_unimplemented(
    message = "a batch to which requests are added isn't awaited itself; await what sends it: `.send().await`",
    label = "nothing has been sent yet"
)]
pub trait AwaitedBatch {}

/// The tuple is there because of a bound on the very type that is awaited the compiler speaks in its own words, and the
/// lifetime because of a type without a parameter it would refuse the impl itself.
macro_rules! not_futures {
    ($($asked:ident: [$($param:ident $(: $bound:ident)?)?] $ty:ty;)*) => {$(
        #[doc(hidden)]
        impl<$($param $(: $bound)?)?> Future for $ty
        where
            for<'a> (&'a (), $ty): $asked,
        {
            type Output = Infallible;

            fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Infallible> {
                Poll::Pending
            }
        }
    )*};
}
not_futures! {
    AwaitedAsAWhole: [T] Items<T>;
    AwaitedAsAWhole: [T] Pages<T>;
    AwaitedAsAWhole: [T] Delta<T>;
    AwaitedAsAWhole: [I: Iterator] BatchAll<I>;
    AwaitedAsAWhole: [] DownloadStream;
    AwaitedBatch: [] Batch;
    AwaitedDownload: [] Download;
    AwaitedOperation: [] Operation;
    AwaitedUnsent: [E] WithOptions<E>;
}
