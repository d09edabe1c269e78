//! `$select` and `$expand` from the fields of a response's type.

/// The properties that a declared type has, as `$select` and `$expand` take them.
///
/// Implemented by [`graph_type`](crate::graph_type). A declaration with the key `select` sends what the type of its
/// response has; [`RequestOptions::select`](crate::RequestOptions::select) takes `SELECT` as it is. A field with
/// `#[graph(expand)]` is a navigation property: it goes into `$expand`, with what its own type has; where that is the very
/// type that has the field (a user's `manager`), one level deep. A type that keeps all properties it has no field for
/// (`#[graph(additional)]`, [`Kept`](crate::Kept)), and a polymorphic one, select nothing, which asks for everything.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_type("microsoft.graph.user")]
/// struct Person {
///     id: String,
///     display_name: Option<String>,
///     #[graph(expand)]
///     manager: Option<Manager>,
/// }
///
/// #[graph_type("microsoft.graph.user")]
/// struct Manager {
///     mail: Option<String>,
/// }
///
/// #[graph_endpoint(GET, "/me", response = Person, select)]
/// struct GetMe {}
///
/// assert_eq!(Person::SELECT, "id,displayName");
/// let request = GetMe {}.to_http_request("https://graph.microsoft.com")?;
/// let query = request.uri().query().unwrap_or_default();
/// assert_eq!(query, "$select=id%2CdisplayName&$expand=manager%28%24select%3Dmail%29");
/// # Ok::<(), graph_endpoint::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` doesn't say which properties it has, so there is no `$select`",
    label = "not declared with `#[graph_type]`",
    note = "declare it with `#[graph_type]`, or implement `graph_endpoint::Select` for it"
)]
pub trait Select {
    /// The names of the properties, joined by commas. Empty when there is nothing to choose: all of them are asked for.
    const SELECT: &'static str;

    /// The navigation properties, each with what its own type has.
    const EXPAND: &'static [Expansion] = &[];
}

/// A navigation property, and what is asked of the entities behind it.
///
/// ```
/// use graph_endpoint::prelude::*;
///
/// #[graph_type("microsoft.graph.user")]
/// struct User {
///     id: String,
///     #[graph(expand)]
///     manager: Option<Manager>,
/// }
///
/// #[graph_type("microsoft.graph.user")]
/// struct Manager {
///     mail: Option<String>,
/// }
///
/// assert_eq!(User::SELECT, "id");
/// assert_eq!((User::EXPAND[0].name, User::EXPAND[0].select), ("manager", "mail"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expansion {
    /// The property's name.
    pub name: &'static str,
    /// [`Select::SELECT`] of its type.
    pub select: &'static str,
    /// [`Select::EXPAND`] of its type.
    pub expand: &'static [Expansion],
}

impl Expansion {
    /// The navigation property `name` with what the type `T` has.
    pub const fn of<T: Select>(name: &'static str) -> Self {
        Self { name, select: T::SELECT, expand: T::EXPAND }
    }
}

macro_rules! forward {
    ($($type:ty),*) => {$(
        impl<T: Select> Select for $type {
            const SELECT: &'static str = T::SELECT;
            const EXPAND: &'static [Expansion] = T::EXPAND;
        }
    )*};
}
forward!(Option<T>, Box<T>, Vec<T>, crate::Nullable<T>);

/// Everything, since what isn't declared is kept as well.
impl<T: Select> Select for crate::Kept<T> {
    const SELECT: &'static str = "";
    const EXPAND: &'static [Expansion] = T::EXPAND;
}

/// Everything: nobody knows what there is.
impl Select for crate::Untyped {
    const SELECT: &'static str = "";
}

/// `manager($select=id,displayName;$expand=..),..`
pub(crate) fn expand_text(expand: &[Expansion]) -> String {
    let mut text = String::new();
    for (index, expansion) in expand.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        expansion.push_to(&mut text);
    }
    text
}

impl Expansion {
    /// As deep as the declared types are nested.
    fn push_to(&self, text: &mut String) {
        text.push_str(self.name);
        if self.select.is_empty() && self.expand.is_empty() {
            return;
        }
        text.push('(');
        if !self.select.is_empty() {
            text.push_str("$select=");
            text.push_str(self.select);
        }
        if !self.expand.is_empty() {
            text.push_str(if self.select.is_empty() { "$expand=" } else { ";$expand=" });
            text.push_str(&expand_text(self.expand));
        }
        text.push(')');
    }
}
