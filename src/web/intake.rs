//! Every request body is received here, for all routes. It must arrive at a minimum pace ([`pace`](super::pace));
//! the number of bodies at once is limited per address and in all, and so is the memory that they use. When there
//! are too many, the body that has been silent longest is dropped, not the new one. So slow senders displace each
//! other, and whoever sends without delay is served.

use super::connections;
use super::pace::{Pace, Wanted};
use crate::kernel::errors::{Code, Failure, common};
use crate::kernel::settings::Settings;
use crate::platform::app::App;
use actix_web::body::MessageBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap, TRANSFER_ENCODING};
use actix_web::middleware::Next;
use actix_web::rt::time::{Sleep, sleep};
use actix_web::web::{Bytes, Data};
use actix_web::{Error, HttpMessage};
use futures_util::Stream;
use futures_util::task::AtomicWaker;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

/// All bodies that are on their way in, of all workers.
#[derive(Debug)]
pub struct Intake {
    idle: Duration,
    rate: u64,
    total: Duration,
    per_address: usize,
    uploads: usize,
    memory: u64,
    started: Instant,
    held: Mutex<BTreeMap<u64, Arc<Held>>>,
    next: AtomicU64,
    kept: AtomicU64,
}

/// Whether the body is kept in memory until it is complete, or written to disk as it arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Memory,
    Upload,
}

#[derive(Debug)]
struct Held {
    address: Option<IpAddr>,
    kind: Kind,
    bytes: AtomicU64,
    /// What the sender announced and has not sent yet.
    missing: AtomicU64,
    /// Milliseconds since the intake began.
    last: AtomicU64,
    is_whole: AtomicBool,
    /// Why it was given up.
    cut: OnceLock<Code>,
    waker: AtomicWaker,
}

impl Held {
    fn cut(&self, code: Code) {
        self.cut.set(code).ok();
        self.waker.wake();
    }

    fn may_be_cut(&self) -> bool {
        !self.is_whole.load(Ordering::Relaxed) && self.cut.get().is_none()
    }
}

impl Intake {
    pub fn new(settings: &Settings) -> Self {
        let server = &settings.server;
        Self {
            idle: Duration::from_secs(server.body_idle_seconds.max(1)),
            rate: server.body_bytes_per_second,
            total: Duration::from_secs(server.body_seconds.max(1)),
            per_address: server.bodies_per_address.max(1),
            uploads: server.uploads_at_once.max(1),
            memory: server.body_memory_bytes,
            started: Instant::now(),
            held: Mutex::default(),
            next: AtomicU64::new(0),
            kept: AtomicU64::new(0),
        }
    }

    fn held(&self) -> MutexGuard<'_, BTreeMap<u64, Arc<Held>>> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    fn wanted(&self, kind: Kind) -> Wanted {
        let total = (kind == Kind::Memory).then_some(self.total);
        Wanted { idle: self.idle, rate: self.rate, total }
    }

    fn admit(this: &Data<Self>, address: Option<IpAddr>, (kind, length): (Kind, u64)) -> Admitted {
        let body = Arc::new(Held {
            address,
            kind,
            bytes: AtomicU64::new(0),
            missing: AtomicU64::new(length),
            last: AtomicU64::new(this.now()),
            is_whole: AtomicBool::new(false),
            cut: OnceLock::new(),
            waker: AtomicWaker::new(),
        });
        let id = this.next.fetch_add(1, Ordering::Relaxed);
        let mut held = this.held();
        let same = |other: &&Arc<Held>| other.kind == kind && other.may_be_cut();
        if held.values().filter(|other| same(other) && other.address == address).count()
            >= this.per_address
        {
            give_up(&held, |other| same(&other) && other.address == address);
        }
        if kind == Kind::Upload && held.values().filter(same).count() >= this.uploads {
            give_up(&held, |other| same(&other));
        }
        held.insert(id, Arc::clone(&body));
        drop(held);
        Admitted { intake: this.clone(), id, body }
    }

    /// Bytes have arrived. If too many are in memory now, another body is dropped.
    fn note(&self, body: &Held, bytes: u64) {
        body.last.store(self.now(), Ordering::Relaxed);
        let missing = body.missing.load(Ordering::Relaxed).saturating_sub(bytes);
        body.missing.store(missing, Ordering::Relaxed);
        if missing == 0 {
            body.is_whole.store(true, Ordering::Relaxed);
        }
        if body.kind == Kind::Upload {
            return;
        }
        body.bytes.fetch_add(bytes, Ordering::Relaxed);
        let kept = self.kept.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        if kept <= self.memory {
            return;
        }
        let held = self.held();
        // A dropped body releases its memory a moment later; it must not be counted again until then.
        let leaving: u64 = held
            .values()
            .filter(|other| other.cut.get().is_some())
            .map(|other| other.bytes.load(Ordering::Relaxed))
            .sum();
        let is_other = |other: &Arc<Held>| {
            !std::ptr::eq(other.as_ref(), body) && other.kind == Kind::Memory && other.may_be_cut()
        };
        if kept.saturating_sub(leaving) > self.memory && !give_up(&held, is_other) {
            body.cut(common::BUSY);
        }
    }
}

/// Drops the one of these that has been silent longest; false when there is none.
fn give_up(held: &BTreeMap<u64, Arc<Held>>, is_of_these: impl Fn(&Arc<Held>) -> bool) -> bool {
    let of_these = held.values().filter(|body| is_of_these(body));
    let longest = of_these.min_by_key(|body| body.last.load(Ordering::Relaxed));
    longest.map(|body| body.cut(common::REQUEST_TIMEOUT)).is_some()
}

/// One counted body, until this is dropped.
struct Admitted {
    intake: Data<Intake>,
    id: u64,
    body: Arc<Held>,
}

impl Drop for Admitted {
    fn drop(&mut self) {
        self.intake.held().remove(&self.id);
        let bytes = self.body.bytes.load(Ordering::Relaxed);
        self.intake.kept.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// How long an unread rest of a body is held back before the server drains it.
const SECONDS_LEFT: u64 = 2;

thread_local! {
    /// Bodies that were not read to their end, for a moment. If one is dropped before the answer is sent, the server
    /// drains it, and a sender of chunks could make that last for ever. If it still exists then, the server closes
    /// the connection.
    static LEFT: RefCell<VecDeque<(Instant, Payload)>> = const { RefCell::new(VecDeque::new()) };
}

fn leave(payload: Payload) {
    let now = Instant::now();
    // If the thread-local is gone, the thread is ending, and its connections with it.
    LEFT.try_with(|left| {
        let mut left = left.borrow_mut();
        left.push_back((now, payload));
        let is_old = |(since, _): &(Instant, Payload)| {
            now.duration_since(*since) > Duration::from_secs(SECONDS_LEFT)
        };
        while left.front().is_some_and(is_old) {
            left.pop_front();
        }
    })
    .ok();
}

/// A body as the rest of the program reads it.
struct Paced {
    payload: Payload,
    admitted: Arc<Admitted>,
    pace: Pace,
    timer: Option<Pin<Box<Sleep>>>,
    /// Its end has come.
    has_ended: bool,
}

impl Paced {
    fn end(&self, code: Code) -> Poll<Option<Result<Bytes, PayloadError>>> {
        self.admitted.body.cut.set(code).ok();
        Poll::Ready(Some(Err(PayloadError::Io(io::ErrorKind::TimedOut.into()))))
    }

    /// Nothing has arrived: checks whether the sender is too slow, and sets when to check again.
    fn wait(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.pace.wait(Instant::now());
        loop {
            let now = Instant::now();
            if self.pace.is_late(now) {
                return Poll::Ready(());
            }
            let pause = self.pace.next_look(now);
            let timer = self.timer.get_or_insert_with(|| Box::pin(sleep(pause)));
            if timer.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.timer = None;
        }
    }
}

impl Drop for Paced {
    fn drop(&mut self) {
        if !self.has_ended {
            leave(std::mem::replace(&mut self.payload, Payload::None));
        }
    }
}

impl Stream for Paced {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let body = Arc::clone(&this.admitted.body);
        body.waker.register(context.waker());
        if let Some(code) = body.cut.get() {
            return this.end(*code);
        }
        match Pin::new(&mut this.payload).poll_next(context) {
            Poll::Ready(Some(Ok(bytes))) => {
                let now = Instant::now();
                let size = bytes.len() as u64;
                this.pace.receive(size, now);
                this.admitted.intake.note(&body, size);
                this.timer = None;
                if this.pace.is_late(now) {
                    return this.end(common::REQUEST_TIMEOUT);
                }
                Poll::Ready(Some(Ok(bytes)))
            }
            Poll::Ready(None) => {
                body.is_whole.store(true, Ordering::Relaxed);
                this.has_ended = true;
                Poll::Ready(None)
            }
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(error))),
            Poll::Pending => match this.wait(context) {
                Poll::Ready(()) => this.end(common::REQUEST_TIMEOUT),
                Poll::Pending => Poll::Pending,
            },
        }
    }
}

/// Applies these rules to every body, and answers with a refusal when one was dropped.
///
/// # Errors
/// `request_timeout` and `busy`; they replace what the handler answered to the broken body.
pub async fn take_in_time<B: MessageBody>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let intake = request.app_data::<Data<Intake>>().filter(|_| has_body(request.headers()));
    let (Some(intake), Some(app)) = (intake.cloned(), request.app_data::<Data<App>>().cloned())
    else {
        return next.call(request).await;
    };
    let kind = kind_of(request.headers());
    let address = connections::address_of(&request, app.settings.server.behind_proxy);
    // A chunked body announces no length.
    let length = length_of(request.headers()).unwrap_or(u64::MAX);
    let admitted = Arc::new(Intake::admit(&intake, address, (kind, length)));
    let pace = Pace::new(intake.wanted(kind));
    let payload = request.take_payload();
    let paced =
        Paced { payload, admitted: Arc::clone(&admitted), pace, timer: None, has_ended: false };
    request.set_payload(Payload::Stream { payload: Box::pin(paced) });
    let outcome = next.call(request).await;
    let succeeded = outcome.as_ref().is_ok_and(|answer| {
        !answer.status().is_client_error() && !answer.status().is_server_error()
    });
    match admitted.body.cut.get() {
        Some(code) if !succeeded => Err(Failure::refused(*code).into()),
        _ => outcome,
    }
}

fn length_of(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.trim().parse().ok()
}

fn has_body(headers: &HeaderMap) -> bool {
    length_of(headers).is_some_and(|length| length > 0) || headers.contains_key(TRANSFER_ENCODING)
}

/// JSON and forms are read into memory; everything else goes to the disk as it comes.
fn kind_of(headers: &HeaderMap) -> Kind {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("");
    let kind = kind.trim().to_ascii_lowercase();
    let goes_to_disk =
        ["multipart/form-data", "application/offset+octet-stream", "application/pdf"];
    let is_upload = goes_to_disk.iter().any(|upload| kind.starts_with(upload));
    let is_text = ["application/json", "application/x-www-form-urlencoded"];
    if is_upload || !is_text.iter().any(|text| kind.starts_with(text)) {
        Kind::Upload
    } else {
        Kind::Memory
    }
}
