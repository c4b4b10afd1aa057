//! What is held of whoever was reminded.

use crate::kernel::clock::Timestamp;
use crate::kernel::errors::Failure;
use crate::platform::db::Db;
use crate::platform::db::schema::{
    admission_reminders, interview_reminders, measurement_reminders, nudges, pact_reminders,
    reminders, study_reminders,
};
use crate::platform::personal::{Holder, Holdings, Person};
use diesel::prelude::*;
use serde::Serialize;
use serde_json::json;

pub const HOLDER: Holder = Holder {
    room: "features/reminders",
    tables: &[
        "admission_reminders",
        "interview_reminders",
        "measurement_reminders",
        "nudges",
        "pact_reminders",
        "reminders",
        "study_reminders",
    ],
    holdings,
    ..Holder::NOTHING
};

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = reminders)]
struct ByItself {
    kind: String,
    call_id: String,
    deadline: Timestamp,
    reminded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = measurement_reminders)]
struct ToMeasure {
    problem_id: String,
    due_on: String,
    reminded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = admission_reminders)]
struct OfAdmission {
    award_id: String,
    kind: String,
    admission_by: String,
    reminded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = study_reminders)]
struct OfStudy {
    award_id: String,
    what: String,
    due_on: String,
    stage: String,
    reminded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = pact_reminders)]
struct OfPact {
    call_id: String,
    reminded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = interview_reminders)]
struct OfInterview {
    slot_id: String,
    starts_at: Timestamp,
    reminded_at: Timestamp,
}

#[derive(Queryable, Selectable, Serialize)]
#[diesel(table_name = nudges)]
struct ByHand {
    call_id: String,
    reminded_at: Timestamp,
}

fn holdings(db: &mut Db, person: &Person<'_>) -> Result<Holdings, Failure> {
    let by_itself = reminders::table
        .filter(reminders::recipient.eq(person.user))
        .order(reminders::reminded_at)
        .select(ByItself::as_select())
        .load(db)?;
    let by_hand = nudges::table
        .filter(nudges::recipient.eq(person.user))
        .order(nudges::reminded_at)
        .select(ByHand::as_select())
        .load(db)?;
    let to_measure = measurement_reminders::table
        .filter(measurement_reminders::recipient.eq(person.user))
        .order(measurement_reminders::reminded_at)
        .select(ToMeasure::as_select())
        .load(db)?;
    let of_admission = admission_reminders::table
        .filter(admission_reminders::recipient.eq(person.user))
        .order(admission_reminders::reminded_at)
        .select(OfAdmission::as_select())
        .load(db)?;
    let of_pacts = pact_reminders::table
        .filter(pact_reminders::recipient.eq(person.user))
        .order(pact_reminders::reminded_at)
        .select(OfPact::as_select())
        .load(db)?;
    let of_studies = study_reminders::table
        .filter(study_reminders::recipient.eq(person.user))
        .order(study_reminders::reminded_at)
        .select(OfStudy::as_select())
        .load(db)?;
    let of_interviews = interview_reminders::table
        .filter(interview_reminders::recipient.eq(person.user))
        .order(interview_reminders::reminded_at)
        .select(OfInterview::as_select())
        .load(db)?;
    let reminders = json!({
        "by_the_program": by_itself, "by_hand": by_hand, "to_measure": to_measure,
        "of_admission": of_admission, "of_studies": of_studies, "of_pacts": of_pacts,
        "of_interviews": of_interviews,
    });
    Ok(vec![("reminders", reminders)].into())
}
