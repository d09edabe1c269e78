// README
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

#[graph_endpoint(GET, "/me", response = Me, select)]
struct GetMe {}

#[graph_type("microsoft.graph.user")]
struct Me {
    display_name: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let fake = Sandbox::builder().on(|_: GetMe| async { Me { display_name: Some("Nobody yet".into()) } });
    let fake = fake.start().await?;
    let client = match std::env::var("GRAPH_TOKEN") {
        Ok(token) => Client::builder().token(token).build()?,
        Err(_) => Client::builder().token("any").base_url(fake.url()).build()?,
    };
    let me = GetMe::builder().send(&client).await?;
    println!("Hello {}", me.display_name.unwrap_or_default());
    Ok(())
}
