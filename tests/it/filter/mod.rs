//! Typed filters: their texts, and what a parser that isn't ours makes of them.

mod parser;
mod tree;

use graph_endpoint::prelude::*;
use graph_endpoint::query::{AnyValue, Filter, Literal, Operand, Property, Verbatim, property};
use proptest::test_runner::{Config, TestRunner};
use serde_json::json;

use self::parser::Parser;
use self::tree::Plan;

#[graph_type("microsoft.graph.importance")]
#[derive(Clone, Debug, PartialEq)]
enum Importance {
    Low,
    High,
    #[graph(other)]
    Other(String),
}

struct Address;

impl Address {
    const ADDRESS: Property<Self, String> = Property::new("address");
}

struct Message;

impl Message {
    const SUBJECT: Property<Self, String> = Property::new("subject");
    const IMPORTANCE: Property<Self, Importance> = Property::new("importance");
    const SIZE: Property<Self, i64> = Property::new("size");
    const RATING: Property<Self, f64> = Property::new("rating");
    const IS_READ: Property<Self, bool> = Property::new("isRead");
    const TO: Property<Self, Vec<Address>> = Property::new("toRecipients");
    const CATEGORIES: Property<Self, Vec<String>> = Property::new("categories");
}

fn text(filter: Filter) -> String {
    filter.to_text().unwrap()
}

#[test]
fn comparisons_take_values_of_the_propertys_type() {
    assert_eq!(text(Message::SUBJECT.eq("O'Neil's")), "subject eq 'O''Neil''s'");
    assert_eq!(text(Message::SUBJECT.ne(String::from("a"))), "subject ne 'a'");
    let subject = String::from("a");
    assert_eq!(text(Message::SUBJECT.eq(&subject)), "subject eq 'a'");
    assert_eq!(text(Message::SUBJECT.is_in([&subject, "b"])), "subject in ('a','b')");
    assert_eq!(text(Message::SUBJECT.eq(Message::SUBJECT.to_lower())), "subject eq tolower(subject)");
    assert_eq!(text(Message::IMPORTANCE.eq(Importance::High)), "importance eq 'high'");
    assert_eq!(text(Message::SIZE.ge(-5)), "size ge -5");
    assert_eq!(
        text(Message::RATING.lt(f64::INFINITY).or(Message::RATING.gt(1.0))),
        "rating lt INF or rating gt 1.0"
    );
    assert_eq!(text(Message::IS_READ.eq(false)), "isRead eq false");
    assert_eq!(text(Message::SUBJECT.is_not_null()), "subject ne null");
    assert_eq!(text(Message::IMPORTANCE.has(Importance::Low)), "importance has 'low'");
    assert_eq!(text(Message::SUBJECT.eq(Verbatim("2024-01-01"))), "subject eq 2024-01-01");
    assert_eq!(text(property::<AnyValue>("a/b").le(7u8)), "a/b le 7");
}

#[test]
fn functions_take_text() {
    assert_eq!(text(Message::SUBJECT.starts_with("A")), "startswith(subject,'A')");
    assert_eq!(text(Message::SUBJECT.to_upper().ends_with("A'")), "endswith(toupper(subject),'A''')");
    assert_eq!(text(Message::SUBJECT.contains("a,b)")), "contains(subject,'a,b)')");
    assert_eq!(text(Message::SUBJECT.length().gt(3)), "length(subject) gt 3");
    assert_eq!(
        text(Filter::is_of("#microsoft.graph.ipNamedLocation")),
        "isof('microsoft.graph.ipNamedLocation')"
    );
    let query = property::<AnyValue>("scope").cast::<AnyValue>("microsoft.graph.accessReviewQueryScope");
    let query = query.property(property::<String>("query")).contains("./members");
    assert_eq!(text(query), "contains(scope/microsoft.graph.accessReviewQueryScope/query,'./members')");
}

#[test]
fn lists_of_values() {
    assert_eq!(text(Message::SUBJECT.is_in(["a", "b'"])), "subject in ('a','b''')");
    assert_eq!(text(Message::SIZE.is_in(vec![1, 2])), "size in (1,2)");
    assert_eq!(text(Message::SIZE.is_in([1])), "size eq 1");
    let error = Message::SIZE.is_in(Vec::<i64>::new()).or(Message::SIZE.eq(1)).to_text().unwrap_err();
    assert!(error.is_build());
    assert_eq!(error.to_string(), "the list of values for `in` is empty");
    assert!(Filter::all_of(Vec::<Filter>::new()).to_text().unwrap_err().is_build());
}

#[test]
fn parentheses_stand_where_precedence_asks_for_them() {
    let (a, b, c) = (|| Message::SIZE.eq(1), || Message::SUBJECT.starts_with("b"), || Message::SIZE.eq(3));
    assert_eq!(text(a().and(b()).or(c())), "size eq 1 and startswith(subject,'b') or size eq 3");
    assert_eq!(text(a().and(b().or(c()))), "size eq 1 and (startswith(subject,'b') or size eq 3)");
    assert_eq!(text(a().and(b().and(c()))), "size eq 1 and startswith(subject,'b') and size eq 3");
    assert_eq!(text(a().not()), "not (size eq 1)");
    assert_eq!(text(!b()), "not startswith(subject,'b')");
    assert_eq!(text((!b()).not()), "not (not startswith(subject,'b'))");
    assert_eq!(text(b().not().and(c())), "not startswith(subject,'b') and size eq 3");
    // Text of our callers' own may hold anything.
    assert_eq!(text(Filter::from("x eq 1 or y eq 2").and(a())), "(x eq 1 or y eq 2) and size eq 1");
    assert_eq!(text(Filter::any_of(["x eq 1", "y eq 2"]).not()), "not ((x eq 1) or (y eq 2))");
    assert_eq!(text(Filter::from("x eq 1 or y eq 2")), "x eq 1 or y eq 2");
}

#[test]
fn lambdas_name_their_variables() {
    assert_eq!(text(Message::CATEGORIES.any(|c| c.eq("Red"))), "categories/any(x:x eq 'Red')");
    assert_eq!(
        text(Message::TO.all(|to| {
            to.clone().property(Address::ADDRESS).eq("a").or(to.property(Address::ADDRESS).is_null())
        })),
        "toRecipients/all(x:x/address eq 'a' or x/address eq null)"
    );
    assert_eq!(text(Message::CATEGORIES.is_not_empty().not()), "not categories/any()");
    // A property that has the name that a variable would have.
    assert_eq!(text(property::<Vec<i32>>("y").any(|y| y.eq(property::<i32>("x")))), "y/any(z:z eq x)");
    // Built before and put inside: no variable has the name of one around it.
    let inside = Message::CATEGORIES.any(|c| c.eq("Red"));
    let nested = Message::TO
        .any(|to| inside.clone().and(Message::CATEGORIES.any(|c| c.eq(to.property(Address::ADDRESS)))));
    assert_eq!(
        text(inside.or(nested)),
        "categories/any(x:x eq 'Red') or toRecipients/any(x:categories/any(y:y eq 'Red') and categories/any(y:y eq x/address))"
    );
}

#[test]
fn a_variable_outside_of_its_lambda_is_an_error() {
    let mut kept = None;
    let inside = Message::CATEGORIES.any(|c| {
        kept = Some(c.clone());
        c.eq("a")
    });
    let outside = inside.and(kept.unwrap().eq("b"));
    assert_eq!(
        outside.to_text().unwrap_err().to_string(),
        "a lambda's variable is used outside of its lambda"
    );
}

#[test]
fn advanced_filters_are_known() {
    let plain = || Message::SIZE.eq(1).or(Message::SUBJECT.contains("a"));
    assert!(!plain().is_advanced());
    for advanced in [
        Message::SIZE.ne(1),
        Message::SUBJECT.is_not_null(),
        Message::SUBJECT.ends_with("a"),
        plain().not(),
        Message::CATEGORIES.count().eq(0),
        Message::CATEGORIES.any(|c| c.ne("a")),
    ] {
        assert!(advanced.clone().is_advanced());
        assert!(plain().and(advanced.clone()).is_advanced());
        assert!(advanced.or(plain()).is_advanced());
    }
}

#[test]
fn no_depth_is_too_deep() {
    let mut filter = Message::SIZE.eq(0);
    for number in 1..20_000 {
        filter = if number % 2 == 0 {
            filter.and(Message::SIZE.eq(number))
        } else {
            filter.or(Message::SIZE.eq(number))
        };
    }
    assert!(text(filter.clone()).starts_with("((("));
    drop(filter);

    let mut filter = Message::SIZE.eq(0);
    for _ in 0..300 {
        let inner = filter;
        filter = Message::CATEGORIES.all(|c| inner.and(c.eq("a")));
    }
    assert!(text(filter).ends_with("and x eq 'a')"));
}

#[test]
fn what_an_independent_parser_reads() {
    let Some(mut parser) = Parser::start() else { return };
    for (filter, tree) in [
        (Message::SUBJECT.eq("it''s"), json!(["eq", ["path", "subject"], ["text", "it''s"]])),
        (
            property::<AnyValue>("createdDateTime").ge(Verbatim("2024-01-01T00:00:00.5Z")),
            json!(["ge", ["path", "createdDateTime"], ["datetime", "2024-01-01T00:00:00.5Z"]]),
        ),
        (
            property::<AnyValue>("skuId").eq(Verbatim("6fd2c87f-b296-42f0-b197-1e91e994b900")),
            json!(["eq", ["path", "skuId"], ["guid", "6fd2c87f-b296-42f0-b197-1e91e994b900"]]),
        ),
        (
            property::<Vec<String>>("a/tags").any(|tag| tag.is_in(["b", "c"]).not()),
            json!(["any", "a/tags", ["not", ["in", ["path", "$0"], ["list", ["text", "b"], ["text", "c"]]]]]),
        ),
    ] {
        let text = text(filter);
        assert_eq!(parser.parse(&text), tree, "{text}");
    }
}

/// What is put together is what is read: every operator, at every depth, with any text in it.
#[test]
fn an_independent_parser_reads_what_was_meant() {
    let Some(parser) = Parser::start() else { return };
    let parser = std::cell::RefCell::new(parser);
    let mut runner = TestRunner::new(Config { cases: 1500, failure_persistence: None, ..Config::default() });
    runner
        .run(&Plan::strategy(), |plan| {
            let text = plan.filter(&[]).to_text().unwrap();
            proptest::prop_assert_eq!(parser.borrow_mut().parse(&text), plan.tree(0), "{}", text);
            Ok(())
        })
        .unwrap();
}

/// A literal of a type of one's own.
struct Cents(u32);

impl Literal for Cents {
    fn write_literal(&self, out: &mut String) {
        out.push_str(&format!("{}.{:02}", self.0 / 100, self.0 % 100));
    }
}

#[test]
fn own_types_have_literals() {
    fn price(value: impl Operand<Cents>) -> String {
        text(property::<Cents>("price").gt(value))
    }
    assert_eq!(price(Cents(1205)), "price gt 12.05");
    let cents = Cents(7);
    assert_eq!(price(&cents), "price gt 0.07");
}
