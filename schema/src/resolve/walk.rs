//! From the root to the end, one segment after the other.

use std::ops::Range;

use super::{Deprecation, Kind, PathProblem, Place, ProblemKind, Source, call, key, unknown};
use crate::path::{Argument, PathTemplate, Segment, SegmentKind, Value};
use crate::snapshot::{
    Facts, Member, MemberKind, Name, Operation, RootKind, Snapshot, Type, TypeKind, TypeRef,
};

/// OneDrive and SharePoint find these by their paths.
/// <https://learn.microsoft.com/graph/onedrive-addressing-driveitems>
const BY_COLON_PATH: &[&str] = &["microsoft.graph.driveItem", "microsoft.graph.site"];

/// Keys that are the names of properties, too.
/// <https://learn.microsoft.com/graph/api/site-get>
const WELL_KNOWN: &[(&str, &str)] = &[("microsoft.graph.site", "root")];

pub(super) fn walk<'s>(snapshot: &'s Snapshot, path: &PathTemplate) -> Result<Place<'s>, PathProblem> {
    let segments = path.segments();
    let Some((first, rest)) = segments.split_first() else {
        return Err(PathProblem::new(
            ProblemKind::UnknownSegment,
            0..0,
            "the path has no segment; write one",
        ));
    };
    let mut place = root(snapshot, path, first)?;
    for segment in rest {
        place.step(path, segment)?;
    }
    Ok(place)
}

fn root<'s>(
    snapshot: &'s Snapshot,
    path: &PathTemplate,
    segment: &Segment<'_>,
) -> Result<Place<'s>, PathProblem> {
    let SegmentKind::Name { name, arguments } = &segment.kind else {
        let message = "a path begins with a name, and this is a value; write an entity set or a singleton";
        return Err(PathProblem::new(ProblemKind::UnknownSegment, segment.range.clone(), message));
    };
    let Some(root) = snapshot.root(name) else {
        return Err(unknown::root(snapshot, name, segment.range.clone()));
    };
    let is_set = root.kind() == RootKind::EntitySet;
    let mut place = Place {
        snapshot,
        text: path.text.clone(),
        ty: TypeRef { name: root.of(), is_collection: is_set, is_nullable: false },
        kind: if is_set { Kind::EntitySet } else { Kind::Singleton },
        values: Vec::new(),
        deprecated: Vec::new(),
        source: Source::Root(root),
        is_keyed: false,
    };
    if root.kind() == RootKind::Import {
        let overloads =
            snapshot.operations(root.of().local()).filter(|operation| operation.binding().is_none());
        let found = call::choose(name, arguments.as_deref(), overloads.collect(), segment)?;
        place.enter(found, arguments.as_deref());
    } else {
        place.note(root.facts(), &segment.range);
        place.note_type(&segment.range);
        place.keys_of(path, arguments.as_deref(), &segment.range)?;
    }
    Ok(place)
}

impl<'s> Place<'s> {
    /// The type here, unless it is one of OData's own.
    pub(super) fn here(&self) -> Option<Type<'s>> {
        self.snapshot.type_of(self.ty.name)
    }

    fn step(&mut self, path: &PathTemplate, segment: &Segment<'_>) -> Result<(), PathProblem> {
        let range = &segment.range;
        if let Some(what) = self.ends() {
            let message =
                format!("nothing follows {what}; remove `/{}`", path.part(&(range.start..path.text.len())));
            return Err(PathProblem::new(ProblemKind::Ended, range.clone(), message));
        }
        match &segment.kind {
            SegmentKind::ColonPath => self.colon_path(range),
            SegmentKind::KeyValue { name, value } => {
                let argument = Argument { name: Some(*name), value: *value, range: range.clone() };
                self.keys_of(path, Some(&[argument]), range)
            }
            SegmentKind::Value(value) => {
                let argument = Argument { name: None, value: *value, range: range.clone() };
                self.keys_of(path, Some(&[argument]), range)
            }
            SegmentKind::Name { name, arguments } => self.name(path, name, arguments.as_deref(), segment),
        }
    }

    /// What ends the path here.
    fn ends(&self) -> Option<String> {
        match self.kind {
            Kind::Count => Some("`$count`".to_owned()),
            Kind::Value => Some("`$value`".to_owned()),
            Kind::Ref => Some("`$ref`".to_owned()),
            Kind::Call(operation) if operation.is_action() => {
                Some(format!("the action `{}`", operation.name().local()))
            }
            Kind::Call(operation) if operation.returns().is_none() => {
                Some(format!("the function `{}`", operation.name().local()))
            }
            _ => None,
        }
    }

    fn colon_path(&mut self, range: &Range<usize>) -> Result<(), PathProblem> {
        if self.ty.is_collection || !BY_COLON_PATH.iter().any(|name| self.ty.name.is(name)) {
            let message = format!("{} has no path with colons; only a file or a site has", self.ty);
            return Err(PathProblem::new(ProblemKind::UnknownSegment, range.clone(), message));
        }
        self.kind = Kind::ColonPath;
        self.is_keyed = true;
        Ok(())
    }

    fn name(
        &mut self,
        path: &PathTemplate,
        name: &str,
        arguments: Option<&[Argument<'_>]>,
        segment: &Segment<'_>,
    ) -> Result<(), PathProblem> {
        let range = &segment.range;
        if let Some(system) = name.strip_prefix('$') {
            return self.system(system, range);
        }
        if name.contains('.') && self.snapshot.type_named(name).is_some() {
            self.cast(name, range)?;
            return self.keys_of(path, arguments, range);
        }
        let member = if self.ty.is_collection { None } else { self.here().and_then(|ty| ty.property(name)) };
        if let Some(member) = member {
            return self.member(path, member, arguments, range);
        }
        let overloads = self.overloads(name);
        if !overloads.is_empty() {
            let found = call::choose(name, arguments, overloads, segment)?;
            self.enter(found, arguments);
            return Ok(());
        }
        // A well-known name in place of an id, or an id written out: `/me/mailFolders/inbox`.
        if self.ty.is_collection && arguments.is_none() && self.may_be_key(name) {
            let argument = Argument { name: None, value: Value::Literal(name), range: range.clone() };
            return self.keys_of(path, Some(&[argument]), range);
        }
        Err(unknown::name(self, path, name, range.clone()))
    }

    fn member(
        &mut self,
        path: &PathTemplate,
        member: Member<'s>,
        arguments: Option<&[Argument<'_>]>,
        range: &Range<usize>,
    ) -> Result<(), PathProblem> {
        self.ty = member.ty();
        self.kind = match member.kind() {
            MemberKind::Property => Kind::Property(member),
            MemberKind::Navigation | MemberKind::Contained => Kind::Navigation(member),
        };
        self.source = Source::Member(member);
        self.is_keyed = false;
        self.note(member.facts(), range);
        self.note_type(range);
        self.keys_of(path, arguments, range)
    }

    fn system(&mut self, name: &str, range: &Range<usize>) -> Result<(), PathProblem> {
        let primitive =
            |name| TypeRef { name: Name::primitive(name), is_collection: false, is_nullable: false };
        let is_stream = self.ty.name.is("Edm.Stream") || self.here().is_some_and(Type::has_stream);
        let holds_value =
            matches!(self.kind, Kind::Property(_)) && self.here().is_none() && !self.ty.is_collection;
        match name {
            "count" if self.ty.is_collection => {
                self.kind = Kind::Count;
                self.ty = primitive("Edm.Int32");
            }
            "count" => {
                let message = "`$count` counts a collection, and this is one; remove it";
                return Err(PathProblem::new(ProblemKind::UnknownSegment, range.clone(), message));
            }
            "value" if (is_stream || holds_value) && !self.ty.is_collection => {
                self.kind = Kind::Value;
                self.ty = if is_stream { primitive("Edm.Stream") } else { self.ty };
            }
            "value" => {
                let message = format!("{} has no content of its own, so no `$value`; remove it", self.ty);
                return Err(PathProblem::new(ProblemKind::UnknownSegment, range.clone(), message));
            }
            "ref" => match self.source {
                Source::Member(member)
                    if can_be_referenced(member) && matches!(self.kind, Kind::Navigation(_)) =>
                {
                    self.kind = Kind::Ref;
                }
                _ => {
                    let message =
                        "`$ref` stands behind a relation between entities, and here is none; remove it";
                    return Err(PathProblem::new(ProblemKind::UnknownSegment, range.clone(), message));
                }
            },
            _ => {
                let message =
                    format!("there is no `${name}` in a path; there are `$count`, `$ref` and `$value`");
                return Err(PathProblem::new(ProblemKind::UnknownSegment, range.clone(), message));
            }
        }
        Ok(())
    }

    fn cast(&mut self, name: &str, range: &Range<usize>) -> Result<(), PathProblem> {
        let Some(ty) = self.snapshot.type_named(name) else { return Ok(()) };
        // Downwards, or to what it is already; upwards it says nothing, but OData permits it.
        let is_related = ty.is_or_derives_from(self.ty.name)
            || self.here().is_some_and(|here| here.is_or_derives_from(ty.name()));
        if !is_related {
            return Err(unknown::cast(self, ty, range.clone()));
        }
        self.ty.name = ty.name();
        self.kind = Kind::Cast;
        self.note_type(range);
        Ok(())
    }

    fn keys_of(
        &mut self,
        path: &PathTemplate,
        arguments: Option<&[Argument<'_>]>,
        range: &Range<usize>,
    ) -> Result<(), PathProblem> {
        let Some(arguments) = arguments else { return Ok(()) };
        key::choose(self, path, arguments, range)?;
        self.ty = self.ty.item();
        self.is_keyed = true;
        Ok(())
    }

    /// Goes on with what a call returns.
    fn enter(&mut self, call: call::Call<'s>, arguments: Option<&[Argument<'_>]>) {
        let operation = call.operation;
        self.values.extend(call.values(arguments.unwrap_or_default()));
        self.note(operation.facts(), &call.range);
        self.kind = Kind::Call(operation);
        self.source = Source::Call(operation);
        self.is_keyed = false;
        if let Some(returns) = operation.returns() {
            self.ty = returns;
        }
    }

    /// The overloads of this name that are bound to what is here, those of the nearest type alone.
    fn overloads(&self, name: &str) -> Vec<Operation<'s>> {
        let local = name.rsplit('.').next().unwrap_or(name);
        let chain = self.chain();
        let mut nearest = usize::MAX;
        let mut found = Vec::new();
        for operation in self.snapshot.operations(local) {
            let is_named = local.len() == name.len() || operation.name().is(name);
            let Some(distance) = self.distance(operation, &chain).filter(|_| is_named) else { continue };
            if distance < nearest {
                found.clear();
                nearest = distance;
            }
            if distance == nearest {
                found.push(operation);
            }
        }
        found
    }

    /// The names of the type here and of those that it derives from.
    pub(super) fn chain(&self) -> Vec<Name<'s>> {
        let chain: Vec<_> = self.here().into_iter().flat_map(Type::chain).map(Type::name).collect();
        if chain.is_empty() { vec![self.ty.name] } else { chain }
    }

    /// Whether an operation is bound to what is here.
    pub(super) fn binds(&self, operation: Operation<'s>) -> bool {
        self.distance(operation, &self.chain()).is_some()
    }

    /// How far above the type here the one is that an operation is bound to; None if it isn't bound to what is here.
    pub(super) fn distance(&self, operation: Operation<'s>, chain: &[Name<'s>]) -> Option<usize> {
        let binding = operation.binding()?;
        if binding.is_collection != self.ty.is_collection {
            return None;
        }
        let distance = chain.iter().position(|name| *name == binding.name)?;
        (!operation.facts().has("explicit") || self.names(operation.name())).then_some(distance)
    }

    /// Whether annotations name an operation that must be named to be bound here.
    fn names(&self, operation: Name<'_>) -> bool {
        let of_source = match self.source {
            Source::Root(root) => root.facts(),
            Source::Member(member) => member.facts(),
            Source::Call(operation) => operation.facts(),
        };
        of_source.binds(operation)
            || self.here().is_some_and(|ty| ty.chain().any(|ty| ty.facts().binds(operation)))
    }

    /// Whether a word is rather a key than a misspelt name: `inbox`, `contoso.com`.
    fn may_be_key(&self, name: &str) -> bool {
        let Some(ty) = self.here().filter(|ty| ty.kind() == TypeKind::Entity) else { return false };
        if WELL_KNOWN.iter().any(|(of, key)| ty.name().is(of) && *key == name) {
            return true;
        }
        let is_type = ["microsoft.graph.", "graph.", ".."].iter().any(|start| name.starts_with(start));
        !is_type
            && ty.property(name).is_none()
            && self.snapshot.operations(name).next().is_none()
            && unknown::near(self, name).is_none()
    }

    /// The type here, if it is deprecated where the segment isn't.
    fn note_type(&mut self, range: &Range<usize>) {
        let is_noted = self.deprecated.last().is_some_and(|last| last.range == *range);
        if let Some(ty) = self.here().filter(|_| !is_noted) {
            self.note(ty.facts(), range);
        }
    }

    fn note(&mut self, facts: Facts<'s>, range: &Range<usize>) {
        if let Some(since) = facts.deprecated() {
            self.deprecated.push(Deprecation {
                range: range.clone(),
                since,
                removed: facts.removed(),
                replacement: facts.replacement(),
            });
        }
    }
}

/// Whether a relation can be changed by `$ref`: not where the other one is a part of this one, unless it is said so.
pub(super) fn can_be_referenced(member: Member<'_>) -> bool {
    let default = member.kind() == MemberKind::Navigation;
    member.facts().allows("ref").unwrap_or(default)
}
