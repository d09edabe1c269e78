//! The examples are the binaries beside this file. What is here several of them need, and none is there to show.

use graph_endpoint::sandbox::Sandbox;

/// Prints each request that the sandbox got, as it went over the wire, and the status of its response.
pub fn print_wire(sandbox: &Sandbox) {
    for request in sandbox.requests() {
        println!("{} {}", request.method(), request.path());
        for (name, value) in request.headers().iter().filter(|(name, _)| *name != "authorization") {
            println!("{name}: {}", String::from_utf8_lossy(value.as_bytes()));
        }
        match serde_json::from_slice::<serde_json::Value>(request.body()) {
            Ok(json) => println!("\n{json:#}\n"),
            Err(_) => println!("\n{}\n", String::from_utf8_lossy(request.body())),
        }
        if let Some(response) = request.response() {
            println!("HTTP/1.1 {}\n", response.status());
        }
    }
}
