//! The client over a real socket.

mod azure_identity;
mod blocking;
mod both_clients;
mod broken_bodies;
mod builders;
mod calls;
mod challenges;
mod credentials_stay;
mod gate;
mod http2;
mod leaving;
mod own_http_client;
mod redirects;
mod renewals;
mod retries;
mod runtimes;
mod setters;
mod shared_connections;
mod spans;
mod this_machine;
mod throttling;
mod tokens;
mod users_in_urls;
mod waits;
