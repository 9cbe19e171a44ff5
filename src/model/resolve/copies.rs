//! Turns copies of data as written into entities.
//!
//! Invariant: every copy stands somewhere, at a site or on a node, and a backup is made at intervals above zero.

use super::Resolver;
use super::lookups::Want;
use super::names::check_written_id;
use crate::diagnostic::Diagnostic;
use crate::document::decode::Text;
use crate::document::schema::{BackupDoc, CopyDoc};
use crate::ids::{NodeId, SiteId};
use crate::model::{Backup, Copy, CopyKind, Replica};
use crate::notation::instant;
use crate::units::Millis;

impl Resolver<'_> {
    /// Reads the copies of a system in the order of the file.
    pub(super) fn copies(&mut self, docs: &[(Text, CopyDoc)]) -> Vec<Copy> {
        docs.iter().map(|(key, doc)| self.copy(key, doc)).collect()
    }

    fn copy(&mut self, key: &Text, doc: &CopyDoc) -> Copy {
        check_written_id(key, &mut self.found);
        let (place, at, on, immutable, kind) = match doc {
            CopyDoc::Replica(doc) => {
                let kind = CopyKind::Replica(Replica { lag: self.uncertain_or_zero(doc.lag.as_ref()) });
                (doc.place, &doc.at, &doc.on, &doc.immutable, kind)
            }
            CopyDoc::Backup(doc) => {
                (doc.place, &doc.at, &doc.on, &doc.immutable, CopyKind::Backup(self.backup(doc)))
            }
        };
        // What stands in for a faulty copy was told.
        if at.is_none() && on.is_none() && !place.is_nowhere() {
            let diagnostic = Diagnostic::error("E0505", format!("the copy `{}` stands nowhere", key.value))
                .at(key.place, "a copy needs `at` or `on`")
                .help(
                    "write the site it is kept at, `at: \"...\"`, or the system it is kept on, `on: \"...\"`",
                );
            self.found.push(diagnostic);
        }
        let (at, on) = self.whereabouts(at.as_ref(), on.as_ref());
        let immutable = immutable.as_ref().is_some_and(|immutable| immutable.value);
        Copy { id: key.value.clone(), at, on, immutable, kind, place: key.place }
    }

    fn whereabouts(&mut self, at: Option<&Text>, on: Option<&Text>) -> (Option<SiteId>, Option<NodeId>) {
        let at = at.and_then(|at| self.site(at));
        let on = on.and_then(|on| self.one(&on.value, on.place, Want::Node));
        (at, on)
    }

    fn backup(&mut self, doc: &BackupDoc) -> Backup {
        let starts = doc.starts.as_ref().and_then(|text| match instant::parse_starts(&text.value) {
            Ok(starts) => Some(starts.of_week()),
            Err(error) => {
                self.refuse_notation("E0307", text, "a time of day or of the week", error);
                None
            }
        });
        Backup {
            every: self.above_zero(&doc.every, "every"),
            starts,
            takes: self.uncertain_or_zero(doc.takes.as_ref()),
            keep: doc.keep.as_ref().map_or(Millis::NEVER, |keep| self.plain(keep)),
            success: self.share_or(doc.success.as_ref(), "success", 1.0),
            success_place: doc.success.as_ref().map(|success| success.place),
        }
    }
}
