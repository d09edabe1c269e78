//! `$select` and `$expand` from the fields of a response's type.

use std::any::type_name;
use std::fmt;

/// The properties that a declared type has, as `$select` and `$expand` take them.
///
/// Implemented by [`graph_type`](crate::graph_type). A declaration with the key `select` sends what the type of its
/// response has; [`RequestOptions::select`](crate::RequestOptions::select) takes `SELECT` as it is. A field with
/// `#[graph(expand)]` is a navigation property: it goes into `$expand`, with what its own type has; where that is a
/// type that is being expanded already (a user's `manager`; a group's members and their groups), it ends there. A type
/// that keeps all properties it has no field for (`#[graph(additional)]`, [`Kept`](crate::Kept)), and a polymorphic one,
/// select nothing, which asks for everything.
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

    /// `EXPAND`, and whose it is: a type that holds values forwards it.
    #[doc(hidden)]
    fn expanded() -> Expanded {
        Expanded { of: type_name::<Self>(), expand: Self::EXPAND }
    }
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
#[derive(Clone, Copy)]
pub struct Expansion {
    /// The property's name.
    pub name: &'static str,
    /// [`Select::SELECT`] of its type.
    pub select: &'static str,
    /// What its type expands. By a function: two types that expand each other would be constants made of each other.
    expanded: fn() -> Expanded,
}

/// What a type expands.
#[derive(Clone, Copy, Debug)]
#[doc(hidden)]
pub struct Expanded {
    /// The type's name, by which it is found again in what it expands.
    pub of: &'static str,
    /// [`Select::EXPAND`].
    pub expand: &'static [Expansion],
}

impl Expansion {
    /// The navigation property `name` with what the type `T` has.
    pub const fn of<T: Select>(name: &'static str) -> Self {
        Self { name, select: T::SELECT, expanded: T::expanded }
    }

    /// The navigation property `name` with these properties, joined by commas, and nothing that is expanded in turn.
    pub const fn new(name: &'static str, select: &'static str) -> Self {
        Self { name, select, expanded: || Expanded { of: "", expand: &[] } }
    }

    /// [`Select::EXPAND`] of its type.
    pub fn expand(&self) -> &'static [Self] {
        (self.expanded)().expand
    }
}

macro_rules! forward {
    ($($type:ty),*) => {$(
        impl<T: Select> Select for $type {
            const SELECT: &'static str = T::SELECT;
            const EXPAND: &'static [Expansion] = T::EXPAND;

            fn expanded() -> Expanded {
                T::expanded()
            }
        }
    )*};
}
forward!(Option<T>, Box<T>, Vec<T>, crate::Nullable<T>, crate::Page<T>);

/// Everything, since what isn't declared is kept as well.
impl<T: Select> Select for crate::Kept<T> {
    const SELECT: &'static str = "";
    const EXPAND: &'static [Expansion] = T::EXPAND;

    fn expanded() -> Expanded {
        T::expanded()
    }
}

/// Everything: nobody knows what there is.
impl Select for crate::Untyped {
    const SELECT: &'static str = "";
}

/// The names: what is expanded in turn has no end that could be shown.
impl fmt::Debug for Expansion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expansion")
            .field("name", &self.name)
            .field("select", &self.select)
            .finish_non_exhaustive()
    }
}

/// `manager($select=id,displayName;$expand=..),..`, for the type `of`.
pub(crate) fn expand_text(of: &'static str, expand: &[Expansion]) -> String {
    let mut text = String::new();
    push_list(expand, &mut vec![of], &mut text);
    text
}

/// `above` are the types that are being expanded.
fn push_list(expand: &[Expansion], above: &mut Vec<&'static str>, text: &mut String) {
    for (index, expansion) in expand.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        expansion.push_to(above, text);
    }
}

impl Expansion {
    /// As deep as the declared types are nested; one that is being expanded isn't once more, which had no end.
    fn push_to(&self, above: &mut Vec<&'static str>, text: &mut String) {
        text.push_str(self.name);
        let Expanded { of, expand } = (self.expanded)();
        let expand = if above.contains(&of) { &[] } else { expand };
        if self.select.is_empty() && expand.is_empty() {
            return;
        }
        text.push('(');
        if !self.select.is_empty() {
            text.push_str("$select=");
            text.push_str(self.select);
        }
        if !expand.is_empty() {
            text.push_str(if self.select.is_empty() { "$expand=" } else { ";$expand=" });
            above.push(of);
            push_list(expand, above, text);
            above.pop();
        }
        text.push(')');
    }
}
