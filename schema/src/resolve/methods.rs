//! What can be done at the end of a path.

use std::fmt;

use super::{Kind, Place, Source};
use crate::naming::list;
use crate::snapshot::{Facts, MemberKind, Name, Operation, Snapshot, Type, TypeRef};

/// A method that is allowed, with what goes in and what comes out.
#[derive(Clone, Copy, Debug)]
pub struct Allowed<'s> {
    /// In capitals.
    pub method: &'static str,
    /// The body of the request.
    pub request: Request<'s>,
    /// What comes back; None for no content.
    pub response: Option<TypeRef<'s>>,
}

/// The body of a request.
#[derive(Clone, Copy, Debug)]
pub enum Request<'s> {
    /// There is none.
    None,
    /// The properties of a type, or a collection of it.
    Value(TypeRef<'s>),
    /// The parameters of an action.
    Parameters(Operation<'s>),
    /// A link to an entity: `{"@odata.id": ".."}`.
    Reference,
    /// Bytes.
    Stream,
}

/// Why a method is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodProblem {
    /// ``PATCH is not allowed on `/x/<id>/y`; there are `GET` and `POST`, and PATCH on `.../y/{id}` ``
    pub message: String,
    /// The methods that are allowed.
    pub allowed: Vec<&'static str>,
    /// The annotation that forbids this one, if one does: `DeleteRestrictions`.
    pub annotation: Option<&'static str>,
}

/// What annotations say of a relation, and then of the type there and its bases.
struct Said<'s>(Vec<Facts<'s>>);

impl Said<'_> {
    fn allows(&self, capability: &str) -> Option<bool> {
        self.0.iter().find_map(|facts| facts.allows(capability))
    }

    fn has(&self, word: &str) -> bool {
        self.0.iter().any(|facts| facts.has(word))
    }

    /// The method that changes what is there.
    fn change(&self) -> &'static str {
        if self.has("put") { "PUT" } else { "PATCH" }
    }
}

impl<'s> Place<'s> {
    /// What a method does here.
    ///
    /// # Errors
    /// The method isn't allowed; with those that are, and where this one is.
    pub fn operation(&self, method: &str) -> Result<Allowed<'s>, MethodProblem> {
        // The macros ask for each endpoint: what annotations say of other methods is looked at only for a message.
        match self.operations_of(|one| one == method).into_iter().find(|allowed| allowed.method == method) {
            Some(allowed) => Ok(allowed),
            None => Err(self.refused(method, &self.operations())),
        }
    }

    /// Everything that can be done here, in the order `GET`, `POST`, `PATCH`, `PUT`, `DELETE`.
    pub fn operations(&self) -> Vec<Allowed<'s>> {
        self.operations_of(|_| true)
    }

    /// The schema that it is a place of.
    pub fn snapshot(&self) -> &'s Snapshot {
        self.snapshot
    }

    /// Whether the collection or entity here takes a query option, by the snapshot's word for it (`filter`, `sort`, `search`,
    /// `count`, `top`, `skip`); None where nothing is said, and of what a call gives.
    pub fn takes(&self, option: &str) -> Option<bool> {
        match self.source {
            Source::Call(_) => None,
            Source::Root(_) | Source::Member(_) => self.said().allows(option),
        }
    }

    /// Those of wanted methods, and maybe others.
    fn operations_of(&self, wants: impl Fn(&str) -> bool) -> Vec<Allowed<'s>> {
        let stream =
            TypeRef { name: Name::primitive("Edm.Stream"), is_collection: false, is_nullable: false };
        match self.kind {
            Kind::Count => vec![get(self.ty)],
            Kind::Value if self.ty.name.is("Edm.Stream") => self.streams(stream),
            Kind::Value => vec![get(self.ty)],
            Kind::Ref => self.references(),
            Kind::Call(operation) if changes_its_result(operation) => {
                vec![call(operation), self.write("PATCH")]
            }
            Kind::Call(operation) => vec![call(operation)],
            Kind::Property(_) => self.properties(),
            Kind::EntitySet | Kind::Singleton | Kind::Navigation(_) | Kind::Cast | Kind::ColonPath => {
                self.entities(wants)
            }
        }
    }

    fn entities(&self, wants: impl Fn(&str) -> bool) -> Vec<Allowed<'s>> {
        // What is read as another type is there, whatever is said of the set that it is in.
        let is_cast = matches!(self.kind, Kind::Cast);
        let said = self.said();
        let reads = |capability: &str| is_cast || said.allows(capability).unwrap_or(true);
        let mut all = Vec::new();
        if wants("GET") && reads("read") && (!self.is_keyed || reads("read-by-key")) {
            all.push(get(self.ty));
        }
        if is_cast || matches!(self.source, Source::Call(_)) {
            return all;
        }
        if self.ty.is_collection {
            if wants("POST") && self.may_change(&said, "insert") {
                let one = self.ty.item();
                all.push(Allowed { method: "POST", request: Request::Value(one), response: Some(one) });
            }
            return all;
        }
        if (wants("PATCH") || wants("PUT")) && self.may_change(&said, "update") {
            let change = said.change();
            all.push(self.write(change));
            if wants("PUT") && change != "PUT" && said.has("upsert") {
                all.push(self.write("PUT"));
            }
        }
        if wants("DELETE") && self.may_change(&said, "delete") && !matches!(self.kind, Kind::Singleton) {
            all.push(DELETE);
        }
        all
    }

    /// What is only related to something is changed where it is a part of something, unless annotations say so here.
    fn may_change(&self, said: &Said<'s>, capability: &str) -> bool {
        match self.source {
            Source::Member(member) if member.kind() == MemberKind::Navigation => {
                member.facts().allows(capability) == Some(true)
            }
            _ => said.allows(capability).unwrap_or(true),
        }
    }

    fn write(&self, method: &'static str) -> Allowed<'s> {
        Allowed { method, request: Request::Value(self.ty), response: Some(self.ty) }
    }

    fn properties(&self) -> Vec<Allowed<'s>> {
        if self.ty.name.is("Edm.Stream") {
            return self.streams(self.ty);
        }
        let mut all = vec![get(self.ty)];
        let said = self.said();
        if said.allows("update") == Some(true) {
            all.push(self.write(said.change()));
        }
        all
    }

    fn streams(&self, ty: TypeRef<'s>) -> Vec<Allowed<'s>> {
        let write = |method| Allowed { method, request: Request::Stream, response: None };
        let media = match self.source {
            Source::Member(member) if member.ty().name.is("Edm.Stream") => Some(member.declared_by),
            Source::Member(member) => Some(member.ty().name),
            Source::Root(root) => Some(root.of()),
            Source::Call(operation) => operation.returns().map(|returned| returned.name),
        };
        let is_patched = media.is_some_and(|media| PATCHED_MEDIA.iter().any(|name| media.is(name)));
        let patch = is_patched.then(|| write("PATCH"));
        [get(ty)].into_iter().chain(patch).chain([write("PUT"), DELETE]).collect()
    }

    fn references(&self) -> Vec<Allowed<'s>> {
        let link = TypeRef {
            name: Name::primitive("Edm.String"),
            is_collection: self.ty.is_collection,
            is_nullable: false,
        };
        let changes = |method| Allowed { method, request: Request::Reference, response: None };
        match (self.ty.is_collection, self.is_keyed) {
            (true, _) => vec![get(link), changes("POST"), DELETE],
            (false, true) => vec![DELETE],
            (false, false) => vec![get(link), changes("PUT"), DELETE],
        }
    }

    fn said(&self) -> Said<'s> {
        let of_types = self.here().into_iter().flat_map(Type::chain).map(Type::facts);
        Said(std::iter::once(self.own_facts()).chain(of_types).collect())
    }

    pub(super) fn own_facts(&self) -> Facts<'s> {
        match self.source {
            Source::Root(root) => root.facts(),
            Source::Member(member) => member.facts(),
            Source::Call(operation) => operation.facts(),
        }
    }

    fn refused(&self, method: &str, all: &[Allowed<'s>]) -> MethodProblem {
        let allowed: Vec<&'static str> = all.iter().map(|allowed| allowed.method).collect();
        let what = match self.kind {
            Kind::Call(operation) if operation.is_action() => {
                "an action is called by `POST`; write it".to_owned()
            }
            Kind::Call(_) => "a function is called by `GET`; write it".to_owned(),
            _ if allowed.is_empty() => "nothing is allowed there".to_owned(),
            _ => format!("there {} {}", if allowed.len() == 1 { "is" } else { "are" }, list(&allowed)),
        };
        let elsewhere = self.elsewhere(method).join(" and ");
        let elsewhere =
            if elsewhere.is_empty() { elsewhere } else { format!(", and {method} on {elsewhere}") };
        let annotation = self.forbidden_by(method);
        let says_so =
            annotation.map_or_else(String::new, |term| format!(", as its annotation `{term}` says"));
        let message = format!("{method} is not allowed on `{}`{says_so}; {what}{elsewhere}", self.text);
        MethodProblem { message, allowed, annotation }
    }

    /// The annotation that takes a method away.
    fn forbidden_by(&self, method: &str) -> Option<&'static str> {
        let (capability, term) = match method {
            "GET" if self.is_keyed && self.said().allows("read-by-key") == Some(false) => {
                ("read-by-key", "ReadByKeyRestrictions")
            }
            "GET" => ("read", "ReadRestrictions"),
            "POST" => ("insert", "InsertRestrictions"),
            "PATCH" | "PUT" => ("update", "UpdateRestrictions"),
            "DELETE" => ("delete", "DeleteRestrictions"),
            _ => return None,
        };
        let is_entities = matches!(self.kind, Kind::EntitySet | Kind::Singleton | Kind::Navigation(_));
        (is_entities && self.said().allows(capability) == Some(false)).then_some(term)
    }

    /// Where a method is, near to here.
    fn elsewhere(&self, method: &str) -> Vec<String> {
        let is_entities = matches!(self.kind, Kind::EntitySet | Kind::Navigation(_) | Kind::Cast);
        let has_key = || self.here().is_some_and(|ty| ty.keys().next().is_some());
        let many = TypeRef { is_collection: true, ..self.ty };
        let item = Place { ty: self.ty.item(), is_keyed: true, ..self.clone() };
        let all = Place { ty: many, is_keyed: false, ..self.clone() };
        let reference = Place { kind: Kind::Ref, ..self.clone() };
        let can_be_referenced =
            matches!(self.kind, Kind::Navigation(member) if super::walk::can_be_referenced(member));
        let (before, last) = self.text.rsplit_once('/').unwrap_or_default();
        // The key stands in parentheses, or is a segment.
        let of_all = last
            .split_once('(')
            .map_or_else(|| before.rsplit('/').next().unwrap_or_default(), |(name, _)| name);
        [
            (is_entities && self.ty.is_collection && has_key(), item, format!("`.../{last}/{{id}}`")),
            (is_entities && self.is_keyed, all, format!("`.../{of_all}`")),
            (can_be_referenced, reference, format!("`.../{last}/$ref`")),
        ]
        .into_iter()
        .filter(|(is_there, place, _)| *is_there && place.operations().iter().any(|one| one.method == method))
        .map(|(_, _, written)| written)
        .collect()
    }
}

/// What bytes belong to that the service changes by `PATCH` as well as by `PUT`. No annotation says so.
/// <https://learn.microsoft.com/graph/api/profilephoto-update>
/// <https://learn.microsoft.com/graph/api/page-update>
const PATCHED_MEDIA: &[&str] = &["microsoft.graph.profilePhoto", "microsoft.graph.onenotePage"];

/// The functions whose result the service changes where it is, `range(address='A1:B2')`. No annotation says so.
/// <https://learn.microsoft.com/graph/api/range-update>
const CHANGED_RESULTS: &[&str] = &["microsoft.graph.range"];

const DELETE: Allowed<'static> = Allowed { method: "DELETE", request: Request::None, response: None };

fn get(ty: TypeRef<'_>) -> Allowed<'_> {
    Allowed { method: "GET", request: Request::None, response: Some(ty) }
}

fn changes_its_result(operation: Operation<'_>) -> bool {
    CHANGED_RESULTS.iter().any(|name| operation.name().is(name))
}

fn call(operation: Operation<'_>) -> Allowed<'_> {
    if !operation.is_action() {
        return Allowed { method: "GET", request: Request::None, response: operation.returns() };
    }
    let has_parameters = operation.parameters().next().is_some();
    let request = if has_parameters { Request::Parameters(operation) } else { Request::None };
    Allowed { method: "POST", request, response: operation.returns() }
}

impl fmt::Display for MethodProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for MethodProblem {}
