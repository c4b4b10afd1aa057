//! The refusals of the selection stage.

crate::codes! {
    NOTHING_TO_RANK = 409 "nothing_to_rank";
    CANNOT_COMPUTE = 409 "cannot_compute";
}
