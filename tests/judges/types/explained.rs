//! Why a body of the documentation doesn't fit Microsoft's types: by rules about the documentation and the package, which are
//! of different years. What no rule explains is a declaration's fault.

use graph_endpoint_schema::snapshot::{Snapshot, Type, TypeKind};

/// The rule that explains an error of `tsc`.
pub(super) fn rule(snapshot: &Snapshot, error: &str) -> Option<&'static str> {
    let code = error.split("error ").nth(1)?.split(':').next()?;
    let quoted: Vec<&str> = error.split('\'').skip(1).step_by(2).collect();
    match (code, quoted.as_slice()) {
        ("TS2353", [name, ty]) => property(snapshot, name.trim_matches('"'), ty),
        ("TS2322" | "TS2820", [value, ty, ..]) => kind(snapshot, value, ty),
        _ => None,
    }
}

fn property(snapshot: &Snapshot, name: &str, ty: &str) -> Option<&'static str> {
    if name.starts_with("odata.") {
        return Some("an annotation of an older version of OData");
    }
    if ty.starts_with("Public") {
        return Some("an error that holds more than its published type");
    }
    let types: Vec<Type<'_>> = named(snapshot, ty).collect();
    let any = |is: &dyn Fn(&Type<'_>) -> bool| types.iter().any(is);
    let other_case = |ty: &Type<'_>| ty.properties().any(|member| member.name().eq_ignore_ascii_case(name));
    if types.is_empty() {
        None
    } else if any(&|ty| ty.property(name).is_some()) {
        Some("a property that the metadata has, and the package not yet")
    } else if any(&other_case) {
        Some("a property in the documentation's letter case")
    } else if any(&|ty| ty.is_open()) {
        Some("a property of an open type, which the package closes")
    } else if any(&|ty| ty.derived_with(name).next().is_some()) {
        Some("a property of a derived type that the documentation doesn't name")
    } else if name == "value" {
        Some("one entity that the documentation wraps in `value`, as if it were a list")
    } else {
        Some("a documented property that the metadata doesn't have")
    }
}

fn kind(snapshot: &Snapshot, value: &str, ty: &str) -> Option<&'static str> {
    if value == "string" && (ty.contains("boolean") || ty.contains("number")) {
        return Some("a text that stands for a boolean or a number");
    }
    if value == "{}" && ty.contains("string") {
        return Some("an empty object that stands for a text");
    }
    let value = value.strip_prefix('"')?.strip_suffix('"')?;
    let ty = ty.split(" | ").next()?.trim_start_matches("NullableOption<").trim_end_matches('>');
    let enumeration = named(snapshot, ty).find(|ty| ty.kind() == TypeKind::Enum)?;
    let is_member =
        |name: &str| enumeration.members().any(|(known, _)| known.eq_ignore_ascii_case(name.trim()));
    Some(match (is_member(value), value.contains(',') && value.split(',').all(is_member)) {
        (true, _) => "a member in the documentation's letter case",
        (false, true) => "several flags, for which the package has one",
        (false, false) => "a documented member that the metadata doesn't have, or a stand-in",
    })
}

/// Those that the package calls so, namespaces aside.
fn named<'s>(snapshot: &'s Snapshot, name: &str) -> impl Iterator<Item = Type<'s>> {
    let name = name.rsplit('.').next().unwrap_or(name).to_owned();
    snapshot.types().filter(move |ty| ty.name().local().eq_ignore_ascii_case(&name))
}
