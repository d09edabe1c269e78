use graph_endpoint::{AdditionalProperties, prelude::*};

#[graph_type("microsoft.graph.iosVppAppAssignmentSettings")]
pub struct VppSettings {
    use_device_licensing: bool,
}

#[graph_type("microsoft.graph.mobileAppAssignmentSettings")]
pub enum Settings {
    #[graph(type = "microsoft.graph.iosVppAppAssignmentSettings")]
    Vpp(VppSettings),
    #[graph(type = "microsoft.graph.iosLobAppAssignmentSettings")]
    Lob {
        vpn_configuration_id: Option<String>,
        #[graph(additional)]
        more: AdditionalProperties,
    },
}

#[graph_endpoint(PATCH, "/assignments/<id>")]
pub struct UpdateAssignment {
    id: String,
    settings: Settings,
}

fn main() {}
