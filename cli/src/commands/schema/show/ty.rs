//! What a type has.

use graph_endpoint_schema::snapshot::{Member, MemberKind, Operation, Snapshot, Type, TypeKind};
use serde_json::{Value, json};

use super::{Shown, Tree, member_json, member_line, operation_json, operation_line};

/// How many types with an operation of one name are told.
const OWNERS: usize = 3;

pub(super) fn show(snapshot: &Snapshot, name: &str) -> Result<Shown, String> {
    let full = if name.contains('.') { name.to_owned() } else { format!("microsoft.graph.{name}") };
    let Some(ty) = snapshot.type_named(&full) else {
        let is_root = snapshot.root(name).is_some();
        let named = snapshot.all_operations().filter(|operation| operation.name().local() == name);
        let owners: Vec<String> =
            named.filter_map(|operation| Some(operation.binding()?.name.to_string())).take(OWNERS).collect();
        if !owners.is_empty() {
            let owners = owners.join(", ");
            return Err(format!(
                "`{name}` is an action or a function of {owners}; show that, or a path that ends in it"
            ));
        }
        let help = match snapshot.nearest_type(&full) {
            Some(near) if is_root => format!("did you mean `{near}`, or the path `/{name}`?"),
            Some(near) => format!("did you mean `{near}`?"),
            None if is_root => format!("did you mean the path `/{name}`?"),
            None => "write a type's name, or a path that begins with `/`".to_owned(),
        };
        return Err(format!("there is no type `{}`; {help}", if name.is_empty() { name } else { &full }));
    };
    let mut tree = tree(ty, false);
    tree.below.extend(operations(ty, false));
    let of_collection = operations(ty, true).map(|group| Tree::new("on a collection of it", group.below));
    tree.below.extend(of_collection);
    tree.below.extend(Tree::group("derived", ty.derived().map(|ty| ty.name().to_string())));
    Ok(Shown { tree, json: json(ty) })
}

/// Its properties, below its name; of a collection the properties alone, not where they lead.
pub(super) fn tree(ty: Type<'_>, is_collection: bool) -> Tree {
    let is = |kind: MemberKind| move |member: &Member<'_>| member.kind() == kind;
    let lines = |kind| ty.properties().filter(is(kind)).map(member_line).collect::<Vec<_>>();
    let members = ty.members().map(|(name, value)| format!("{name} = {value}"));
    let groups = [
        Tree::group("properties", lines(MemberKind::Property)),
        Tree::group("navigation", lines(MemberKind::Navigation)).filter(|_| !is_collection),
        Tree::group("contained", lines(MemberKind::Contained)).filter(|_| !is_collection),
        Tree::group("members", members),
    ];
    Tree::new(head(ty), groups.into_iter().flatten().collect())
}

/// The actions and functions that are bound to it, or to a type that it derives from.
pub(super) fn operations(ty: Type<'_>, is_collection: bool) -> Option<Tree> {
    Tree::group("actions and functions", bound(ty, is_collection).map(operation_line))
}

fn bound(ty: Type<'_>, is_collection: bool) -> impl Iterator<Item = Operation<'_>> {
    ty.snapshot().all_operations().filter(move |operation| {
        operation.binding().is_some_and(|binding| {
            binding.is_collection == is_collection && ty.is_or_derives_from(binding.name)
        })
    })
}

/// `type microsoft.graph.user: entity, derives from microsoft.graph.directoryObject, open`
fn head(ty: Type<'_>) -> String {
    let mut head = format!("type {}: {}", ty.name(), kind(ty));
    let above: Vec<String> = ty.chain().skip(1).map(|ty| ty.name().to_string()).collect();
    if !above.is_empty() {
        head = format!("{head}, derives from {}", above.join(", "));
    }
    let facts = [
        (ty.is_abstract(), "abstract"),
        (ty.is_open(), "open"),
        (ty.has_stream(), "has content"),
        (ty.is_flags(), "flags"),
    ];
    for (_, word) in facts.iter().filter(|(is_so, _)| *is_so) {
        head = format!("{head}, {word}");
    }
    let keys: Vec<&str> = ty.keys().collect();
    if !keys.is_empty() {
        head = format!("{head}, key {}", keys.join(" and "));
    }
    for key in ty.alternate_keys() {
        let names: Vec<&str> = key.iter().map(|(alias, _)| *alias).collect();
        head = format!("{head}, or {}", names.join(" and "));
    }
    if let Some(since) = ty.facts().deprecated() {
        head = format!("{head}, deprecated since {since}");
    }
    head
}

fn kind(ty: Type<'_>) -> &'static str {
    match ty.kind() {
        TypeKind::Entity => "entity",
        TypeKind::Complex => "complex",
        TypeKind::Enum => "enum",
        TypeKind::Definition => "definition",
    }
}

pub(super) fn json(ty: Type<'_>) -> Value {
    let operations = bound(ty, false).chain(bound(ty, true));
    json!({
        "name": ty.name().to_string(),
        "kind": kind(ty),
        "base": ty.base_name().map(|name| name.to_string()),
        "abstract": ty.is_abstract(),
        "open": ty.is_open(),
        "stream": ty.has_stream(),
        "flags": ty.is_flags(),
        "key": ty.keys().collect::<Vec<_>>(),
        "alternateKeys": ty
            .alternate_keys()
            .map(|key| key.iter().map(|(alias, _)| *alias).collect::<Vec<_>>())
            .collect::<Vec<_>>(),
        "deprecated": ty.facts().deprecated(),
        "properties": ty.properties().map(member_json).collect::<Vec<_>>(),
        "members": ty.members().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "operations": operations.map(operation_json).collect::<Vec<_>>(),
        "derived": ty.derived().map(|ty| ty.name().to_string()).collect::<Vec<_>>(),
    })
}
