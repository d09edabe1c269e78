//! Messages about names that aren't there.

use std::ops::Range;

use super::{PathProblem, Place, ProblemKind};
use crate::naming::nearest;
use crate::path::PathTemplate;
use crate::snapshot::{Snapshot, Type};

/// What OData has at the root of a service beside its entity sets, and no schema does.
/// <https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html#sec_AddressingtheModelforaService>
const OF_SERVICE: &[(&str, &str)] = &[
    (
        "$batch",
        "`$batch` sends other calls; declare those, and send them in one by `client.batch((first, second))`",
    ),
    ("$metadata", "`$metadata` is the schema itself; `cargo graph schema pull` reads it"),
];

pub(super) fn root(snapshot: &Snapshot, name: &str, range: Range<usize>) -> PathProblem {
    if let Some((_, message)) = OF_SERVICE.iter().find(|(known, _)| *known == name) {
        return PathProblem::new(ProblemKind::UnknownSegment, range, *message);
    }
    let known: Vec<&str> = snapshot.roots().map(|root| root.name()).collect();
    let help = match nearest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write an entity set or a singleton, `users` or `me` for example".to_owned(),
    };
    PathProblem::new(
        ProblemKind::UnknownSegment,
        range,
        format!("no path of Graph begins with `{name}`; {help}"),
    )
}

/// The name that was probably meant: a property, an action or function, or a type.
pub(super) fn near<'s>(place: &Place<'s>, name: &str) -> Option<&'s str> {
    let mut known: Vec<&str> = Vec::new();
    if let (Some(ty), false) = (place.here(), place.ty.is_collection) {
        known.extend(ty.properties().map(|member| member.name()));
    }
    let chain = place.chain();
    let bound =
        place.snapshot.all_operations().filter(|operation| place.distance(*operation, &chain).is_some());
    known.extend(bound.map(|operation| operation.name().local()));
    nearest(name, known)
}

pub(super) fn name(place: &Place<'_>, path: &PathTemplate, name: &str, range: Range<usize>) -> PathProblem {
    let fail = |kind, message: String| PathProblem::new(kind, range.clone(), message);
    let what = place.ty;
    if name == "..." {
        return fail(
            ProblemKind::UnknownSegment,
            "`...` stands for segments that are left out; write them".to_owned(),
        );
    }
    // Of one of them?
    if place.ty.is_collection {
        let one = Place { ty: place.ty.item(), is_keyed: true, ..place.clone() };
        let is_there = one.here().is_some_and(|ty| ty.property(name).is_some())
            || place.snapshot.operations(name).any(|operation| one.binds(operation));
        if is_there {
            let before = path.part(&(0..range.start)).trim_end_matches('/').to_owned();
            let message = format!(
                "`{name}` is of one {}, and there are many here; write `{before}/<id>/{name}`",
                what.name
            );
            return fail(ProblemKind::Key, message);
        }
    } else {
        let many = Place {
            ty: crate::snapshot::TypeRef { is_collection: true, ..place.ty },
            is_keyed: false,
            ..place.clone()
        };
        if place.snapshot.operations(name).any(|operation| many.binds(operation)) {
            let message = format!(
                "`{name}` is called on the collection, and this is one {}; remove its key",
                what.name
            );
            return fail(ProblemKind::Key, message);
        }
    }
    if name.contains('.') {
        let help = near_type(place, name).or_else(|| near_operation(place, name));
        let help = help.unwrap_or_else(|| "write a type that derives from it".to_owned());
        return fail(ProblemKind::Cast, format!("there is no `{name}`; {help}"));
    }
    if let Some(derived) = on_derived(place, name) {
        let message =
            format!("`{name}` is of {derived}, not of every {}; write `/{derived}/{name}`", what.name);
        return fail(ProblemKind::Cast, message);
    }
    let help = match near(place, name) {
        Some(near) => format!("did you mean `{near}`?"),
        None if place.here().is_none() => format!("nothing follows, so remove `/{name}`"),
        None => "write a property of it, or an action or function that is bound to it".to_owned(),
    };
    fail(ProblemKind::UnknownSegment, format!("{what} has no `{name}`; {help}"))
}

pub(super) fn cast(place: &Place<'_>, ty: Type<'_>, range: Range<usize>) -> PathProblem {
    let help = near_type(place, &ty.name().to_string()).unwrap_or_else(|| "remove it".to_owned());
    let message = format!("{} doesn't derive from {}; {help}", ty.name(), place.ty.name);
    PathProblem::new(ProblemKind::Cast, range, message)
}

fn near_type(place: &Place<'_>, name: &str) -> Option<String> {
    let local = name.rsplit('.').next().unwrap_or(name);
    let derived: Vec<_> = place.here()?.derived().map(Type::name).collect();
    let near = nearest(local, derived.iter().map(|name| name.local()))?;
    derived.iter().find(|name| name.local() == near).map(|name| format!("did you mean `{name}`?"))
}

/// What is bound here is written with its namespace as well: `microsoft.graph.sendMail`.
fn near_operation(place: &Place<'_>, name: &str) -> Option<String> {
    let (_, local) = name.rsplit_once('.')?;
    let chain = place.chain();
    let bound = place.snapshot.all_operations().filter(|one| place.distance(*one, &chain).is_some());
    let names: Vec<_> = bound.map(|operation| operation.name()).collect();
    let near = nearest(local, names.iter().map(|name| name.local()))?;
    names.iter().find(|name| name.local() == near).map(|name| format!("did you mean `{name}`?"))
}

/// The derived type that has a property or an operation.
fn on_derived(place: &Place<'_>, name: &str) -> Option<String> {
    let here = place.here()?;
    let has = |ty: &Type<'_>| {
        let there = Place { ty: crate::snapshot::TypeRef { name: ty.name(), ..place.ty }, ..place.clone() };
        (!place.ty.is_collection && ty.property(name).is_some())
            || place.snapshot.operations(name).any(|operation| there.binds(operation))
    };
    here.derived().find(has).map(|ty| ty.name().to_string())
}
