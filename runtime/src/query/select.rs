//! `$select` and `$expand` from the fields of a response's type.

/// The properties that a declared type has, as `$select` and `$expand` take them.
///
/// Implemented by [`graph_type`](crate::graph_type). A declaration with the key `select` sends what the type of its
/// response has; [`RequestOptions::select`](crate::RequestOptions::select) takes `SELECT` as it is.
pub trait Select {
    /// The names of the properties, joined by commas. Empty when there is nothing to choose: all of them are asked for.
    const SELECT: &'static str;

    /// The navigation properties, each with what its own type has.
    const EXPAND: &'static [Expansion] = &[];
}

/// A navigation property, and what is asked of the entities behind it.
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

/// `manager($select=id,displayName;$expand=..),..`
pub(crate) fn expand_text(expand: &[Expansion]) -> String {
    let texts: Vec<String> = expand.iter().copied().map(Expansion::to_text).collect();
    texts.join(",")
}

impl Expansion {
    /// As deep as the declared types are nested.
    pub(super) fn to_text(self) -> String {
        let select = (!self.select.is_empty()).then(|| format!("$select={}", self.select));
        let expand = (!self.expand.is_empty()).then(|| format!("$expand={}", expand_text(self.expand)));
        let options: Vec<String> = select.into_iter().chain(expand).collect();
        if options.is_empty() {
            self.name.to_owned()
        } else {
            format!("{}({})", self.name, options.join(";"))
        }
    }
}
