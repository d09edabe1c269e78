//! What builders are made of: the code of one, and whether a required field is set, as a type.
//!
//! A builder's code is the same for every declaration but for names and types, so the macro gives these alone and
//! `builder!` writes the rest: a token costs a procedural macro, which isn't optimised in a build for development, ten
//! times what it costs the compiler's own macros.

/// A required field of a builder that has been set.
#[derive(Debug)]
pub struct Set;

/// A required field of a builder that hasn't been set. A declaration has a trait for each of its required fields, which
/// [`Set`] implements: the trait knows the field's name and says which one is missing.
#[derive(Debug)]
pub struct Unset;

/// The value of a field that is set; `build` asks for the field's trait first.
pub fn set<T>(slot: Option<T>) -> T {
    match slot {
        Some(value) => value,
        None => unreachable!("the builder's type says that the field is set"),
    }
}

/// Sends what a builder has built.
#[cfg(feature = "client")]
#[allow(clippy::needless_pass_by_value, reason = "what a builder has built is nobody else's")]
pub fn send<E: crate::Endpoint>(client: &crate::Client, endpoint: E) -> crate::Call<E::Response> {
    client.call(&endpoint)
}

/// Nothing has it. Of a builder that is awaited the compiler would say that it "is not a future", and not what to do; a
/// `Future` that asks for this says both. It costs an endpoint 4% of `cargo check`.
#[cfg(feature = "client")]
#[diagnostic::on_unimplemented(
    message = "a request isn't awaited itself; await what sends it: `.send(&client).await`",
    label = "nothing has been sent yet"
)]
pub trait AwaitedUnsent {}

/// A builder: its struct, a setter for each field, and `build` and `send` once every required field is set.
///
/// The fields lie in one tuple of options (the optional ones first, then those that are `Nullable`, then the required
/// ones), so that a setter moves one value; which required ones are set stands in one type parameter, a tuple with a
/// state for each. Setters of optional fields are the same for all of its values.
///
/// `params` are the declaration's generic parameters and `args` their names, each with a comma behind it; `used` are
/// types that use each of them. A type stands in parentheses: one token tree is the least to match and to repeat. `sends` is a
/// `cfg`: without a client there is no `send`. Names come from the macro for their spans: errors point at the declaration.
#[doc(hidden)]
#[macro_export]
macro_rules! __builder {
    (
        $docs:literal $shown:literal $vis:vis $ident:ident $builder:ident $start:ident $build:ident
        params [$($params:tt)*] args [$($args:tt)*] used [$($used:tt)*] bounds [$($bounds:tt)*]
        sendable [$($sendable:tt)*] empty [$($empty:tt)*]
        traits {$($trait:ident $missing:literal $call:literal;)*}
        optional {$(
            $($optional_docs:literal)? $(#$optional_doc:tt)*
            $optional:ident $optional_at:tt $optional_ty:tt $(<$optional_kind:ident>)? : $optional_arg:tt;
        )*}
        nullable {$(
            $($nullable_docs:literal)? $(#$nullable_doc:tt)*
            $nullable:ident $nullable_at:tt $nullable_ty:tt;
        )*}
        required {$(
            $($required_docs:literal)? $(#$required_doc:tt)*
            $required:ident $required_at:tt $required_ty:tt $(<$required_kind:ident>)? : $required_arg:tt
            $(. $convert:ident)? -> $after:tt $state:tt $unset:ident $set:ident [$($has:tt)*];
        )*}
        $send:ident $sends:tt $response:tt
    ) => {
        #[doc = $docs]
        #[must_use = "a builder does nothing until `build()` or `send(&client)`"]
        $vis struct $builder<$($params)* __S>(
            (
                $(::core::option::Option<$optional_ty>,)*
                $(::core::option::Option<$nullable_ty>,)*
                $(::core::option::Option<$required_ty>,)*
            ),
            ::core::marker::PhantomData<fn() -> ($($used)* __S,)>,
        ) where $($bounds)*;
        #[allow(non_camel_case_types, deprecated)]
        const _: () = {
            use $crate::__private as __runtime;
            use __runtime::{Set as __Set, Unset as __Unset};
            $(
                #[diagnostic::on_unimplemented(message = $missing, label = $call)]
                pub trait $trait {}
                #[automatically_derived]
                impl $trait for __Set {}
            )*
            impl<$($params)*> $ident<$($args)*> where $($bounds)* {
                /// A builder with nothing set.
                $vis fn $start() -> $builder<$($args)* ($($unset,)*)> {
                    $builder($($empty)*, __runtime::PhantomData)
                }
            }
            #[automatically_derived]
            impl<$($params)* __S> __runtime::Debug for $builder<$($args)* __S> where $($bounds)* {
                fn fmt(&self, f: &mut __runtime::Formatter<'_>) -> __runtime::fmt::Result {
                    __runtime::Formatter::write_str(f, $shown)
                }
            }
            impl<$($params)* __S> $builder<$($args)* __S> where $($bounds)* {
                $(
                    $(#[doc = $optional_docs])? $(#$optional_doc)*
                    $vis fn $optional $(<$optional_kind>)? (mut self, value: $optional_arg) -> Self {
                        self.0 .$optional_at = value.into_option();
                        self
                    }
                )*
                $(
                    $(#[doc = $nullable_docs])? $(#$nullable_doc)*
                    $vis fn $nullable(mut self, value: impl __runtime::IntoNullable<$nullable_ty>) -> Self {
                        self.0 .$nullable_at = __runtime::Some(value.into_nullable());
                        self
                    }
                )*
            }
            impl<$($params)* $($state),*> $builder<$($args)* ($($state,)*)> where $($bounds)* {
                $(
                    $(#[doc = $required_docs])? $(#$required_doc)*
                    $vis fn $required $(<$required_kind>)? (mut self, value: $required_arg) -> $after {
                        self.0 .$required_at = __runtime::Some(value $(.$convert())?);
                        $builder(self.0, __runtime::PhantomData)
                    }
                )*
                /// The request, as a plain value.
                $vis fn $build(self) -> $ident<$($args)*> where $($state: $($has)*,)* {
                    $ident {
                        $($optional: self.0 .$optional_at,)*
                        $($nullable: self.0 .$nullable_at.unwrap_or_default(),)*
                        $($required: __runtime::set(self.0 .$required_at),)*
                    }
                }
                /// Sends the request; awaiting gives the typed response.
                #[cfg $sends]
                $vis fn $send(self, client: &__runtime::Client) -> __runtime::Call<$response>
                where $($state: $($has)*,)* $($sendable)* {
                    __runtime::send(client, self.$build())
                }
            }
            #[automatically_derived]
            impl<$($params)*> __runtime::IntoEndpoint for $builder<$($args)* ($($set,)*)>
            where $($sendable)* {
                type Endpoint = $ident<$($args)*>;
                #[inline]
                fn into_endpoint(self) -> Self::Endpoint {
                    self.$build()
                }
            }
            #[automatically_derived]
            #[doc(hidden)]
            #[cfg $sends]
            impl<$($params)* __S> __runtime::Future for $builder<$($args)* __S>
            where ($builder<$($args)* __S>,): __runtime::AwaitedUnsent, $($bounds)* {
                type Output = ();
                fn poll(self: __runtime::Pin<&mut Self>, _: &mut __runtime::Context<'_>) -> __runtime::Poll<()> {
                    __runtime::Poll::Pending
                }
            }
        };
    };
}
