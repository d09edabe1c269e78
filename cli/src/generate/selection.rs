//! Which properties are asked for: `id,displayName,manager/id`.

use graph_endpoint_schema::naming::nearest;
use graph_endpoint_schema::snapshot::{Member, Type};

/// Properties, and of each those below it; or all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// `None` is all.
    properties: Option<Vec<(String, Selection)>>,
}

impl Selection {
    /// Reads `a,b/c`; an empty text is all there is.
    ///
    /// ```
    /// let selection = cargo_graph::Selection::parse("id,manager/id");
    /// assert!(!selection.is_all());
    /// assert_eq!(selection.names(), ["id", "manager"]);
    /// ```
    pub fn parse(text: &str) -> Self {
        let mut selection = Self::default();
        for path in text.split(',').map(str::trim).filter(|path| !path.is_empty()) {
            selection.add(&mut path.split('/').filter(|name| !name.is_empty()));
        }
        selection
    }

    fn add<'t>(&mut self, path: &mut impl Iterator<Item = &'t str>) {
        let Some(name) = path.next() else { return };
        let properties = self.properties.get_or_insert_default();
        let at = match properties.iter().position(|(known, _)| known == name) {
            Some(at) => at,
            None => {
                properties.push((name.to_owned(), Self::default()));
                properties.len() - 1
            }
        };
        if let Some((_, below)) = properties.get_mut(at) {
            below.add(path);
        }
    }

    /// Whether nothing is left out.
    pub fn is_all(&self) -> bool {
        self.properties.is_none()
    }

    /// The names that are asked for, in their order; none where all are.
    pub fn names(&self) -> Vec<&str> {
        self.properties.iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    /// Whether each property that is asked for is there.
    pub(super) fn check(&self, ty: Option<Type<'_>>) -> Result<(), String> {
        let Some(ty) = ty else { return Ok(()) };
        for name in self.names() {
            if ty.property(name).is_none() {
                let help = match nearest(name, ty.properties().map(Member::name)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "`cargo graph schema show` lists what there is".to_owned(),
                };
                return Err(format!("`{name}` is no property of {}; {help}", ty.name()));
            }
        }
        Ok(())
    }

    /// What is asked for below a property; `None` if it isn't asked for.
    pub(super) fn below(&self, name: &str) -> Option<Self> {
        match &self.properties {
            None => Some(Self::default()),
            Some(properties) => {
                properties.iter().find(|(known, _)| known == name).map(|(_, below)| below.clone())
            }
        }
    }

    /// What is asked for here or there.
    pub(super) fn merge(&mut self, other: &Self) {
        let (Some(own), Some(others)) = (&mut self.properties, &other.properties) else {
            self.properties = None;
            return;
        };
        for (name, below) in others {
            match own.iter_mut().find(|(known, _)| known == name) {
                Some((_, known)) => known.merge(below),
                None => own.push((name.clone(), below.clone())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged() {
        let mut a = Selection::parse("id, manager/id,");
        a.merge(&Selection::parse("manager/mail,name"));
        assert_eq!(a, Selection::parse("id,manager/id,manager/mail,name"));
        a.merge(&Selection::parse(""));
        assert!(a.is_all() && a.below("x").is_some());
        assert!(Selection::parse("id").below("x").is_none());
    }
}
