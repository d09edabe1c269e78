//! A usage report: Graph answers 302, the CSV lies elsewhere, and needs no token. The client follows by itself, and takes its
//! token to no other host.
//!
//! `cargo run --example report`; with `GRAPH_TOKEN` set it asks the real service.

use std::env;

use graph_endpoint::Bytes;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

/// Active users of the last days: `D7`, `D30`, `D90` or `D180`.
#[graph_endpoint(GET, "/reports/getOffice365ActiveUserCounts(period='<period>')", response = Bytes,
    permissions(delegated = ["Reports.Read.All"], application = ["Reports.Read.All"]))]
struct ActiveUsers {
    period: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder()
        .on_download(|_: ActiveUsers| async {
            Ok("\u{feff}Report Refresh Date,Office 365,Exchange,Report Date\n\
                2024-03-02,412,398,2024-03-01\n2024-03-02,405,391,2024-02-29\n")
        })
        .start()
        .await?;
    let client = match env::var("GRAPH_TOKEN") {
        Ok(token) => Client::builder().token(token).build()?,
        Err(_) => Client::builder().token("sandbox").base_url(sandbox.url()).build()?,
    };

    let report = ActiveUsers::builder().period("D7").send(&client).await?;
    let text = String::from_utf8_lossy(&report);
    // Reports begin with a byte order mark.
    let mut lines = text.trim_start_matches('\u{feff}').lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    for line in lines {
        for (column, value) in columns.iter().zip(line.split(',')).skip(1) {
            print!("{column}: {value}  ");
        }
        println!();
    }
    for request in sandbox.requests() {
        let status = request.response().map(|response| response.status().to_string());
        println!("{} was answered {}", request.method(), status.unwrap_or_default());
    }
    Ok(())
}
