//! What the typed queries can write beside the random plans, each shape once, over properties of Graph's own.
//!
//! `isof('microsoft.graph.user')` isn't among them: Graph's documentation has the type in quotes, and OData has it without,
//! so odatapy refuses what the service takes.

use graph_endpoint::edm::DateTimeOffset;
use graph_endpoint::prelude::*;
use graph_endpoint::query::{AnyValue, Expand, Filter, OrderBy, Property, property};

#[graph_endpoint(GET, "/users", response = Untyped)]
struct ListUsers {}

#[graph_endpoint(GET, "/groups", response = Untyped)]
struct ListGroups {}

struct Identity;

const NAME: Property<AnyValue, String> = Property::new("displayName");
const PHONES: Property<AnyValue, Vec<String>> = Property::new("businessPhones");
const IDENTITIES: Property<AnyValue, Vec<Identity>> = Property::new("identities");
const ISSUER: Property<Identity, String> = Property::new("issuer");
const MEMBERS: Property<AnyValue, Vec<AnyValue>> = Property::new("members");

/// The paths with their queries, as they are sent.
pub(super) fn targets() -> Vec<String> {
    let users = filters().into_iter().map(|filter| super::target(&ListUsers {}.filter(filter)));
    let expanded = expands().into_iter().map(|expand| super::target(&ListUsers {}.expand(expand)));
    let ordered = orders().into_iter().map(|order| super::target(&ListUsers {}.order_by(order)));
    let counted = ListGroups {}.filter(MEMBERS.count().ge(5)).order_by(MEMBERS.count().desc());
    users.chain(expanded).chain(ordered).chain([super::target(&counted)]).collect()
}

fn filters() -> Vec<Filter> {
    let time: DateTimeOffset = "2024-02-29T08:30:00Z".parse().unwrap();
    let created = || property::<DateTimeOffset>("createdDateTime");
    let inside = || PHONES.any(|phone| phone.eq("1"));
    vec![
        NAME.to_upper().ends_with("A'"),
        NAME.eq(NAME.to_lower()),
        NAME.length().gt(3),
        NAME.starts_with("a").not().not(),
        NAME.is_in(["a", "b'"]).and(NAME.ne("c").or(NAME.is_null())),
        created().le(time.clone()).or(created().gt(time)),
        PHONES.is_not_empty(),
        PHONES.is_not_empty().not(),
        PHONES.any(|phone| phone.eq(NAME)),
        PHONES.all(|phone| phone.length().ge(3)),
        // Built before and put inside, and around one that reads the variable outside of it.
        IDENTITIES.any(|identity| inside().and(PHONES.any(|phone| phone.eq(identity.property(ISSUER))))),
        property::<String>("manager/id").eq("a"),
        property::<AnyValue>("manager").cast::<AnyValue>("microsoft.graph.user").property(NAME).eq("a"),
        Filter::from("accountEnabled eq true or mail ne null").and(NAME.eq("a")),
        Filter::any_of(["accountEnabled eq true", "mail eq 'a'"]).not(),
    ]
}

fn expands() -> Vec<Expand> {
    let id = || property::<String>("id");
    vec![
        Expand::new("manager").select("id").levels(3),
        Expand::new("manager").levels_max(),
        Expand::new("memberOf").order_by(id().desc()).select("id").skip(1),
        Expand::new("ownedDevices").filter(id().eq("a;b)'")).top(1).count(),
        Expand::new("drive").expand(Expand::new("root").select("id")).select("id"),
    ]
}

fn orders() -> Vec<OrderBy> {
    vec![NAME.asc(), NAME.desc(), property::<String>("employeeOrgData/division").asc()]
}
