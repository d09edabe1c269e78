//! A program with one call.

#[path = "../call.rs"]
mod call;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let base = std::env::args().nth(1).ok_or("no URL")?;
    let client = call::client(&base)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    println!("{}", runtime.block_on(call::call(&client))?);
    Ok(())
}
