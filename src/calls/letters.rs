//! What is told by mail about a call itself: to the heads of units that it opens, to assessors that
//! they are on its panel.

use super::{Call, PanelMember};
use crate::ids::UserId;
use crate::mail::{Letter, Template};

fn about(to: &UserId, template: Template, call: &Call) -> Letter {
    Letter::new(to, template, format!("call:{}", call.id))
        .text("call", &call.code)
        .link("link", format!("/calls/{}", call.id))
}

/// One to each head of a unit; leaves when the call opens.
pub(super) fn opened(heads: &[UserId], call: &Call) -> Vec<Letter> {
    let (opens, close) = (call.calendar.opens_at, call.calendar.submissions_close_at);
    let letter = |head: &UserId| {
        about(head, Template::CallOpened, call)
            .instant("opens_at", opens)
            .instant("submissions_close_at", close)
            .not_before(opens)
    };
    heads.iter().map(letter).collect()
}

/// To somebody with a new place on the panel.
pub(super) fn seated(member: &PanelMember, call: &Call) -> Letter {
    about(&member.user, Template::PanelSeated, call)
        .count("max_load", member.max_load)
        .instant("review_ends_at", call.calendar.review_ends_at)
}
