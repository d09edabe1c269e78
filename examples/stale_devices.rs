//! Managed devices that haven't been seen for long: found with a typed filter, and wiped.
//!
//! `cargo run --example stale_devices` wipes those of a sandbox. With `GRAPH_TOKEN` set it lists those of the real
//! service, and wipes nothing: `GRAPH_TOKEN=ey.. cargo run --example stale_devices -- 2024-01-01T00:00:00Z`

use std::env;

use futures_util::{StreamExt as _, TryStreamExt as _};
use graph_endpoint::edm::DateTimeOffset;
use graph_endpoint::prelude::*;
use graph_endpoint::sandbox::Sandbox;

#[graph_endpoint(GET, "/deviceManagement/managedDevices", response = Page<ManagedDevice>, select,
    permissions(application = ["DeviceManagementManagedDevices.Read.All"]))]
struct ListDevices {}

#[graph_type("microsoft.graph.managedDevice", properties)]
#[derive(Clone)]
struct ManagedDevice {
    id: String,
    device_name: Option<String>,
    last_sync_date_time: Option<DateTimeOffset>,
}

#[graph_endpoint(POST, "/deviceManagement/managedDevices/{id}/wipe",
    permissions(application = ["DeviceManagementManagedDevices.PrivilegedOperations.All"]))]
struct Wipe {
    id: String,
    keep_enrollment_data: bool,
    keep_user_data: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let before: DateTimeOffset = env::args().nth(1).as_deref().unwrap_or("2024-01-01T00:00:00Z").parse()?;
    let sandbox =
        Sandbox::builder().on_pages::<ListDevices, _>(made_up()?, 20).on(|_: Wipe| async {}).start().await?;
    let (client, is_real) = match env::var("GRAPH_TOKEN") {
        Ok(token) => (Client::builder().token(token).build()?, true),
        Err(_) => (Client::builder().token("sandbox").base_url(sandbox.url()).build()?, false),
    };

    let stale = ListDevices {}.filter(ManagedDevice::LAST_SYNC_DATE_TIME.lt(before)).top(100);
    let devices: Vec<ManagedDevice> = client.items(&stale).try_collect().await?;
    println!("{} stale devices", devices.len());
    for device in &devices {
        let seen = device.last_sync_date_time.as_ref().map_or("never", |time| time.as_str());
        println!("  {}, last seen {seen}", device.device_name.as_deref().unwrap_or(&device.id));
    }
    if is_real {
        return Ok(());
    }

    let wipes = devices.into_iter().map(|device| Wipe {
        id: device.id,
        keep_enrollment_data: false,
        keep_user_data: false,
    });
    let results: Vec<Result<(), Error>> = client.batch_all(wipes).collect().await;
    let wiped = results.iter().filter(|result| result.is_ok()).count();
    println!("{wiped} of {} are being wiped", results.len());
    for request in sandbox.requests().iter().filter(|request| request.query().is_some()).take(1) {
        println!("asked for {}", request.query().unwrap_or_default());
    }
    Ok(())
}

/// The devices of the sandbox, which evaluates no filters: they are stale, all of them.
fn made_up() -> Result<Vec<ManagedDevice>, Box<dyn std::error::Error>> {
    let device = |number: u32| {
        Ok(ManagedDevice {
            id: format!("d{number}"),
            device_name: Some(format!("LAPTOP-{number:03}")),
            last_sync_date_time: Some(format!("2023-{:02}-01T08:00:00Z", number % 12 + 1).parse()?),
        })
    };
    (1..=25).map(device).collect()
}
