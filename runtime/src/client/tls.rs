//! Which TLS our own connections have, by the crate's features. A caller's reqwest client has its own.

use reqwest::ClientBuilder;

use crate::error::Error;

/// rustls, if there is a choice: features add up, and no other crate's `native-tls` changes what this one does.
pub(super) fn choose(settings: ClientBuilder) -> ClientBuilder {
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    let settings = settings.tls_backend_rustls();
    // Without TLS, reqwest hands a request for https to a proxy as it stands, with the token in the clear. Without a proxy it
    // is an error before anything is sent.
    #[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
    let settings = settings.no_proxy();
    settings
}

/// Whether reqwest can build a client: it panics where rustls has no provider.
///
/// # Errors
/// [`Error::is_build`] that says what to do.
pub(super) fn check() -> Result<(), Error> {
    #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        return Err(Error::build(
            "rustls has no cryptography provider; install one before the client is built, with \
             `CryptoProvider::install_default`, or switch on the feature `rustls`",
        ));
    }
    Ok(())
}

#[cfg(all(test, feature = "rustls-no-provider", not(feature = "rustls")))]
mod tests {
    #[test]
    fn without_a_provider_it_says_what_to_install() {
        let error = super::check().unwrap_err();
        assert!(error.is_build() && error.to_string().contains("install_default"), "{error}");
    }
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::process::Command;

    use http::Method;

    use crate::client::Client;
    use crate::wire::request::Parts;

    /// Run by the test below in a process of its own: proxies are taken from the environment.
    #[tokio::test]
    #[ignore = "run by what_goes_by_https_does_not_go_to_a_proxy_in_the_clear"]
    async fn inner() {
        let base = "https://graph.test.invalid";
        let client = Client::builder().token("t0k3n").base_url(base).build().unwrap();
        let error =
            client.fetch(Parts::new(Method::GET, format!("{base}/v1.0/me"), "/me")).await.unwrap_err();
        assert!(error.is_connect() && error.to_string().contains("switch on one of the features"), "{error}");
    }

    #[test]
    fn what_goes_by_https_does_not_go_to_a_proxy_in_the_clear() {
        let proxy = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", proxy.local_addr().unwrap());
        let mut inner = Command::new(std::env::current_exe().unwrap());
        inner.args(["--exact", "client::tls::tests::inner", "--ignored"]);
        for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
            inner.env(name, &url);
        }
        let inner = inner.env_remove("NO_PROXY").env_remove("no_proxy").output().unwrap();
        assert!(inner.status.success(), "{}", String::from_utf8_lossy(&inner.stdout));
        proxy.set_nonblocking(true).unwrap();
        assert!(proxy.accept().is_err(), "somebody asked the proxy");
    }
}
