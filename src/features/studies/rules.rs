//! Rules of studies. Pure.

pub mod bond;
pub mod plan;
pub mod reports;
pub mod requests;
pub mod states;
pub mod uses;

crate::codes! {
    STUDY_STATE = 409 "study_state";
    ADMISSION_STILL_RUNNING = 409 "admission_still_running";
    NOTHING_TO_TAKE_BACK = 409 "nothing_to_take_back";
    PAPERS_MISSING = 409 "papers_missing";
    PAPER_CHECKED = 409 "paper_checked";
    PAPER_WITHOUT_FILE = 409 "paper_without_file";
    PAPER_HAS_FILE = 409 "paper_has_file";
    PAPER_NOT_TO_CHECK = 409 "paper_not_to_check";
    OWN_PAPER = 409 "own_paper";
    PAPER_TOO_LARGE = 413 "paper_too_large";
    REQUEST_OPEN = 409 "request_open";
    REQUEST_ENDED = 409 "request_ended";
    SIDE_HAS_RULED = 409 "side_has_ruled";
    SIDE_NOT_ASKED = 409 "side_not_asked";
    SAME_PERSON_RULES = 409 "same_person_rules";
    REASON_NEEDED = 422 "reason_needed";
    CONSEQUENCE_NEEDED = 422 "consequence_needed";
    CAUSE_NEEDED = 422 "cause_needed";
    DAY_BEFORE_BEGINNING = 422 "day_before_beginning";
    DAY_AHEAD = 422 "day_ahead";
    DAYS_REVERSED = 422 "days_reversed";
    STEP_NOT_RECORDED_SO = 422 "step_not_recorded_so";
    PAPER_NOT_YOURS = 422 "paper_not_yours";
    NO_SUCH_MENTOR = 422 "no_such_mentor";
    MENTOR_OF_OTHER_UNIT = 422 "mentor_of_other_unit";
    MENTOR_IS_AWARDEE = 422 "mentor_is_awardee";
    PLAN_LEAVES_PERIOD = 422 "plan_leaves_period";
    MILESTONE_OUTSIDE = 422 "milestone_outside";
    NOTHING_CHANGES = 422 "nothing_changes";
    TOPIC_PROBLEM_NOT_APPROVED = 422 "topic_problem_not_approved";
    EXTENSION_TOO_LONG = 422 "extension_too_long";
    STUDY_END_NOT_LATER = 422 "study_end_not_later";
    DEFERRAL_NOT_LATER = 422 "deferral_not_later";
    NO_SUCH_UNIT_TO_PLACE = 422 "no_such_unit_to_place";
    PLAN_BEARER_NEEDED = 422 "plan_bearer_needed";
    REPORT_TOO_EARLY = 409 "report_too_early";
    REPORT_STATE = 409 "report_state";
    REPORT_NOT_BEGUN = 409 "report_not_begun";
    REPORT_FILES_ENOUGH = 409 "report_files_enough";
    REPORT_FILE_SENT = 409 "report_file_sent";
    NOT_IN_THIS_REPORT = 422 "not_in_this_report";
    OTHER_MILESTONE = 422 "other_milestone";
    USED_OR_OBSTACLE = 422 "used_or_obstacle";
    WORDS_NEEDED = 422 "words_needed";
    USE_MOVED_BY_OWNER = 422 "use_moved_by_owner";
    USE_BEFORE_RETURN = 422 "use_before_return";
}

/// The most bytes of a document.
pub const PAPER_BYTES: u64 = 10_000_000;

/// The most files beside one report.
pub const REPORT_FILES: usize = 10;

#[cfg(test)]
mod tests;
