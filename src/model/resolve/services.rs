//! Turns services and workarounds as written into entities.
//!
//! Invariant: a loss curve rises in time, never falls, and its amounts are exact hundredths.

use super::lookups::Want;
use super::tasks::clock;
use super::{Resolver, texts};
use crate::diagnostic::Diagnostic;
use crate::document::schema::{ImpactPointDoc, ServiceDoc, WorkRecoveryDoc, WorkaroundDoc};
use crate::ids::NodeId;
use crate::model::{ImpactCurve, Service, Uncertain, WorkRecovery, Workaround};
use crate::source::Spanned;
use crate::units::Millis;

use super::holder::Holder;

/// The largest loss, either way, whose hundredths are exact: 90 million millions.
const LOSS_MAX: f64 = 9e13;

impl Resolver<'_> {
    pub(super) fn resolve_service(&mut self, node: NodeId, doc: &ServiceDoc) -> Service {
        let holder = self.holder(node);
        let required = self.share_or(doc.required.as_ref(), "required", 0.95);
        let ids = self.list_ids(
            doc.workarounds.iter().map(|doc| (doc.id.as_ref(), &doc.name)),
            ("workaround", "workarounds"),
        );
        let workarounds =
            doc.workarounds.iter().zip(ids).map(|(doc, id)| self.workaround(doc, id.value, &holder));
        Service {
            node,
            workarounds: workarounds.collect(),
            minimum: doc.minimum.as_ref().map(|minimum| self.needs(minimum, Want::Node, &holder)),
            minimum_at: doc.minimum.iter().flatten().map(|need| need.place).collect(),
            rto: self.objective(doc.rto.as_ref(), required),
            rpo: self.objective(doc.rpo.as_ref(), required),
            mtpd: self.objective(doc.mtpd.as_ref(), required),
            clock: clock(doc.clock.as_ref()),
            clock_place: doc.clock.as_ref().map(|clock| clock.place),
            work_recovery: self.work_recovery(doc.work_recovery.as_ref()),
            data: doc.data.as_ref().map(|data| self.systems(data)),
            impact: self.impact(doc),
        }
    }

    fn workaround(&mut self, doc: &WorkaroundDoc, id: String, holder: &Holder) -> Workaround {
        Workaround {
            id,
            name: doc.name.value.clone(),
            needs: self.needs(&doc.needs, Want::NodeOrTask, holder),
            notice: doc.notice.as_ref().map(|notice| self.uncertain(notice)),
            not_before: doc.not_before.as_ref().map_or(Millis::ZERO, |not_before| self.plain(not_before)),
            ready: self.uncertain_or_zero(doc.ready.as_ref()),
            by: self.asks(&doc.by),
            holds: self.asks(&doc.holds),
            lasts: doc.lasts.as_ref().map(|lasts| self.uncertain(lasts)),
            tested: self.date(doc.tested.as_ref()),
            place: doc.name.place,
        }
    }

    fn work_recovery(&mut self, doc: Option<&WorkRecoveryDoc>) -> WorkRecovery {
        match doc {
            None => WorkRecovery { fixed: Uncertain::silent(), per_hour_out: 0.0, per_hour_lost: 0.0 },
            Some(WorkRecoveryDoc::Plain(fixed)) => {
                WorkRecovery { fixed: self.uncertain(fixed), per_hour_out: 0.0, per_hour_lost: 0.0 }
            }
            Some(WorkRecoveryDoc::Grows(doc)) => WorkRecovery {
                fixed: self.uncertain_or_zero(doc.fixed.as_ref()),
                per_hour_out: self.per_hour(doc.per_hour_out.as_ref(), "per_hour_out"),
                per_hour_lost: self.per_hour(doc.per_hour_lost.as_ref(), "per_hour_lost"),
            },
        }
    }

    fn per_hour(&mut self, number: Option<&Spanned<f64>>, field: &str) -> f64 {
        number.map_or(0.0, |number| self.not_negative(number, field))
    }

    fn impact(&mut self, doc: &ServiceDoc) -> Option<ImpactCurve> {
        let docs = doc.impact.as_ref().filter(|points| !points.is_empty())?;
        let mut points: Vec<(Millis, i64)> = Vec::with_capacity(docs.len());
        for (at, doc) in docs.iter().enumerate() {
            let (after, loss) = (self.plain(&doc.after), self.hundredths(&doc.loss));
            if let (Some((before, less)), true) = (points.last(), at > 0) {
                let point_before = &docs[at - 1];
                if after <= *before && !doc.after.place.is_nowhere() {
                    self.refuse_order(point_before, doc);
                }
                let known = !doc.loss.place.is_nowhere() && !point_before.loss.place.is_nowhere();
                if known && loss.is_some_and(|loss| loss < *less) {
                    self.refuse_fall(point_before, doc);
                }
            }
            points.push((after, loss.unwrap_or_default()));
        }
        Some(ImpactCurve { points, currency: texts::owned(doc.currency.as_ref()).unwrap_or_default() })
    }

    fn refuse_order(&mut self, before: &ImpactPointDoc, point: &ImpactPointDoc) {
        let diagnostic = Diagnostic::error("E0406", "the points of `impact` do not rise in time")
            .at(point.after.is.place, format!("not later than \"{}\"", before.after.is.value))
            .at(before.after.is.place, "the point before")
            .help("list the points from the shortest outage to the longest, each time once");
        self.found.push(diagnostic);
    }

    fn refuse_fall(&mut self, before: &ImpactPointDoc, point: &ImpactPointDoc) {
        let diagnostic = Diagnostic::error("E0406", "the losses of `impact` fall")
            .at(point.loss.place, format!("less than {}", before.loss.value))
            .at(before.loss.place, "what is lost by the point before")
            .help("each amount is all that is lost by then: add what comes on top to the amount before");
        self.found.push(diagnostic);
    }

    /// Nothing where it is too large or negative, which is noted.
    fn hundredths(&mut self, loss: &Spanned<f64>) -> Option<i64> {
        if loss.value < 0.0 {
            let diagnostic = Diagnostic::error("E0406", "a loss of `impact` is negative")
                .at(loss.place, "an outage that gains money")
                .help("write what is lost by then, at least 0");
            self.found.push(diagnostic);
            return None;
        }
        if loss.value.abs() <= LOSS_MAX {
            return Some((loss.value * 100.0).round() as i64);
        }
        self.refuse_large(loss.place, "impact", LOSS_MAX as u64);
        None
    }
}
