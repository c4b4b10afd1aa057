//! The device that somebody signs in from: address, names of browser and system, and whether this
//! browser has signed in before. A browser is recognised by a cookie of its own, a program without
//! cookies by its name and network.

use crate::kernel::canonical;
use crate::kernel::errors::Failure;
use crate::kernel::ids::{is_well_formed, random_text};
use crate::kernel::settings;
use crate::platform::app::App;
use actix_web::HttpRequest;
use actix_web::cookie::time::Duration;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::header::USER_AGENT;
use std::net::IpAddr;

const SECURE_NAME: &str = "__Host-tubel-device";
const PLAIN_NAME: &str = "tubel-device";
/// The longest time for which browsers keep a cookie.
const DAYS: i64 = 400;

/// The client of a request, before it is known who sends it.
#[derive(Debug, Clone)]
pub struct Client {
    pub address: String,
    /// E.g. `Firefox, Windows`; empty when the client does not say.
    pub name: String,
    /// Identifies this device in the database.
    pub device: String,
    /// Recognised by a cookie, not only by name and network; only such a device gets the exemption
    /// for known devices.
    pub has_cookie: bool,
    /// The cookie's text, to set it again.
    cookie: Option<String>,
}

impl Client {
    /// For a call of the API: no cookie is set.
    pub(super) fn of(request: &HttpRequest, settings: &settings::Server) -> Self {
        let address = address_of(request, settings);
        let agent = request.headers().get(USER_AGENT).and_then(|value| value.to_str().ok());
        let name = name_of(agent.unwrap_or(""));
        let network = network_of(&address);
        let device = canonical::sha256_hex(format!("by looks {name} {network}"));
        let cookie = request.cookie(SECURE_NAME).or_else(|| request.cookie(PLAIN_NAME));
        match cookie.map(|cookie| cookie.value().to_owned()).filter(|text| is_well_formed(text)) {
            None => Self { address, name, device, has_cookie: false, cookie: None },
            Some(text) => Self {
                device: canonical::sha256_hex(&text),
                address,
                name,
                has_cookie: true,
                cookie: Some(text),
            },
        }
    }

    /// For a browser. One without a cookie gets one.
    pub(super) fn of_browser(
        request: &HttpRequest,
        settings: &settings::Server,
    ) -> Result<Self, Failure> {
        let client = Self::of(request, settings);
        if client.has_cookie {
            return Ok(client);
        }
        let text = random_text()?;
        Ok(Self { device: canonical::sha256_hex(&text), cookie: Some(text), ..client })
    }

    /// The cookie, to be set only after a successful sign-in.
    pub(super) fn cookie(&self, app: &App) -> Option<Cookie<'static>> {
        let secure = app.settings.server.is_secure();
        let name = if secure { SECURE_NAME } else { PLAIN_NAME };
        let cookie = Cookie::build(name, self.cookie.clone()?)
            .path("/")
            .http_only(true)
            .secure(secure)
            .same_site(SameSite::Lax)
            .max_age(Duration::days(DAYS));
        Some(cookie.finish())
    }
}

impl Client {
    /// The network under which attempts are counted: the IPv4 address, or the /64 of an IPv6
    /// address, because one household can use any number of addresses in it.
    pub(super) fn network(&self) -> String {
        match self.address.parse::<IpAddr>().map(|address| address.to_canonical()) {
            Ok(address @ IpAddr::V6(_)) => format!("{}::/64", network_of(&address.to_string())),
            Ok(address) => address.to_string(),
            Err(_) => self.address.clone(),
        }
    }
}

/// The peer's address, or, behind one of our proxies, the last address that the proxy names.
fn address_of(request: &HttpRequest, settings: &settings::Server) -> String {
    let forwarded = || {
        let named = request.headers().get_all("x-forwarded-for").last()?.to_str().ok()?;
        named.rsplit(',').next()?.trim().parse::<IpAddr>().ok()
    };
    let named = if settings.behind_proxy { forwarded() } else { None };
    let address = named.or_else(|| request.peer_addr().map(|peer| peer.ip()));
    address.map_or_else(String::new, |address| address.to_string())
}

/// The /24 or /64 of an address.
fn network_of(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V4(address)) => {
            let [a, b, c, _] = address.octets();
            format!("{a}.{b}.{c}")
        }
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        Err(_) => String::new(),
    }
}

/// Browser and system from the user agent. The order matters, because many browsers also name
/// others.
fn name_of(agent: &str) -> String {
    let first = |pairs: &[(&str, &'static str)]| {
        pairs.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name)
    };
    let browser = first(&[
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
        ("python", "Python"),
    ]);
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_is_named_by_what_it_is_not_by_what_it_claims_to_be_like() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                    Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(name_of(edge), "Edge, Windows");
        let phone =
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36";
        assert_eq!(name_of(phone), "Chrome, Android");
        assert_eq!((name_of("curl/8.5"), name_of("<b>")), ("curl".to_owned(), String::new()));
    }

    #[test]
    fn an_address_counts_alone_and_a_household_of_ipv6_together() {
        let counted = |address: &str| {
            let empty = String::new;
            let (address, name, device) = (address.to_owned(), empty(), empty());
            Client { address, name, device, has_cookie: false, cookie: None }.network()
        };
        assert_eq!(counted("2001:db8:1:2::5"), counted("2001:db8:1:2:ffff::9"));
        assert_ne!(counted("2001:db8:1:2::5"), counted("2001:db8:1:3::5"));
        assert_ne!(counted("10.0.0.1"), counted("10.0.0.2"));
        assert_eq!(counted("::ffff:10.0.0.1"), "10.0.0.1");
    }

    #[test]
    fn neighbours_share_a_network() {
        assert_eq!(network_of("10.1.2.3"), network_of("10.1.2.200"));
        assert_ne!(network_of("10.1.2.3"), network_of("10.1.3.3"));
        assert_eq!(network_of("2001:db8:1:2::5"), "2001:db8:1:2");
    }
}
