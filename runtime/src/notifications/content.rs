//! Resource data in a notification: unwrapped, checked, decrypted, in this order.
//! <https://learn.microsoft.com/graph/change-notifications-with-resource-data#decrypting-resource-data-from-change-notifications>
//!
//! What comes is anybody's until the HMAC has been checked. So all that fails up to there, and the padding behind it,
//! is one error with one text: a stranger who tries things out learns nothing from the responses. The cryptography is
//! AWS-LC's, whose RSA and HMAC take the same time whatever they find.

use std::fmt;

use aws_lc_rs::cipher::{AES_256, DecryptionContext, PaddedBlockDecryptingKey, UnboundCipherKey};
use aws_lc_rs::hmac;
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, PrivateDecryptingKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls_pki_types::PrivatePkcs8KeyDer;
use rustls_pki_types::pem::PemObject as _;
use serde::de::DeserializeOwned;

use super::EncryptedContent;
use crate::error::{Error, Kind};

/// The private key of the certificate that a subscription gave Graph: RSA, 2048 to 4096 bits.
///
/// ```
/// use graph_endpoint::notifications::DecryptionKey;
///
/// // The private key of the certificate that the subscription was made with, in PKCS #8.
/// let key = DecryptionKey::from_pem("-----BEGIN PRIVATE KEY-----\nMIIE..\n-----END PRIVATE KEY-----");
/// assert!(key.is_err()); // this one is cut off
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct DecryptionKey(OaepPrivateDecryptingKey);

impl DecryptionKey {
    /// A key in PKCS #8 as PEM, `-----BEGIN PRIVATE KEY-----`. `openssl pkcs8 -topk8 -nocrypt` makes one of others.
    ///
    /// # Errors
    /// [`Error::is_build`] when it isn't one.
    pub fn from_pem(pem: &str) -> Result<Self, Error> {
        let der = PrivatePkcs8KeyDer::from_pem_slice(pem.as_bytes()).map_err(|_| no_key())?;
        Self::from_pkcs8_der(der.secret_pkcs8_der())
    }

    /// A key in PKCS #8 as DER.
    ///
    /// # Errors
    /// [`Error::is_build`] when it isn't one.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, Error> {
        let key = PrivateDecryptingKey::from_pkcs8(der).map_err(|_| no_key())?;
        // Graph takes no others. <https://learn.microsoft.com/graph/change-notifications-with-resource-data>
        if !(2048..=4096).contains(&key.key_size_bits()) {
            return Err(Error::build("the decryption key has another size than 2048 to 4096 bits"));
        }
        OaepPrivateDecryptingKey::new(key).map(Self).map_err(|_| no_key())
    }

    /// The data key: for AES-256, and nothing else is one.
    fn unwrap(&self, wrapped: &[u8]) -> Option<[u8; 32]> {
        let mut plain = vec![0; self.0.min_output_size()];
        let key = self.0.decrypt(&OAEP_SHA1_MGF1SHA1, wrapped, &mut plain, None).ok()?;
        <[u8; 32]>::try_from(&*key).ok()
    }
}

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DecryptionKey(..)")
    }
}

impl EncryptedContent {
    /// The resource, with the private key of the certificate that
    /// [`encryption_certificate_id`](Self::encryption_certificate_id) names.
    ///
    /// ```
    /// use graph_endpoint::notifications::{ChangeNotification, DecryptionKey};
    /// use graph_endpoint::prelude::*;
    ///
    /// #[graph_type("microsoft.graph.chatMessage")]
    /// pub struct ChatMessage {
    ///     id: String,
    ///     subject: Option<String>,
    /// }
    ///
    /// fn message(notification: &ChangeNotification, key: &DecryptionKey) -> Result<Option<ChatMessage>, Error> {
    ///     notification.encrypted_content.as_ref().map(|content| content.decrypt(key)).transpose()
    /// }
    /// ```
    ///
    /// # Errors
    /// [`Error::is_untrusted`] when it was encrypted for another key or changed on its way; [`Error::is_decode`], with
    /// the JSON path, when the resource is of another shape.
    pub fn decrypt<T: DeserializeOwned>(&self, key: &DecryptionKey) -> Result<T, Error> {
        let json = self.decrypt_bytes(key)?;
        serde_json::from_slice(&json).map_err(|source| Error::from_text("the content", &json, &source))
    }

    /// The resource as it was encrypted: JSON.
    ///
    /// # Errors
    /// [`Error::is_untrusted`] as for [`decrypt`](Self::decrypt).
    pub fn decrypt_bytes(&self, key: &DecryptionKey) -> Result<Vec<u8>, Error> {
        self.open(key).ok_or_else(|| {
            let problem = "the content was not encrypted for this key, or was changed on its way";
            Error::new(Kind::Untrusted, problem)
        })
    }

    fn open(&self, key: &DecryptionKey) -> Option<Vec<u8>> {
        let mut data = STANDARD.decode(&self.data).ok()?;
        let signature = STANDARD.decode(&self.data_signature).ok()?;
        let data_key = key.unwrap(&STANDARD.decode(&self.data_key).ok()?)?;
        // Before anything is decrypted: what the padding says about unchecked data is an oracle.
        hmac::verify(&hmac::Key::new(hmac::HMAC_SHA256, &data_key), &data, &signature).ok()?;
        let iv: [u8; 16] = *data_key.first_chunk()?;
        let cipher = UnboundCipherKey::new(&AES_256, &data_key).ok()?;
        let plain = PaddedBlockDecryptingKey::cbc_pkcs7(cipher)
            .ok()?
            .decrypt(&mut data, DecryptionContext::Iv128(FixedLength::from(iv)))
            .ok()?
            .len();
        data.truncate(plain);
        Some(data)
    }
}

fn no_key() -> Error {
    Error::build("the decryption key is not an RSA key in PKCS #8")
}
