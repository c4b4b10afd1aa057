//! Letters to the people affected (UU 27/2022 art. 46(2)): which data, when and how it was
//! breached, what is done about it, and where to ask questions.

use super::{Breach, SubjectNotice};
use crate::kernel::ids::UserId;
use crate::platform::ledger::Subject;
use crate::platform::mail::{Letter, Template};

/// The same letter to each of them.
pub(super) fn notices(to: &[UserId], breach: &Breach, notice: &SubjectNotice) -> Vec<Letter> {
    let data = breach.data.iter().map(|class| format!("breach-data-{}", class.name())).collect();
    let subject = Subject::breach(&breach.id);
    let blank = |to| Letter::new(to, Template::BreachNotice, subject.clone());
    let letter = |to| {
        let letter = blank(to)
            .words("data", Vec::clone(&data))
            .instant("discovered_at", breach.discovered_at)
            .text("how", &notice.how)
            .text("handling", &notice.handling)
            .text("contact", &notice.contact);
        match breach.happened_at {
            Some(at) => letter.instant("happened_at", at),
            None => letter.words("happened_at", vec!["breach-not-known".to_owned()]),
        }
    };
    to.iter().map(letter).collect()
}
