//! Snapshots: every text is read or refused, and what is read can be asked anything.

use graph_endpoint_schema::snapshot::Snapshot;

/// What is well-formed, or nearly so.
pub const SEEDS: &[&str] = &[
    "#call send\naction .send on .user\n to .user[]\n#root me singleton .user\n#type .entity entity key=id abstract\nid Edm.String!\n#type .level enum flags\nlow 1\n#type .user entity base=.entity alt=upn open\nmanager .user nav ref\nmessages .user[] contained no-delete\n",
];

pub fn run(input: &[u8]) {
    let body = &*String::from_utf8_lossy(input);
    let _ = Snapshot::new(body.to_owned()).map(|snapshot| ask(&snapshot));
    // With a header that fits, so that the body is reached.
    let head = "graph-schema 1\nversion v1.0\ncloud global\ndate unknown\nsource 0\n";
    let text = format!("{head}body {} {} 0\n{body}", body.len(), body.matches('#').count());
    let _ = Snapshot::new(text).map(|snapshot| ask(&snapshot));
}

fn ask(snapshot: &Snapshot) {
    let _ = snapshot.verify();
    for ty in snapshot.types() {
        let _ = (ty.name().to_string(), ty.kind(), ty.base().is_some(), ty.is_open(), ty.has_stream());
        let _ = (ty.keys().count(), ty.alternate_keys().count(), ty.members().count(), ty.derived().count());
        for property in ty.properties() {
            let _ = (property.name(), property.ty().to_string(), property.kind(), property.is_computed());
            let _ = ty.property(property.name()).is_some();
        }
        let _ = snapshot.type_named(&ty.name().to_string());
        let _ = snapshot.nearest_type(&ty.name().to_string());
    }
    for operation in snapshot.all_operations() {
        let _ = (
            operation.name().to_string(),
            operation.binding(),
            operation.returns(),
            operation.parameters().count(),
        );
        let _ = snapshot.operations(operation.name().local()).count();
    }
    for root in snapshot.roots() {
        let _ = (snapshot.root(root.name()).is_some(), root.kind(), root.of().to_string());
    }
}
