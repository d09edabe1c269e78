//! Paths, methods, bodies and responses.

use proc_macro2::TokenStream;
use quote::quote;

use super::{endpoint, small};

/// Each declaration with the one message about it, or none.
fn expect(cases: &[(TokenStream, TokenStream, &str)]) {
    let snapshot = small();
    for (args, fields, message) in cases {
        let found = endpoint(&snapshot, args.clone(), quote!(struct E { #fields }));
        let wanted: &[&str] = if message.is_empty() { &[] } else { &[message] };
        assert_eq!(found, wanted, "{args} {fields}");
    }
}

#[test]
fn paths_and_methods() {
    let none = TokenStream::new;
    let id = || quote!(id: String);
    expect(&[
        (quote!(GET, "/users/<id>"), id(), ""),
        (quote!(HEAD, "/users/<id>"), id(), ""),
        (quote!(GET, "/usres/<id>"), id(), "no path of Graph begins with `usres`; did you mean `users`?"),
        (quote!(GET, "/usres/<id>", unverified), id(), ""),
        (
            quote!(GET, "/me/mesages"),
            none(),
            "microsoft.graph.user has no `mesages`; did you mean `messages`?",
        ),
        (
            quote!(GET, "/me/getActivity(perod='<id>')"),
            id(),
            "`getActivity` has no parameter `perod`; did you mean `period`?",
        ),
        (
            quote!(GET, "/users/<id>/microsoft.graph.group"),
            id(),
            "microsoft.graph.group doesn't derive from microsoft.graph.user; remove it, or write `unverified` if you know better",
        ),
        (
            quote!(GET, "/users/messages"),
            none(),
            "`messages` is of one microsoft.graph.user, and there are many here; write `/users/<id>/messages`",
        ),
        (
            quote!(PATCH, "/users"),
            none(),
            "PATCH is not allowed on `/users`; there are `GET` and `POST`, and PATCH on `.../users/{id}`; write `unverified` if you know better",
        ),
        (
            quote!(GET, "/me/sendMail"),
            none(),
            "GET is not allowed on `/me/sendMail`; an action is called by `POST`; write it, or `unverified` if you know better",
        ),
        (quote!(DELETE, "/groups/<id>/members/<member>/$ref"), quote!(id: String, member: String), ""),
        (
            quote!(DELETE, "/groups/<id>/members/$ref"),
            quote!(id: String, #[graph(query = "@id")] it: String),
            "",
        ),
        (
            quote!(DELETE, "/groups/<id>/members/$ref"),
            quote!(id: String, #[graph(query = "$id")] it: String),
            "",
        ),
        (
            quote!(DELETE, "/groups/<id>/members/$ref"),
            id(),
            "DELETE of `/groups/<id>/members/$ref` doesn't say which of the links goes; write `/groups/<id>/members/<key>/$ref`, or add a field `#[graph(query = \"@id\")]`",
        ),
        (quote!(DELETE, "/users/<id>/manager/$ref"), id(), ""),
        (quote!(PATCH, "/me/photo/$value"), quote!(#[graph(body)] photo: Bytes), ""),
        (
            quote!(PATCH, "/me/cover/$value"),
            quote!(#[graph(body)] cover: Bytes),
            "PATCH is not allowed on `/me/cover/$value`; there are `GET`, `PUT` and `DELETE`; write `unverified` if you know better",
        ),
        (
            quote!(PATCH, "/me/cover/thumbnail"),
            quote!(#[graph(body)] thumbnail: Bytes),
            "PATCH is not allowed on `/me/cover/thumbnail`; there are `GET`, `PUT` and `DELETE`; write `unverified` if you know better",
        ),
    ]);
}

#[test]
fn properties_of_a_body() {
    let patch = || quote!(PATCH, "/users/<id>");
    let with = |fields: TokenStream| quote!(id: String, #fields);
    expect(&[
        (patch(), with(quote!(display_name: Option<String>, account_enabled: Nullable<bool>)), ""),
        (
            patch(),
            with(quote!(displayname: String)),
            "`displayname` is no property of microsoft.graph.user; did you mean `displayName`?",
        ),
        (patch(), with(quote!(#[graph(unverified)] displayname: String)), ""),
        (
            patch(),
            with(quote!(favourite_colour: String)),
            "`favouriteColour` is no property of microsoft.graph.user; remove it, or write `#[graph(unverified)]` if you know better",
        ),
        (
            patch(),
            with(quote!(mail_enabled: bool)),
            "`mailEnabled` is no property of microsoft.graph.user; remove it, or write `#[graph(unverified)]` if you know better",
        ),
        // Extensions of an open type.
        (patch(), with(quote!(#[graph(rename = "contoso_course")] course: String)), ""),
        (patch(), with(quote!(#[graph(rename = "com.contoso.course")] course: Course)), ""),
        (patch(), with(quote!(#[graph(rename = "manager@odata.bind")] manager: String)), ""),
        (
            patch(),
            with(quote!(#[graph(rename = "manger@odata.bind")] manager: String)),
            "`manger` is no property of microsoft.graph.user; did you mean `manager`?",
        ),
        (
            patch(),
            with(quote!(created_date_time: DateTimeOffset)),
            "`createdDateTime` is made by the service, so no request writes it; remove it",
        ),
        (
            patch(),
            with(quote!(account_enabled: String)),
            "`accountEnabled` of microsoft.graph.user is Edm.Boolean; write `bool` instead of `String`",
        ),
        (patch(), with(quote!(#[serde(with = "mine")] account_enabled: String)), ""),
        (patch(), with(quote!(account_enabled: my::String)), ""),
        (
            patch(),
            with(quote!(display_name: Option<i32>)),
            "`displayName` of microsoft.graph.user is Edm.String; write `Option<String>` instead of `Option<i32>`",
        ),
        (
            patch(),
            with(quote!(business_phones: String)),
            "`businessPhones` of microsoft.graph.user is Collection(Edm.String); write `Vec<String>` instead of `String`",
        ),
        (
            patch(),
            with(quote!(display_name: Vec<String>)),
            "`displayName` of microsoft.graph.user is one Edm.String; write `String` instead of `Vec<String>`",
        ),
        (
            patch(),
            with(quote!(password_profile: String)),
            "`passwordProfile` of microsoft.graph.user is microsoft.graph.passwordProfile; write a type declared as `#[graph_type(\"microsoft.graph.passwordProfile\")]` instead of `String`",
        ),
        (patch(), with(quote!(password_profile: HashMap<String, String>)), ""),
    ]);
}

#[test]
fn other_bodies() {
    let bytes = || quote!(#[graph(body, content_type = "image/jpeg")] photo: Bytes);
    expect(&[
        (quote!(POST, "/me/sendMail"), quote!(message: Message, save_to_sent_items: Option<bool>), ""),
        (
            quote!(POST, "/me/sendMail"),
            quote!(save_to_sent_items: bool),
            "`sendMail` needs `Message`; add a field `message` of microsoft.graph.message",
        ),
        (
            quote!(POST, "/me/sendMail"),
            quote!(message: Message, save_to_sent_item: bool),
            "`sendMail` has no parameter `saveToSentItem`; did you mean `SaveToSentItems`?",
        ),
        (
            quote!(POST, "/me/sendMail"),
            quote!(message: Message, save_to_sent_items: String),
            "`saveToSentItems` of `sendMail` is Edm.Boolean; write `bool` instead of `String`",
        ),
        (quote!(POST, "/me/sendMail"), quote!(#[graph(body)] mail: Mail), ""),
        (
            quote!(POST, "/me/microsoft.graph.sendmail"),
            quote!(message: Message),
            "there is no `microsoft.graph.sendmail`; did you mean `microsoft.graph.sendMail`?",
        ),
        (quote!(POST, "/me/messages"), quote!(#[graph(body)] message: Option<Message>), ""),
        (quote!(POST, "/me/messages"), quote!(#[graph(body)] message: Vec<u8>), ""),
        (
            quote!(POST, "/me/messages"),
            quote!(#[graph(body)] messages: Vec<Message>),
            "one microsoft.graph.message is sent here, and this is a list; write a type of one",
        ),
        (
            quote!(POST, "/me/revokeSignInSessions"),
            quote!(reason: String, other: String),
            "nothing is sent to `revokeSignInSessions`; remove this",
        ),
        (quote!(PUT, "/me/photo/$value"), bytes(), ""),
        (quote!(PUT, "/me/photo/$value"), quote!(#[graph(body)] photo: Bytes), ""),
        (
            quote!(PUT, "/me/photo/$value"),
            quote!(photo: Bytes),
            "bytes are sent here, and this is a property; write one field with `#[graph(body, content_type = \"..\")]`",
        ),
        (
            quote!(PUT, "/me/photo/$value"),
            quote!(#[graph(body)] photo: String),
            "bytes are sent here, and this would be sent as JSON; write `#[graph(body, content_type = \"..\")]`",
        ),
        (
            quote!(POST, "/groups/<id>/members/$ref"),
            quote!(id: String, #[graph(rename = "@odata.id")] it: String),
            "",
        ),
        (
            quote!(POST, "/groups/<id>/members/$ref"),
            quote!(id: String, member: String),
            "a link is sent here, and `member` is no part of one; write a field with `#[graph(rename = \"@odata.id\")]`",
        ),
        (
            quote!(POST, "/me/messages", odata_type = "#microsoft.graph.mesage"),
            quote!(subject: String),
            "the schema has no type `microsoft.graph.mesage`; did you mean `microsoft.graph.message`?",
        ),
        (
            quote!(POST, "/me/messages", odata_type = "#microsoft.graph.user"),
            quote!(subject: String),
            "microsoft.graph.user doesn't derive from microsoft.graph.message, which is sent here; write one that does",
        ),
        (quote!(POST, "/me/messages", odata_type = "#microsoft.graph.message"), quote!(subject: String), ""),
    ]);
}

#[test]
fn responses() {
    let none = TokenStream::new;
    expect(&[
        (quote!(GET, "/users", response = Page<User>), none(), ""),
        (quote!(GET, "/users", response = MyPage), none(), ""),
        (quote!(GET, "/users", response = ValueOf<Vec<User>>), none(), ""),
        (quote!(GET, "/me", response = User), none(), ""),
        // OneNote has pages of its own.
        (quote!(GET, "/me", response = Page), none(), ""),
        (quote!(DELETE, "/users/<id>"), quote!(id: String), ""),
        (quote!(GET, "/users/$count", response = u64), none(), ""),
        (quote!(GET, "/me/getActivity(period='<p>')", response = Page<Message>), quote!(p: String), ""),
        (
            quote!(GET, "/me", response = Page<User>),
            none(),
            "one microsoft.graph.user comes back, and no page; write `User`",
        ),
        (
            quote!(GET, "/users", response = User),
            none(),
            "a page of microsoft.graph.user comes back; write `Page<User>`",
        ),
        (
            quote!(GET, "/users", response = Vec<User>),
            none(),
            "a page of microsoft.graph.user comes back; write `Page<User>`",
        ),
        (
            quote!(GET, "/me", response = Vec<User>),
            none(),
            "the response for microsoft.graph.user is an object; write a type declared as `#[graph_type(\"microsoft.graph.user\")]` instead of `Vec<User>`",
        ),
        (
            quote!(GET, "/users", response = bool),
            none(),
            "the response for Collection(microsoft.graph.user) is an object; write `Page` of a type declared as `#[graph_type(\"microsoft.graph.user\")]` instead of `bool`",
        ),
        (quote!(POST, "/me/revokeSignInSessions", response = ValueOf<bool>), none(), ""),
        (
            quote!(POST, "/me/revokeSignInSessions", response = Option<bool>),
            none(),
            "the response for Edm.Boolean is an object; write `ValueOf<bool>` instead of `Option<bool>`",
        ),
        (
            quote!(POST, "/me/revokeSignInSessions", response = Page<bool>),
            none(),
            "one Edm.Boolean comes back, and no page; write `ValueOf<bool>`",
        ),
    ]);
}

#[test]
fn all_mistakes_at_once() {
    let args = quote!(PATCH, "/users/<id>", response = Page<User>);
    let item = quote!(
        struct E {
            id: String,
            displayname: String,
            account_enabled: String,
        }
    );
    assert_eq!(endpoint(&small(), args, item).len(), 3);
}
