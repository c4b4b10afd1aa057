//! What the endorsers sign: the problem, the level, the line of reasoning, the plan, the goal, the
//! study. A change of any of these needs a new signature; a better title or summary does not.

use crate::features::proposals::{Text, fields};
use crate::kernel::canonical;

/// SHA-256 of the canonical JSON of what is signed: problem, level and the fields that the catalogue calls so.
///
/// # Errors
/// Never for what [`Text`] can hold; `serde_json` leaves it open.
pub fn endorsed_hash(text: &Text) -> Result<String, serde_json::Error> {
    canonical::hash_of(&fields::endorsed(text)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::proposals::{Content, PlanItem};
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

    /// Hashes of stored signatures: they must never come out otherwise.
    #[test]
    fn a_signature_from_before_the_catalogue_still_fits() {
        let empty = "1fb4407fe5f87b84ae04b5adff2d2fe3f62a7562ac9d87a3af44c20eb98fe360";
        assert_eq!(endorsed_hash(&text()).unwrap(), empty);
        let content = serde_json::json!({
            "title": "Not signed",
            "sections": {
                "problem": "bagian problem", "study": "bagian study",
                "solution": "bagian solution", "use_on_return": "bagian use_on_return",
            },
            "plan": [{"month": 3, "activity": "Menyusun", "responsible": "Tim", "resources": ""}],
            "goal": {
                "indicator": "i", "baseline": "38", "target": "15", "unit_of_measure": "%",
                "measured_how": "hitung", "measured_by": "2030-06-30",
            },
            "study": {
                "starts_on": "2027-09-01", "months": 24, "released": true, "requested_cost": 150_000_000,
            },
            "candidate": {"position": "Not signed"},
        });
        let content = serde_json::from_value(content).unwrap();
        let full = "b86c5783e97b3012bb6365c4f1e9d4f6b82a7919f38861d42019c424f8696888";
        let text = Text { content, level: "S3".to_owned(), ..text() };
        assert_eq!(endorsed_hash(&text).unwrap(), full);
    }

    #[test]
    fn wording_outside_the_essence_may_still_be_polished() {
        assert!(!changed(|text| text.content.title = "Better".into()));
        assert!(!changed(|text| text.content.summary = "Shorter".into()));
    }
}
