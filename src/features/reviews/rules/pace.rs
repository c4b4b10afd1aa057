//! How long a reviewer worked on a sheet, from when it was saved: sheets save themselves while they are written. Pure.

use crate::kernel::clock::Timestamp;

/// Longer than this without a save is a break. In minutes; a text of the usual length is read in less.
const LONGEST_PAUSE: i64 = 30;

const MINUTE: i64 = 60 * 1_000_000;

/// Whole minutes between the saves, without breaks; none while that is less than one. `saved` is in order.
pub fn minutes(saved: &[Timestamp]) -> Option<u32> {
    let pairs = saved.iter().zip(saved.iter().skip(1));
    let gaps = pairs.map(|(one, next)| next.micros() - one.micros());
    let worked: i64 = gaps.filter(|gap| *gap <= LONGEST_PAUSE * MINUTE).sum();
    u32::try_from(worked / MINUTE).ok().filter(|minutes| *minutes > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: &[i64]) -> Vec<Timestamp> {
        minutes.iter().map(|minute| Timestamp::from_micros(minute * MINUTE)).collect()
    }

    #[test]
    fn breaks_do_not_count() {
        assert_eq!(minutes(&at(&[0, 10, 25])), Some(25));
        assert_eq!(minutes(&at(&[0, 10, 600, 605])), Some(15));
        assert_eq!(minutes(&at(&[0, 600])), None);
    }

    #[test]
    fn who_saved_once_or_at_once_again_is_told_no_time() {
        assert_eq!(minutes(&at(&[])), None);
        assert_eq!(minutes(&at(&[5])), None);
        assert_eq!(minutes(&[Timestamp::from_micros(0), Timestamp::from_micros(30)]), None);
    }
}
