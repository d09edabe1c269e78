//! Change notifications as a webhook gets them: encrypted and signed here as Graph does, with keys made here.

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

#[test]
fn a_resource_comes_out_as_it_went_in() {
    let content = encrypted(json!({"id": "1", "subject": "Hello"}));
    let message: Message = content.decrypt(&KEY).unwrap();
    assert_eq!(message, Message { id: "1".into(), subject: Some("Hello".into()) });
    let error = encrypted(json!({"id": "secret", "subject": [7]})).decrypt::<Message>(&KEY).unwrap_err();
    assert!(error.is_decode());
    assert_eq!(error.to_string(), "subject: expected a string, found an array");
    assert!(!format!("{content:?} {:?}", *KEY).contains(&content.data));
}

#[test]
fn whatever_is_wrong_it_is_one_error() {
    let good = encrypted(json!({"id": "1"}));
    let other = Sender::new().encrypt(b"{}");
    let short_key = Sender { data_key: vec![7; 16], ..Sender::new() };
    let cut = |text: &str| STANDARD.encode(&STANDARD.decode(text).unwrap()[..8]);
    let wrong = [
        EncryptedContent { data_signature: other.data_signature.clone(), ..good.clone() },
        EncryptedContent { data_key: other.data_key.clone(), ..good.clone() },
        EncryptedContent { data: other.data.clone(), ..good.clone() },
        EncryptedContent { data: cut(&good.data), ..good.clone() },
        EncryptedContent { data_key: cut(&good.data_key), ..good.clone() },
        EncryptedContent { data_signature: cut(&good.data_signature), ..good.clone() },
        EncryptedContent { data_signature: String::new(), ..good.clone() },
        EncryptedContent { data: "?".into(), ..good.clone() },
        // Signed as they should be, and yet wrong: the padding, a part of a block, nothing at all, the key's length.
        Sender { padded: false, ..Sender::new() }.encrypt(&[0x20; 32]),
        Sender::new().seal(&[1; 17]),
        Sender::new().seal(&[]),
        short_key.seal(&[1; 16]),
        // Another way to wrap the key.
        Sender { oaep: &OAEP_SHA256_MGF1SHA256, ..Sender::new() }.encrypt(b"{}"),
    ];
    let stranger = private(&PrivateDecryptingKey::generate(KeySize::Rsa2048).unwrap());
    let errors = wrong.iter().map(|content| content.decrypt_bytes(&KEY).unwrap_err());
    for (index, error) in errors.chain([good.decrypt_bytes(&stranger).unwrap_err()]).enumerate() {
        assert!(error.is_untrusted(), "{index}");
        assert_eq!(
            format!("{error} {error:?} {}", std::error::Error::source(&error).is_none()),
            "the content was not encrypted for this key, or was changed on its way Error { kind: Untrusted, \
             message: the content was not encrypted for this key, or was changed on its way, .. } true",
            "{index}"
        );
    }
    assert!(good.decrypt_bytes(&KEY).is_ok());
}

#[test]
fn keys_come_as_pem_and_der() {
    let der = PAIR.as_der().unwrap();
    let base64 = STANDARD.encode(der.as_ref());
    let lines: Vec<_> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", lines.join("\n"));
    let content = encrypted(json!({"id": "1"}));
    assert!(content.decrypt::<Message>(&DecryptionKey::from_pem(&pem).unwrap()).is_ok());
    for problem in ["", "no PEM", &pem.replace("PRIVATE KEY", "CERTIFICATE")] {
        assert!(DecryptionKey::from_pem(problem).unwrap_err().is_build());
    }
    assert!(DecryptionKey::from_pkcs8_der(&der.as_ref()[1..]).unwrap_err().is_build());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_content_survives_and_any_flipped_bit_is_refused(
        plain in proptest::collection::vec(any::<u8>(), 0..100),
        part in 0..3,
        at in any::<prop::sample::Index>(),
        bit in 0..8u32,
    ) {
        let mut content = Sender::new().encrypt(&plain);
        prop_assert_eq!(content.decrypt_bytes(&KEY).unwrap(), plain);
        let part = match part {
            0 => &mut content.data,
            1 => &mut content.data_signature,
            _ => &mut content.data_key,
        };
        let mut bytes = STANDARD.decode(&*part).unwrap();
        let at = at.index(bytes.len());
        bytes[at] ^= 1u8 << bit;
        *part = STANDARD.encode(bytes);
        prop_assert!(content.decrypt_bytes(&KEY).unwrap_err().is_untrusted());
    }
}

#[test]
fn notifications_of_all_kinds() {
    let body = json!({
        "value": [
            {
                "subscriptionId": "s1", "changeType": "updated", "clientState": "the-secret", "tenantId": "t1",
                "resource": "users/u1/messages/m1", "subscriptionExpirationDateTime": "2026-11-24T08:00:00Z",
                "resourceData": {"@odata.type": "#Microsoft.Graph.Message", "@odata.id": "x", "id": "m1", "n": 1},
                "sequenceNumber": 9,
            },
            {"subscriptionId": "s1", "changeType": "archived", "clientState": "the-Secret", "resourceData": null},
            {"subscriptionId": "s2", "lifecycleEvent": "subscriptionRemoved", "clientState": "the-secret"},
            {"subscriptionId": "s2", "lifecycleEvent": "missed"},
            {"subscriptionId": "s2", "lifecycleEvent": "reauthorizationRequired"},
            {"subscriptionId": "s2", "lifecycleEvent": "paused"},
        ],
    });
    let request = Request::post("https://me.example/hook").body(Bytes::from(body.to_string())).unwrap();
    let WebhookRequest::Notifications(all) = WebhookRequest::read(&request).unwrap() else { panic!() };
    assert_eq!(all.value[0].change_type, Some(ChangeType::Updated));
    assert_eq!(all.value[0].resource_id().as_deref(), Some("m1"));
    assert_eq!(all.value[0].additional.get("sequenceNumber"), Some("9"));
    assert_eq!(all.value[1].change_type, Some(ChangeType::Other("archived".into())));
    let events: Vec<_> = all.value.iter().filter_map(|item| item.lifecycle_event.clone()).collect();
    assert_eq!(
        events,
        [
            LifecycleEvent::SubscriptionRemoved,
            LifecycleEvent::Missed,
            LifecycleEvent::ReauthorizationRequired,
            LifecycleEvent::Other("paused".into()),
        ]
    );
    let secret = ClientState::new("the-secret").unwrap();
    let known: Vec<_> = all.value.iter().map(|item| secret.is_of(item)).collect();
    assert_eq!(known, [true, false, true, false, false, false]);
    assert!(!format!("{all:?} {secret:?}").contains("the-secret"));
    assert_eq!(accepted().status(), 202);
    assert!(ClientState::new("").is_err());
    assert!(ClientState::new("é".repeat(128)).is_ok() && ClientState::new("x".repeat(129)).is_err());
}

const PUBLISHER: &str = "0bf30f3b-4a52-48df-9a82-234910c4a086";
const APP: &str = "8e460676-ae3f-4b1e-8790-ee0fb5d6148f";
const TENANT: &str = "84bd8158-6d4d-4958-8b9f-9d6445542f95";

/// The identity platform, as far as it signs tokens.
static ISSUER: LazyLock<rsa::KeyPair> = LazyLock::new(|| rsa::KeyPair::generate(KeySize::Rsa2048).unwrap());

fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

fn key_set() -> String {
    let public = ISSUER.public_key();
    let n = URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero());
    let e = URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero());
    json!({"keys": [
        {"kty": "RSA", "use": "sig", "kid": "k1", "x5t": "k1", "n": n, "e": e, "x5c": ["MII"], "issuer": "x"},
        {"kty": "new", "kid": "k2"},
    ]})
    .to_string()
}

fn validator() -> TokenValidator {
    TokenValidator::new(key_set()).unwrap().app("another").app(APP).tenant(TENANT.to_uppercase())
}

fn claims() -> Value {
    json!({
        "aud": APP, "iss": format!("https://sts.windows.net/{TENANT}/"), "tid": TENANT, "appid": PUBLISHER,
        "iat": 1_799_999_900, "nbf": 1_799_999_900, "exp": 1_800_003_600_u64, "ver": "1.0",
    })
}

fn with(name: &str, value: impl Into<Value>) -> Value {
    let mut claims = claims();
    claims[name] = value.into();
    claims
}

fn sign(header: &Value, claims: &Value, key: &rsa::KeyPair) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(claims));
    let mut signed = vec![0; key.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    key.sign(&signature::RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signed).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signed))
}

fn token(claims: &Value) -> String {
    sign(&json!({"typ": "JWT", "alg": "RS256", "kid": "k1"}), claims, &ISSUER)
}

#[test]
fn a_token_of_graphs_is_valid() {
    let valid = validator().validate(&token(&claims()), now()).unwrap();
    assert_eq!((valid.app_id.as_str(), valid.tenant_id.as_str()), (APP, TENANT));
    let mut second = claims();
    second["azp"] = second["appid"].take();
    second["iss"] = format!("https://login.microsoftonline.com/{TENANT}/v2.0").into();
    assert!(validator().validate(&token(&second), now()).is_ok());
    // Clocks may be five minutes apart, and no more.
    let after = now() + Duration::from_secs(3600);
    assert!(validator().validate(&token(&claims()), after + Duration::from_secs(299)).is_ok());
    assert!(validator().validate(&token(&claims()), after + Duration::from_secs(300)).is_err());
}

#[test]
fn a_token_that_is_not_is_refused_with_its_reason() {
    let header = |alg: &str, kid: &str| json!({"typ": "JWT", "alg": alg, "kid": kid});
    let good = token(&claims());
    let (message, signed) = good.rsplit_once('.').unwrap();
    let (head, _) = message.split_once('.').unwrap();
    let forged = URL_SAFE_NO_PAD.encode(with("aud", APP).to_string().replace(TENANT, APP));
    let stranger = rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
    let other = "11111111-1111-1111-1111-111111111111";
    for (token, problem) in [
        (token(&with("aud", other)), "for another app"),
        (token(&with("aud", Value::Null)), "incomplete"),
        (token(&with("appid", other)), "not issued to Graph"),
        (token(&with("appid", Value::Null)), "not issued to Graph"),
        (token(&with("azp", other)), "not issued to Graph"),
        (token(&with("tid", other)), "another tenant or issuer"),
        (token(&with("iss", format!("https://sts.windows.net/{other}/"))), "another tenant or issuer"),
        (token(&with("iss", format!("https://evil.example/{TENANT}/"))), "another tenant or issuer"),
        (token(&with("exp", 1_799_999_000)), "expired"),
        (token(&with("exp", u64::MAX)), "expired"),
        (token(&with("exp", Value::Null)), "incomplete"),
        (token(&with("nbf", 1_800_000_400)), "not valid yet"),
        (sign(&header("RS256", "k1"), &claims(), &stranger), "signature"),
        (sign(&header("RS256", "k2"), &claims(), &ISSUER), "key set"),
        (sign(&header("RS256", "k3"), &claims(), &ISSUER), "key set"),
        (sign(&json!({"alg": "RS256"}), &claims(), &ISSUER), "key set"),
        (sign(&header("RS384", "k1"), &claims(), &ISSUER), "another algorithm"),
        (sign(&header("HS256", "k1"), &claims(), &ISSUER), "another algorithm"),
        (sign(&header("none", "k1"), &claims(), &ISSUER), "no token"),
        (format!("{head}.{forged}.{signed}"), "signature"),
        (format!("{message}."), "signature"),
        (format!("{message}.{}", &signed[..signed.len() - 4]), "signature"),
        (message.to_owned(), "no token"),
        (String::new(), "no token"),
        ("...".to_owned(), "no token"),
    ] {
        let error = validator().validate(&token, now()).unwrap_err();
        assert!(error.is_untrusted());
        assert!(error.to_string().contains(problem), "{problem}: {error}");
    }
    let nobody = TokenValidator::new(key_set()).unwrap();
    assert!(nobody.clone().app(APP).validate(&good, now()).is_err());
    assert!(nobody.tenant(TENANT).validate(&good, now()).is_err());
    assert!(TokenValidator::new("[]").unwrap_err().is_decode());
}

/// A token whose parts are these texts, signed as it should be.
fn sign_text(header: &str, claims: &str) -> String {
    let message = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let mut signed = vec![0; ISSUER.public_modulus_len()];
    let random = aws_lc_rs::rand::SystemRandom::new();
    ISSUER.sign(&signature::RSA_PKCS1_SHA256, &random, message.as_bytes(), &mut signed).unwrap();
    format!("{message}.{}", URL_SAFE_NO_PAD.encode(signed))
}

#[test]
fn times_that_are_none_are_refused_and_fractions_are_read() {
    let with = |name: &str, value: &str| {
        let mut fields = claims().as_object().unwrap().clone();
        fields.remove(name);
        let rest = Value::from(fields).to_string();
        let claims = format!(r#"{{"{name}":{value},{}"#, &rest[1..]);
        validator().validate(&sign_text(r#"{"alg":"RS256","kid":"k1"}"#, &claims), now())
    };
    let max = u64::MAX.to_string();
    let far = i64::MAX.to_string();
    let nonsense =
        [&max, &far, "253402300800", "1e300", "1e999", "-1", "-0.5", "[]", "true", "\"1800000000\""];
    for name in ["nbf", "exp", "iat"] {
        for value in nonsense {
            assert!(with(name, value).unwrap_err().is_untrusted(), "{name} {value}");
        }
    }
    for (name, value) in
        [("nbf", "1800000301"), ("nbf", "1800000300.5"), ("iat", "1800000301"), ("exp", "1799999700.0")]
    {
        assert!(with(name, value).unwrap_err().is_untrusted(), "{name} {value}");
    }
    for (name, value) in [
        ("nbf", "1800000300"),
        ("nbf", "1800000299.5"),
        ("nbf", "0"),
        ("nbf", "null"),
        ("iat", "1799999900.25"),
        ("iat", "1.7999999e9"),
        ("exp", "1799999700.5"),
        ("exp", "253402300799"),
    ] {
        assert!(with(name, value).is_ok(), "{name} {value}");
    }
}

#[test]
fn only_keys_that_are_there_to_verify_do_so() {
    let good: Value = serde_json::from_str(&key_set()).unwrap();
    let good = &good["keys"][0];
    let but = |name: &str, value: Value| {
        let mut key = good.clone();
        key[name] = value;
        key
    };
    let without = |names: &[&str]| {
        let mut key = good.clone();
        key.as_object_mut().unwrap().retain(|name, _| !names.contains(&name.as_str()));
        key
    };
    let validate = |keys: &[Value]| {
        let validator = TokenValidator::new(json!({ "keys": keys }).to_string()).unwrap();
        validator.app(APP).tenant(TENANT).validate(&token(&claims()), now())
    };
    let stranger = rsa::KeyPair::generate(KeySize::Rsa2048).unwrap();
    let other = but(
        "n",
        URL_SAFE_NO_PAD.encode(stranger.public_key().modulus().big_endian_without_leading_zero()).into(),
    );
    for (keys, problem) in [
        (vec![], "not in the key set"),
        (vec![but("use", "enc".into())], "not in the key set"),
        (vec![but("use", "SIG".into())], "not in the key set"),
        (vec![but("use", 1.into())], "not in the key set"),
        (vec![but("key_ops", json!(["encrypt"]))], "not in the key set"),
        (vec![but("key_ops", json!([]))], "not in the key set"),
        (vec![but("alg", "RS512".into())], "not in the key set"),
        (vec![but("alg", "RSA-OAEP".into())], "not in the key set"),
        (vec![but("kty", "EC".into())], "not in the key set"),
        (vec![but("kty", "oct".into())], "not in the key set"),
        (vec![but("kty", "rsa".into())], "not in the key set"),
        (vec![without(&["kty"])], "not in the key set"),
        (vec![without(&["n", "e"])], "not in the key set"),
        (vec![without(&["kid"])], "not in the key set"),
        (vec![but("kid", Value::Null)], "not in the key set"),
        (vec![json!({"kty": "oct", "kid": "k1", "k": "AAAA"})], "not in the key set"),
        (vec![but("n", "".into())], "signature"),
        (vec![but("n", "AQAB".into())], "signature"),
        (vec![but("n", "!".into())], "signature"),
        (vec![other.clone()], "signature"),
        (vec![good.clone(), other.clone()], "several keys"),
        (vec![other.clone(), good.clone()], "several keys"),
    ] {
        let error = validate(&keys).unwrap_err();
        assert!(error.is_untrusted() && error.to_string().contains(problem), "{keys:?}: {error}");
    }
    // Others beside it cost it nothing, unreadable ones among them.
    for beside in [
        json!(null),
        json!("k1"),
        json!({}),
        but("use", "enc".into()),
        but("kty", "EC".into()),
        without(&["n"]),
        good.clone(),
        json!({"kty": "oct", "kid": "k1", "k": "AAAA"}),
    ] {
        assert!(validate(&[beside.clone(), good.clone()]).is_ok(), "{beside}");
        assert!(validate(&[good.clone(), beside.clone()]).is_ok(), "{beside}");
    }
    for fine in
        [without(&["use"]), but("alg", "RS256".into()), but("key_ops", json!(["verify"])), without(&["x5c"])]
    {
        assert!(validate(std::slice::from_ref(&fine)).is_ok(), "{fine}");
    }
    for no_set in ["", "null", "{}", r#"{"keys":null}"#, r#"{"keys":{}}"#] {
        assert!(TokenValidator::new(no_set).unwrap_err().is_decode(), "{no_set}");
    }
}

#[test]
fn what_is_there_twice_is_refused() {
    let header = r#"{"alg":"RS256","kid":"k1"}"#;
    let text = claims().to_string();
    let more = |more: &str| format!("{},{more}}}", &text[..text.len() - 1]);
    assert!(validator().validate(&sign_text(header, &more(r#""x":1"#)), now()).is_ok());
    for twice in [
        r#""exp":1800003600"#,
        r#""exp":9999999999"#,
        r#""nbf":0"#,
        r#""\u0061ud":"another""#,
        r#""tid":"t""#,
        r#""iss":"i""#,
        r#""x":1,"x":1"#,
    ] {
        assert!(
            validator().validate(&sign_text(header, &more(twice)), now()).unwrap_err().is_untrusted(),
            "{twice}"
        );
    }
    for header in [r#"{"alg":"RS256","kid":"k1","kid":"k1"}"#, r#"{"alg":"none","alg":"RS256","kid":"k1"}"#] {
        assert!(
            validator().validate(&sign_text(header, &text), now()).unwrap_err().is_untrusted(),
            "{header}"
        );
    }
}

#[test]
fn headers_that_ask_for_more_than_is_known_are_refused() {
    let validate = |header: &str| validator().validate(&sign_text(header, &claims().to_string()), now());
    for more in [
        r#""crit":["exp"],"exp":1"#,
        r#""crit":["b64"],"b64":false"#,
        r#""crit":["http://example/x"],"http://example/x":true"#,
        r#""crit":["absent"]"#,
        r#""crit":["alg"]"#,
        r#""crit":[]"#,
        r#""crit":null"#,
        r#""crit":"b64""#,
        r#""crit":{}"#,
        r#""\u0063rit":["x"]"#,
        r#""b64":false"#,
        r#""b64":true"#,
        r#""typ":"JWE""#,
        r#""typ":"secevent+jwt""#,
        r#""typ":"""#,
        r#""typ":1"#,
        r#""alg":"none""#,
        r#""alg":"HS256""#,
        r#""kid":"k2""#,
        r#""kid":["k1"]"#,
    ] {
        let error = validate(&format!(r#"{{"alg":"RS256","kid":"k1",{more}}}"#)).unwrap_err();
        assert!(error.is_untrusted(), "{more}");
    }
    for header in [
        r#"{"alg":"rs256","kid":"k1"}"#,
        r#"{"alg":"None","kid":"k1"}"#,
        r#"{"alg":"","kid":"k1"}"#,
        r#"{"kid":"k1"}"#,
        r#"{"alg":"RS256","kid":"K1"}"#,
        r#"{"alg":"RS256","kid":"k1 "}"#,
        r#"{"alg":"RS256","kid":""}"#,
        r#"{"alg":"RS256","kid":"../k1"}"#,
        "[]",
        "null",
        "",
    ] {
        assert!(validate(header).unwrap_err().is_untrusted(), "{header}");
    }
    for more in
        [r#""typ":"JWT""#, r#""typ":"jwt""#, r#""typ":"application/at+jwt""#, r#""x5t":"k1","nonce":"n""#]
    {
        assert!(validate(&format!(r#"{{"alg":"RS256","kid":"k1",{more}}}"#)).is_ok(), "{more}");
    }
}

#[test]
fn encrypted_notifications_need_a_token_of_their_tenant() {
    let collection = |tenant: &str, tokens: &[String]| -> ChangeNotificationCollection {
        let content = json!({"data": "", "dataSignature": "", "dataKey": ""});
        let item = json!({"subscriptionId": "s", "tenantId": tenant, "encryptedContent": content});
        serde_json::from_value(json!({"value": [item], "validationTokens": tokens})).unwrap()
    };
    let good = token(&claims());
    let check = |tenant, tokens: &[String]| validator().check(&collection(tenant, tokens), now());
    assert!(check(TENANT, std::slice::from_ref(&good)).is_ok());
    assert!(check(TENANT, &[]).unwrap_err().is_untrusted());
    assert!(check("another", std::slice::from_ref(&good)).unwrap_err().is_untrusted());
    assert!(check(TENANT, &[good.clone(), token(&with("aud", "x"))]).unwrap_err().is_untrusted());
    let plain = serde_json::from_str(r#"{"value":[{"subscriptionId":"s"}]}"#).unwrap();
    assert!(validator().check(&plain, now()).is_ok());
    let unknown = sign(&json!({"alg": "RS256", "kid": "k3"}), &claims(), &ISSUER);
    assert!(validator().has_keys_for(&collection(TENANT, &[good])));
    assert!(!validator().has_keys_for(&collection(TENANT, &[unknown])));
}
