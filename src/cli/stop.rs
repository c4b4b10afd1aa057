//! How the program is told to stop. The signals are taken before the database is opened: one that comes while
//! it is being opened is not lost, and leaves it closed like any other.

use actix_web::rt::System;
use actix_web::rt::SystemRunner;
use actix_web::rt::signal::unix::{Signal, SignalKind, signal};
use anyhow::Context;

/// The threads that serve, and the two signals.
pub(super) struct Stop {
    pub(super) system: SystemRunner,
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    pub(super) fn listen() -> anyhow::Result<Self> {
        let system = System::new();
        let (terminate, interrupt) = system
            .block_on(async {
                Ok::<_, std::io::Error>((
                    signal(SignalKind::terminate())?,
                    signal(SignalKind::interrupt())?,
                ))
            })
            .context("signals")?;
        Ok(Self { system, terminate, interrupt })
    }

    /// Answers whether running requests may finish: for SIGTERM, not for a key on the terminal.
    pub(super) fn told(self) -> (SystemRunner, impl Future<Output = bool> + 'static) {
        let Self { system, mut terminate, mut interrupt } = self;
        let told = async move {
            let (terminated, interrupted) =
                (std::pin::pin!(terminate.recv()), std::pin::pin!(interrupt.recv()));
            let first = futures_util::future::select(terminated, interrupted).await;
            matches!(first, futures_util::future::Either::Left(_))
        };
        (system, told)
    }
}
