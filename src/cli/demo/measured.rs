//! What units have measured since the baseline: a problem that is solved and was checked, one that moves and has not
//! arrived, one whose measurement the inspectorate disputes.

use super::stage::Stage;
use crate::features::problems::{self, CheckVerdict, MeasurementText, NewCheck, actions};
use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::kernel::input::Valid;
use crate::platform::cx::Cx;
use crate::platform::db::Db;

struct Measured {
    code: &'static str,
    value: &'static str,
    denominator: Option<&'static str>,
    /// What the inspectorate found on the spot.
    found: Option<(CheckVerdict, &'static str)>,
}

const MEASURED: [Measured; 3] = [
    Measured {
        code: "M-004",
        value: "42%",
        denominator: Some("57 kasus bahan berbahaya yang ditindak"),
        found: Some((
            CheckVerdict::Confirmed,
            "Berkas 57 perkara dilihat; pada 24 perkara pemasoknya tercatat.",
        )),
    },
    Measured {
        code: "M-016",
        value: "31,2%",
        denominator: Some("1.480 sarana (462 TMK)"),
        found: None,
    },
    Measured {
        code: "M-022",
        value: "93",
        denominator: Some("1 juta penduduk"),
        found: Some((
            CheckVerdict::Disputed,
            "Laporan ganda dari dua sarana ikut dihitung; tanpa itu angkanya 71.",
        )),
    },
];

/// The quarter that ended ten days after the beginning of the demo's time is measured a week later and looked at
/// after another.
pub(super) fn tell(db: &mut Db, stage: &Stage, now: Timestamp) -> Result<(), Failure> {
    let (ended, measured_at, checked_at) =
        (now.plus_days(-90), now.plus_days(-83), now.plus_days(-76));
    let inspector = stage.get("inspector")?;
    for one in MEASURED {
        let problem = problems::with_codes(db, &[one.code.to_owned()])?.pop();
        let problem = problem.ok_or_else(Failure::not_found)?;
        let text = Valid::checked(MeasurementText {
            period_from: ended.plus_days(-90).date_in_jakarta(),
            period_to: ended.date_in_jakarta(),
            value: one.value.to_owned(),
            unit_of_measure: problem.unit_of_measure.clone(),
            denominator: one.denominator.map(str::to_owned),
            source: "Laporan triwulan unit (angka peragaan)".to_owned(),
            measured_by: problem.owner_unit.to_string(),
            difference: None,
            gaps: None,
            evidence: "Rekapitulasi triwulan unit pemilik; angka dalam peragaan ini rekaan."
                .to_owned(),
        })?;
        let head = stage.head_of(&problem.owner_unit)?;
        let made =
            actions::measure(&mut Cx::new(db, head, measured_at), &problem.id, (&text, None))?;
        if let Some((verdict, reason)) = one.found {
            let check = Valid::checked(NewCheck { verdict, reason: reason.to_owned() })?;
            actions::check(&mut Cx::new(db, inspector, checked_at), &made.id, &check)?;
        }
    }
    Ok(())
}
