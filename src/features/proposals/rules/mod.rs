//! Rules for proposals, decided from values alone: states, eligibility, completeness, what
//! endorsers sign, the receipt. No clock, no database.

pub mod changes;
pub mod completeness;
pub mod documents;
pub mod eligibility;
pub mod endorsed_content;
pub mod exceptions;
pub mod pins;
pub mod receipt;
pub mod redaction;
pub mod requests;
pub mod states;
pub mod uploads;
pub mod verification;

crate::codes! {
    PROBLEM_NOT_REGISTERED = 422 "problem_not_registered";
    LEVEL_NOT_OFFERED = 422 "level_not_offered";
    NO_UNIT = 409 "no_unit";
    ONE_PROPOSAL_EACH = 409 "one_proposal_each";
    WRONG_STATE = 409 "wrong_state";
    NOT_READY = 422 "not_ready";
    NOT_ELIGIBLE = 422 "not_eligible";
    NOTHING_CHANGED = 409 "nothing_changed";
    LATE_BEYOND_SCREENING = 422 "late_beyond_screening";
    VERIFICATION_BEGUN = 409 "verification_begun";
    NOT_SUBMITTED = 404 "not_submitted";
    ALREADY_VERIFIED = 409 "already_verified";
    NOTHING_TO_ASK = 409 "nothing_to_ask";
    NOT_ASKED = 409 "not_asked";
    VOIDS_ENDORSEMENT = 422 "voids_endorsement";
    ALREADY_ENDORSED = 409 "already_endorsed";
    SUMMARY_TOO_MANY_WORDS = 422 "summary_too_many_words";
    PLAN_EMPTY = 422 "plan_empty";
    COST_REQUIRED = 422 "cost_required";
    COST_ABOVE_CEILING = 422 "cost_above_ceiling";
    DOCUMENT_REQUIRED = 422 "document_required";
    ENDORSEMENT_REQUIRED = 422 "endorsement_required";
    ENDORSEMENT_STALE = 422 "endorsement_stale";
    // One sentence for each eligibility rule, whether it is met or not.
    RULE_UNKNOWN = 422 "rule_unknown";
    RULE_CIVIL_SERVANT = 422 "rule_civil_servant";
    RULE_YEARS_OF_SERVICE = 422 "rule_years_of_service";
    RULE_REMAINING_SERVICE = 422 "rule_remaining_service";
    RULE_AGE = 422 "rule_age";
    RULE_PERFORMANCE_RATING = 422 "rule_performance_rating";
    RULE_NO_SANCTION = 422 "rule_no_sanction";
    RULE_NO_CRIMINAL_CASE = 422 "rule_no_criminal_case";
    RULE_IN_ACTIVE_SERVICE = 422 "rule_in_active_service";
    RULE_NO_SERVICE_BOND = 422 "rule_no_service_bond";
    RULE_NO_FAILED_ASSIGNMENT = 422 "rule_no_failed_assignment";
    RULE_NO_OTHER_NOMINATION = 422 "rule_no_other_nomination";
    RULE_ACCREDITATION = 422 "rule_accreditation";
    RULE_DEGREE_BELOW = 422 "rule_degree_below";
    RULE_NO_DEGREE_OF_LEVEL = 422 "rule_no_degree_of_level";
    RULE_GRADE_POINT_AVERAGE = 422 "rule_grade_point_average";
    RULE_DURATION = 422 "rule_duration";
}
