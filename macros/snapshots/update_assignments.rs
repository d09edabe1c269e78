/// Update the assignments of an iOS app protection policy.
/**

`PATCH /v1.0/deviceAppManagement/iosManagedAppProtections/<id>/assignments`
*/
pub struct UpdateAssignments {
    id: String,
    target: AssignmentTarget,
}

#[allow(deprecated)]
const _: () = {
    use ::graph_endpoint::__private as __runtime;

    #[automatically_derived]
    impl __runtime::Endpoint for UpdateAssignments {
        type Response = ();
        const METHOD: __runtime::http::Method = __runtime::http::Method::PATCH;
        const PATH: &'static __runtime::str = "/deviceAppManagement/iosManagedAppProtections/<id>/assignments";
        const ROUTE: &'static [__runtime::Segment] = &[
            __runtime::Segment::Text("/deviceAppManagement/iosManagedAppProtections/"),
            __runtime::Segment::Value("id"),
            __runtime::Segment::Text("/assignments"),
        ];

        fn write(&self, request: &mut __runtime::RequestWriter) {
            {
                #[allow(unused_imports)]
                use __runtime::NotAsked as _;
                __runtime::Written::<AssignmentTarget>::NEW.ask();
            }
            request.path(&[&self.id]);
            request.object("{", &["\"target\":"], (&self.target,));
        }

        fn decode(
            response: __runtime::http::Response<__runtime::bytes::Bytes>,
        ) -> __runtime::Result<(), __runtime::Error> {
            #[allow(unused_imports)]
            use __runtime::DecodeJson as _;
            __runtime::Decoder::<()>::NEW.decode(response)
        }
    }

    #[automatically_derived]
    impl __runtime::SandboxEndpoint for UpdateAssignments
    where
        for<'__sandbox> String: __runtime::FromParameter,
        for<'__sandbox> AssignmentTarget: __runtime::serde::de::DeserializeOwned,
    {
        fn read(
            request: &__runtime::RequestReader,
        ) -> __runtime::Result<Self, __runtime::Error> {
            #[allow(unused_imports)]
            use __runtime::{ReadJson as _, ReadNothing as _, ReadOctets as _};
            struct __Properties<__F0> {
                target: __F0,
            }

            #[automatically_derived]
            impl<'de> __runtime::serde::Deserialize<'de>
            for __Properties<AssignmentTarget> {
                fn deserialize<__D: __runtime::serde::Deserializer<'de>>(
                    deserializer: __D,
                ) -> __runtime::Result<Self, __D::Error> {
                    __runtime::read::object(deserializer)
                }
            }

            #[automatically_derived]
            impl<'de> __runtime::read::Object<'de> for __Properties<AssignmentTarget> {
                const NAME: &'static __runtime::str = "UpdateAssignments";

                fn read<__A: __runtime::serde::de::MapAccess<'de>>(
                    properties: __A,
                ) -> __runtime::Result<Self, __A::Error> {
                    match __runtime::read::fields(
                        properties,
                        &["target"],
                        (__runtime::read::required::<AssignmentTarget>(),),
                    ) {
                        __runtime::Ok((value0,)) => {
                            __runtime::Ok(__Properties { target: value0 })
                        }
                        __runtime::Err(error) => __runtime::Err(error),
                    }
                }
            }
            let properties = request.json::<__Properties<AssignmentTarget>>()?;
            __runtime::Ok(Self {
                id: request.path("id")?,
                target: properties.target,
            })
        }

        fn encode(
            response: &(),
        ) -> __runtime::Result<
            __runtime::http::Response<__runtime::bytes::Bytes>,
            __runtime::Error,
        > {
            #[allow(unused_imports)]
            use __runtime::{EncodeJson as _, EncodeNothing as _, EncodeSpecial as _};
            (&&&__runtime::Encoder::<()>::new()).encode(response)
        }
    }
};

/// Builds a [`UpdateAssignments`]: a setter for each field, then `build()` or `send(&client)`.
#[must_use = "a builder does nothing until `build()` or `send(&client)`"]
pub struct UpdateAssignmentsBuilder<__S>(
    (::core::option::Option<String>, ::core::option::Option<AssignmentTarget>),
    ::core::marker::PhantomData<fn() -> (__S,)>,
);
#[allow(non_camel_case_types, deprecated)]
const _: () = {
    use ::graph_endpoint::__private as __runtime;

    #[diagnostic::on_unimplemented(
        message = "`id` is missing",
        label = "call `.id(..)` before this"
    )]
    pub trait __has_id {}
    #[automatically_derived]
    impl __has_id for __runtime::Set {}
    #[diagnostic::on_unimplemented(
        message = "`target` is missing",
        label = "call `.target(..)` before this"
    )]
    pub trait __has_target {}
    #[automatically_derived]
    impl __has_target for __runtime::Set {}
    impl UpdateAssignments {
        /// A builder with nothing set.
        pub fn builder() -> UpdateAssignmentsBuilder<
            (__runtime::Unset, __runtime::Unset),
        > {
            UpdateAssignmentsBuilder(
                __runtime::Default::default(),
                __runtime::PhantomData,
            )
        }
    }

    #[automatically_derived]
    impl<__S> __runtime::Debug for UpdateAssignmentsBuilder<__S> {
        fn fmt(&self, f: &mut __runtime::Formatter<'_>) -> __runtime::fmt::Result {
            __runtime::Formatter::write_str(f, "UpdateAssignmentsBuilder { id, target }")
        }
    }

    impl<__S0, __S1> UpdateAssignmentsBuilder<(__S0, __S1)> {
        /// Sets `id`.
        pub fn id(
            mut self,
            value: impl __runtime::Into<String>,
        ) -> UpdateAssignmentsBuilder<(__runtime::Set, __S1)> {
            self.0.0 = __runtime::Some(value.into());
            UpdateAssignmentsBuilder(self.0, __runtime::PhantomData)
        }

        /// Sets `target`.
        pub fn target(
            mut self,
            value: impl __runtime::Into<AssignmentTarget>,
        ) -> UpdateAssignmentsBuilder<(__S0, __runtime::Set)> {
            self.0.1 = __runtime::Some(value.into());
            UpdateAssignmentsBuilder(self.0, __runtime::PhantomData)
        }

        /// The request, as a plain value.
        pub fn build(self) -> UpdateAssignments
        where
            __S0: __has_id,
            __S1: __has_target,
        {
            UpdateAssignments {
                id: __runtime::set(self.0.0),
                target: __runtime::set(self.0.1),
            }
        }

        /// Sends the request; awaiting gives the typed response.
        pub fn send(self, client: &__runtime::Client) -> __runtime::Call<()>
        where
            __S0: __has_id,
            __S1: __has_target,
        {
            __runtime::send(client, self.build())
        }
    }

    #[automatically_derived]
    impl __runtime::IntoEndpoint
    for UpdateAssignmentsBuilder<(__runtime::Set, __runtime::Set)> {
        type Endpoint = UpdateAssignments;

        fn into_endpoint(self) -> Self::Endpoint {
            self.build()
        }
    }
};
