use super::*;
use crate::naming::is_identifier;

fn shape(path: &str) -> Vec<(String, Option<Spelling>)> {
    let (template, problems) = PathTemplate::parse(path);
    assert_eq!(problems, [], "{path}");
    template
        .pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => (text, None),
            Piece::Placeholder(p) => (p.fields.join("|"), Some(p.spelling)),
        })
        .collect()
}

#[test]
fn the_spellings() {
    let text = |s: &str| (s.to_owned(), None);
    let value = |s: &str, spelling| (s.to_owned(), Some(spelling));
    assert_eq!(
        shape("/a/<id>/b/{docsName}/{docs-name}"),
        [
            text("/a/"),
            value("id", Spelling::Value),
            text("/b/"),
            value("docs_name", Spelling::Value),
            text("/"),
            value("docs_name2", Spelling::Value)
        ]
    );
    assert_eq!(
        shape("/me/drive/root:/<path..>:/content"),
        [text("/me/drive/root:/"), value("path", Spelling::Rest), text(":/content")]
    );
    assert_eq!(
        shape("/me/drive/root:/{item-path}:/content"),
        [text("/me/drive/root:/"), value("item_path", Spelling::Rest), text(":/content")]
    );
    assert_eq!(
        shape("/users(userPrincipalName='<upn>')"),
        [text("/users(userPrincipalName='"), value("upn", Spelling::Quoted), text("')")]
    );
    assert_eq!(
        shape("/users/{id | userPrincipalName}"),
        [text("/users/"), value("id|user_principal_name", Spelling::Value)]
    );
}

#[test]
fn a_name_that_stands_again_is_numbered() {
    let names = |path: &str| {
        let (template, _) = PathTemplate::parse(path);
        template.placeholders().map(|p| p.fields.join("|")).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("/a/{id}/b/{id}/c/<id>"), "id id2 id3");
    assert_eq!(names("/a/{application-id}/b/{applicationId}"), "application_id application_id2");
    assert_eq!(names("/a/{id|name}/b/{id|name}"), "id|name id2|name2");
    // A choice counts each of its names, and leaves to others the only one that they have.
    assert_eq!(names("/a/{id}/b/{id|name}/c/{id|name}"), "id id2|name id3|name2");
    assert_eq!(names("/a/{id|name}/b/{name}/c/{name}"), "id|name name name2");
    assert_eq!(names("/a/{id}/b/{id|name}/c/{id2}"), "id name id2");
    assert_eq!(names("/a/{id}/b/{id|name}/c/{name}"), "id id2|name name");
    assert_eq!(names("/a/{id}/b/{id}/c/{id2}"), "id  id2");
}

proptest::proptest! {
    #[test]
    fn any_text_is_taken_apart_or_refused(text in "[/a-z<>{}.|:'()?# =\\-ü$\\\\]{0,40}") {
        let (template, problems) = PathTemplate::parse(&text);
        for problem in &problems {
            proptest::prop_assert!(text.get(problem.range.clone()).is_some(), "{problem:?}");
            proptest::prop_assert!(!problem.message.is_empty());
        }
        let parts = template.pieces.iter().map(|piece| match piece {
            Piece::Text(text) => text.as_str(),
            Piece::Placeholder(placeholder) => template.part(&placeholder.range),
        });
        if problems.is_empty() {
            proptest::prop_assert_eq!(parts.collect::<String>(), text);
            let names = template.placeholders().flat_map(|placeholder| &placeholder.fields);
            proptest::prop_assert!(names.into_iter().all(|name| is_identifier(name)));
        }
    }

    #[test]
    fn a_path_of_the_documentation_is_its_parts(
        segments in proptest::collection::vec("[a-zA-Z]{1,8}|<[a-z][a-z_]{0,5}>|\\{[a-z][a-zA-Z-]{0,5}\\}|[a-z]{1,4}\\(q='\\{x\\}'\\)", 1..8),
    ) {
        let path = segments.iter().map(|segment| format!("/{segment}")).collect::<String>();
        let (template, problems) = PathTemplate::parse(&path);
        // A placeholder can have the name of a keyword that is no identifier in any spelling.
        proptest::prop_assume!(problems.is_empty());
        let expected = segments.iter().filter(|segment| segment.contains(['<', '{'])).count();
        proptest::prop_assert_eq!(template.placeholders().count(), expected);
        let mut names: Vec<&str> = template.placeholders().flat_map(|p| &p.fields).map(String::as_str).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        proptest::prop_assert_eq!(names.len(), all, "each field fills one placeholder");
    }
}

#[test]
fn a_query_becomes_fields() {
    let message = |path: &str| {
        let (template, problems) = PathTemplate::parse(path);
        assert_eq!(template.placeholders().count(), 1, "{path}");
        problems.into_iter().next().map(|problem| problem.message).unwrap_or_default()
    };
    assert_eq!(
        message("/users/{id}/calendarView?startDateTime={start}&$top=5"),
        "the query is not part of the path; write `/users/{id}/calendarView`, and a field for each option: \
         `#[graph(query = \"startDateTime\")] start_date_time: Option<String>`, \
         `#[graph(query = \"$top\")] top: Option<String>`"
    );
    assert!(message("/groups/{id}/$ref?$id=https://h").contains("`#[graph(query = \"$id\")] id_option: "));
    for odd in ["?", "?{name}={value}", "?a b", "?$filter=a eq 1&", "?1"] {
        assert!(message(&format!("/<id>{odd}")).ends_with("for each option"), "{odd}");
    }
}

#[test]
fn every_problem_has_its_place() {
    let (_, problems) = PathTemplate::parse("/a/<>/b c/<id");
    let ranges: Vec<_> = problems.iter().map(|problem| problem.range.clone()).collect();
    assert_eq!(ranges, [3..5, 7..8, 10..13]);
}

#[test]
fn what_a_url_cannot_hold_is_to_be_encoded() {
    let messages = |path: &str| {
        PathTemplate::parse(path).1.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
    };
    assert_eq!(messages("/a/ü"), ["there is `ü` in the path; write `%C3%BC`"]);
    assert_eq!(messages("/a\u{200b}"), ["there is `\\u{200b}` in the path; write `%E2%80%8B`"]);
    assert_eq!(messages("/a^"), ["there is `^` in the path; write `%5E`"]);
    for path in ["/100%", "/100%/a", "/%2", "/%zz", "/%é1"] {
        assert!(
            messages(path)
                .contains(&"there is a `%` in the path that encodes nothing; write `%25`".to_owned()),
            "{path}"
        );
    }
    for path in ["/a%20b", "/%C3%BC", "/a..%2e", "/...", "/%2e%2e%2e", "/<ü>"] {
        assert!(messages(path).is_empty(), "{path}");
    }
}

#[test]
fn rules_about_the_whole_path_come_alone() {
    for (path, message) in [
        ("", "the path is empty; write it from the slash on, as in `/users/<id>`"),
        (
            "https://graph.microsoft.com/me/<",
            "the host is the client's business; write the path alone, after the version",
        ),
        ("me", "the path must begin with a slash; write `/me`"),
        (
            "/beta/me",
            "the version is not part of the path; write `\"/me\"`, and `version = \"beta\"` behind it",
        ),
        ("/a//b", "there is an empty segment in the path; remove one of the slashes"),
        ("/a/", "the path ends in a slash; remove it"),
        (
            "/a/../b",
            "a dot segment does not survive, since URL parsers collapse it; write the path that is meant",
        ),
        (
            "/a/<id>/.%2E/b",
            "a dot segment does not survive, since URL parsers collapse it; write the path that is meant",
        ),
        (
            "/a/%2e",
            "a dot segment does not survive, since URL parsers collapse it; write the path that is meant",
        ),
        ("/users/:id", "`:id` is no placeholder here; write `<id>`"),
        ("/users/${id}/photo", "`${id}` is no placeholder here; write `<id>`"),
        ("/a(b='c)", "this quote is not closed; write `'` where the value ends"),
        (
            "/users('x')('y')",
            "a segment ends with its parentheses, and `('y')` follows; write a key behind a slash, `/y`, or remove it",
        ),
        (
            "/users('<id>')messages/<m>",
            "a segment ends with its parentheses, and `messages` follows; write it behind a slash, `/messages`",
        ),
        ("/a(b=<c>", "this parenthesis is not closed; write `)` where the parameters end"),
    ] {
        let (_, problems) = PathTemplate::parse(path);
        assert_eq!(
            problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>(),
            [message],
            "{path}"
        );
    }
}

/// What stands in quotes, in another pair or in the name of a file closes no segment.
#[test]
fn parentheses_that_end_no_segment() {
    for path in [
        "/a(b=')(',c=<c>)/d",
        "/a(b='it''s)x')/d",
        "/a(b=(1)x)/d",
        "/me/drive/root:/a (1)(2).txt:/content",
        "/a('<b>'):/c",
        "/a(b=<b>)",
    ] {
        let (_, problems) = PathTemplate::parse(&path.replace(' ', "%20"));
        assert_eq!(problems, [], "{path}");
    }
}

#[test]
fn names_of_their_own() {
    let names = |path: &str| {
        let (template, _) = PathTemplate::parse(path);
        template.placeholders().map(|p| template.own_name(p).unwrap_or_default()).collect::<Vec<_>>()
    };
    assert_eq!(names("/users/{id}/messages/{id}"), ["user_id", "message_id"]);
    assert_eq!(names("/x/resizedRange(rows={n}, columns={n})"), ["rows", "columns"]);
    assert_eq!(names("/users(userPrincipalName='{upn}')"), ["user_principal_name"]);
    assert_eq!(names("/users('{id}')/messages({id})"), ["user_id", "message_id"]);
    assert_eq!(names("/oauth2PermissionGrants/{id}/x-{id}"), ["oauth2_permission_grant_id", ""]);
    assert_eq!(names("/users/{user-id}"), ["user"]);
    assert_eq!(names("/drive/root:/{path}"), [""]);
}

#[test]
fn calls_fit() {
    let values = |template: &str, path: &str| {
        let (template, problems) = PathTemplate::parse(template);
        assert_eq!(problems, [], "{template:?}");
        let ranges = template.fit(path)?;
        let values = template.pieces.iter().zip(ranges).filter(|(piece, _)| piece.placeholder().is_some());
        Some(values.map(|(_, range)| path[range].to_owned()).collect::<Vec<_>>().join(" "))
    };
    for (template, path, expected) in [
        ("/users/{id}", "/USERS/a", Some("a")),
        ("/users/{id}", "/users/a/b", None),
        ("/users/{id}", "/users/", None),
        (
            "/users(userPrincipalName='{upn}')/mailFolders",
            "/Users(userPrincipalName='o''neil%40x')/mailfolders",
            Some("o''neil%40x"),
        ),
        ("/a(b='<b>')", "/a(b='c'd')", None),
        ("/x(rows=<r>,columns=<c>)", "/x(rows=1,columns=2)", Some("1 2")),
        ("/x(rows=<r>,columns=<c>)", "/x(rows=1,2,columns=2)", None),
        ("/me/drive/root:/<path..>:/content", "/me/drive/root:/a/b.txt:/content", Some("a/b.txt")),
        ("/me/drive/root:/<path..>:/content", "/me/drive/root://b:/content", None),
        ("/t/<a>-<b>", "/t/ü-x-y", Some("ü x-y")),
    ] {
        assert_eq!(values(template, path).as_deref(), expected, "{template} {path}");
    }
}

#[test]
fn a_hostile_path_is_quick() {
    let (template, _) = PathTemplate::parse(&"/<a..>x<b>y".repeat(6));
    assert_eq!(template.fit(&format!("/{}", "xy/".repeat(300))), None);
}
