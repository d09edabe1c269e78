//! The national clouds: each has its own root, its own scope and its own place to sign in.
//! <https://learn.microsoft.com/graph/deployments>

/// A deployment of Microsoft Graph.
///
/// ```
/// use graph_endpoint::{Client, Cloud};
///
/// let client = Client::builder().token("a-token").cloud(Cloud::UsGovL4).build()?;
/// assert_eq!(Cloud::UsGovL4.scope(), "https://graph.microsoft.us/.default");
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service.
    #[default]
    Global,
    /// The US government, L4 (GCC High).
    UsGovL4,
    /// The US government, L5 (DOD).
    UsGovL5,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// The root of the service, to which the version is added: `https://graph.microsoft.com`.
    /// <https://learn.microsoft.com/graph/deployments>
    pub fn base_url(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovL4 => "https://graph.microsoft.us",
            Self::UsGovL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    pub(crate) fn host(self) -> &'static str {
        self.base_url().trim_start_matches("https://")
    }

    /// The scope of a token for this cloud: `https://graph.microsoft.com/.default`, all that the app has been granted.
    /// <https://learn.microsoft.com/entra/identity-platform/scopes-oidc#the-default-scope>
    pub fn scope(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com/.default",
            Self::UsGovL4 => "https://graph.microsoft.us/.default",
            Self::UsGovL5 => "https://dod-graph.microsoft.us/.default",
            Self::China => "https://microsoftgraph.chinacloudapi.cn/.default",
        }
    }

    /// Where tokens for this cloud are given out: the authority host to hand to a credential.
    pub fn authority(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovL4 | Self::UsGovL5 => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_belongs_to_its_root() {
        for cloud in [Cloud::Global, Cloud::UsGovL4, Cloud::UsGovL5, Cloud::China] {
            assert_eq!(cloud.scope(), format!("{}/.default", cloud.base_url()));
        }
    }
}
