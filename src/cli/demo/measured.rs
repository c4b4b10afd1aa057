//! What units have measured since the baseline. Of the problems that nobody has studied yet: one that is solved and was
//! checked, one that moves and has not arrived, one whose measurement the inspectorate disputes. Those of long ago are
//! measured here too.

use super::script::PastFigure;
use super::stage::Stage;
use crate::features::problems::{self, CheckVerdict, MeasurementText, NewCheck, Problem, actions};
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

/// A figure of the quarter that ended so many days ago.
struct Quarter<'a> {
    ended: i64,
    value: &'a str,
    denominator: Option<&'a str>,
    found: Option<(CheckVerdict, &'a str)>,
}

/// The quarter that ended ten days after the beginning of this year's calls.
const LATELY: i64 = 90;

pub(super) fn tell(db: &mut Db, stage: &Stage, now: Timestamp) -> Result<(), Failure> {
    for Measured { code, value, denominator, found } in MEASURED {
        let problem = problems::with_codes(db, &[code.to_owned()])?.pop();
        let problem = problem.ok_or_else(Failure::not_found)?;
        measure(db, (stage, &problem), &Quarter { ended: LATELY, value, denominator, found }, now)?;
    }
    Ok(())
}

/// A figure of a problem of long ago.
pub(super) fn tell_past(
    db: &mut Db,
    (stage, problem): (&Stage, &Problem),
    figure: &PastFigure,
    now: Timestamp,
) -> Result<(), Failure> {
    let quarter = Quarter {
        ended: figure.until,
        value: &figure.value,
        denominator: Some(&figure.denominator),
        found: figure.found.map(|verdict| (verdict, figure.words.as_str())),
    };
    measure(db, (stage, problem), &quarter, now)
}

/// Measured a week after the quarter and looked at after another.
fn measure(
    db: &mut Db,
    (stage, problem): (&Stage, &Problem),
    quarter: &Quarter<'_>,
    now: Timestamp,
) -> Result<(), Failure> {
    let ended = now.plus_days(-quarter.ended);
    let (measured_at, checked_at) = (ended.plus_days(7), ended.plus_days(14));
    let text = Valid::checked(MeasurementText {
        period_from: ended.plus_days(-90).date_in_jakarta(),
        period_to: ended.date_in_jakarta(),
        value: quarter.value.to_owned(),
        unit_of_measure: problem.unit_of_measure.clone(),
        denominator: quarter.denominator.map(str::to_owned),
        source: "Laporan triwulan unit (angka peragaan)".to_owned(),
        measured_by: problem.owner_unit.to_string(),
        difference: None,
        gaps: None,
        evidence: "Rekapitulasi triwulan unit pemilik; angka dalam peragaan ini rekaan.".to_owned(),
    })?;
    let head = stage.head_of(&problem.owner_unit)?;
    let made = actions::measure(&mut Cx::new(db, head, measured_at), &problem.id, (&text, None))?;
    if let Some((verdict, reason)) = quarter.found {
        let check = Valid::checked(NewCheck { verdict, reason: reason.to_owned() })?;
        let inspector = stage.get("inspector")?;
        actions::check(&mut Cx::new(db, inspector, checked_at), &made.id, &check)?;
    }
    Ok(())
}
