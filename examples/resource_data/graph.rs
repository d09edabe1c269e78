//! Graph's part: it encrypts with the subscriber's certificate.

use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{KeySize, OAEP_SHA1_MGF1SHA1, OaepPublicEncryptingKey, PrivateDecryptingKey};
use aws_lc_rs::{hmac, rand};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

pub(super) struct Certificate(PrivateDecryptingKey);

impl Certificate {
    pub(super) fn new() -> Result<Self, Unspecified> {
        PrivateDecryptingKey::generate(KeySize::Rsa2048).map(Self)
    }

    pub(super) fn private_key(&self) -> Result<Vec<u8>, Unspecified> {
        Ok(self.0.as_der()?.as_ref().to_vec())
    }

    pub(super) fn encrypt(&self, resource: &str) -> Result<Value, Unspecified> {
        let (mut iv, mut rest) = ([0; 16], [0; 16]);
        rand::fill(&mut iv)?;
        rand::fill(&mut rest)?;
        let data_key = [iv, rest].concat();
        let cipher = PaddedBlockEncryptingKey::cbc_pkcs7(UnboundCipherKey::new(&AES_256, &data_key)?)?;
        let mut data = resource.as_bytes().to_vec();
        cipher.less_safe_encrypt(&mut data, EncryptionContext::Iv128(FixedLength::from(iv)))?;
        let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &data_key), &data);
        let public = OaepPublicEncryptingKey::new(self.0.public_key())?;
        let mut wrapped = vec![0; public.ciphertext_size()];
        let wrapped = public.encrypt(&OAEP_SHA1_MGF1SHA1, &data_key, &mut wrapped, None)?;
        Ok(json!({
            "data": STANDARD.encode(&data),
            "dataSignature": STANDARD.encode(signature),
            "dataKey": STANDARD.encode(wrapped),
            "encryptionCertificateId": "my-certificate",
        }))
    }
}
