//! The server's half of a declaration, and the server made of it.

mod by_hand;
mod halves;
mod server;
