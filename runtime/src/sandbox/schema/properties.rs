//! Properties by their names, as Graph takes them: in any letter case, and with what extensions add.

use graph_endpoint_schema::snapshot::{Member, Snapshot, Type, TypeRef};

/// Types whose undeclared properties are extensions, which have an underscore or a dot in their names. Whatever is open
/// beside them holds any name.
/// <https://learn.microsoft.com/graph/extensibility-overview>
const EXTENDED: [&str; 2] = ["microsoft.graph.directoryObject", "microsoft.graph.outlookItem"];

/// What a name is on a type.
pub(super) enum Found<'s> {
    Declared(Member<'s>),
    /// An annotation, an extension, or a property of a type that is open to any.
    Undeclared,
    Nothing,
}

pub(super) fn find<'s>(ty: Type<'s>, name: &str) -> Found<'s> {
    let declared =
        ty.property(name).or_else(|| ty.properties().find(|member| member.name().eq_ignore_ascii_case(name)));
    match declared {
        Some(member) => Found::Declared(member),
        None if name.contains('@') || is_open_to(ty, name) => Found::Undeclared,
        None => Found::Nothing,
    }
}

fn is_open_to(ty: Type<'_>, name: &str) -> bool {
    let is_extended = || ty.chain().any(|ty| EXTENDED.iter().any(|extended| ty.name().is(extended)));
    ty.is_open() && (name.contains(['_', '.']) || !is_extended())
}

/// How far a path of properties leads.
pub(super) enum Walk<'s> {
    /// To a value of this type.
    To(TypeRef<'s>),
    /// To what the schema says nothing of.
    Beyond,
    /// Not to its end: this name isn't on this type.
    Lost(String, Type<'s>),
}

/// Follows `a/b/microsoft.graph.c/d`.
pub(super) fn walk<'s>(snapshot: &'s Snapshot, from: TypeRef<'s>, path: &str) -> Walk<'s> {
    let mut here = from;
    for name in path.split('/') {
        if let Some(cast) = name.contains('.').then(|| snapshot.type_named(name)).flatten() {
            here.name = cast.name();
            continue;
        }
        let Some(ty) = structured(snapshot, here) else { return Walk::Beyond };
        if name.starts_with('$') {
            return Walk::Beyond;
        }
        match find(ty, name) {
            Found::Declared(member) => here = member.ty(),
            Found::Undeclared => return Walk::Beyond,
            // Graph takes those of derived types: a member of a group is a user as a rule.
            Found::Nothing if ty.derived_with(name).next().is_some() => return Walk::Beyond,
            Found::Nothing => return Walk::Lost(name.to_owned(), ty),
        }
    }
    Walk::To(here)
}

/// The type with the properties, if it is one that has any.
pub(super) fn structured<'s>(snapshot: &'s Snapshot, ty: TypeRef<'_>) -> Option<Type<'s>> {
    use graph_endpoint_schema::snapshot::TypeKind;

    let found = snapshot.type_named(&ty.name.to_string())?;
    matches!(found.kind(), TypeKind::Entity | TypeKind::Complex).then_some(found)
}

/// One of this type.
pub(super) fn of(ty: Type<'_>) -> TypeRef<'_> {
    TypeRef { name: ty.name(), is_collection: false, is_nullable: false }
}
