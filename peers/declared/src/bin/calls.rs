//! Many calls, or all pages of a list.

#[path = "../call.rs"]
mod call;
#[path = "../../../driver.rs"]
mod driver;
#[path = "../pages.rs"]
mod pages;

fn main() -> Result<(), driver::Problem> {
    let asked = driver::asked()?;
    let client = call::client(&asked.base)?;
    driver::run(async {
        if asked.pages {
            return driver::pages(async || pages::count(&client).await).await;
        }
        driver::calls(&asked, async || call::call(&client).await).await
    })
}
