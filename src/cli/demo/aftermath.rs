//! What comes after the ranking: the decision of two persons, the announcement, an objection, the
//! offer of seats.

use super::PASSWORD;
use super::editions::Until;
use super::running::Running;
use super::story::Telling;
use crate::features::accounts::{Proof, confirm_now};
use crate::features::awards::actions as award_actions;
use crate::features::decisions::{
    Approval, Minutes, Proposed, Proposition, actions as decision_actions,
};
use crate::features::objections::{NewObjection, Subject, actions as objection_actions};
use crate::kernel::errors::Failure;
use crate::kernel::ids::{CallId, RunId};
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

/// Days to answer an objection and an offer.
pub(super) const ANSWER_DAYS: i64 = 7;

/// Whoever objects; another of the same call is left to whoever looks around.
const OBJECTS: &str = "c28";

impl Telling<'_> {
    /// The chair proposes what the run says, the decider approves, the secretariat announces.
    pub(super) fn announce(&self, db: &mut Db, call: &CallId, run: &RunId) -> Result<(), Failure> {
        let (chair, decider) = (self.stage.get("chair")?, self.stage.get("decider")?);
        let secretariat = self.stage.get("secretariat")?;
        let there = [chair, decider, secretariat].map(|viewer| viewer.user.clone());
        let proposition = Proposition {
            run: run.clone(),
            minutes: Minutes {
                meeting: "Ruang rapat Biro SDM, Jakarta".to_owned(),
                attendance: there.into(),
                remarks: String::new(),
                not_ranked_reason: "Lembar penilaian tidak lengkap pada tenggat.".to_owned(),
                divergence_reason: "Pleno membaca semua lembar yang berjauhan dan menerimanya."
                    .to_owned(),
            },
            deviations: Vec::new(),
        };
        let (proposed, approved) = (self.ago(0, 0), self.ago(-1, 0));
        let previewed = Valid::checked(proposition.clone())?;
        let preview =
            decision_actions::preview(&mut Cx::new(db, chair, proposed), call, &previewed)?;
        let outcomes_hash = preview.outcomes_hash.clone();
        let exactly = Valid::checked(Proposed { proposition, outcomes_hash })?;
        let decision =
            decision_actions::propose(&mut Cx::new(db, chair, proposed), call, &exactly)?;
        let approval = Valid::checked(Approval {
            shown_hash: None,
            outcomes_hash: preview.outcomes_hash,
            decree_number: format!("HK.02.02{}", self.edition.code),
            decree_date: None,
            signatory: None,
            password: PASSWORD.to_owned(),
        })?;
        let proof = Proof { password: PASSWORD.to_owned() };
        let confirmed = confirm_now(self.passwords, (&decider.user, self.hash), &proof)?;
        let expected = (&approval, &confirmed);
        decision_actions::approve(&mut Cx::new(db, decider, approved), &decision.id, expected)?;
        decision_actions::announce(
            &mut Cx::new(db, secretariat, self.calendar().announcement_at),
            call,
        )?;
        Ok(())
    }

    /// An objection while the window is open; when it has closed, the offer of seats.
    pub(super) fn follow(
        &self,
        db: &mut Db,
        call: &CallId,
        running: &[Running<'_>],
    ) -> Result<(), Failure> {
        if self.edition.until >= Until::Offered {
            let at = self.calendar().objections_end_at.plus_days(1);
            let secretariat = self.stage.get("secretariat")?;
            return award_actions::offer(&mut Cx::new(db, secretariat, at), call, ANSWER_DAYS)
                .map(|_| ());
        }
        let objects = running.iter().find(|proposal| proposal.written.candidate == OBJECTS);
        let Some(objects) = objects else { return Ok(()) };
        let new = Valid::checked(NewObjection {
            subject: Subject::Scores,
            reason:
                "Kriteria K3 dinilai 2 dengan alasan rencana semester kedua tidak ada, padahal \
                     rencana itu tertulis pada bagian studi dan lampiran jadwal."
                    .to_owned(),
        })?;
        let at = self.calendar().announcement_at.plus_days(1);
        let about = (&objects.id, &new, None);
        objection_actions::file(&mut Cx::new(db, objects.candidate, at), about, ANSWER_DAYS)
            .map(|_| ())
    }
}
