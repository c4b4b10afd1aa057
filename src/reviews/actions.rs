//! What people can do here, one act each.
