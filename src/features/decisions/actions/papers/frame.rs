//! What every document of a call has in common: the agency, the language, dates and hashes.

use crate::features::accounts::rules::nip::grouped;
use crate::features::accounts::{self, Unit, User};
use crate::features::calls::Call;
use crate::features::selection::{Outcome, Run};
use crate::kernel::access::Phase;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::format::{self, Zone};
use crate::kernel::ids::UnitCode;
use crate::kernel::language::Language;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Head, Signed};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(super) struct Frame<'a> {
    pub(super) call: &'a Call,
    pub(super) language: Language,
    now: Timestamp,
    units: BTreeMap<UnitCode, Unit>,
    head: Head,
    signed: Option<Signed>,
}

impl<'a> Frame<'a> {
    pub(super) fn of(
        db: &mut Db,
        call: &'a Call,
        (language, now): (Language, Timestamp),
    ) -> Result<Self, Failure> {
        let (units, head) = (accounts::load_units(db)?, ledger::head(db)?);
        let signed = ledger::last_checkpoint(db)?;
        Ok(Self { call, language, now, units, head, signed })
    }

    pub(super) fn word(&self, name: &str) -> String {
        self.language.text(name, &[])
    }

    pub(super) fn unit(&self, code: &UnitCode) -> String {
        self.units.get(code).map_or_else(|| code.as_str().to_owned(), |unit| unit.name.clone())
    }

    /// `17 November 2025`.
    pub(super) fn day(&self, at: Timestamp) -> String {
        format::date(self.language, at.date_in_jakarta())
    }

    pub(super) fn instant(&self, at: Timestamp) -> String {
        format::instant(self.language, Zone::Wib, at)
    }

    pub(super) fn quotient(&self, sum: i64, count: u32) -> String {
        format::quotient(self.language, sum, count)
    }

    pub(super) fn outcome(&self, outcome: Outcome) -> String {
        self.word(match outcome {
            Outcome::Selected => "outcome-selected",
            Outcome::Reserve => "outcome-reserve",
            Outcome::NotSelected => "outcome-not-selected",
        })
    }

    /// Whether it is not final yet: then every page has a mark.
    pub(super) fn is_before(&self, phase: Phase) -> bool {
        self.call.phase(self.now) < phase
    }

    /// The document's own fields, joined to the common ones.
    pub(super) fn around(&self, subject: &str, run: Option<&Run>, own: Value) -> Value {
        let agency = self.units.values().find(|unit| unit.parent.is_none());
        let mut footer = Vec::new();
        if let Some(hash) = &self.call.rules_hash {
            footer.push([self.word("paper-rules-hash"), hash.clone()]);
        }
        if let Some(run) = run {
            footer.push([self.word("paper-run-hash"), run.document_hash.clone()]);
        }
        let entry = self.language.text("paper-ledger", &[("value", self.head.seq.to_string())]);
        footer.push([entry, self.head.hash.clone()]);
        if let Some(signed) = &self.signed {
            let size = signed.size.to_string();
            let label = self.language.text("paper-signed", &[("value", size)]);
            footer.push([label, signed.root().to_owned()]);
        }
        let mut data = json!({
            "language": self.language.tag(),
            "agency_name": agency.map(|unit| unit.name.as_str()),
            "subject": subject,
            "draft": false,
            "number": null,
            "made": format!("tubel · {}", self.instant(self.now)),
            "call": {
                "code": self.call.code,
                "title": self.call.definition.title.text(&self.language),
            },
            "footer": footer,
        });
        if let (Value::Object(data), Value::Object(own)) = (&mut data, own) {
            data.extend(own);
        }
        data
    }
}

pub(super) fn signer(person: Option<&User>, office: &str) -> Value {
    json!({
        "name": person.map(|person| person.name.as_str()),
        "nip": person.and_then(|person| person.nip.on_paper()).map(grouped),
        "office": office,
    })
}
