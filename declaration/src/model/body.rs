//! The body of a request: none, an object of properties, or one field that is all of it.

use syn::LitStr;

use super::field::Field;
use super::names::{ContentType, TypeName};
use super::properties::{Properties, Property};
use super::values::is_there_or_not;
use crate::parse::Method;
use crate::problems::Problem;

#[derive(Default)]
pub enum Body {
    #[default]
    None,
    Object(Object),
    Whole(Box<Whole>),
}

/// `{..}`
#[derive(Default)]
pub struct Object {
    /// Written first, as `@odata.type`.
    pub odata_type: Option<TypeName>,
    pub properties: Properties,
}

/// One field is the body: JSON, or what the content type says.
pub struct Whole {
    pub field: Field,
    pub content_type: Option<ContentType>,
}

impl Whole {
    /// Whether it is sent as it is, and not as JSON.
    pub fn is_raw(&self) -> bool {
        self.content_type.as_ref().is_some_and(|content_type| !content_type.is_json())
    }
}

impl Body {
    /// Makes a field all of the body.
    pub fn set_whole(&mut self, whole: Whole, method: Method) -> Result<(), Problem> {
        let field = &whole.field;
        if !method.has_body() {
            let method = method.name();
            return Err(Problem::at(
                &field.ident,
                format!(
                    "a {method} has no body; write `POST`, `PATCH` or `PUT`, or make this a query option"
                ),
            ));
        }
        is_there_or_not(field, "a whole body")?;
        match self {
            Self::None => *self = Self::Whole(Box::new(whole)),
            Self::Whole(first) => {
                let first = first.field.name();
                let message = format!("`{first}` is the whole body already; keep one `#[graph(body)]`");
                return Err(Problem::at(&field.ident, message));
            }
            Self::Object(_) => return Err(no_property(field, field)),
        }
        Ok(())
    }

    pub fn set_odata_type(
        &mut self,
        name: TypeName,
        written: &LitStr,
        method: Method,
    ) -> Result<(), Problem> {
        if !method.has_body() {
            let method = method.name();
            let message = format!("a {method} has no body for `@odata.type`; remove `odata_type`");
            return Err(Problem::at(written, message));
        }
        let object = self.object(|whole| {
            let whole = whole.name();
            let message = format!("`{whole}` is the whole body; its own type writes `@odata.type`");
            Problem::at(written, message)
        })?;
        object.odata_type = Some(name);
        Ok(())
    }

    pub fn push(&mut self, property: Property) -> Result<(), Problem> {
        self.object(|whole| no_property(whole, &property.field))?.properties.push(property)
    }

    /// Takes the field that keeps the properties without one.
    pub fn keep_others(&mut self, field: Field) -> Result<(), Problem> {
        self.object(|whole| no_property(whole, &field))?.properties.keep_others(field)
    }

    fn object(&mut self, refused: impl FnOnce(&Field) -> Problem) -> Result<&mut Object, Problem> {
        match self {
            Self::Object(object) => Ok(object),
            Self::Whole(whole) => Err(refused(&whole.field)),
            Self::None => {
                *self = Self::Object(Object::default());
                self.object(refused)
            }
        }
    }
}

fn no_property(whole: &Field, field: &Field) -> Problem {
    let whole = whole.name();
    Problem::at(
        &field.ident,
        format!(
            "`{whole}` is the whole body, so this can't be a property of it; give it a role: `query`, `header` or `path`"
        ),
    )
}
