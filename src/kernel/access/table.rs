//! The table itself. There is one rule per permission. A rule is a list of grants; a grant is a role, the
//! relation it needs, and the phases in which it holds. Without a grant there is no permission.

mod afterwards;
mod panel;
mod proposals;
mod setting;

use super::grant::Rule;

/// Who may do what, when.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [setting::RULES, proposals::RULES, panel::RULES, afterwards::RULES].into_iter().flatten()
}
