//! Change notifications as a webhook gets them: encrypted and signed here as Graph does, with keys made here.

mod content;
mod tokens;

use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_lc_rs::cipher::{AES_256, EncryptionContext, PaddedBlockEncryptingKey, UnboundCipherKey};
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::iv::FixedLength;
use aws_lc_rs::rsa::{
    KeySize, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OaepAlgorithm, OaepPublicEncryptingKey,
    PrivateDecryptingKey,
};
use aws_lc_rs::signature::KeyPair as _;
use aws_lc_rs::{hmac, rsa, signature};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use graph_endpoint::Bytes;
use graph_endpoint::notifications::{
    ChangeNotificationCollection, ChangeType, ClientState, DecryptionKey, EncryptedContent, LifecycleEvent,
    TokenValidator, WebhookRequest, accepted,
};
use graph_endpoint::prelude::*;
use http::Request;
use proptest::prelude::*;
use serde_json::{Value, json};

#[graph_type("microsoft.graph.chatMessage")]
#[derive(Debug, PartialEq)]
struct Message {
    id: String,
    subject: Option<String>,
}

/// A certificate's key pair; making one takes a while.
static PAIR: LazyLock<PrivateDecryptingKey> =
    LazyLock::new(|| PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap());
static KEY: LazyLock<DecryptionKey> = LazyLock::new(|| private(&PAIR));

fn private(pair: &PrivateDecryptingKey) -> DecryptionKey {
    DecryptionKey::from_pkcs8_der(pair.as_der().unwrap().as_ref()).unwrap()
}

/// What Graph does with a resource; every step can be done wrong.
struct Sender {
    data_key: Vec<u8>,
    oaep: &'static OaepAlgorithm,
    padded: bool,
}

impl Sender {
    fn new() -> Self {
        let mut data_key = vec![0; 32];
        aws_lc_rs::rand::fill(&mut data_key).unwrap();
        Self { data_key, oaep: &OAEP_SHA1_MGF1SHA1, padded: true }
    }

    fn encrypt(&self, plain: &[u8]) -> EncryptedContent {
        let iv: [u8; 16] = self.data_key[..16].try_into().unwrap();
        let context = EncryptionContext::Iv128(FixedLength::from(iv));
        let key = || UnboundCipherKey::new(&AES_256, &self.data_key).unwrap();
        let mut data = plain.to_vec();
        if self.padded {
            PaddedBlockEncryptingKey::cbc_pkcs7(key())
                .unwrap()
                .less_safe_encrypt(&mut data, context)
                .unwrap();
        } else {
            let cipher = aws_lc_rs::cipher::EncryptingKey::cbc(key()).unwrap();
            cipher.less_safe_encrypt(&mut data, context).unwrap();
        }
        self.seal(&data)
    }

    /// Signs what is said to be encrypted data, and wraps the data key.
    fn seal(&self, data: &[u8]) -> EncryptedContent {
        let signature = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &self.data_key), data);
        let public = OaepPublicEncryptingKey::new(PAIR.public_key()).unwrap();
        let mut wrapped = vec![0; public.ciphertext_size()];
        let wrapped = public.encrypt(self.oaep, &self.data_key, &mut wrapped, None).unwrap();
        EncryptedContent {
            data: STANDARD.encode(data),
            data_signature: STANDARD.encode(signature),
            data_key: STANDARD.encode(wrapped),
            encryption_certificate_id: Some("certificate".into()),
            encryption_certificate_thumbprint: None,
        }
    }
}

fn encrypted(value: Value) -> EncryptedContent {
    Sender::new().encrypt(value.to_string().as_bytes())
}
