//! A server that does as little as it can, so that the clients are what is measured.

use std::io;
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// Serves each connection on a thread of its own until the process ends; `respond` also gets the base URL, which is what
/// comes back.
///
/// # Errors
/// Where no port of this machine's own can be had.
pub fn serve(
    respond: impl Fn(TcpStream, &str) -> io::Result<()> + Send + Sync + 'static,
) -> io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let base = format!("http://{}", listener.local_addr()?);
    let (url, respond) = (base.clone(), Arc::new(respond));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (url, respond) = (url.clone(), Arc::clone(&respond));
            thread::spawn(move || respond(stream, &url));
        }
    });
    Ok(base)
}
