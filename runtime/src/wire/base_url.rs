//! What may be a base URL: the root of a Graph service, or of a proxy or fake of it, without a version.

use http::Uri;

use crate::error::Error;

/// Refuses what is not an absolute `http` or `https` URL with a host, or has a query, a fragment or a version.
pub(crate) fn check(base: &str) -> Result<(), Error> {
    check_text(base)?;
    let root = base.trim_end_matches('/');
    if let Some(version) = ["/v1.0", "/beta"].into_iter().find(|version| root.ends_with(version)) {
        return Err(Error::build(format!(
            "the base URL must not have a version, which each endpoint brings; leave out `{version}`"
        )));
    }
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
    Ok(())
}

/// What a parsed URL tells: the base, or one that begins with it.
pub(crate) fn check_host(url: &Uri) -> Result<(), Error> {
    let has_host = url.host().is_some_and(|host| !host.is_empty());
    has_host.then_some(()).ok_or_else(without_host)
}

fn without_host() -> Error {
    Error::build("the base URL is not a valid URL with a host")
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_absolute_http_urls_pass() {
        for base in ["https://graph.microsoft.com", "http://127.0.0.1:8080", "https://proxy.example/graph"] {
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
        ] {
            assert!(super::check(base).is_err(), "{base}");
        }
    }
}
