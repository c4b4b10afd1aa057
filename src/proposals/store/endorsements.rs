//! Endorsements by unit heads and problem owners. Rows are added, never changed.
