//! The functions of OData's expressions, by their names.
//! <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_BuiltinFilterOperations>

/// Those whose first value is a text.
const OF_TEXT: [&str; 10] = [
    "contains",
    "endswith",
    "indexof",
    "length",
    "matchespattern",
    "startswith",
    "substring",
    "tolower",
    "toupper",
    "trim",
];

/// All others. `length`, `indexof` and `contains` of collections are in no service of Graph's.
const OTHERS: [&str; 29] = [
    "case",
    "cast",
    "ceiling",
    "concat",
    "date",
    "day",
    "floor",
    "fractionalseconds",
    "geo.distance",
    "geo.intersects",
    "geo.length",
    "hassubsequence",
    "hassubset",
    "hour",
    "isof",
    "maxdatetime",
    "mindatetime",
    "minute",
    "month",
    "now",
    "round",
    "second",
    "substringof",
    "time",
    "totaloffsetminutes",
    "totalseconds",
    "year",
    "any",
    "all",
];

/// Letter case counts for nothing: services differ in it.
pub(super) fn is_of_text(name: &str) -> bool {
    OF_TEXT.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Whether there is one of this name; what has a namespace is a service's own.
pub(super) fn is_known(name: &str) -> bool {
    name.contains('.') || is_of_text(name) || OTHERS.iter().any(|known| known.eq_ignore_ascii_case(name))
}
