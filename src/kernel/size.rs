//! A size in bytes as people compare it.

/// `300 kB`, `1 MB`, `1,5 MB`; `point` stands before the decimal.
pub fn told(bytes: u64, point: char) -> String {
    if bytes < 1024 * 1024 {
        return format!("{} kB", bytes.div_ceil(1024));
    }
    let tenths = (bytes * 10 + 524_288) / (1024 * 1024);
    match tenths % 10 {
        0 => format!("{} MB", tenths / 10),
        rest => format!("{}{point}{rest} MB", tenths / 10),
    }
}
