//! Turns outages that really happened, as written, into entities.

use super::lookups::Want;
use super::{Resolver, texts};
use crate::diagnostic::Diagnostic;
use crate::document::schema::ActualDoc;
use crate::model::{Actual, NodeKind};
use crate::units::Millis;

impl Resolver<'_> {
    /// Reads `actuals` in the order of the file; one that cannot be is reported and left out.
    pub(super) fn actuals(&mut self, docs: &[ActualDoc]) -> Vec<Actual> {
        docs.iter().filter_map(|doc| self.actual(doc)).collect()
    }

    fn actual(&mut self, doc: &ActualDoc) -> Option<Actual> {
        let node = self.one(&doc.service.value, doc.service.place, Want::Service);
        let (started, back) = (self.moment(&doc.started), self.moment(&doc.back));
        let NodeKind::Service(service) = self.names.nodes[node?].kind else { return None };
        let (started, back) = (started?, back?);
        let seconds = back.seconds_since(started);
        if seconds < 0 {
            let diagnostic = Diagnostic::error("E0608", "an outage that ended before it started")
                .at(doc.back.place, "this is earlier")
                .at(doc.started.place, "than this")
                .help("write when it started and when the service was back for good");
            self.found.push(diagnostic);
            return None;
        }
        Some(Actual {
            service,
            started: doc.started.value.clone(),
            back: doc.back.value.clone(),
            length: Millis::new(seconds * 1_000),
            source: texts::owned(doc.source.as_ref()),
            place: doc.service.place,
        })
    }
}
