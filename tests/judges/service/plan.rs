//! Random query options over Graph's own types: each property with the type that it has in the metadata.

use graph_endpoint::edm::DateTimeOffset;
use graph_endpoint::prelude::*;
use graph_endpoint::query::{Filter, Property, Verbatim, property};
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop_oneof};
use proptest::{collection, sample};

#[graph_endpoint(GET, "/users", response = Untyped)]
struct ListUsers {}

#[graph_endpoint(GET, "/me/messages", response = Untyped)]
struct ListMessages {}

#[graph_endpoint(GET, "/deviceManagement/managedDevices", response = Untyped)]
struct ListDevices {}

/// What is listed, with its properties by type.
#[derive(Clone, Copy, Debug)]
struct Set {
    list: fn(Filter, &'static str) -> String,
    texts: &'static [&'static str],
    booleans: &'static [&'static str],
    times: &'static [&'static str],
    /// Enumerations, with a member.
    members: &'static [(&'static str, &'static str)],
    numbers: &'static [&'static str],
    /// Collections of text.
    text_lists: &'static [&'static str],
    /// Collections of objects, with a text in each.
    object_lists: &'static [(&'static str, &'static str)],
}

const SETS: [Set; 3] = [
    Set {
        list: |filter, order| super::target(&ListUsers {}.filter(filter).order_by(order)),
        texts: &["displayName", "mail", "department", "employeeOrgData/division"],
        booleans: &["accountEnabled", "showInAddressList"],
        times: &["createdDateTime", "onPremisesLastSyncDateTime"],
        members: &[],
        numbers: &[],
        text_lists: &["businessPhones", "proxyAddresses"],
        object_lists: &[("identities", "issuerAssignedId"), ("assignedPlans", "service")],
    },
    Set {
        list: |filter, order| super::target(&ListMessages {}.filter(filter).order_by(order)),
        texts: &["subject", "from/emailAddress/address", "bodyPreview"],
        booleans: &["isRead", "hasAttachments"],
        times: &["receivedDateTime", "sentDateTime"],
        members: &[("importance", "high"), ("flag/flagStatus", "flagged")],
        numbers: &[],
        text_lists: &["categories"],
        object_lists: &[("toRecipients", "emailAddress/address")],
    },
    Set {
        list: |filter, order| super::target(&ListDevices {}.filter(filter).order_by(order)),
        texts: &["deviceName", "osVersion", "serialNumber"],
        booleans: &["isEncrypted", "isSupervised"],
        times: &["lastSyncDateTime", "enrolledDateTime"],
        members: &[("complianceState", "noncompliant")],
        numbers: &["totalStorageSpaceInBytes", "freeStorageSpaceInBytes"],
        text_lists: &[],
        object_lists: &[("deviceActionResults", "actionName")],
    },
];

/// A list of a set, filtered and in an order.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    set: Set,
    filter: Expression,
    order: sample::Index,
}

#[derive(Clone, Debug)]
enum Expression {
    Text(sample::Index, u8, String),
    Boolean(sample::Index, bool),
    Time(sample::Index, bool, u32),
    Member(sample::Index, bool),
    Number(sample::Index, i64),
    TextList(sample::Index, bool, String),
    ObjectList(sample::Index, bool, String),
    Null(sample::Index, bool),
    All(Vec<Expression>),
    Any(Vec<Expression>),
    Not(Box<Expression>),
}

pub(super) fn strategy() -> impl Strategy<Value = Plan> {
    (sample::select(&SETS[..]), expression(), any::<sample::Index>()).prop_map(|(set, filter, order)| Plan {
        set,
        filter,
        order,
    })
}

fn expression() -> BoxedStrategy<Expression> {
    let index = any::<sample::Index>;
    let text = || prop_oneof![Just("O'Neil".to_owned()), "[ -~é€]{0,12}"];
    prop_oneof![
        (index(), any::<u8>(), text()).prop_map(|(at, how, text)| Expression::Text(at, how, text)),
        (index(), any::<bool>()).prop_map(|(at, value)| Expression::Boolean(at, value)),
        (index(), any::<bool>(), 0..9_999_999u32)
            .prop_map(|(at, after, digits)| Expression::Time(at, after, digits)),
        (index(), any::<bool>()).prop_map(|(at, equal)| Expression::Member(at, equal)),
        (index(), any::<i64>()).prop_map(|(at, number)| Expression::Number(at, number)),
        (index(), any::<bool>(), text()).prop_map(|(at, all, text)| Expression::TextList(at, all, text)),
        (index(), any::<bool>(), text()).prop_map(|(at, all, text)| Expression::ObjectList(at, all, text)),
        (index(), any::<bool>()).prop_map(|(at, null)| Expression::Null(at, null)),
    ]
    .prop_recursive(4, 24, 3, |inner| {
        let several = || collection::vec(inner.clone(), 2..4);
        prop_oneof![
            several().prop_map(Expression::All),
            several().prop_map(Expression::Any),
            inner.clone().prop_map(|expression| Expression::Not(Box::new(expression))),
        ]
    })
    .boxed()
}

impl Plan {
    /// The path with its query, as it is sent.
    pub(super) fn target(&self) -> String {
        let orders = [self.set.texts, self.set.booleans, self.set.times].concat();
        (self.set.list)(self.filter.build(&self.set), orders[self.order.index(orders.len())])
    }
}

fn pick<T: Copy>(from: &[T], at: sample::Index) -> Option<T> {
    (!from.is_empty()).then(|| from[at.index(from.len())])
}

impl Expression {
    /// What a set doesn't have becomes a comparison that it has.
    fn build(&self, set: &Set) -> Filter {
        self.of(set).unwrap_or_else(|| property::<String>(set.texts[0]).is_not_null())
    }

    fn of(&self, set: &Set) -> Option<Filter> {
        Some(match self {
            Self::Text(at, how, text) => compared(property(pick(set.texts, *at)?), *how, text),
            Self::Boolean(at, value) => property::<bool>(pick(set.booleans, *at)?).eq(*value),
            Self::Time(at, after, digits) => {
                let time: DateTimeOffset = format!("2024-02-29T08:30:00.{digits}Z").parse().unwrap();
                let property = property::<DateTimeOffset>(pick(set.times, *at)?);
                if *after { property.ge(time) } else { property.lt(time) }
            }
            Self::Member(at, equal) => {
                let (name, member) = pick(set.members, *at)?;
                // By its text, as an enumeration's member is written.
                let member = Verbatim(format!("'{member}'"));
                if *equal { property::<String>(name).eq(member) } else { property::<String>(name).ne(member) }
            }
            Self::Number(at, number) => property::<i64>(pick(set.numbers, *at)?).gt(*number),
            Self::TextList(at, all, text) => {
                let list = property::<Vec<String>>(pick(set.text_lists, *at)?);
                if *all { list.all(|item| item.ne(text)) } else { list.any(|item| item.starts_with(text)) }
            }
            Self::ObjectList(at, all, text) => {
                let (list, inside) = pick(set.object_lists, *at)?;
                let list = property::<Vec<Item>>(list);
                let inside: Property<Item, String> = Property::new(inside);
                if *all {
                    list.all(|item| item.property(inside).eq(text))
                } else {
                    list.any(|item| item.property(inside).is_in([text.as_str(), "b"]))
                }
            }
            Self::Null(at, true) => property::<String>(pick(set.texts, *at)?).is_null(),
            Self::Null(at, false) => property::<String>(pick(set.texts, *at)?).is_not_null(),
            Self::All(several) => Filter::all_of(several.iter().map(|one| one.build(set))),
            Self::Any(several) => Filter::any_of(several.iter().map(|one| one.build(set))),
            Self::Not(one) => one.build(set).not(),
        })
    }
}

/// An object in a collection.
struct Item;

fn compared(property: Property<graph_endpoint::query::AnyValue, String>, how: u8, text: &str) -> Filter {
    match how % 7 {
        0 => property.eq(text),
        1 => property.ne(text),
        2 => property.starts_with(text),
        3 => property.to_lower().contains(text),
        4 => property.ends_with(text),
        5 => property.length().ge(i64::from(how)),
        _ => property.is_in([text, "x"]),
    }
}
