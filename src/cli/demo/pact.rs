//! Who signs the integrity pact of the demo's newest call.

use super::story::Telling;
use crate::features::calls::{PactConsent, actions as call_actions};
use crate::kernel::access::Role;
use crate::kernel::errors::Failure;
use crate::kernel::ids::CallId;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

impl Telling<'_> {
    /// In the call with an integrity pact everybody who will see its proposals has signed.
    pub(super) fn sign(&self, db: &mut Db, call: &CallId) -> Result<(), Failure> {
        if !self.edition.has_pact() {
            return Ok(());
        }
        let who = [Role::Reviewer, Role::Verifier, Role::Chair, Role::Decider, Role::Appeal];
        for (_, signer) in who.into_iter().flat_map(|role| self.stage.all(role)) {
            let mut cx = Cx::new(db, signer, self.ago(68, 0));
            let pact = call_actions::read_pact(&mut cx.anyone(), call)?;
            if pact.to_sign {
                let phrase = pact.phrases.first().copied().unwrap_or_default().to_owned();
                let consent = Valid::checked(PactConsent { phrase, text_hash: pact.text_hash })?;
                call_actions::sign_pact(&mut cx, call, &consent)?;
            }
        }
        Ok(())
    }
}
