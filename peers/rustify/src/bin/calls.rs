//! Many calls.

#[path = "../call.rs"]
mod call;
#[path = "../../../driver.rs"]
mod driver;

fn main() -> Result<(), driver::Problem> {
    let asked = driver::asked()?;
    if asked.pages {
        return Err("nothing here follows pages".into());
    }
    let client = call::client(&asked.base)?;
    driver::run(async { driver::calls(&asked, async || call::call(&client).await).await })
}
