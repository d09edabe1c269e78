//! What may be a base URL: the root of a Graph service, or of a proxy or fake of it, without a version.

use graph_endpoint_schema::dot_segment::is_dot_segment;
use http::Uri;

use crate::error::Error;

const VERSIONS: &[&str] = &["/v1.0", "/beta"];

/// Refuses what is not an absolute `http` or `https` URL with a host, or has a query, a fragment or a version.
pub(crate) fn check(base: &str) -> Result<(), Error> {
    check_text(base)?;
    match base.parse::<Uri>() {
        Ok(uri) => check_host(&uri),
        Err(_) => Err(without_host()),
    }
}

/// What the text alone tells.
pub(crate) fn check_text(base: &str) -> Result<(), Error> {
    let rest = base
        .strip_prefix("https://")
        .or_else(|| base.strip_prefix("http://"))
        .ok_or_else(|| Error::build("the base URL must begin with https:// or http://"))?;
    if rest.bytes().any(|byte| matches!(byte, b'?' | b'#')) {
        return Err(Error::build("the base URL must not have a query or a fragment"));
    }
    if rest.bytes().take_while(|byte| *byte != b'/').any(|byte| byte == b'@') {
        return Err(Error::build("the base URL must not hold credentials"));
    }
    let root = rest.trim_end_matches('/');
    if root.split('/').skip(1).any(|segment| segment.is_empty() || is_dot_segment(segment)) {
        return Err(Error::build("the base URL must not have an empty segment, `.` or `..` in its path"));
    }
    match VERSIONS.iter().find(|version| ends_with(root, version)) {
        Some(version) => Err(Error::build(format!(
            "the base URL must not have a version, which each endpoint brings; leave out `{version}`"
        ))),
        None => Ok(()),
    }
}

/// Whether a text ends so, in any letter case.
fn ends_with(text: &str, end: &str) -> bool {
    text.len()
        .checked_sub(end.len())
        .and_then(|at| text.get(at..))
        .is_some_and(|text| text.eq_ignore_ascii_case(end))
}

/// What a parsed URL tells: the base, or one that begins with it.
pub(crate) fn check_host(url: &Uri) -> Result<(), Error> {
    let host = url.host().filter(|host| !host.is_empty()).ok_or_else(without_host)?;
    // What stands behind the host and is no port.
    let behind =
        url.authority().map_or("", |authority| authority.as_str()).strip_prefix(host).unwrap_or_default();
    if behind.len() > 1 && url.port_u16().is_none() {
        return Err(Error::build("the base URL has a port that there can't be; it is a number up to 65535"));
    }
    Ok(())
}

fn without_host() -> Error {
    Error::build("the base URL is not a valid URL with a host")
}

#[cfg(test)]
mod tests {
    #[test]
    fn without_a_client_a_version_is_refused_as_well() {
        for base in
            ["https://graph.microsoft.com/v1.0", "https://graph.microsoft.com/v1.0/", "http://h/p/Beta"]
        {
            assert!(
                super::check_text(base).is_err_and(|error| error.to_string().contains("version")),
                "{base}"
            );
        }
    }

    #[test]
    fn only_absolute_http_urls_pass() {
        for base in [
            "https://graph.microsoft.com",
            "http://127.0.0.1:8080",
            "https://proxy.example/graph",
            "https://[::1]:8080/a..b",
            "https://proxy.example:/%2e%2e%2e",
        ] {
            assert!(super::check(base).is_ok(), "{base}");
        }
        for base in [
            "",
            "graph.microsoft.com",
            "ftp://graph",
            "https://",
            "https://a b",
            "https://h?x=1",
            "https://u:p@h",
            "https://graph.microsoft.com/v1.0",
            "https://proxy.example/graph/beta/",
            "https://proxy.example/V1.0//",
            "https://proxy.example//graph",
            "https://proxy.example/a/../graph",
            "https://proxy.example/./",
            "https://proxy.example/a/%2e%2E/graph",
            "https://proxy.example/.%2e",
            "https://proxy.example:99999",
        ] {
            assert!(super::check(base).is_err(), "{base}");
        }
    }
}
