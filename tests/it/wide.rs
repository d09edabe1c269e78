//! Types with more properties than a tuple of the runtime has.

#![allow(dead_code, reason = "nothing is sent")]

use graph_endpoint::{AdditionalProperties, prelude::*};
use serde_json::{Map, Value, json};

macro_rules! wide {
    ($thing:ident $update:ident $more:ident: $($field:ident)*) => {
        #[graph_type]
        struct $thing { $($field: u32,)* last: Option<String> }

        #[graph_type]
        struct $more {
            $($field: u32,)*
            #[graph(additional)]
            more: AdditionalProperties,
        }

        #[graph_endpoint(POST, "/wide", response = $thing)]
        struct $update { $($field: u32,)* last: Option<String> }

        impl $thing {
            const FIELDS: &[&str] = &[$(stringify!($field)),*];

            fn update(self) -> $update {
                $update::builder()$(.$field(self.$field))*.last(self.last.unwrap_or_default()).build()
            }
        }
    };
}
wide!(Eleven UpdateEleven MoreEleven: a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10);
wide!(Twelve UpdateTwelve MoreTwelve: a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11);
wide!(Thirteen UpdateThirteen MoreThirteen: a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12);
wide!(Thirty UpdateThirty MoreThirty: a0 a1 a2 a3 a4 a5 a6 a7 a8 a9 a10 a11 a12 a13 a14 a15 a16 a17 a18 a19 a20
    a21 a22 a23 a24 a25 a26 a27 a28 a29);

macro_rules! check {
    ($($name:ident: $thing:ident $more:ident;)*) => {$(
        #[test]
        fn $name() {
            let mut object: Map<String, Value> =
                $thing::FIELDS.iter().enumerate().map(|(at, name)| ((*name).to_owned(), json!(at))).collect();
            object.insert("last".to_owned(), json!("z"));
            let whole = Value::Object(object.clone());

            let thing: $thing = serde_json::from_value(whole.clone()).unwrap();
            assert_eq!(serde_json::to_value(&thing).unwrap(), whole);
            let request = thing.update().to_http_request("https://graph.microsoft.com").unwrap();
            assert_eq!(serde_json::from_slice::<Value>(request.body()).unwrap(), whole);
            let more: $more = serde_json::from_value(whole.clone()).unwrap();
            assert_eq!(serde_json::to_value(&more).unwrap(), whole);

            for name in $thing::FIELDS {
                let mut part = object.clone();
                part.remove(*name);
                let missing = format!("missing field `{name}`");
                let part = Value::Object(part);
                assert_eq!(serde_json::from_value::<$thing>(part.clone()).err().unwrap().to_string(), missing);
                assert_eq!(serde_json::from_value::<$more>(part).err().unwrap().to_string(), missing);
            }
        }
    )*};
}
check! {
    eleven_and_one: Eleven MoreEleven;
    twelve_and_one: Twelve MoreTwelve;
    thirteen_and_one: Thirteen MoreThirteen;
    thirty_and_one: Thirty MoreThirty;
}
