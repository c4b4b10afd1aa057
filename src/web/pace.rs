//! How long a request body may take. Only time spent waiting for the sender counts, not time in which the program
//! is busy. Pure.

use std::time::{Duration, Instant};

/// The demands on a sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    /// The longest silence.
    pub(super) idle: Duration,
    /// Bytes per second at least, over [`SILENCES`] silences.
    pub(super) rate: u64,
    /// The longest wait for all of it; `None` where the rate alone decides.
    pub(super) total: Option<Duration>,
}

/// One silence in a connection is normal; so the rate is measured over several.
const SILENCES: u32 = 2;

/// How a body comes in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    wanted: Wanted,
    waiting_since: Option<Instant>,
    /// Before the wait under way.
    waited: Duration,
    stretch: Duration,
    bytes: u64,
}

impl Pace {
    pub(super) fn new(wanted: Wanted) -> Self {
        let nothing = Duration::ZERO;
        Self { wanted, waiting_since: None, waited: nothing, stretch: nothing, bytes: 0 }
    }

    /// The sender has nothing for us just now.
    pub(super) fn wait(&mut self, now: Instant) {
        self.waiting_since.get_or_insert(now);
    }

    pub(super) fn receive(&mut self, bytes: u64, now: Instant) {
        let wait = self.wait_under_way(now);
        self.waiting_since = None;
        self.waited += wait;
        self.stretch += wait;
        self.bytes = self.bytes.saturating_add(bytes);
    }

    fn wait_under_way(&self, now: Instant) -> Duration {
        self.waiting_since.map_or(Duration::ZERO, |since| now.saturating_duration_since(since))
    }

    /// Whether the sender is too slow. Begins a new stretch when the old one was good.
    pub(super) fn is_late(&mut self, now: Instant) -> bool {
        let wait = self.wait_under_way(now);
        if wait >= self.wanted.idle
            || self.wanted.total.is_some_and(|total| self.waited + wait >= total)
        {
            return true;
        }
        let stretch = self.stretch + wait;
        if stretch < self.wanted.idle * SILENCES {
            return false;
        }
        let is_late = self.bytes < self.wanted.rate.saturating_mul(stretch.as_secs());
        if self.waiting_since.is_some() {
            self.waiting_since = Some(now);
            self.waited += wait;
        }
        (self.stretch, self.bytes) = (Duration::ZERO, 0);
        is_late
    }

    /// When to ask again, if nothing comes.
    pub(super) fn next_look(&self, now: Instant) -> Duration {
        let wait = self.wait_under_way(now);
        let stretch = (self.wanted.idle * SILENCES).saturating_sub(self.stretch + wait);
        let idle = self.wanted.idle.saturating_sub(wait);
        let total = self.wanted.total.map(|total| total.saturating_sub(self.waited + wait));
        let soonest = stretch.min(idle).min(total.unwrap_or(idle));
        soonest.max(Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn wanted(total: Option<u64>) -> Wanted {
        Wanted { idle: 30 * SECOND, rate: 1024, total: total.map(Duration::from_secs) }
    }

    /// Sends so many bytes after each wait of so many seconds; answers when it was given up.
    fn send(total: Option<u64>, bytes: u64, every: u32, times: u32) -> Option<u32> {
        let (mut pace, start) = (Pace::new(wanted(total)), Instant::now());
        for turn in 0..times {
            let begin = start + SECOND * (turn * every);
            pace.wait(begin);
            for second in 0..every {
                let now = begin + SECOND * second;
                if pace.is_late(now) {
                    return Some(turn * every + second);
                }
            }
            let now = begin + SECOND * every;
            if pace.is_late(now) {
                return Some((turn + 1) * every);
            }
            pace.receive(bytes, now);
        }
        None
    }

    #[test]
    fn a_slow_line_is_waited_for_and_a_trickle_is_not() {
        assert_eq!(send(None, 4096, 1, 1300), None, "5 MB at 4 kB/s");
        assert_eq!(send(None, 120_000, 29, 100), None, "in bursts, with silences");
        assert_eq!(send(None, 1, 29, 100), Some(60), "a byte now and then");
        assert_eq!(send(None, 1, 40, 1), Some(30), "silence");
    }

    #[test]
    fn what_is_kept_in_memory_has_an_end() {
        assert_eq!(send(Some(300), 4096, 1, 260), None, "1 MB at 4 kB/s");
        assert_eq!(send(Some(300), 4096, 1, 400), Some(300));
    }

    #[test]
    fn time_in_which_we_are_busy_does_not_count() {
        let (mut pace, start) = (Pace::new(wanted(Some(300))), Instant::now());
        for turn in 0..100 {
            let now = start + SECOND * (turn * 20);
            pace.wait(now);
            pace.receive(4096, now + SECOND);
            assert!(!pace.is_late(now + SECOND));
        }
    }
}
