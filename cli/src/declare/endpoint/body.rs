//! The body of the requests: fields of the endpoint, one field that is the whole body, or none.

use super::{Builder, field};
use crate::declare::docs::property_docs;
use crate::declare::types::{Arena, PlaceId, Presence, Resolved, Way, is_said_by_the_schema};
use crate::json::Json;
use crate::model::{Attribute, Field, Leaf, Ty};
use crate::read::{Content, Example, Section};
use crate::shape::{Object, Shape};

/// What the bodies of the requests are.
pub(super) enum BodyShape {
    None,
    /// Properties, and the one type that all samples say.
    Properties(Object, Option<String>),
    Whole(Shape),
    Other(String),
}

impl BodyShape {
    pub(super) fn of(examples: &[&Example], exact: bool) -> Self {
        let mut shape = Shape::default();
        for example in examples {
            match example.request.content() {
                Content::Json(json) => shape.add(&json),
                Content::Other { content_type } => return Self::Other(content_type),
                Content::None | Content::Invalid(_) => {}
            }
        }
        if !exact {
            // Services ignore it in a request: <https://docs.oasis-open.org/odata/odata-json-format/v4.01/>
            let objects = shape.objects.iter_mut().map(|(_, object)| object);
            objects.for_each(|object| object.properties.retain(|(name, _)| name != "@odata.context"));
        }
        match shape.objects.as_slice() {
            _ if shape.seen == 0 => Self::None,
            [(odata_type, object)] if shape.kinds() == 1 && shape.nulls == 0 => {
                // An object without properties has none that could be fields.
                let is_empty = object.properties.is_empty() && odata_type.is_none();
                match (is_empty, exact) {
                    (true, false) => Self::None,
                    (true, true) => Self::Whole(shape),
                    (false, _) => Self::Properties(object.clone(), odata_type.clone()),
                }
            }
            _ => Self::Whole(shape),
        }
    }

    /// The names of the properties.
    pub(super) fn properties(&self) -> impl Iterator<Item = &str> {
        let object = match self {
            Self::Properties(object, _) => Some(object),
            _ => None,
        };
        object.into_iter().flat_map(|object| &object.properties).map(|(name, _)| name.as_str())
    }

    /// Takes the bodies in: a place for each property, or one for the whole.
    pub(super) fn places(&self, arena: &mut Arena, whole: &str) -> Vec<PlaceId> {
        match self {
            Self::Properties(object, _) => {
                object.properties.iter().map(|(name, shape)| arena.add(shape, name, Way::SENT)).collect()
            }
            Self::Whole(shape) => vec![arena.add(shape, whole, Way::SENT)],
            Self::None | Self::Other(_) => Vec::new(),
        }
    }
}

impl Builder<'_> {
    /// The body's fields; returns the type that the body says of itself.
    pub(super) fn body(&mut self, body: BodyShape, places: &[PlaceId]) -> Option<String> {
        match body {
            BodyShape::None => {
                self.not_shown(&[]);
                None
            }
            BodyShape::Properties(object, odata_type) => {
                for ((name, shape), place) in object.properties.iter().zip(places) {
                    self.property(name, shape, object.seen, *place);
                }
                let shown: Vec<&str> = object.properties.iter().map(|(name, _)| name.as_str()).collect();
                self.not_shown(&shown);
                odata_type.map(|name| format!("#{name}"))
            }
            BodyShape::Whole(shape) => {
                self.body_not_declared(&shape);
                let is_empty =
                    matches!(shape.objects.as_slice(), [(None, object)] if object.properties.is_empty());
                let place = match places {
                    [place] if !is_empty => self.types.place(*place),
                    _ => Resolved { ty: Leaf::Json.into(), notes: Vec::new() },
                };
                let name = self.fields.unused("body");
                self.setter(&name, None, &place.ty);
                let body = field(&name, place.ty, Some(Attribute::Body(None)));
                self.fields.fields.push(Field { notes: place.notes, ..body });
                None
            }
            BodyShape::Other(media) => {
                self.body_not_declared(&Shape::default());
                let name = self.fields.unused("content");
                // A boundary that parts of one's own can't hold is made with each request.
                let (leaf, media) = match media.starts_with("multipart/form-data") && !self.options.exact {
                    true => (Leaf::Multipart, None),
                    false => (Leaf::Bytes, Some(media)),
                };
                let ty = Ty::from(leaf);
                self.setter(&name, None, &ty);
                self.fields.fields.push(field(&name, ty, Some(Attribute::Body(media))));
                None
            }
        }
    }

    fn property(&mut self, name: &str, shape: &Shape, samples: usize, place: PlaceId) {
        self.types.is_of_body = true;
        let hint = self.hints.of(name, Section::Body);
        // What is bound is described under its own name.
        let bound = name.strip_suffix("@odata.bind").and_then(|name| self.hints.of(name, Section::Body));
        self.warnings.extend(hint.and_then(|hint| self.types.contradicted(place, hint)));
        let hint = hint.filter(|hint| super::super::types::fits(hint, shape));
        let resolved = self.types.hinted(place, hint, name);
        self.types.is_of_body = false;
        let said = hint.or(bound);
        let said_optional = said.is_some_and(|hint| hint.is_optional && !hint.is_required)
            || is_said_by_the_schema(name) && !self.options.exact;
        let is_patch = self.method() == "PATCH" && !self.options.exact;
        let presence = Presence {
            is_optional: shape.seen < samples || is_patch || said_optional,
            is_nullable: shape.nulls > 0 || is_patch && hint.is_some_and(|hint| hint.is_nullable),
        };
        let docs = said.map(|hint| property_docs(&hint.docs)).unwrap_or_default();
        self.fields.named(name, presence.of(resolved.ty), resolved.notes, docs);
        let Some(Field { name: field_name, ty, .. }) = self.fields.fields.last().cloned() else { return };
        if !ty.is_optional() {
            let sample = self.sample(name);
            self.setter(&field_name, sample.as_deref(), &ty);
        }
    }

    fn sample(&self, name: &str) -> Option<String> {
        let json = self.examples.iter().find_map(|example| match example.request.content() {
            Content::Json(json) => json.get(name).cloned(),
            _ => None,
        });
        match json {
            Some(Json::String(text) | Json::Number(text)) => Some(text),
            Some(Json::Bool(value)) => Some(value.to_string()),
            _ => None,
        }
    }
}
