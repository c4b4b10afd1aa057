//! How far a long command is, on standard error: a bar on a terminal, plain lines elsewhere. A command that ends
//! within two seconds says nothing.

use crate::kernel::progress::At;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::RefCell;
use std::io::{IsTerminal, Write};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// Nobody wonders before.
const PATIENCE: Duration = Duration::from_secs(2);

/// Between two plain lines, at least.
const BETWEEN_LINES: Duration = Duration::from_secs(1);

/// How often work is looked at that does not tell by itself, and how often a bar moves that is told nothing.
const GLANCE: Duration = Duration::from_millis(100);

const WITH_TOTAL: &str = "{msg} [{bar:30}] {human_pos} of {human_len}, {eta} left";
const WITHOUT_TOTAL: &str = "{spinner} {msg}, {elapsed}";

/// Shows what it is told. What it drew on a terminal is gone with it, so end it before the outcome is printed.
pub(super) struct Meter {
    begun: Instant,
    shown: RefCell<Shown>,
}

enum Shown {
    Nothing,
    Bar(Option<(String, ProgressBar)>),
    Lines(Option<(String, Instant)>),
}

impl Meter {
    pub(super) fn new() -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        let shown = if is_terminal { Shown::Bar(None) } else { Shown::Lines(None) };
        Self { begun: Instant::now(), shown: RefCell::new(shown) }
    }

    /// For who does not want to be told.
    pub(super) fn silent() -> Self {
        Self { begun: Instant::now(), shown: RefCell::new(Shown::Nothing) }
    }

    pub(super) fn at(&self, at: At<'_>) {
        let running = self.begun.elapsed();
        if running < PATIENCE {
            return;
        }
        match &mut *self.shown.borrow_mut() {
            Shown::Nothing => {}
            Shown::Bar(bar) => draw(bar, at, running),
            Shown::Lines(last) => write(last, at),
        }
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        if let Shown::Bar(Some((_, bar))) = self.shown.get_mut() {
            bar.finish_and_clear();
        }
    }
}

/// A bar of its own for each stage, since each has its own pace.
fn draw(drawn: &mut Option<(String, ProgressBar)>, at: At<'_>, running: Duration) {
    match drawn {
        Some((stage, bar)) if stage == at.stage => bar.set_position(at.done),
        _ => {
            if let Some((_, old)) = drawn.take() {
                old.finish_and_clear();
            }
            let template = if at.of.is_some() { WITH_TOTAL } else { WITHOUT_TOTAL };
            let style = ProgressStyle::with_template(template);
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::with_draw_target(at.of, ProgressDrawTarget::stderr())
                .with_style(style)
                .with_message(at.stage.to_owned())
                .with_position(at.done)
                .with_elapsed(running);
            bar.enable_steady_tick(GLANCE);
            *drawn = Some((at.stage.to_owned(), bar));
        }
    }
}

fn write(last: &mut Option<(String, Instant)>, at: At<'_>) {
    let text = match at.of {
        Some(of) => format!("{}: {} of {of}", at.stage, at.done),
        None if at.done > 0 => format!("{}: {}", at.stage, at.done),
        None => at.stage.to_owned(),
    };
    let is_news = last
        .as_ref()
        .is_none_or(|(before, told)| *before != text && told.elapsed() >= BETWEEN_LINES);
    if is_news {
        // A closed standard error must not stop the work.
        writeln!(std::io::stderr(), "tubel: {text}").ok();
        *last = Some((text, Instant::now()));
    }
}

/// Does work that does not tell how far it is; `look` says it from beside.
pub(super) fn while_working<T>(
    look: impl Fn() -> At<'static> + Send,
    work: impl FnOnce() -> T,
) -> T {
    let (finished, wait) = mpsc::channel::<()>();
    thread::scope(|scope| {
        scope.spawn(move || {
            let meter = Meter::new();
            while wait.recv_timeout(GLANCE) == Err(mpsc::RecvTimeoutError::Timeout) {
                meter.at(look());
            }
        });
        let result = work();
        drop(finished);
        result
    })
}
