//! Which TLS our own connections have, by the crate's features. A caller's reqwest client has its own.

use reqwest::ClientBuilder;

use crate::error::Error;

/// rustls, if there is a choice: features add up, and no other crate's `native-tls` changes what this one does.
pub(super) fn choose(settings: ClientBuilder) -> ClientBuilder {
    #[cfg(any(feature = "rustls", feature = "rustls-no-provider"))]
    let settings = settings.tls_backend_rustls();
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

/// What is said of a connection that could not be made.
pub(super) const NO_CONNECTION: &str = if cfg!(any(
    feature = "rustls",
    feature = "rustls-no-provider",
    feature = "native-tls"
)) {
    "no connection could be made"
} else {
    "no connection could be made; for https switch on one of the features `rustls`, `rustls-no-provider` and `native-tls`"
};

#[cfg(all(test, feature = "rustls-no-provider", not(feature = "rustls")))]
mod tests {
    #[test]
    fn without_a_provider_it_says_what_to_install() {
        let error = super::check().unwrap_err();
        assert!(error.is_build() && error.to_string().contains("install_default"), "{error}");
    }
}
