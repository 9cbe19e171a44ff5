//! Turns allowances as written into entities. Whether a code exists, or a finding matches, is known to the checks.

use super::{Resolver, texts};
use crate::document::schema::AllowDoc;
use crate::model::Allowance;

impl Resolver<'_> {
    pub(super) fn allowances(&mut self, docs: &[AllowDoc]) -> Vec<Allowance> {
        docs.iter().map(|doc| self.allowance(doc)).collect()
    }

    fn allowance(&mut self, doc: &AllowDoc) -> Allowance {
        Allowance {
            code: doc.code.value.clone(),
            on: doc.on.value.clone(),
            because: doc.because.value.clone(),
            owner: texts::owned(doc.owner.as_ref()),
            until: self.date(doc.until.as_ref()),
            place: doc.code.place,
        }
    }
}
