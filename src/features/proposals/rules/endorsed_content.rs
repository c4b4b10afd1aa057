//! What the endorsers sign: the problem, the level, the line of reasoning, the plan, the goal, the
//! study. A change of any of these needs a new signature; a better title or summary does not.

use crate::features::proposals::{Goal, PlanItem, Sections, Study, Text};
use crate::kernel::canonical;
use serde::Serialize;

#[derive(Serialize)]
struct Essence<'a> {
    problem: &'a str,
    level: &'a str,
    sections: &'a Sections,
    plan: &'a [PlanItem],
    goal: &'a Goal,
    study: &'a Study,
}

/// SHA-256 of the endorsed content's canonical JSON.
pub fn endorsed_hash(text: &Text) -> Result<String, serde_json::Error> {
    let Text { problem, level, content } = text;
    canonical::hash_of(&Essence {
        problem: problem.as_str(),
        level,
        sections: &content.sections,
        plan: &content.plan,
        goal: &content.goal,
        study: &content.study,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::Content;
    use crate::kernel::ids::ProblemId;

    fn text() -> Text {
        Text {
            problem: "01hzx3v9k2m4n6p8q0r2s4t6v8".parse::<ProblemId>().unwrap(),
            level: "S2".to_owned(),
            content: Content::default(),
        }
    }

    fn changed(change: impl FnOnce(&mut Text)) -> bool {
        let mut other = text();
        change(&mut other);
        endorsed_hash(&other).unwrap() != endorsed_hash(&text()).unwrap()
    }

    #[test]
    fn what_was_signed_cannot_change_unnoticed() {
        assert!(changed(|text| text.level = "S3".into()));
        assert!(changed(|text| text.problem = ProblemId::new().unwrap()));
        assert!(changed(|text| text.content.sections.use_on_return = "else".into()));
        assert!(changed(|text| text.content.plan.push(PlanItem::default())));
        assert!(changed(|text| text.content.goal.target = "15%".into()));
        assert!(changed(|text| text.content.study.months = Some(36)));
    }

    #[test]
    fn wording_outside_the_essence_may_still_be_polished() {
        assert!(!changed(|text| text.content.title = "Better".into()));
        assert!(!changed(|text| text.content.summary = "Shorter".into()));
    }
}
