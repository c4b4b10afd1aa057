//! What was submitted, version by version. Rows are added, never changed.
