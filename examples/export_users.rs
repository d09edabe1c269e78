//! All users of a tenant as CSV, with a progress bar.
//!
//! `cargo run --features progress --example export_users > users.csv`; with `GRAPH_TOKEN` set it reads the real service.

use std::env;

use futures_util::TryStreamExt as _;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;
use indicatif::ProgressBar;

#[graph_type("microsoft.graph.user")]
#[derive(Clone)]
struct User {
    id: String,
    display_name: Option<String>,
    mail: Option<String>,
    account_enabled: Option<bool>,
}

/// List users.
#[graph_endpoint(GET, "/users", response = Page<User>, select,
    permissions(delegated = ["User.Read.All"], application = ["User.Read.All"]))]
struct ListUsers {}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().on_pages::<ListUsers, _>(made_up(2_500), 999).start().await?;
    let client = match env::var("GRAPH_TOKEN") {
        Ok(token) => Client::builder().token(token).build()?,
        Err(_) => Client::builder().token("sandbox").base_url(sandbox.url()).build()?,
    };

    // `count` asks for the number of all users, for the bar.
    let mut users = client.items(ListUsers {}.top(999).count());
    let bar = ProgressBar::new(0);
    println!("id,displayName,mail,accountEnabled");
    while let Some(user) = users.try_next().await? {
        bar.set_length(users.total_count().unwrap_or_default());
        bar.inc(1);
        let (name, mail) = (csv(user.display_name.as_deref()), csv(user.mail.as_deref()));
        println!("{},{name},{mail},{}", user.id, user.account_enabled.unwrap_or_default());
    }
    bar.finish();
    eprintln!("{} users", bar.position());
    Ok(())
}

/// A field as RFC 4180 wants it.
fn csv(text: Option<&str>) -> String {
    format!("\"{}\"", text.unwrap_or_default().replace('"', "\"\""))
}

/// The users of the sandbox.
fn made_up(number: u32) -> Vec<User> {
    (1..=number)
        .map(|number| User {
            id: number.to_string(),
            display_name: Some(format!("User \"{number}\"")),
            mail: (number % 10 != 0).then(|| format!("user{number}@contoso.com")),
            account_enabled: Some(number % 7 != 0),
        })
        .collect()
}
