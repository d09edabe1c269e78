use super::*;

/// The values of a path, as text.
fn values(path: &str, route: &'static str) -> Option<Vec<String>> {
    let values = match_path(path, "v1.0", route)?.into_values();
    Some(values.into_iter().map(|value| String::from_utf8(value.bytes).unwrap()).collect())
}

fn some(values: &[&str]) -> Option<Vec<String>> {
    Some(values.iter().map(|value| (*value).to_owned()).collect())
}

const USER: &str = "/users/<id>";
const MESSAGES: &str = "/users/<id>/messages";
const CONTENT: &str = "/me/drive/root:/<path..>:/content";
const SEARCH: &str = "/root/search(q='<q>')";
const PAIR: &str = "/f(a=<a>,b=<b>)";

#[test]
fn a_value_is_one_segment_and_decoded() {
    assert_eq!(values("/v1.0/users/a%2Fb%20c", USER), some(&["a/b c"]));
    assert_eq!(values("/v1.0/users/%252e%252e", USER), some(&["%2e%2e"]));
    assert_eq!(values("/v1.0/users/a%zz", USER), some(&["a%zz"]));
    assert_eq!(values("/v1.0/users/a+b", USER), some(&["a+b"]));
    // Graph's paths have no letter case, its values have.
    assert_eq!(values("/v1.0/Users/A", USER), some(&["A"]));
    assert_eq!(values("/V1.0/users/A", USER), some(&["A"]));
    for path in ["/v1.0/users", "/v1.0/users/", "/v1.0/users/a/b", "/beta/users/a", "/v1.0x/users/a", ""] {
        assert_eq!(values(path, USER), None, "{path}");
    }
    assert_eq!(values("/v1.0/users/a/messages", MESSAGES), some(&["a"]));
    assert_eq!(values("/v1.0/users//messages", MESSAGES), None);
    assert_eq!(values("/v1.0/users/a%2Fmessages", MESSAGES), None);
}

#[test]
fn a_run_keeps_its_slashes_and_ends_at_the_last_place_it_can() {
    assert_eq!(values("/v1.0/me/drive/root:/a/b%20c.txt:/content", CONTENT), some(&["a/b c.txt"]));
    assert_eq!(values("/v1.0/me/drive/root:/a:/content/b:/content", CONTENT), some(&["a:/content/b"]));
    for path in [
        "root:/:/content",
        "root:/a//b:/content",
        "root:/a/:/content",
        "root://a:/content",
        "root:/a:/content/",
    ] {
        assert_eq!(values(&format!("/v1.0/me/drive/{path}"), CONTENT), None, "{path}");
    }
}

#[test]
fn quotes_are_doubled_inside_a_literal() {
    assert_eq!(values("/v1.0/root/search(q='O%27%27Brien')", SEARCH), some(&["O'Brien"]));
    assert_eq!(values("/v1.0/root/search(q='O''Brien')", SEARCH), some(&["O'Brien"]));
    assert_eq!(values("/v1.0/root/search(q='')", SEARCH), some(&[""]));
    assert_eq!(values("/v1.0/root/search(q='''')", SEARCH), some(&["'"]));
    assert_eq!(values("/v1.0/root/search(q='a/b')", SEARCH), some(&["a/b"]));
    assert_eq!(values("/v1.0/root/search(q='O'Brien')", SEARCH), None);
    assert_eq!(values("/v1.0/root/search(q=''')", SEARCH), None);
}

#[test]
fn text_may_come_encoded_in_another_way() {
    assert_eq!(values("/v1.0/root/search%28q=%27x%27%29", SEARCH), some(&["x"]));
    assert_eq!(values("/v1.0%2Fusers/a", USER), None);
    // As we write it wins: the encoded comma belongs to the value.
    assert_eq!(values("/v1.0/f(a=1%2Cb%3D2,b=3)", PAIR), some(&["1,b=2", "3"]));
    assert_eq!(values("/v1.0/f(a=1%2Cb=2)", PAIR), some(&["1", "2"]));
}

/// A key is one by any of its spellings, in the route or in the path.
#[test]
fn a_key_may_come_in_parentheses_or_as_a_segment() {
    const QUOTED: &str = "/users('<id>')/messages";
    const NAMED: &str = "/users(id='<id>')";
    const TWO: &str = "/users('<id>')/messages(<id2>)/graph.event";
    for path in ["users/1", "users('1')", "users(1)", "users(id='1')", "Users(ID=1)", "users%28%271%27%29"] {
        assert_eq!(values(&format!("/v1.0/{path}"), USER), some(&["1"]), "{path}");
        assert_eq!(values(&format!("/v1.0/{path}"), NAMED), some(&["1"]), "{path}");
        for route in [MESSAGES, QUOTED] {
            assert_eq!(values(&format!("/v1.0/{path}/messages"), route), some(&["1"]), "{path} {route:?}");
        }
    }
    assert_eq!(values("/v1.0/users('O''Brien')/messages", MESSAGES), some(&["O'Brien"]));
    assert_eq!(values("/v1.0/users/O'Brien/messages", QUOTED), some(&["O'Brien"]));
    assert_eq!(values("/v1.0/users('a/b')/messages", MESSAGES), some(&["a/b"]));
    assert_eq!(values("/v1.0/users/1/messages/2/graph.event", TWO), some(&["1", "2"]));
    assert_eq!(values("/v1.0/users(1)/messages('2')/graph.event", TWO), some(&["1", "2"]));
    // No keys: a parameter, an alternate key, nothing, several, two literals, a file's name.
    for (path, route) in [
        ("/v1.0/root/search/x", SEARCH),
        ("/v1.0/users(userPrincipalName='1')", USER),
        ("/v1.0/users('')/messages", MESSAGES),
        ("/v1.0/users(1,2)/messages", MESSAGES),
        ("/v1.0/users('a'b')/messages", MESSAGES),
        ("/v1.0/users('a'/messages", MESSAGES),
        ("/v1.0/users('a')('b')/messages", MESSAGES),
    ] {
        assert_eq!(values(path, route), None, "{path}");
    }
    assert_eq!(values("/v1.0/me/drive/root:/a('1')/b:/content", CONTENT), some(&["a('1')/b"]));
}

#[test]
fn something_may_stand_in_front_of_the_version() {
    for path in ["/v1.0/users/a", "/proxy/graph/v1.0/users/a", "/v1.0/v1.0/users/a"] {
        assert_eq!(
            match_path_with_prefix(path, "v1.0", USER).unwrap().into_values()[0].bytes,
            b"a",
            "{path}"
        );
    }
    assert!(match_path_with_prefix("/proxyv1.0/users/a", "v1.0", USER).is_none());
}

#[test]
fn text_is_more_specific_than_a_value_and_a_value_than_a_run() {
    let specificity = |path, route| match_path(path, "v1.0", route).unwrap().specificity();
    const DELTA: &str = "/users/delta";
    const ANY: &str = "/<set>/delta";
    const RUN: &str = "/users/<path..>";
    let path = "/v1.0/users/delta";
    assert!(specificity(path, DELTA) > specificity(path, USER));
    assert!(specificity(path, USER) > specificity(path, ANY));
    assert!(specificity(path, USER) > specificity(path, RUN));
}

#[test]
fn a_long_path_takes_no_long_time() {
    const NASTY: &str = "/<a..>a<b..>a<c..>b";
    let path = format!("/v1.0/{}", "a".repeat(60_000));
    assert_eq!(values(&path, NASTY), None);
}

#[test]
fn a_cast_may_come_by_the_namespaces_alias() {
    const LONG: &str = "/groups/<id>/members/microsoft.graph.user/<id2>/manager/microsoft.graph.user";
    const SHORT: &str = "/groups/<id>/members/graph.user/<id2>/manager/graph.user";
    const FIRST: &str = "/directoryObjects/microsoft.graph.user/$count";
    for path in [
        "groups/microsoft.graph.a/members/microsoft.graph.user/graph.b/manager/microsoft.graph.user",
        "groups/microsoft.graph.a/members/graph.user/graph.b/manager/graph.user",
        "groups('microsoft.graph.a')/members/Graph.User/graph.b/manager/graph.user",
    ] {
        for route in [LONG, SHORT] {
            let found = values(&format!("/v1.0/{path}"), route);
            // No value is taken for a cast.
            assert_eq!(found, some(&["microsoft.graph.a", "graph.b"]), "{path} {route:?}");
        }
    }
    assert_eq!(values("/v1.0/directoryObjects/graph.user/$count", FIRST), some(&[]));
    for path in [
        "directoryObjects/user/$count",
        "directoryObjects/agraph.user/$count",
        "directoryObjects/graph.device/$count",
    ] {
        assert_eq!(values(&format!("/v1.0/{path}"), FIRST), None, "{path}");
    }
}
