//! What is in a notification: encrypted resources, validation, life-cycle events.

use super::*;

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

#[test]
fn one_that_cannot_be_read_costs_none_of_the_others() {
    let good = |id: &str| json!({"subscriptionId": id, "clientState": "the-secret"});
    let read = |value: Value| {
        let body = format!("\u{feff}{}", json!({"value": value, "validationTokens": ["a.b.c"]}));
        WebhookRequest::read(&Request::post("/hook").body(Bytes::from(body)).unwrap())
    };
    let data = json!({"subscriptionId": "s", "clientState": "the-secret", "resourceData": ["a-secret"]});
    let value = json!([null, good("s1"), {"changeType": "updated"}, good("s2"), data.clone()]);
    let WebhookRequest::Notifications(some) = read(value).unwrap() else { panic!() };

    let ids: Vec<_> = some.value.iter().map(|item| item.subscription_id.as_str()).collect();
    assert_eq!(ids, ["s1", "s2"]);
    assert_eq!(some.validation_tokens.as_deref(), Some(&["a.b.c".to_owned()][..]));
    let problems: Vec<_> = some.unreadable.iter().map(|item| item.error().to_string()).collect();
    assert_eq!(
        problems,
        [
            "value[0]: expected an object of type ChangeNotification, found null",
            "value[2].subscriptionId: the property is missing",
            "value[4].resourceData: expected an object of type Untyped, found an array",
        ]
    );
    assert_eq!(serde_json::from_str::<Value>(some.unreadable[2].json()).unwrap(), data);
    assert!(some.unreadable.iter().all(|item| item.error().is_decode()));
    assert!(!format!("{some:?}").contains("secret"));
    assert_eq!(serde_json::to_value(&some).unwrap()["value"], json!([good("s1"), good("s2")]));

    // Nor does garbage without end come with a good one.
    let among = |garbage: usize| read([vec![good("s1")], vec![json!(7); garbage]].concat().into());
    assert!(among(1000).is_ok() && among(1001).unwrap_err().is_decode());

    // Where there is nothing else, it is no body of Graph's.
    let problem = read(json!([{"subscriptionId": 1}, null])).unwrap_err().to_string();
    assert_eq!(problem, "value[0].subscriptionId: expected a string, found an integer");
    let nothing = WebhookRequest::read(&Request::post("/hook").body(Bytes::from("[]")).unwrap());
    let problem = nothing.unwrap_err().to_string();
    assert_eq!(
        problem,
        "the request's body: expected an object of type ChangeNotificationCollection, found an array"
    );
}
