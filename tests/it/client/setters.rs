//! What the setters of a builder take.

use graph_endpoint::prelude::*;
use graph_endpoint::{Flags, Kept};

#[graph_type("microsoft.graph.target")]
#[derive(Debug, PartialEq)]
struct Target {
    id: String,
}

#[graph_endpoint(POST, "/things/<id>")]
struct CreateThing<'a> {
    id: &'a str,
    names: Vec<String>,
    counts: Option<Vec<i64>>,
    targets: Option<Vec<Kept<Target>>>,
    nickname: Option<String>,
    #[graph(query = "$top")]
    top: Option<u32>,
    #[graph(query = "$filter")]
    filter: Option<&'a str>,
    note: Nullable<String>,
}

#[graph_type("microsoft.graph.dayOfWeek")]
#[derive(Clone, Debug, PartialEq)]
enum Day {
    Monday,
    Friday,
    #[graph(other)]
    Other(String),
}

#[graph_endpoint(PATCH, "/things")]
struct SetDays {
    days: Flags<Day>,
    more: Option<Flags<Day>>,
    less: Nullable<Flags<Day>>,
}

fn target(id: &str) -> Target {
    Target { id: id.to_owned() }
}

#[test]
fn an_optional_one_takes_an_option_as_well() {
    let id = String::from("T_1");
    let with = |nickname: Option<&str>, top: Option<u32>| {
        CreateThing::builder().id(&id).names([]).nickname(nickname).top(top).build()
    };
    let given = with(Some("n"), Some(5));
    assert_eq!((given.id, given.nickname.as_deref(), given.top), ("T_1", Some("n"), Some(5)));
    let none = with(None, None);
    assert_eq!((none.nickname, none.top, none.filter), (None, None, None));

    let owned: Option<String> = Some("o".into());
    let text = String::from("x eq 1");
    let request = CreateThing::builder()
        .id("a")
        .names(vec![])
        .nickname(owned)
        .top(5)
        .filter(&text)
        .counts(None::<Vec<i64>>)
        .note(None)
        .build();
    assert_eq!(
        (request.nickname.as_deref(), request.top, request.filter),
        (Some("o"), Some(5), Some("x eq 1"))
    );
    assert_eq!(request.note, Nullable::Null);
    let borrowed: Option<&str> = request.filter;
    for noted in [CreateThing::builder().note(&text), CreateThing::builder().note(borrowed.map(Into::into))] {
        assert_eq!(noted.id("a").names([]).build().note, "x eq 1".into());
    }
    let request =
        CreateThing::builder().id("a").names(vec![]).nickname("n").top(None).filter(Some(&text)).build();
    assert_eq!((request.nickname.as_deref(), request.top, request.filter), (Some("n"), None, Some("x eq 1")));
}

#[test]
fn a_list_takes_what_can_be_collected() {
    let names = |request: CreateThing<'_>| request.names.join(",");
    let given = [String::from("a"), String::from("b")];
    let texts = ["a", "b"];
    let start = || CreateThing::builder().id("a");
    assert_eq!(names(start().names(texts).build()), "a,b");
    assert_eq!(names(start().names(&texts[..]).build()), "a,b");
    assert_eq!(names(start().names(given.iter()).build()), "a,b");
    assert_eq!(names(start().names(given.to_vec()).build()), "a,b");
    assert_eq!(names(start().names("a b".split(' ')).build()), "a,b");
    let (list, set) = (given.to_vec(), std::collections::BTreeSet::from(given.clone()));
    assert_eq!(names(start().names(&list).build()), "a,b");
    assert_eq!(names(start().names(set).build()), "a,b");
    assert_eq!(names(start().names(std::collections::HashSet::from(["a".to_owned()])).build()), "a");
    assert_eq!(start().names([]).counts(Some(&vec![1, 2])).build().counts, Some(vec![1, 2]));
    assert_eq!(names(start().names(given).build()), "a,b");
    assert_eq!(names(start().names([]).build()), "");

    let start = || start().names([]);
    assert_eq!(start().counts([1, 2]).build().counts, Some(vec![1, 2]));
    assert_eq!(start().counts(Some([1, 2])).build().counts, Some(vec![1, 2]));
    assert_eq!(start().counts(1_i64..3).build().counts, Some(vec![1, 2]));
    assert_eq!(start().counts([]).build().counts, Some(vec![]));
    let one = |request: CreateThing<'_>| request.targets.map(|targets| targets.len());
    assert_eq!(one(start().targets([target("t")]).build()), Some(1));
    assert_eq!(one(start().targets([]).build()), Some(0));
    assert_eq!(one(start().targets(vec![target("t")]).build()), Some(1));
    assert_eq!(one(start().targets(["t"].into_iter().map(target)).build()), Some(1));
    assert_eq!(one(start().targets(vec![Kept::from(target("t"))]).build()), Some(1));
}

#[test]
fn flags_come_from_one_member_an_array_or_a_list() {
    let two = Flags::from([Day::Monday, Day::Friday]);
    assert_eq!(Flags::from(vec![Day::Monday, Day::Friday, Day::Monday]), two);
    assert_eq!(Flags::from(&[Day::Monday, Day::Friday][..]), two);
    assert_eq!([Day::Monday, Day::Friday].into_iter().collect::<Flags<_>>(), two);
    assert_eq!(two.clone().into_iter().map(Flags::from).count(), 2);
    let request = SetDays::builder()
        .days([Day::Monday, Day::Friday])
        .more(Some([Day::Friday]))
        .less(Flags::from([Day::Monday]))
        .build();
    assert_eq!((request.days, request.more), (two.clone(), Some(Day::Friday.into())));
    let request = SetDays::builder().days([]).more(vec![Day::Monday]).less(two.clone()).build();
    assert_eq!((request.days.len(), request.more), (0, Some(Day::Monday.into())));
    let request = SetDays::builder().days(Day::Monday).more(Day::Friday).less(None).build();
    assert_eq!((request.days.len(), request.more.map(|more| more.len())), (1, Some(1)));
    let request = SetDays::builder().days(two.clone()).more(Some(two.clone())).build();
    assert_eq!((request.days, request.more), (two.clone(), Some(two)));
}
