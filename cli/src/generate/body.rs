//! The body of a request: what the schema says goes in, and what of it is declared.

use graph_endpoint_schema::resolve::Request;
use graph_endpoint_schema::snapshot::{Member, MemberKind, Operation, Type, TypeKind, TypeRef};

use super::Call;
use super::scope::{Scope, Use, Ways, has_its_key_alone};
use super::selection::Selection;

/// The body of the request.
pub(super) enum Body<'s> {
    None,
    /// Fields for the properties of a type, and for those that an open one has beside them.
    Properties(Vec<Member<'s>>, bool),
    /// Fields for the parameters of an action.
    Parameters(Operation<'s>),
    /// One field.
    Whole(TypeRef<'s>),
    Reference,
    Stream,
}

impl<'s> Body<'s> {
    pub(super) fn of(scope: &mut Scope<'s>, call: &Call<'_>, request: Request<'s>) -> Result<Self, String> {
        let takes_properties = matches!(request, Request::Value(_));
        if !call.body.is_all() && !takes_properties {
            let (method, path) = (call.method, call.path);
            return Err(format!("{method} {path} takes no properties of a type; leave `--body` out"));
        }
        Ok(match request {
            Request::None => Self::None,
            Request::Reference => Self::Reference,
            Request::Stream => Self::Stream,
            Request::Parameters(operation) => {
                for parameter in operation.parameters() {
                    scope.want(parameter.ty, Ways::SENT, Selection::default(), 1);
                }
                Self::Parameters(operation)
            }
            Request::Value(target) => match scope.ty(target.name).filter(|_| !target.is_collection) {
                Some(ty)
                    if matches!(ty.kind(), TypeKind::Entity | TypeKind::Complex)
                        && !scope.is_polymorphic(ty, &call.body) =>
                {
                    call.body.check(Some(ty))?;
                    let members = writable(scope, ty, call);
                    for member in &members {
                        let below = call.body.below(member.name()).unwrap_or_default();
                        scope.want(member.ty(), Ways::SENT, below, 1);
                    }
                    Self::Properties(members, ty.is_open() && call.body.is_all())
                }
                _ => {
                    scope.want(target, Ways::SENT, call.body.clone(), 0);
                    Self::Whole(target)
                }
            },
        })
    }
}

/// The properties that a request writes: not those that the service makes, nor, of what is there, those that stay.
fn writable<'s>(scope: &Scope<'s>, ty: Type<'s>, call: &Call<'_>) -> Vec<Member<'s>> {
    let used = Use::sent(call.body.clone());
    let is_change = call.method == "PATCH";
    let is_asked_for = |member: &Member<'_>| !call.body.is_all() && call.body.below(member.name()).is_some();
    let is_key = |member: &Member<'_>| ty.keys().any(|key| key == member.name());
    let is_fixed = |member: &Member<'_>| is_key(member) || is_change && member.is_immutable();
    let mut members: Vec<Member<'s>> = scope
        .members(ty, &used)
        .into_iter()
        .filter(|member| member.kind() == MemberKind::Property || is_asked_for(member))
        .filter(|member| is_asked_for(member) || !is_fixed(member))
        .collect();
    // The columns of a list's item are related to it by the schema, and stand in it by the service.
    let is_value = |member: &Member<'s>| {
        let is_one = member.kind() == MemberKind::Contained && !member.ty().is_collection;
        is_one && scope.ty(member.ty().name).is_some_and(has_its_key_alone)
    };
    if call.body.is_all() && !is_change {
        members.extend(ty.properties().filter(is_value));
    }
    members
}
