//! The items of a SharePoint list, whose columns are the list's own: some have a field, the others are kept beside them.
//!
//! `cargo run --example list_items`; it needs no tenant.

use futures_util::TryStreamExt as _;
use graph_endpoint::AdditionalProperties;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

#[graph_endpoint(GET, "/sites/{site-id}/lists/{list-id}/items", response = Page<ListItem>,
    permissions(delegated = ["Sites.Read.All"], application = ["Sites.Read.All"]))]
struct ListItems {
    site_id: String,
    list_id: String,
}

#[graph_type("microsoft.graph.listItem")]
struct ListItem {
    id: String,
    // Null by the schema; `$expand` asks for it.
    #[graph(unverified)]
    fields: Fields,
}

/// Columns go by their internal names, which begin in upper case.
#[graph_type("microsoft.graph.fieldValueSet")]
struct Fields {
    // A column of this list, which Graph's schema can't know.
    #[graph(rename = "Title", unverified)]
    title: Option<String>,
    #[graph(additional)]
    columns: AdditionalProperties,
}

/// Only what is sent is changed.
#[graph_endpoint(PATCH, "/sites/{site-id}/lists/{list-id}/items/{item-id}/fields")]
struct UpdateFields {
    site_id: String,
    list_id: String,
    item_id: String,
    #[graph(additional)]
    columns: AdditionalProperties,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder()
        .on(|_: ListItems| async { http::Response::new(ITEMS) })
        .on(|_: UpdateFields| async {})
        .start()
        .await?;
    let client = Client::builder().token("sandbox").base_url(sandbox.url()).build()?;

    let list = ListItems::builder().site_id("contoso.sharepoint.com,1,2").list_id("Devices").build();
    let mut items = client.items(list.expand("fields"));
    while let Some(item) = items.try_next().await? {
        println!("{} {}", item.id, item.fields.title.unwrap_or_default());
        for (name, json) in item.fields.columns.iter().filter(|(name, _)| !name.starts_with('@')) {
            println!("  {name} = {json}");
        }
        let price: Option<f64> = item.fields.columns.get_as("Price")?;
        let Some(price) = price else { continue };
        let mut columns = AdditionalProperties::new();
        columns.insert("Price", price * 2.0)?;
        columns.insert("Note", None::<String>)?;
        let update = UpdateFields::builder().site_id("contoso.sharepoint.com,1,2").list_id("Devices");
        update.item_id(item.id).columns(columns).send(&client).await?;
    }
    let last = sandbox.requests().pop().ok_or("no request")?;
    println!("{} {}", last.path(), String::from_utf8_lossy(last.body()));
    Ok(())
}

const ITEMS: &str = r#"{"value": [
    {"id": "1", "fields": {"@odata.etag": "\"e1\"", "Title": "Laptop", "Price": 899.5, "OwnerLookupId": "7"}},
    {"id": "2", "fields": {"Title": "Cable", "Colors": ["black", "white"]}}]}"#;
