//! The tokens that come with resource data: signed here, by keys made here, and each wrong in one way.

use super::*;

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
    // No new key set makes these valid.
    let no_key = sign(&json!({"alg": "RS256"}), &claims(), &ISSUER);
    let by_secret = sign(&json!({"alg": "HS256", "kid": "k3"}), &claims(), &ISSUER);
    let unsigned = sign(&json!({"alg": "none", "kid": "k3"}), &claims(), &ISSUER);
    let tokens = [no_key, by_secret, unsigned, "a.b.c".to_owned(), String::new()];
    assert!(validator().has_keys_for(&collection(TENANT, &tokens)));
}
