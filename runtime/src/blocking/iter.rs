//! A stream of the async client's as an iterator.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use futures_core::Stream;

use super::driver::Driver;

/// The items of a stream, waited for one by one.
///
/// ```
/// # #[cfg(feature = "sandbox")]
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use graph_endpoint::prelude::*;
///
/// # use graph_endpoint::sandbox::Sandbox;
/// #[graph_endpoint(GET, "/users", response = Page<User>)]
/// struct ListUsers {}
/// #[graph_type("microsoft.graph.user")]
/// #[derive(Clone)]
/// struct User { id: String }
///
/// # let users = ["1", "2", "3"].map(|id| User { id: id.into() }).to_vec();
/// # let sandbox = Sandbox::builder().on_pages::<ListUsers, _>(users, 2).start_on_thread()?;
/// # let client = Client::builder().token("any").base_url(sandbox.url()).build_blocking()?;
/// let mut users = client.items(&ListUsers {});
/// for user in users.by_ref() {
///     println!("{}", user?.id);
/// }
/// assert!(users.stream().is_some_and(|users| users.next_link().is_none())); // what the async stream knows
/// # Ok(())
/// # }
/// # #[cfg(not(feature = "sandbox"))]
/// # fn main() {}
/// ```
pub struct Iter<S> {
    stream: Option<Pin<Box<S>>>,
    is_done: bool,
    driver: Arc<Driver>,
}

impl<S> Iter<S> {
    pub(super) fn new(stream: S, driver: Arc<Driver>) -> Self {
        Self { stream: Some(Box::pin(stream)), is_done: false, driver }
    }

    /// The stream, for what it tells beside its items: a [`Delta`](crate::Delta)'s token, the link of a list's next
    /// page. `None` only after a panic.
    ///
    /// ```no_run
    /// use graph_endpoint::{blocking, prelude::*};
    ///
    /// #[graph_type("microsoft.graph.user")]
    /// pub struct User {
    ///     id: String,
    /// }
    ///
    /// #[graph_endpoint(GET, "/users/delta", response = Page<User>)]
    /// pub struct UserChanges {}
    ///
    /// fn run(client: &blocking::Client) -> Result<(), Error> {
    ///     let mut changes = client.iter(client.as_async().delta(&UserChanges {}));
    ///     for change in &mut changes {
    ///         let change = change?;
    ///         // apply it
    ///     }
    ///     let token = changes.stream().and_then(|delta| delta.token());
    ///     Ok(())
    /// }
    /// ```
    pub fn stream(&self) -> Option<&S> {
        self.stream.as_deref()
    }
}

impl<S> Iterator for Iter<S>
where
    S: Stream + Send + 'static,
    S::Item: Send + 'static,
{
    type Item = S::Item;

    /// The next item.
    ///
    /// # Panics
    /// When the stream does: a list that broke off must not look like one that ended.
    fn next(&mut self) -> Option<S::Item> {
        if self.is_done {
            return None;
        }
        // The stream travels to the driver's thread and back.
        let mut stream = self.stream.take()?;
        let next = async move {
            let item = std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await;
            (item, stream)
        };
        match self.driver.run(next) {
            Ok((item, stream)) => {
                self.is_done = item.is_none();
                self.stream = Some(stream);
                item
            }
            Err(error) => std::panic::resume_unwind(Box::new(error)),
        }
    }
}

/// What a stream gives up when it is dropped may need the runtime that it worked in.
impl<S> Drop for Iter<S> {
    fn drop(&mut self) {
        let _context = self.driver.enter();
        self.stream = None;
    }
}

impl<S> fmt::Debug for Iter<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iter")
    }
}
