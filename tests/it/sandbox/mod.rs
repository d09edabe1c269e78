//! The server's half of a declaration, and the server made of it.

mod batch;
mod browsers;
mod combined;
mod connections;
mod control;
mod declared;
mod expected;
mod halves;
mod over_time;
mod partner;
mod schema;
mod schema_queries;
mod schema_restrictions;
mod server;
mod situations;
mod striking;
