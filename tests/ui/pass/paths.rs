//! Every form of a path.

use graph_endpoint::prelude::*;

use crate::wire;

macro_rules! path {
    ($name:ident, $method:ident, $path:literal, { $($field:ident),* }, $wire:literal) => {
        #[test]
        fn $name() {
            #[graph_endpoint($method, $path)]
            struct Declared {
                $($field: String,)*
            }

            let declared = Declared::builder()$(.$field(stringify!($field)))*.build();
            assert_eq!(wire(&declared), concat!(stringify!($method), " /v1.0", $wire));
        }
    };
}

path!(root, GET, "/", {}, "/");
path!(plain, GET, "/me/messages", {}, "/me/messages");
path!(ours, GET, "/users/<id>", { id }, "/users/id");
path!(camel, GET, "/users/{userId}", { user_id }, "/users/user_id");
path!(hyphen, GET, "/applications/{application-id}", { application_id }, "/applications/application_id");
path!(choice_first, GET, "/users/{id | userPrincipalName}", { id }, "/users/id");
path!(
    choice_second,
    GET,
    "/users/{id | userPrincipalName}",
    { user_principal_name },
    "/users/user_principal_name"
);
path!(run, GET, "/me/drive/root:/<path..>:/content", { path }, "/me/drive/root:/path:/content");
path!(
    run_of_the_docs,
    GET,
    "/me/drive/root:/{item-path}:/content",
    { item_path },
    "/me/drive/root:/item_path:/content"
);
path!(quoted, GET, "/users(userPrincipalName='<upn>')", { upn }, "/users(userPrincipalName='upn')");
path!(
    function,
    GET,
    "/reports/getOffice365ActiveUserCounts(period='<period>')",
    { period },
    "/reports/getOffice365ActiveUserCounts(period='period')"
);
path!(search, GET, "/drives/<id>/root/search(q='{search-text}')", { id, search_text }, "/drives/id/root/search(q='search_text')");
path!(two_parameters, GET, "/r/f(a='<a>',b=<b>)", { a, b }, "/r/f(a='a',b=b)");
path!(
    cast,
    GET,
    "/groups/<id>/members/microsoft.graph.user",
    { id },
    "/groups/id/members/microsoft.graph.user"
);
path!(reference, DELETE, "/groups/<id>/members/<member>/$ref", { member, id }, "/groups/id/members/member/$ref");
path!(value, GET, "/me/photo/$value", {}, "/me/photo/$value");
path!(count, GET, "/users/$count", {}, "/users/$count");
path!(action, POST, "/me/sendMail", {}, "/me/sendMail");
path!(a_name_again, GET, "/users/{id}/messages/{id}/attachments/{id}", { id3, id, id2 }, "/users/id/messages/id2/attachments/id3");
path!(a_choice_again, GET, "/users/{id|upn}/chats/{id|upn}", { upn, id2 }, "/users/upn/chats/id2");
path!(a_run_again, GET, "/root:/{item-path}:/x(q='{item-path}')", { item_path, item_path2 }, "/root:/item_path:/x(q='item_path2')");
path!(raw_string, GET, r"/me/events/<id>", { id }, "/me/events/id");

/// Values are escaped, each for its place.
#[graph_endpoint(GET, "/a/<one>/b(c='<two>')/root:/<three..>:/d")]
struct Crowded {
    one: &'static str,
    two: String,
    three: String,
}

#[test]
fn values_stay_where_they_are() {
    let crowded = Crowded::builder().one("x/y").two("o'neil").three("a b/c").build();
    assert_eq!(wire(&crowded), "GET /v1.0/a/x%2Fy/b(c='o%27%27neil')/root:/a%20b/c:/d");
}
