//! What the typed queries can write beside the random plans, each shape once, over properties of Graph's own.
//!
//! `isof('microsoft.graph.user')` and `has 'full'` are written as Graph's documentation has them; odatapy wants the first without
//! quotes and the second with its type, so `service.py` puts them so before it asks. Its grammar has no `cast(..)/..`, which is
//! put as a segment.

use graph_endpoint::edm::DateTimeOffset;
use graph_endpoint::prelude::*;
use graph_endpoint::query::{AnyValue, Expand, Filter, OrderBy, Property, property};

#[graph_endpoint(GET, "/users", response = Untyped)]
struct ListUsers {}

#[graph_endpoint(GET, "/groups", response = Untyped)]
struct ListGroups {}

#[graph_endpoint(GET, "/directoryObjects", response = Untyped)]
struct ListObjects {}

#[graph_endpoint(GET, "/identity/conditionalAccess/namedLocations", response = Untyped)]
struct ListLocations {}

#[graph_endpoint(GET, "/deviceManagement/managedDevices", response = Untyped)]
struct ListDevices {}

struct Identity;

const NAME: Property<AnyValue, String> = Property::new("displayName");
const PHONES: Property<AnyValue, Vec<String>> = Property::new("businessPhones");
const IDENTITIES: Property<AnyValue, Vec<Identity>> = Property::new("identities");
const ISSUER: Property<Identity, String> = Property::new("issuer");
struct Recipient;

const RECIPIENTS: Property<AnyValue, Vec<Recipient>> = Property::new("toRecipients");
const ADDRESS: Property<Recipient, String> = Property::new("emailAddress/address");
const NO_ADDRESS: Property<Recipient, String> = Property::new("emailAddress/adress");
const MEMBERS: Property<AnyValue, Vec<AnyValue>> = Property::new("members");

/// The paths with their queries, as they are sent.
pub(super) fn targets() -> Vec<String> {
    let users = filters().into_iter().map(|filter| super::target(&ListUsers {}.filter(filter)));
    let expanded = expands().into_iter().map(|expand| super::target(&ListUsers {}.expand(expand)));
    let ordered = orders().into_iter().map(|order| super::target(&ListUsers {}.order_by(order)));
    let counted = ListGroups {}.filter(MEMBERS.count().ge(5)).order_by(MEMBERS.count().desc());
    let more = types_and_flags().into_iter().chain([super::target(&counted)]);
    users.chain(expanded).chain(ordered).chain(more).collect()
}

const STATE: Property<AnyValue, String> = Property::new("windowsProtectionState/deviceState");

fn types_and_flags() -> [String; 12] {
    let device = |filter: Filter| super::target(&ListDevices {}.filter(filter));
    [
        super::target(&ListObjects {}.filter(Filter::is_of("#microsoft.graph.user"))),
        super::target(
            &ListLocations {}.filter(Filter::is_of("microsoft.graph.ipNamedLocation").and(NAME.eq("a"))),
        ),
        super::target(&ListLocations {}.filter(Filter::is_of("microsoft.graph.ipNamedLocation").not())),
        device(STATE.has("critical")),
        device(STATE.has("fullScanPending,rebootPending").or(STATE.has("critical").not())),
        device(STATE.eq("clean").and(STATE.has("critical"))),
        users("isof(manager,'microsoft.graph.user') and accountEnabled eq true"),
        users("isof(displayName,Edm.String)"),
        users("cast(manager,'microsoft.graph.user')/displayName eq 'a'"),
        users("cast(manager,microsoft.graph.user)/accountEnabled eq true"),
        expanded("ownedObjects", Filter::is_of("microsoft.graph.group")),
        expanded("messages", RECIPIENTS.any(|to| to.property(ADDRESS).eq("a"))),
    ]
}

/// As text, which none of the typed filters makes.
fn users(filter: &str) -> String {
    super::target(&ListUsers {}.filter(Filter::from(filter)))
}

fn expanded(relation: &'static str, filter: Filter) -> String {
    super::target(&ListUsers {}.expand(Expand::new(relation).filter(filter)))
}

/// What must be refused of these: no member, a member of another type, no enumeration, no type, a type that isn't derived, a
/// property and a value of another kind, alone, of what is named and in what is expanded.
pub(super) fn wrong_types_and_flags() -> [String; 14] {
    let device = |filter: Filter| super::target(&ListDevices {}.filter(filter));
    let object = |odata_type: &str| super::target(&ListObjects {}.filter(Filter::is_of(odata_type)));
    let location = |filter: Filter| super::target(&ListLocations {}.filter(filter));
    [
        device(STATE.has("critcal")),
        device(STATE.has("critical").and(STATE.has("noncompliant"))),
        device(property::<String>("deviceName").has("critical")),
        object("microsoft.graph.usr"),
        object("microsoft.graph.message"),
        location(Filter::is_of("microsoft.graph.user")),
        location(Filter::is_of("microsoft.graph.ipNamedLocation").and(Filter::is_of("microsoft.graph.user"))),
        users("isof(manager,'microsoft.graph.message')"),
        users("cast(manager,'microsoft.graph.user')/displayNam eq 'a'"),
        users("cast(manager,'microsoft.graph.message')/subject eq 'a'"),
        users("cast(manager,microsoft.graph.user)/accountEnabled eq 'a'"),
        expanded("ownedObjects", Filter::is_of("microsoft.graph.message")),
        expanded("messages", RECIPIENTS.any(|to| to.property(NO_ADDRESS).eq("a"))),
        expanded("messages", property::<Vec<i64>>("categories").any(|category| category.eq(5))),
    ]
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
