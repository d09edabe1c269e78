//! The letter case of a path: Graph takes any, and the schema has one.

use std::ops::Range;

use graph_endpoint_schema::path::PathTemplate;

use super::Refiner;

impl Refiner<'_> {
    /// The path with its names as the schema spells them, up to the first that it doesn't have in any letter case.
    pub(super) fn path_in_its_case(&self, path: &str) -> String {
        let mut path = path.to_owned();
        // Each turn mends one name.
        for _ in 0..path.matches('/').count() {
            let Err(problem) = self.snapshot.resolve(&PathTemplate::parse(&path).0) else { break };
            let Some(own) = self.spelt(&path, &problem.range) else { break };
            path.replace_range(problem.range, &own);
        }
        path
    }

    /// How the schema spells the name that stands there.
    fn spelt(&self, path: &str, range: &Range<usize>) -> Option<String> {
        let written = path.get(range.clone())?;
        let is_it = |name: &&str| *name != written && name.eq_ignore_ascii_case(written);
        let before = path.get(..range.start)?.trim_end_matches('/');
        if before.is_empty() {
            return self.snapshot.roots().map(|root| root.name()).find(is_it).map(str::to_owned);
        }
        let place = self.snapshot.resolve(&PathTemplate::parse(before).0).ok()?;
        let of_type = self.snapshot.type_of(place.ty.name)?;
        let mut properties = of_type.properties().map(|member| member.name());
        let mut operations = self.snapshot.all_operations().map(|operation| operation.name().local());
        properties.find(is_it).or_else(|| operations.find(is_it)).map(str::to_owned)
    }
}
