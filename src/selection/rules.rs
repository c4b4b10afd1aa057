//! The refusals of the selection stage.

crate::codes! {
    NOTHING_TO_RANK = 409 "nothing_to_rank";
    CANNOT_COMPUTE = 409 "cannot_compute";
    INPUTS_CHANGED = 409 "inputs_changed";
    NO_CALIBRATED_ORDER = 409 "no_calibrated_order";
    EXPLORER_IN_CONFLICT = 409 "explorer_in_conflict";
    UNKNOWN_REVIEWER = 422 "unknown_reviewer";
}
