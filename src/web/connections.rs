//! Counts connections, in all and per address. A connection beyond the limit is closed at once. Otherwise one
//! client could use up all file descriptors, and nobody else could connect.

use crate::kernel::settings::Settings;
use actix_web::dev::{Extensions, ServiceRequest};
use actix_web::rt::net::TcpStream;
use std::any::Any;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, Shutdown};
use std::sync::{Arc, Mutex, PoisonError};

/// File descriptors kept for everything else: database, files, letters, pictures.
const OTHERS: u64 = 256;

/// How many file descriptors are requested from the system.
const ASKED: u64 = 65_536;

#[derive(Debug)]
struct Counted {
    all: usize,
    by_address: HashMap<IpAddr, usize>,
}

/// The connections of all workers.
#[derive(Debug, Clone)]
pub struct Connections {
    most: usize,
    per_address: usize,
    counted: Arc<Mutex<Counted>>,
}

/// One counted connection; the count goes down when this is dropped with the connection.
#[derive(Debug)]
struct Connection {
    connections: Connections,
    address: IpAddr,
}

impl Connections {
    /// As many as the settings say, and no more than the system has descriptors for.
    pub fn new(settings: &Settings) -> Self {
        let server = &settings.server;
        let descriptors = rlimit::increase_nofile_limit(ASKED).unwrap_or_else(|error| {
            tracing::warn!(%error, "the limit of open files could not be raised");
            1024
        });
        let room =
            usize::try_from(descriptors.saturating_sub(OTHERS).max(64)).unwrap_or(usize::MAX);
        let most = server.connections.clamp(1, room);
        // Behind a proxy all connections come from its address, so a limit per address would limit the proxy.
        let per_address = if server.behind_proxy { most } else { (most / 2).max(1) };
        let counted = Counted { all: 0, by_address: HashMap::new() };
        Self { most, per_address, counted: Arc::new(Mutex::new(counted)) }
    }

    fn admit(&self, address: IpAddr) -> Option<Connection> {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let of_address = counted.by_address.get(&address).copied().unwrap_or(0);
        if counted.all >= self.most || of_address >= self.per_address {
            return None;
        }
        counted.all += 1;
        counted.by_address.insert(address, of_address + 1);
        Some(Connection { connections: self.clone(), address })
    }

    /// Counts a new connection, or closes it.
    pub fn meet(&self, stream: &dyn Any, with: &mut Extensions) {
        let Some(stream) = stream.downcast_ref::<TcpStream>() else { return };
        let Ok(peer) = stream.peer_addr() else { return };
        if let Some(connection) = self.admit(network_of(peer.ip())) {
            with.insert(connection);
        } else {
            tracing::warn!(address = %peer.ip(), "too many connections; this one is closed");
            socket2::SockRef::from(stream).shutdown(Shutdown::Both).ok();
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let counted = self.connections.counted.lock();
        let mut counted = counted.unwrap_or_else(PoisonError::into_inner);
        counted.all = counted.all.saturating_sub(1);
        let left = counted.by_address.get(&self.address).map_or(0, |left| left.saturating_sub(1));
        if left == 0 {
            counted.by_address.remove(&self.address);
        } else {
            counted.by_address.insert(self.address, left);
        }
    }
}

/// The peer, or behind a proxy of ours the last address that it names.
pub(super) fn address_of(request: &ServiceRequest, behind_proxy: bool) -> Option<IpAddr> {
    let forwarded = || {
        let named = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        named.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let named = if behind_proxy { forwarded() } else { None };
    named.or_else(|| request.peer_addr().map(|peer| peer.ip())).map(network_of)
}

/// A client with one IPv6 address usually controls the whole /64 around it, so that is counted as one.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        address @ IpAddr::V4(_) => address,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_does_not_take_every_place_and_a_place_is_given_back() {
        let mut settings = Settings::load(None).unwrap();
        settings.server.connections = 6;
        let connections = Connections::new(&settings);
        let address = |text: &str| network_of(text.parse().unwrap());
        let greedy: Vec<_> =
            (0..10).filter_map(|_| connections.admit(address("2001:db8:1:2::5"))).collect();
        assert_eq!(greedy.len(), 3);
        assert!(connections.admit(address("2001:db8:1:2::6")).is_none(), "the same /64");
        let others: Vec<_> = (1..9)
            .filter_map(|last| connections.admit(address(&format!("10.0.0.{last}"))))
            .collect();
        assert_eq!(others.len(), 3, "six in all");
        drop(greedy);
        assert!(connections.admit(address("2001:db8:1:2::6")).is_some());
        drop(others);
        assert!(connections.counted.lock().unwrap().by_address.is_empty());
    }
}
