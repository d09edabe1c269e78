//! What several tests stand on: small servers, a clock that moves by itself, endpoints to call.

pub(crate) mod blob;
pub(crate) mod endpoints;
pub(crate) mod server;
pub(crate) mod servers;
pub(crate) mod virtual_time;
pub(crate) mod wire;
