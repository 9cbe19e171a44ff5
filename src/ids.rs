//! Turns positions into typed numbers and names into ids that people can write.
//!
//! Invariant: an id of one kind cannot index a vector of another kind; an accepted id is `[a-z0-9][a-z0-9-]*`,
//! at most 64 characters, and no word of the language. Which ids exist is decided by `model`.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut};

/// A dense number that stands for one thing of one kind.
pub trait Id: Copy {
    /// Makes the id of the thing at `index`.
    fn from_index(index: usize) -> Self;
    /// Returns the position of the thing.
    fn index(self) -> usize;
}

/// Declares `u32` ids, one type per kind of thing.
macro_rules! define_ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u32);

        impl $name {
            /// Makes the id of the thing at `index`.
            #[must_use]
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("input is limited to 64 MiB, so there are fewer than 2^32 things"))
            }

            /// Returns the position of the thing.
            #[must_use]
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl $crate::ids::Id for $name {
            fn from_index(index: usize) -> Self {
                Self::from_index(index)
            }

            fn index(self) -> usize {
                self.index()
            }
        }
    )+};
}

define_ids! {
    /// Any node of the dependency graph.
    NodeId,
    /// A site.
    SiteId,
    /// A supplier.
    SupplierId,
    /// A team.
    TeamId,
    /// A resource that is counted in units.
    ResourceId,
    /// A task, done once for many.
    TaskId,
    /// A system.
    SystemId,
    /// A service.
    ServiceId,
    /// A group of alike systems.
    GroupId,
}

/// A vector that only ids of kind `I` can index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdVec<I, T> {
    items: Vec<T>,
    kind: PhantomData<fn(I)>,
}

impl<I: Id, T> IdVec<I, T> {
    /// Makes an empty vector.
    #[must_use]
    pub const fn new() -> Self {
        Self { items: Vec::new(), kind: PhantomData }
    }

    /// Makes room for so many more.
    pub fn reserve(&mut self, more: usize) {
        self.items.reserve(more);
    }

    /// Appends `item` and returns its id.
    pub fn push(&mut self, item: T) -> I {
        self.items.push(item);
        I::from_index(self.items.len() - 1)
    }

    /// Returns the number of items.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.items.len()
    }

    /// Tells whether there is no item.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns the item, or nothing if `id` is of a longer vector.
    pub fn get(&self, id: I) -> Option<&T> {
        self.items.get(id.index())
    }

    /// Walks over the items in the order of their ids.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Walks over the items in the order of their ids, each open to change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }

    /// Walks over the ids in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::from_index)
    }

    /// Walks over ids and items in order.
    pub fn iter_enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(index, item)| (I::from_index(index), item))
    }

    /// Returns the items as a slice in the order of their ids.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }
}

impl<I: Id, T> Default for IdVec<I, T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Id, T> From<Vec<T>> for IdVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, kind: PhantomData }
    }
}

impl<I: Id, T> FromIterator<T> for IdVec<I, T> {
    fn from_iter<It: IntoIterator<Item = T>>(items: It) -> Self {
        Vec::from_iter(items).into()
    }
}

impl<I: Id, T> Index<I> for IdVec<I, T> {
    type Output = T;

    fn index(&self, id: I) -> &T {
        &self.items[id.index()]
    }
}

impl<I: Id, T> IndexMut<I> for IdVec<I, T> {
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.items[id.index()]
    }
}

/// Words of the language that cannot be ids.
pub const RESERVED: [&str; 6] = ["and", "or", "of", "at", "max", "nothing"];

const LONGEST: usize = 64;

/// Why a text cannot be an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdError {
    /// There is no character at all.
    Empty,
    /// It has this many characters, more than 64.
    TooLong(usize),
    /// It is a word of the language.
    Reserved,
    /// It begins with a hyphen.
    LeadingHyphen,
    /// It contains this character, which is no lower-case letter, digit or hyphen.
    Character(char),
}

impl fmt::Display for IdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdError::Empty => f.write_str("an id has at least one character"),
            IdError::TooLong(found) => write!(f, "an id has at most {LONGEST} characters, found {found}"),
            IdError::Reserved => f.write_str("this is a word of the language and cannot be an id"),
            IdError::LeadingHyphen => f.write_str("an id begins with a letter or a digit, found `-`"),
            IdError::Character(found) => {
                let found = found.escape_debug();
                write!(f, "an id has only lower-case letters a to z, digits and `-`, found `{found}`")?;
                match self.look_alike() {
                    Some(code) => write!(f, " (U+{code:04X})"),
                    None => Ok(()),
                }
            }
        }
    }
}

impl IdError {
    /// The code point of a letter that may look like one from a to z and is none.
    fn look_alike(self) -> Option<u32> {
        match self {
            IdError::Character(found) if found.is_alphabetic() && !found.is_ascii() => Some(u32::from(found)),
            _ => None,
        }
    }
}

impl std::error::Error for IdError {}

/// Accepts `text` as an id, or says what stands in the way; [`proposal`] makes a repair.
pub fn check_id(text: &str) -> Result<(), IdError> {
    let outsider = text.chars().find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-'));
    match outsider {
        Some(found) => Err(IdError::Character(found)),
        None if text.is_empty() => Err(IdError::Empty),
        None if text.starts_with('-') => Err(IdError::LeadingHyphen),
        None if text.len() > LONGEST => Err(IdError::TooLong(text.len())),
        None if RESERVED.contains(&text) => Err(IdError::Reserved),
        None => Ok(()),
    }
}

/// Makes an id-like word of free text: lower case, each run of other characters one `-`, trimmed.
///
/// Returns nothing if no letter a to z and no digit remains.
#[must_use]
pub fn slug(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug = words.map(str::to_ascii_lowercase).collect::<Vec<_>>().join("-");
    if slug.is_empty() { None } else { Some(slug) }
}

/// Proposes an id in place of a text that cannot be one, or nothing if its slug cannot be one either; letters that are not
/// from a to z become those that they are like.
#[must_use]
pub fn proposal(text: &str) -> Option<String> {
    slug(&deunicode::deunicode(text)).filter(|slug| slug != text && check_id(slug).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_finds_the_item_it_was_given_for() {
        let mut teams: IdVec<TeamId, &str> = IdVec::new();
        let dba = teams.push("dba");
        let network = teams.push("network");
        teams[network] = "core-network";
        assert_eq!((teams[dba], teams[network]), ("dba", "core-network"));
        assert_eq!(teams.iter_enumerated().next_back(), Some((network, &"core-network")));
        assert_eq!(teams.ids().collect::<Vec<_>>(), [dba, network]);
    }

    #[test]
    fn ids_are_lower_case_words_with_hyphens() {
        for good in ["a", "0", "ledger-db", "x-", "branch-server-01", &"a".repeat(64)] {
            assert_eq!(check_id(good), Ok(()), "{good}");
        }
        assert_eq!(check_id(""), Err(IdError::Empty));
        assert_eq!(check_id("-a"), Err(IdError::LeadingHyphen));
        assert_eq!(check_id("Ledger"), Err(IdError::Character('L')));
        assert_eq!(check_id("p\u{430}yments"), Err(IdError::Character('\u{430}')));
        assert_eq!(check_id(&"a".repeat(65)), Err(IdError::TooLong(65)));
        assert_eq!(check_id("nothing"), Err(IdError::Reserved));
    }

    #[test]
    fn letters_of_other_alphabets_are_proposed_as_what_they_are_like() {
        assert_eq!(proposal("serveur-été").as_deref(), Some("serveur-ete"));
        assert_eq!(proposal("\u{430}pp").as_deref(), Some("app"));
        let cyrillic = check_id("\u{430}pp").expect_err("not from a to z").to_string();
        assert!(cyrillic.ends_with("found `\u{430}` (U+0430)"), "{cyrillic}");
        assert!(check_id("Db").expect_err("upper case").to_string().ends_with("found `D`"));
    }

    #[test]
    fn slugs_join_words_with_single_hyphens() {
        assert_eq!(slug("Promote the standby").as_deref(), Some("promote-the-standby"));
        assert_eq!(slug("  6 TB -- (restore)! ").as_deref(), Some("6-tb-restore"));
        assert_eq!(slug("\u{2014}"), None);
    }

    #[test]
    fn only_an_id_is_proposed() {
        assert_eq!(proposal("Ledger_DB").as_deref(), Some("ledger-db"));
        assert_eq!(proposal("AND"), None);
        assert_eq!(proposal("nothing"), None);
        assert_eq!(proposal(&"A".repeat(65)), None);
    }
}
