//! Over a schema of a few lines: what each message says, and what is right.

use super::super::*;
use super::path;

const SMALL: &str = "#call assign
action .assign on .policy
 assignments .assignment[]
#call delta
function .delta on .user[] -> .user[]
#call find
function .find on .policy -> .policy composable
 period Edm.String!
 top Edm.Int32 optional
#call reports
function .reports -> .policy[]
 Period Edm.String!
#root groups set .group
#root me singleton .user
#root plans set .assignment no-read-by-key
#root policies set .policy no-insert
#root reports import .reports
#root users set .user
#type .assignment entity key=id
id Edm.String!
#type .directoryObject entity abstract key=id
id Edm.String!
#type .driveItem entity key=id
content Edm.Stream
id Edm.String!
#type .group entity base=.directoryObject alt=uniqueName alt=first+second:b
drive .driveItem nav
members .directoryObject[] nav ref
owners .directoryObject[] nav no-key
threads .driveItem[] contained deprecated=2026-01-01 removed=2027-01-01
#type .policy entity key=id
assignments .assignment[] contained
id Edm.String!
#type .user entity base=.directoryObject
displayName Edm.String
mailFolders .driveItem[] contained
manager .directoryObject nav
photo .photo contained
#type .photo entity stream key=id
id Edm.String!
";

fn small() -> Snapshot {
    // The example is written for people; the order of a snapshot is by bytes.
    let mut records: Vec<&str> = SMALL.split('#').filter(|record| !record.is_empty()).collect();
    records.sort_unstable_by_key(|record| record.split(' ').take(2).map(str::to_owned).collect::<Vec<_>>());
    let body: String = records.iter().map(|record| format!("#{record}")).collect();
    let head = "graph-schema 1\nversion v1.0\ncloud global\ndate unknown\nsource 0\n";
    Snapshot::new(format!("{head}body {} {} 0\n{body}", body.len(), records.len())).unwrap()
}

#[test]
fn what_is_wrong_with_a_path_says_what_to_write() {
    let snapshot = small();
    for (text, part, message) in [
        ("/grups", "grups", "no path of Graph begins with `grups`; did you mean `groups`?"),
        (
            "/$batch",
            "$batch",
            "`$batch` sends other calls; declare those, and send them in one by `client.batch((first, second))`",
        ),
        ("/$metadata", "$metadata", "`$metadata` is the schema itself; `cargo graph schema pull` reads it"),
        ("/<a>", "<a>", "a path begins with a name, and this is a value; write an entity set or a singleton"),
        (
            "/me/displayNam",
            "displayNam",
            "microsoft.graph.user has no `displayNam`; did you mean `displayName`?",
        ),
        (
            "/me/xyzxyz",
            "xyzxyz",
            "microsoft.graph.user has no `xyzxyz`; write a property of it, or an action or function that is bound to it",
        ),
        ("/me/displayName/x", "x", "Edm.String has no `x`; nothing follows, so remove `/x`"),
        (
            "/users/manager",
            "manager",
            "`manager` is of one microsoft.graph.user, and there are many here; write `/users/<id>/manager`",
        ),
        (
            "/users/<id>/delta",
            "delta",
            "`delta` is called on the collection, and this is one microsoft.graph.user; remove its key",
        ),
        ("/me/<id>", "<id>", "there is one microsoft.graph.user here, and it takes no key; remove `<id>`"),
        ("/users/<id>/<b>", "<b>", "one microsoft.graph.user is chosen here already; remove `<b>`"),
        (
            "/groups/<id>/owners/<b>",
            "<b>",
            "these can't be chosen by a key; remove `<b>`, or read them where they are",
        ),
        (
            "/groups(uniqueNam='<n>')",
            "uniqueNam='<n>'",
            "`uniqueNam` is no key of microsoft.graph.group; did you mean `uniqueName`?",
        ),
        (
            "/groups(first=<a>)",
            "groups(first=<a>)",
            "`groups(first=<a>)` is no key of microsoft.graph.group; there are `id`, `uniqueName`, `first` and `second`",
        ),
        ("/groups()", "groups()", "there is no key in the parentheses; write one, or remove them"),
        (
            "/groups/<id>/members/microsoft.graph.usr",
            "microsoft.graph.usr",
            "there is no `microsoft.graph.usr`; did you mean `microsoft.graph.user`?",
        ),
        (
            "/groups/<id>/members/microsoft.graph.policy",
            "microsoft.graph.policy",
            "microsoft.graph.policy doesn't derive from microsoft.graph.directoryObject; remove it",
        ),
        (
            "/groups/<id>/members/<m>/mailFolders",
            "mailFolders",
            "`mailFolders` is of microsoft.graph.user, not of every microsoft.graph.directoryObject; write `/microsoft.graph.user/mailFolders`",
        ),
        ("/policies/<id>/find", "find", "`find` lacks `period`; write `find(period='<period>')`"),
        (
            "/policies/<id>/find(perod='<p>')",
            "perod='<p>'",
            "`find` has no parameter `perod`; did you mean `period`?",
        ),
        (
            "/policies/<id>/find(period={p})",
            "period={p}",
            "`period` is a text, which stands in quotes; write `period='<p>'`",
        ),
        (
            "/policies/<id>/find('<p>')",
            "'<p>'",
            "this is no parameter of `find`, since it has no name; write `find(period='<period>')`",
        ),
        (
            "/policies/<id>/assign()",
            "assign()",
            "`assign` is an action and takes its parameters in the body; write `assign`",
        ),
        ("/policies/<id>/assign/x", "x", "nothing follows the action `assign`; remove `/x`"),
        ("/users/$count/x", "x", "nothing follows `$count`; remove `/x`"),
        ("/me/$count", "$count", "`$count` counts a collection, and this is one; remove it"),
        ("/me/$value", "$value", "microsoft.graph.user has no content of its own, so no `$value`; remove it"),
        ("/me/$ref", "$ref", "`$ref` stands behind a relation between entities, and here is none; remove it"),
        ("/me/$batch", "$batch", "there is no `$batch` in a path; there are `$count`, `$ref` and `$value`"),
        (
            "/me/manager:/<path..>",
            "<path..>",
            "microsoft.graph.directoryObject has no path with colons; only a file or a site has",
        ),
        ("/reports", "reports", "`reports` lacks `Period`; write `reports(Period='<period>')`"),
        ("/users/.../manager", "...", "`...` stands for segments that are left out; write them"),
    ] {
        let problem = snapshot.resolve(&path(text)).map(|place| format!("{:?}", place.kind)).expect_err(text);
        assert_eq!((&text[problem.range.clone()], problem.message.as_str()), (part, message), "{text}");
    }
}

#[test]
fn what_is_right_has_a_type_and_methods() {
    let snapshot = small();
    for (text, expected) in [
        ("/users", "Collection(microsoft.graph.user) GET POST"),
        ("/users/<id>", "microsoft.graph.user GET PATCH DELETE"),
        ("/users/adele@contoso.com", "microsoft.graph.user GET PATCH DELETE"),
        ("/users('<id>')/mailFolders/inbox", "microsoft.graph.driveItem GET PATCH DELETE"),
        ("/me", "microsoft.graph.user GET PATCH"),
        ("/me/manager", "microsoft.graph.directoryObject GET"),
        ("/me/manager/$ref", "microsoft.graph.directoryObject GET PUT DELETE"),
        ("/me/manager/microsoft.graph.user/displayName/$value", "Edm.String GET"),
        ("/groups/<id>/members/<id>/$ref", "microsoft.graph.directoryObject DELETE"),
        (
            "/groups(uniqueName='<n>')/members/$ref",
            "Collection(microsoft.graph.directoryObject) GET POST DELETE",
        ),
        ("/groups(second=<a>,first=<b>)", "microsoft.graph.group GET PATCH DELETE"),
        ("/groups/uniqueName=<n>/members/graph.user/$count", "Edm.Int32 GET"),
        ("/groups/<id>/drive:/<path..>:/content", "Edm.Stream GET PUT DELETE"),
        ("/me/photo/$value", "Edm.Stream GET PUT DELETE"),
        ("/users/delta", "Collection(microsoft.graph.user) GET"),
        ("/users/microsoft.graph.delta()", "Collection(microsoft.graph.user) GET"),
        ("/policies", "Collection(microsoft.graph.policy) GET"),
        ("/policies/<id>/assign", "microsoft.graph.policy POST"),
        (
            "/policies/<id>/find(Period='<p>',TOP=1)/assignments",
            "Collection(microsoft.graph.assignment) GET POST",
        ),
        ("/reports(period='<p>')", "Collection(microsoft.graph.policy) GET"),
    ] {
        let template = path(text);
        let place = snapshot.resolve(&template).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        let methods: Vec<&str> = place.operations().iter().map(|allowed| allowed.method).collect();
        assert_eq!(format!("{} {}", place.ty, methods.join(" ")), expected, "{text}");
    }
}

#[test]
fn values_and_deprecations_are_told() {
    let snapshot = small();
    let template = path("/groups(uniqueName='<n>')/threads/<thread>");
    let place = snapshot.resolve(&template).unwrap();
    let values: Vec<String> = place
        .values
        .iter()
        .map(|value| format!("{} {} {:?}", template.part(&value.range), value.name, value.key_of))
        .collect();
    assert_eq!(
        values,
        ["<n> uniqueName Some(microsoft.graph.group)", "<thread> id Some(microsoft.graph.driveItem)"]
    );
    let [deprecation] = &place.deprecated[..] else { panic!("{:?}", place.deprecated) };
    assert_eq!((deprecation.since, deprecation.removed), ("2026-01-01", Some("2027-01-01")));
    assert_eq!(template.part(&deprecation.range), "threads");
}

#[test]
fn a_method_that_is_refused_says_where_it_is() {
    let snapshot = small();
    for (method, text, message) in [
        (
            "PATCH",
            "/policies/<id>/assignments",
            "; there are `GET` and `POST`, and PATCH on `.../assignments/{id}`",
        ),
        ("POST", "/users/<id>", "; there are `GET`, `PATCH` and `DELETE`, and POST on `.../users`"),
        ("POST", "/users('<id>')", "; there are `GET`, `PATCH` and `DELETE`, and POST on `.../users`"),
        ("POST", "/groups/<id>/members", "; there is `GET`, and POST on `.../members/$ref`"),
        ("GET", "/policies/<id>/assign", "; an action is called by `POST`; write it"),
        ("POST", "/users/delta", "; a function is called by `GET`; write it"),
        ("POST", "/policies", ", as its annotation `InsertRestrictions` says; there is `GET`"),
        (
            "GET",
            "/plans/<id>",
            ", as its annotation `ReadByKeyRestrictions` says; there are `PATCH` and `DELETE`, and GET on `.../plans`",
        ),
        ("DELETE", "/me", "; there are `GET` and `PATCH`"),
    ] {
        let place = snapshot.resolve(&path(text)).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        let message = format!("{method} is not allowed on `{text}`{message}");
        assert_eq!(place.operation(method).unwrap_err().message, message);
    }
}
