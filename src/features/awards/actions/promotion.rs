//! Who is offered a seat next: first everybody who was selected, then, for each seat given up, the
//! first reserve that the call's limits permit.

use crate::features::awards::rules::risers;
use crate::features::awards::{Award, Standing, WaitingReserve, letters, store};
use crate::features::calls::{Bilingual, Call};
use crate::features::decisions::{self, DecidedOutcome, Decision};
use crate::features::proposals;
use crate::features::selection::wording::{certificate_in_words, conflict_in_words};
use crate::features::selection::{self, Field, Findings, Inputs, Outcome};
use crate::kernel::canonical;
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{AwardId, ProposalId};
use crate::kernel::language::Language;
use crate::platform::cx::Cx;
use crate::platform::db::Db;
use crate::platform::ledger::{self, Event, EventType, Subject};
use crate::platform::mail;
use selection_math::quota;
use serde_json::json;
use std::collections::BTreeSet;

/// The decision in force, the offers made, and the seats filled again.
pub(super) struct Table {
    decision: Decision,
    outcomes: Vec<DecidedOutcome>,
    pub(super) awards: Vec<Award>,
    filled: quota::Outcome,
}

impl Table {
    pub(super) fn load(db: &mut Db, call: &Call, now: Timestamp) -> Result<Self, Failure> {
        let standing = decisions::standing(db, &call.id)?;
        let (decision, outcomes) = standing.ok_or_else(Failure::not_found)?;
        let awards = store::of_call(db, &call.id, now)?;
        let papers = selection::papers_of(db, &decision.run)?;
        let (inputs, findings): (Inputs, Findings) =
            (serde_json::from_str(&papers.inputs)?, serde_json::from_str(&papers.document)?);
        let decided: BTreeSet<String> = outcomes
            .iter()
            .filter(|one| one.outcome == Outcome::Selected)
            .map(|one| one.number.clone())
            .collect();
        let asked: Vec<String> = waiting(&outcomes, &awards)
            .into_iter()
            .chain(others(&outcomes, &awards))
            .map(|one| one.number.clone())
            .collect();
        let holders = holders(&outcomes, &awards).into_iter().collect();
        let filled = if decided.is_empty() {
            quota::Outcome::of_nobody()
        } else {
            let field = Field::new(&call.definition, &inputs, &findings);
            let filled = field.rising(&decided, &holders, &asked);
            filled.map_err(|fault| Failure::Inconsistent(fault.to_string()))?
        };
        Ok(Self { decision, outcomes, awards, filled })
    }

    fn decided(&self) -> usize {
        self.outcomes.iter().filter(|one| one.outcome == Outcome::Selected).count()
    }

    pub(super) fn vacant(&self) -> u32 {
        let held = holders(&self.outcomes, &self.awards).len();
        u32::try_from(self.decided().saturating_sub(held)).unwrap_or(u32::MAX)
    }

    /// Selected, but not offered a seat yet.
    fn to_offer(&self) -> Vec<&DecidedOutcome> {
        let offered: BTreeSet<&ProposalId> =
            self.awards.iter().map(|award| &award.proposal).collect();
        let due = |one: &&DecidedOutcome| {
            one.outcome == Outcome::Selected && !offered.contains(&one.proposal)
        };
        self.outcomes.iter().filter(due).collect()
    }

    /// Reserves that are promoted now, in their order.
    fn to_call_up(&self) -> Vec<&DecidedOutcome> {
        let holders = holders(&self.outcomes, &self.awards);
        let numbers = risers(&self.filled.selected, &holders, self.decided());
        let of = |number: &&String| self.outcomes.iter().find(|one| &one.number == *number);
        numbers.iter().filter_map(of).collect()
    }

    /// Reserves that wait, each with the reason.
    pub(super) fn waiting(&self) -> Vec<(ProposalId, WaitingReserve)> {
        let of = |one: &DecidedOutcome| {
            let reserve = WaitingReserve {
                number: one.number.clone(),
                position: one.reserve_position.unwrap_or(0),
                reason: self.words(&one.number),
            };
            (one.proposal.clone(), reserve)
        };
        waiting(&self.outcomes, &self.awards).into_iter().map(of).collect()
    }

    /// The quota's reason for a proposal, given the seats that are held now.
    fn words(&self, number: &str) -> Option<Bilingual> {
        if let Some(conflict) = &self.filled.conflict {
            return Some(Bilingual {
                id: conflict_in_words(conflict, Language::Indonesian),
                en: conflict_in_words(conflict, Language::English),
            });
        }
        let certificate = self.filled.certificates.iter().find(|one| one.id == number)?;
        Some(Bilingual {
            id: certificate_in_words(certificate, Language::Indonesian),
            en: certificate_in_words(certificate, Language::English),
        })
    }
}

/// Numbers of those who hold a seat or were offered one, and of those selected who will be.
fn holders(outcomes: &[DecidedOutcome], awards: &[Award]) -> Vec<String> {
    let settled = |number: &str| awards.iter().find(|award| award.number == number);
    let holds = |one: &&DecidedOutcome| match settled(&one.number) {
        Some(award) => award.state().holds(),
        None => one.outcome == Outcome::Selected,
    };
    outcomes.iter().filter(holds).map(|one| one.number.clone()).collect()
}

/// Reserves that were never offered a seat, by position.
fn waiting<'a>(outcomes: &'a [DecidedOutcome], awards: &[Award]) -> Vec<&'a DecidedOutcome> {
    let offered: BTreeSet<&ProposalId> = awards.iter().map(|award| &award.proposal).collect();
    let waits =
        |one: &&DecidedOutcome| one.outcome == Outcome::Reserve && !offered.contains(&one.proposal);
    let mut found: Vec<&DecidedOutcome> = outcomes.iter().filter(waits).collect();
    found.sort_by_key(|one| one.reserve_position);
    found
}

/// Proposals on no list that were never offered a seat, by place: they are considered when no
/// reserve can have it. Proposals that the plenary itself left out are not.
fn others<'a>(outcomes: &'a [DecidedOutcome], awards: &[Award]) -> Vec<&'a DecidedOutcome> {
    let offered: BTreeSet<&ProposalId> = awards.iter().map(|award| &award.proposal).collect();
    let waits = |one: &&DecidedOutcome| {
        one.outcome == Outcome::NotSelected
            && one.deviation_reason.is_none()
            && !offered.contains(&one.proposal)
    };
    let mut found: Vec<&DecidedOutcome> = outcomes.iter().filter(waits).collect();
    found.sort_by_key(|one| one.place);
    found
}

/// The reason for a promotion, in words.
fn risen(position: Option<u32>, words: Option<Bilingual>) -> Bilingual {
    let words = words.unwrap_or(Bilingual { id: String::new(), en: String::new() });
    match position {
        Some(position) => Bilingual {
            id: format!("Naik dari cadangan ke-{position} karena satu kursi dilepas. {}", words.id),
            en: format!(
                "Rises from number {position} in reserve: a seat was given up. {}",
                words.en
            ),
        },
        None => Bilingual {
            id: format!(
                "Naik karena satu kursi dilepas dan tidak ada cadangan yang dapat mengisinya. {}",
                words.id
            ),
            en: format!(
                "Rises because a seat was given up and no reserve can have it. {}",
                words.en
            ),
        },
    }
}

/// Makes all possible offers; each is put on the record and sent as a letter.
pub(super) fn offer_all(cx: &mut Cx<'_>, (call, offer_days): (&Call, i64)) -> Result<(), Failure> {
    let table = Table::load(cx.db, call, cx.now)?;
    let award = |one: &DecidedOutcome, grounds: Bilingual| {
        Ok::<_, Failure>(Award {
            id: AwardId::new()?,
            call: call.id.clone(),
            decision: table.decision.id.clone(),
            proposal: one.proposal.clone(),
            number: one.number.clone(),
            reserve_position: one.reserve_position,
            standing: Standing::Offered,
            grounds,
            offered_at: cx.now,
            answer_by: cx.now.plus_days(offer_days.max(1)),
            is_overdue: false,
            study_begun_at: None,
        })
    };
    let selected = table.to_offer();
    let mut offers = selected
        .into_iter()
        .map(|one| award(one, one.reason.clone()))
        .collect::<Result<Vec<_>, _>>()?;
    for one in table.to_call_up() {
        offers.push(award(one, risen(one.reserve_position, table.words(&one.number)))?);
    }
    let candidates = proposals::entrants_of(cx.db, &call.id)?;
    let mut posts = Vec::new();
    for offer in &offers {
        store::insert(cx.db, offer)?;
        record(cx, offer)?;
        let candidate = candidates.iter().find(|one| one.id == offer.proposal);
        let candidate = candidate.ok_or_else(Failure::not_found)?;
        posts.push(letters::offered(&candidate.candidate, (offer, &call.code)));
    }
    mail::post_all(cx.db, &posts, cx.now)
}

fn record(cx: &mut Cx<'_>, offer: &Award) -> Result<(), Failure> {
    let event = Event {
        actor: Some(&cx.viewer.user),
        act: EventType::AwardOffered,
        subject: Subject::award(&offer.id),
        payload: json!({
            "call": offer.call, "proposal": offer.proposal, "decision": offer.decision,
            "reserve_position": offer.reserve_position, "answer_by": offer.answer_by,
            "grounds_hash": canonical::sha256_hex(&offer.grounds.id),
        }),
    };
    ledger::append(cx.db, event, cx.now).map(|_| ())
}
