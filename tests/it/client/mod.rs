//! The client over a real socket.

mod calls;
pub(crate) mod endpoints;
pub(crate) mod server;
