/// Update the assignments of an iOS app protection policy.
/**

`PATCH /v1.0/deviceAppManagement/iosManagedAppProtections/<id>/assignments`
*/
pub struct UpdateAssignments {
    id: String,
    target: AssignmentTarget,
}

#[allow(deprecated, unused_imports)]
const _: () = {
    use ::graph_endpoint::__private as __runtime;

    #[automatically_derived]
    impl __runtime::Endpoint for UpdateAssignments {
        type Response = ();
        const METHOD: __runtime::Method = __runtime::Method::PATCH;
        const PATH: __runtime::StaticStr = "/deviceAppManagement/iosManagedAppProtections/<id>/assignments";
        #[inline]
        fn write(&self, request: &mut __runtime::RequestWriter) {
            request.path(&[&self.id]);
            request.object("{", &["\"target\":"], (&self.target,));
        }

        #[inline]
        fn decode(response: __runtime::HttpResponse) -> __runtime::Decoded<()> {
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
                fn deserialize<__D: __runtime::Deserializer<'de>>(
                    deserializer: __D,
                ) -> __runtime::Result<Self, __D::Error> {
                    match __runtime::read_whole(
                        deserializer,
                        "UpdateAssignments",
                        &["target"],
                        (__runtime::EmptyRequired::<AssignmentTarget>,),
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
        ) -> __runtime::Result<__runtime::HttpResponse, __runtime::Error> {
            #[allow(unused_imports)]
            use __runtime::{EncodeJson as _, EncodeNothing as _, EncodeSpecial as _};
            (&&&__runtime::Encoder::<()>::new()).encode(response)
        }
    }
    use __runtime::NotNamed as _;

    const _: () = __runtime::keeps(
        <__runtime::Named<AssignmentTarget>>::LOST,
        "AssignmentTarget",
    );
};
::graph_endpoint::__private::builder! {
    " Builds a [`UpdateAssignments`]: a setter for each field, then `build()` or `send(&client)`."
    "UpdateAssignmentsBuilder { id, target }" pub UpdateAssignments
    UpdateAssignmentsBuilder builder build params[] args[] used[] bounds[] sendable[]
    empty[__runtime::Default::default()] traits {} optional {} nullable {} required {
    " Sets `id`." id 0(String) : (impl __runtime::Into < String >).into ->
    (UpdateAssignmentsBuilder < (__Set, __S1,) >) __S0 __Unset
    __Set[__runtime::has::__has_id]; " Sets `target`." target 1(AssignmentTarget) : (impl
    __runtime::Into < AssignmentTarget >).into -> (UpdateAssignmentsBuilder < (__S0,
    __Set,) >) __S1 __Unset __Set[__runtime::has::__has_target]; } send(all()) (())
}
