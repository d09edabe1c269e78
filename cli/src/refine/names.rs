//! The names of types: where an example doesn't say them, the schema does.

use graph_endpoint_schema::naming::pascal_case;

use crate::declare::{TAKEN, response_variable};
use crate::merge::rename;
use crate::model::Declaration;

/// Calls each type as the schema does, where no other has that name.
pub(super) fn as_in_schema(declaration: &mut Declaration) {
    let names: Vec<(String, String)> = declaration
        .types
        .iter()
        .filter_map(|ty| Some((ty.name.clone(), pascal_case(ty.odata_type.as_deref()?.rsplit('.').next()?))))
        .filter(|(name, of_schema)| name != of_schema)
        .collect();
    for (name, of_schema) in names {
        let endpoint = &declaration.endpoint.name;
        let is_taken = TAKEN.contains(&of_schema.as_str())
            || [endpoint.clone(), format!("{endpoint}Builder")].contains(&of_schema)
            || declaration.types.iter().any(|ty| ty.name == of_schema);
        if !is_taken {
            rename(declaration, &name, &of_schema);
        }
    }
    declaration.endpoint.call.variable = declaration.endpoint.response.as_ref().map(response_variable);
}
