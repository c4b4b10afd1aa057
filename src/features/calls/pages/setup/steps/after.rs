//! What follows an accepted seat: the date for the proof of admission, the service bond, reports, measurements. A call
//! that says nothing of it has the usual figures.

use super::{Frame, Group, Item, Kind, Row};
use crate::features::calls::AfterAward;

pub(super) fn groups(frame: &Frame<'_>) -> Vec<Group> {
    let usual = AfterAward::default();
    let number = |field: &str, usual: u32| Item {
        default: usual.to_string(),
        ..frame.hinted(&format!("after_award.{field}"), Kind::Number)
    };
    let admission = vec![
        vec![
            frame.hinted("after_award.admission_by", Kind::Day),
            number("admission_reminder_days", usual.admission_reminder_days),
        ],
        vec![
            number("admission_days", usual.admission_days),
            number("extension_months", usual.extension_months),
        ],
    ];
    let counted = Kind::Truth(frame.choices("answer", &["yes", "no"]));
    let bond = vec![
        vec![
            number("bond_factor_released", usual.bond_factor_released),
            number("bond_factor_not_released", usual.bond_factor_not_released),
        ],
        vec![Item {
            default: "no".to_owned(),
            ..frame.hinted("after_award.bond_counts_interruptions", counted)
        }],
    ];
    let reports = vec![vec![
        number("period_months", usual.period_months),
        number("report_reminder_days", usual.report_reminder_days),
        number("report_late_days", usual.report_late_days),
        number("report_escalation_days", usual.report_escalation_days),
    ]];
    let months = usual.impact_months.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let impact = vec![vec![Item {
        default: months,
        ..frame.hinted("after_award.impact_months", Kind::Numbers)
    }]];
    let group = |name, lines| Group { name, rows: vec![Row::of_lines(lines)] };
    vec![
        group("admission", admission),
        group("bond", bond),
        group("reports", reports),
        group("impact", impact),
    ]
}
