//! Options and preferences that a caller sets on a request's value.

use graph_endpoint::prelude::*;
use graph_endpoint::query::{BodyContentType, Expand, Search, property};
use graph_endpoint::{GetEndpoint, Prefer, WithOptions};
use percent_encoding::percent_decode_str;
use proptest::collection;
use proptest::prelude::{Just, any, prop_oneof, proptest};

use super::declared::{BASE, CreateUser, ListUsers, User, header, problem, query};

#[test]
fn every_system_option_has_a_setter() {
    let request = ListUsers::default()
        .select(["id", "displayName"])
        .filter("startswith(displayName,'A')")
        .expand("memberOf")
        .order_by("displayName desc")
        .top(5)
        .skip(10)
        .search("\"displayName:wa\"")
        .count()
        .query("$skiptoken", "a&b=c");
    assert_eq!(
        request.to_http_request(BASE).unwrap().uri(),
        "https://graph.microsoft.com/v1.0/users?$select=id%2CdisplayName&\
         $filter=startswith%28displayName%2C%27A%27%29&$expand=memberOf&$orderby=displayName%20desc&$top=5&$skip=10&\
         $search=%22displayName%3Awa%22&$count=true&$skiptoken=a%26b%3Dc"
    );
}

#[test]
fn an_option_comes_after_the_declared_fields() {
    let request = ListUsers::builder().page_size(999u32).build().filter("a eq 1").select(User::ID);
    assert_eq!(query(&request), "$Top=999&$select=id&$filter=a eq 1");
    assert_eq!(
        query(&ListUsers::default().select((User::ID, User::NAME, "mail"))),
        "$select=id,displayName,mail"
    );
}

#[test]
fn an_option_of_a_declared_field_is_not_sent_twice() {
    let request = ListUsers::builder().filter("accountEnabled eq true").page_size(5u32).build();
    assert_eq!(
        problem(&request.clone().filter("a eq 1")),
        "the query option `$filter` is set twice: by a field of the declaration and on its value"
    );
    // In another letter case, and without the `$` that Graph doesn't insist on.
    assert!(problem(&request.clone().top(1)).contains("`$top`"));
    assert!(problem(&request.clone().query("filter", "x")).contains("`filter`"));
    // A field that isn't set is in nobody's way.
    assert_eq!(query(&ListUsers::default().filter("a eq 1").top(1)), "$filter=a eq 1&$top=1");
    // Nor is an option whose value names another.
    assert_eq!(
        query(&request.query("x", "&$skip=1").skip(1)),
        "$filter=accountEnabled eq true&$Top=5&$skip=1&x=&$skip=1"
    );
}

#[test]
fn a_setter_called_again_replaces_or_adds() {
    let request = ListUsers::default()
        .filter("a eq 1")
        .filter("b eq 2")
        .select("a")
        .select("b")
        .top(1)
        .top(2)
        .query("x", 1)
        .query("x", 2)
        .expand("manager")
        .expand(Expand::new("memberOf").top(1))
        .order_by("surname desc")
        .order_by(User::NAME);
    assert_eq!(
        query(&request),
        "$select=b&$filter=b eq 2&$expand=manager,memberOf($top=1)&$orderby=surname desc,displayName&$top=2&x=2"
    );
}

#[test]
fn what_is_empty_is_an_error_and_not_left_out() {
    assert_eq!(
        problem(&ListUsers::default().filter("")),
        "the query option `$filter`: it is empty; leave it out"
    );
    assert!(problem(&ListUsers::default().order_by("a").order_by("")).contains("`$orderby`"));
    assert!(problem(&ListUsers::default().expand(Expand::new("a").filter(""))).contains("`$expand`"));
    assert!(problem(&ListUsers::default().filter(property::<i32>("a").is_in([0; 0]))).contains("empty"));
    assert!(problem(&ListUsers::default().query("a b", 1)).contains("`a b`"));
    // A list says itself that it is absent.
    assert_eq!(query(&ListUsers::default().select(Vec::<String>::new())), "");
}

#[test]
fn expansions_have_options_of_their_own() {
    let nested = Expand::new(User::MANAGER)
        .select((User::ID, User::NAME))
        .expand(Expand::new("manager").select("id").levels_max())
        .expand("drive")
        .filter(User::NAME.eq("a;b)'"))
        .order_by(User::NAME.desc())
        .search(Search::phrase("p"))
        .count()
        .skip(1)
        .top(1)
        .top(2);
    assert_eq!(
        nested.to_text().unwrap(),
        "manager($select=id,displayName;$expand=manager($select=id;$levels=max),drive;\
         $filter=displayName eq 'a;b)''';$orderby=displayName desc;$search=\"p\";$count=true;$skip=1;$top=2)"
    );
}

#[test]
fn search_and_count_ask_for_eventual_consistency() {
    let level = |request: WithOptions<ListUsers>| header(&request, "ConsistencyLevel");
    assert_eq!(level(ListUsers::default().top(1).filter(User::NAME.ne("a"))), None);
    assert_eq!(level(ListUsers::default().count()).as_deref(), Some("eventual"));
    assert_eq!(level(ListUsers::default().search("\"a\"")).as_deref(), Some("eventual"));
    assert_eq!(level(ListUsers::default().consistency_level_eventual()).as_deref(), Some("eventual"));
    // The declaration's own stays, once.
    assert_eq!(level(ListUsers::builder().level("session").build().count()).as_deref(), Some("session"));
}

#[test]
fn preferences_share_one_header() {
    let create = CreateUser { display_name: "a".into() };
    let all = create
        .prefer(Prefer::ReturnMinimal)
        .prefer(Prefer::MaxPageSize(50))
        .prefer(Prefer::TimeZone("Pacific Standard Time".into()))
        .prefer(Prefer::BodyContentType(BodyContentType::Text))
        .prefer(Prefer::ImmutableId)
        .prefer(Prefer::RespondAsync)
        .prefer(Prefer::IncludeUnknownEnumMembers)
        .prefer(Prefer::Other("bypass-shared-lock".into()))
        .prefer(Prefer::ReturnRepresentation);
    assert_eq!(
        header(&all, "Prefer").as_deref(),
        Some(
            "odata.maxpagesize=50, outlook.timezone=\"Pacific Standard Time\", outlook.body-content-type=\"text\", \
             IdType=\"ImmutableId\", respond-async, include-unknown-enum-members, bypass-shared-lock, \
             return=representation"
        )
    );
    let list = ListUsers::builder().prefer("a=\"1, respond-async\", b").build();
    let joined = list.clone().prefer(Prefer::RespondAsync);
    assert_eq!(header(&joined, "Prefer").as_deref(), Some("a=\"1, respond-async\", b, respond-async"));
    assert_eq!(
        problem(&list.prefer(Prefer::Other("B; x=1".into()))),
        "the preference `B` is set twice: by a field of the declaration and on its value"
    );
    let broken = ListUsers::default().prefer(Prefer::Other("a\r\nX-Evil: 1".into()));
    assert!(problem(&broken).contains("line break"));
}

#[test]
fn no_value_is_shown() {
    let request = ListUsers::default()
        .filter("mail eq 'adele@contoso.com'")
        .query("secret", "adele")
        .expand(Expand::new("manager").filter("id eq 'adele'"));
    let text = format!("{request:?} {:?} {:?}", User::NAME.eq("adele"), Search::phrase("adele"));
    assert!(!text.contains("adele"), "{text}");
    assert!(text.contains(r#"options: {"$filter", "$expand", "secret"}"#), "{text}");
    let twice = ListUsers::builder().filter("adele").build().filter("adele");
    assert!(!problem(&twice).contains("adele"));
}

#[test]
fn options_nest_in_generic_code() {
    fn first<E: GetEndpoint + Clone>(endpoint: &E) -> WithOptions<E> {
        endpoint.clone().top(1)
    }
    let request = ListUsers::default().filter("a eq 1");
    assert_eq!(query(&first(&request)), "$filter=a eq 1&$top=1");
    assert!(problem(&first(&request.top(2))).contains("`$top`"));
}

proptest! {
    #[test]
    fn a_value_is_one_option_and_comes_back(filter in ".+", name in "\\PC+", levels in any::<u32>()) {
        let request = ListUsers::default().filter(filter.as_str()).select([&name, "id"].map(str::to_owned)).top(levels);
        let request = request.to_http_request(BASE).unwrap();
        let query = request.uri().query().unwrap();
        assert!(!query.contains('+') && query.is_ascii());
        let options: Vec<(String, String)> = query
            .split('&')
            .map(|option| option.split_once('=').unwrap())
            .map(|(name, value)| (name.to_owned(), percent_decode_str(value).decode_utf8().unwrap().into_owned()))
            .collect();
        let expected = [
            ("$select".to_owned(), format!("{name},id")),
            ("$filter".to_owned(), filter),
            ("$top".to_owned(), levels.to_string()),
        ];
        assert_eq!(options, expected);
    }

    #[test]
    fn a_preference_never_breaks_out_of_its_quotes(zone in "[ -~]*", more in prop_oneof![Just(None), Just(Some(5))]) {
        let mut request = ListUsers::default().prefer(Prefer::TimeZone(zone.clone().into()));
        if let Some(items) = more {
            request = request.prefer(Prefer::MaxPageSize(items));
        }
        let value = header(&request, "Prefer").unwrap();
        let value = value.strip_suffix(", odata.maxpagesize=5").unwrap_or(&value);
        let quoted = value.strip_prefix("outlook.timezone=\"").unwrap().strip_suffix('"').unwrap();
        let mut back = String::new();
        let mut chars = quoted.chars();
        while let Some(c) = chars.next() {
            assert_ne!(c, '"');
            back.push(if c == '\\' { chars.next().unwrap() } else { c });
        }
        assert_eq!(back, zone);
    }

    #[test]
    fn a_search_never_breaks_out_of_its_quotes(phrases in collection::vec("[ -~äß]*", 1..4)) {
        let search = phrases.iter().map(|phrase| Search::property("displayName", phrase)).reduce(Search::and).unwrap();
        let mut rest = search.as_str();
        for (index, phrase) in phrases.iter().enumerate() {
            let start = if index == 0 { "\"displayName:" } else { " AND \"displayName:" };
            rest = rest.strip_prefix(start).unwrap();
            let mut chars = rest.chars();
            let mut back = String::new();
            loop {
                match chars.next().unwrap() {
                    '"' => break,
                    '\\' => back.push(chars.next().unwrap()),
                    c => back.push(c),
                }
            }
            assert_eq!(&back, phrase);
            rest = chars.as_str();
        }
        assert_eq!(rest, "");
    }
}

#[test]
fn searches_are_grouped_by_parentheses() {
    let (a, b, c) = (Search::phrase("a"), Search::phrase("b"), Search::from("c OR d"));
    assert_eq!(a.clone().and(b.clone()).and(a.clone()).as_str(), r#""a" AND "b" AND "a""#);
    assert_eq!(a.clone().or(b.clone()).and(a.clone()).as_str(), r#"("a" OR "b") AND "a""#);
    assert_eq!(a.and(b).or(c).as_str(), r#"("a" AND "b") OR (c OR d)"#);
}

#[test]
fn a_url_can_be_too_long() {
    let error =
        ListUsers::default().filter("x".repeat(70_000)).to_http_request("https://graph.example").unwrap_err();
    assert!(error.is_build() && error.to_string().contains("bytes long"), "{error}");
}
