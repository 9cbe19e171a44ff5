//! Turns one declaration per shape into a struct, its decoder and its field table.
//!
//! Invariant: what is decoded and what `docs/format.md` says come from the same line, so they cannot differ.
//!
//! A field is `required`, `optional`, a `list` (absent is empty, one text stands for a list of one), a `map`,
//! `shared` (the fields of another shape stand here as well), or `refused` (known, not read yet).

/// Declares structs of the language; see the module documentation.
macro_rules! schema {
    ($(
        $(#[doc = $doc:literal])*
        pub struct $name:ident ($one:literal, $many:literal, $form:literal) {
            $( $(#[doc = $field_doc:literal])* $how:ident $field:ident : $ty:ty $(= $default:literal)? ),* $(,)?
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        pub struct $name {
            /// Where it stands.
            pub place: $crate::source::Place,
            $( $(#[doc = $field_doc])* pub $field: schema!(@type $how $ty), )*
        }

        impl $name {
            /// Its field table.
            pub const FIELDS: &'static $crate::document::decode::Table = &$crate::document::decode::Table {
                one: $one,
                form: $form,
                doc: &[$($doc),*],
                rows: &[ $( $crate::document::decode::Row {
                    name: $crate::document::schema::macros::plain(stringify!($field)),
                    presence: schema!(@presence $how),
                    holds: schema!(@holds $how $ty),
                    shape: || schema!(@shape $how $ty),
                    default: concat!($($default)?),
                    doc: &[$($field_doc),*],
                    table: schema!(@table $how $ty),
                } ),* ],
                choices: &[],
                choice_tables: &[],
            };

            /// Takes its fields from those written.
            pub(crate) fn read(
                fields: &mut $crate::document::decode::Fields,
                found: &mut $crate::diagnostic::Diagnostics,
            ) -> Self {
                $name {
                    place: fields.place,
                    $( $field: schema!(@read fields, found, $how $field $ty $(= $default)?), )*
                }
            }

            /// Reads exactly these fields and reports any other.
            pub(crate) fn read_all(
                mut fields: $crate::document::decode::Fields,
                found: &mut $crate::diagnostic::Diagnostics,
            ) -> Self {
                fields.respell(Self::FIELDS, found);
                let value = Self::read(&mut fields, found);
                fields.finish(Self::FIELDS, found);
                value
            }
        }

        impl $crate::document::decode::Decode for $name {
            const ONE: &'static str = $one;
            const MANY: &'static str = $many;
            const TABLE: Option<&'static $crate::document::decode::Table> = Some($name::FIELDS);

            fn decode(node: $crate::document::tree::Node, found: &mut $crate::diagnostic::Diagnostics) -> Self {
                Self::read_all($crate::document::decode::Fields::of(node, $one, found), found)
            }

            fn hole() -> Self {
                Self::decode($crate::document::tree::Node::nowhere(), &mut $crate::diagnostic::Diagnostics::new())
            }
        }
    )*};

    (@type required $ty:ty) => { $ty };
    (@type optional $ty:ty) => { Option<$ty> };
    (@type list $ty:ty) => { Vec<$ty> };
    (@type map $ty:ty) => { $crate::document::decode::OrderedMap<$ty> };
    (@type shared $ty:ty) => { $ty };
    (@type refused $ty:ty) => { Option<$ty> };

    (@presence required) => { $crate::document::decode::Presence::Required };
    (@presence optional) => { $crate::document::decode::Presence::Optional };
    (@presence list) => { $crate::document::decode::Presence::Optional };
    (@presence map) => { $crate::document::decode::Presence::Optional };
    (@presence shared) => { $crate::document::decode::Presence::Shared };
    (@presence refused) => { $crate::document::decode::Presence::NotYet };

    (@holds list $ty:ty) => { $crate::document::decode::Holds::List };
    (@holds map $ty:ty) => { $crate::document::decode::Holds::Map };
    (@holds refused $ty:ty) => { $crate::document::decode::Holds::One };
    (@holds $how:ident $ty:ty) => { <$ty as $crate::document::decode::Decode>::HOLDS };

    (@shape list $ty:ty) => { <Vec<$ty> as $crate::document::decode::Decode>::shape() };
    (@shape map $ty:ty) => { $crate::document::decode::map_shape::<$ty>() };
    (@shape refused $ty:ty) => { String::new() };
    (@shape $how:ident $ty:ty) => { <$ty as $crate::document::decode::Decode>::shape() };

    (@table refused $ty:ty) => { None };
    (@table $how:ident $ty:ty) => { <$ty as $crate::document::decode::Decode>::TABLE };

    (@read $fields:ident, $found:ident, shared $field:ident $ty:ty) => { <$ty>::read($fields, $found) };
    (@read $fields:ident, $found:ident, refused $field:ident $ty:ty = $instead:literal) => {
        $fields.refused($crate::document::schema::macros::plain(stringify!($field)), $instead, $found)
    };
    (@read $fields:ident, $found:ident, $how:ident $field:ident $ty:ty $(= $default:literal)?) => {
        $fields.$how::<$ty>($crate::document::schema::macros::plain(stringify!($field)), $found)
    };
}

/// Declares lists of bare words.
macro_rules! words {
    ($(
        $(#[doc = $doc:literal])*
        pub enum $name:ident ($one:literal, $many:literal) {
            $( $(#[doc = $word_doc:literal])* $word:ident ),* $(,)?
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $( $(#[doc = $word_doc])* $word, )*
        }

        impl $crate::document::decode::Words for $name {
            const ONE: &'static str = $one;
            const MANY: &'static str = $many;
            const WORDS: &'static [(&'static str, Self)] = &[ $( (stringify!($word), $name::$word) ),* ];
            const TABLE: &'static $crate::document::decode::Table = &$crate::document::decode::Table {
                one: $one,
                form: "",
                doc: &[$($doc),*],
                rows: &[],
                choices: &[ $( (stringify!($word), &[$($word_doc),*]) ),* ],
                choice_tables: &[],
            };
        }
    )*};
}

/// Declares a choice between named shapes: `Backup(...)` or `Replica(...)`.
macro_rules! variants {
    ($(
        $(#[doc = $doc:literal])*
        pub enum $name:ident ($one:literal, $many:literal) {
            $( $variant:ident($ty:ty) ),* $(,)?
        }
    )*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug)]
        #[allow(clippy::large_enum_variant, reason = "documents are few and live until they are resolved")]
        pub enum $name {
            $( $variant($ty), )*
        }

        impl $name {
            const NAMES: &'static [&'static str] = &[$(stringify!($variant)),*];
        }

        impl $crate::document::decode::Decode for $name {
            const ONE: &'static str = $one;
            const MANY: &'static str = $many;
            const TABLE: Option<&'static $crate::document::decode::Table> =
                Some(&$crate::document::decode::Table {
                    one: $one,
                    form: "",
                    doc: &[$($doc),*],
                    rows: &[],
                    choices: &[],
                    choice_tables: &[ $( <$ty>::FIELDS ),* ],
                });

            fn shape() -> String {
                let forms: Vec<String> = Self::NAMES.iter().map(|name| format!("`{name}(...)`")).collect();
                forms.join(" or ")
            }

            fn decode(node: $crate::document::tree::Node, found: &mut $crate::diagnostic::Diagnostics) -> Self {
                use $crate::document::decode::{Fields, misfit, unknown_word};
                use $crate::document::tree::Kind;
                match node.kind {
                    Kind::Struct { name: Some(name), fields } => match name.value.as_str() {
                        $( stringify!($variant) => {
                            let one = <$ty as $crate::document::decode::Decode>::ONE;
                            $name::$variant(<$ty>::read_all(Fields::new(node.place, one, fields), found))
                        } )*
                        other => {
                            found.push(unknown_word(other, name.place, $one, Self::NAMES));
                            Self::hole()
                        }
                    },
                    Kind::Struct { name: None, .. } => {
                        let forms = Self::shape();
                        found.push(misfit(&node, $one).help(format!("its kind stands before the bracket: {forms}")));
                        Self::hole()
                    }
                    _ => {
                        found.push(misfit(&node, $one).help(format!("write {}", Self::shape())));
                        Self::hole()
                    }
                }
            }

            fn hole() -> Self {
                $name::holes().next().expect("the macro makes no choice without a variant")
            }
        }

        impl $name {
            fn holes() -> impl Iterator<Item = Self> {
                let makers: &[fn() -> Self] =
                    &[ $( || $name::$variant(<$ty as $crate::document::decode::Decode>::hole()) ),* ];
                makers.iter().map(|make| make())
            }
        }
    )*};
}

pub(crate) use {schema, variants, words};

/// Strips the mark of a raw identifier, which a field named like a Rust keyword carries.
pub(crate) const fn plain(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', rest @ ..] => match std::str::from_utf8(rest) {
            Ok(rest) => rest,
            Err(_) => name,
        },
        _ => name,
    }
}
