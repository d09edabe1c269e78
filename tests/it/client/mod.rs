//! The client over a real socket.

mod azure_identity;
mod blocking;
mod calls;
mod challenges;
mod credentials_stay;
pub(crate) mod endpoints;
mod gate;
mod redirects;
mod renewals;

mod retries;
pub(crate) mod server;
mod spans;
mod this_machine;
mod throttling;
mod tokens;
pub(crate) mod virtual_time;
mod waits;
