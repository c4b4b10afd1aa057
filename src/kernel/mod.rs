//! Terms that all layers share. No database and no HTTP; only the settings' file and the log touch the machine.

pub mod access;
pub mod address;
pub mod blocking;
pub mod canonical;
pub mod characters;
pub mod clock;
pub mod errors;
pub mod figure;
pub mod folded;
pub mod format;
pub mod ids;
pub mod input;
pub mod input_files;
pub mod language;
pub mod link;
pub mod paging;
pub mod percent;
pub mod progress;
pub mod sent_as;
pub mod settings;
pub mod sought;
pub mod telemetry;
pub mod text_enum;
pub mod turns;
pub mod version;
