//! Keys: the value behind a slash, what stands in parentheses, alternate keys.

use std::ops::Range;

use super::{PathProblem, PathValue, Place, ProblemKind, Source};
use crate::naming::{list, nearest};
use crate::path::{Argument, PathTemplate, Value};
use crate::snapshot::{Name, Type, TypeKind, TypeRef};

/// Reports what is wrong with a key, and keeps its values.
pub(super) fn choose(
    place: &mut Place<'_>,
    path: &PathTemplate,
    arguments: &[Argument<'_>],
    range: &Range<usize>,
) -> Result<(), PathProblem> {
    let fail = |range: &Range<usize>, message: String| {
        Err(PathProblem::new(ProblemKind::Key, range.clone(), message))
    };
    let written = path.part(range);
    let ty = place.here().filter(|ty| ty.kind() == TypeKind::Entity && place.ty.is_collection);
    let Some(ty) = ty else {
        let what = if place.ty.is_collection { "of these has a key" } else { "is chosen here" };
        let message = match (place.ty.is_collection, place.is_keyed) {
            (true, _) => format!("none {what}, since {} are no entities; remove `{written}`", place.ty),
            (false, true) => format!("one {} {what} already; remove `{written}`", place.ty),
            (false, false) => {
                format!("there is one {} here, and it takes no key; remove `{written}`", place.ty)
            }
        };
        return fail(range, message);
    };
    let facts = match place.source {
        Source::Root(root) => Some(root.facts()),
        Source::Member(member) => Some(member.facts()),
        Source::Call(_) => None,
    };
    if facts.is_some_and(|facts| facts.allows("key") == Some(false)) {
        return fail(
            range,
            format!("these can't be chosen by a key; remove `{written}`, or read them where they are"),
        );
    }
    match arguments {
        [] => fail(range, "there is no key in the parentheses; write one, or remove them".to_owned()),
        [one] if one.name.is_none() => {
            let name = ty.keys().next().unwrap_or("id");
            let range = value_range(one);
            place.values.push(value(ty, name, range));
            Ok(())
        }
        named => {
            let mut own = ty.keys().map(|key| (key, key)).collect::<Vec<_>>();
            own.sort_unstable();
            let keys = std::iter::once(own).chain(ty.alternate_keys());
            let names: Vec<&str> = named.iter().filter_map(|argument| argument.name).collect();
            let mut all = Vec::new();
            for key in keys.filter(|key| !key.is_empty()) {
                let is_this = key.len() == names.len()
                    && names.len() == named.len()
                    && key.iter().all(|(alias, _)| names.contains(alias));
                if is_this {
                    for argument in named {
                        let property = key.iter().find(|(alias, _)| Some(*alias) == argument.name);
                        place
                            .values
                            .extend(property.map(|(_, property)| value(ty, property, value_range(argument))));
                    }
                    return Ok(());
                }
                all.extend(key.iter().map(|(alias, _)| *alias));
            }
            all.dedup();
            let at = named.iter().find(|argument| argument.name.is_none_or(|name| !all.contains(&name)));
            let (at, name) =
                at.map_or((range.clone(), written), |a| (a.range.clone(), a.name.unwrap_or(written)));
            let help = match nearest(name, all.iter().copied()).filter(|near| *near != name) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there {} {}", if all.len() == 1 { "is" } else { "are" }, list(&all)),
            };
            fail(&at, format!("`{name}` is no key of {}; {help}", ty.name()))
        }
    }
}

fn value<'s>(ty: Type<'s>, property: &'s str, range: Range<usize>) -> PathValue<'s> {
    let held = ty.property(property).map(|member| member.ty());
    let text = TypeRef { name: Name::primitive("Edm.String"), is_collection: false, is_nullable: false };
    PathValue { range, name: property, key_of: Some(ty.name()), ty: held.unwrap_or(text) }
}

/// The placeholder, or all of the argument's text.
pub(super) fn value_range(argument: &Argument<'_>) -> Range<usize> {
    match argument.value {
        Value::Placeholder(placeholder) => placeholder.range.clone(),
        Value::Literal(_) | Value::Mixed => argument.range.clone(),
    }
}
