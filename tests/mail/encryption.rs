//! The relay's certificate: only one that a trusted authority gave for this very host will do, and
//! nothing leaves without encryption.

use crate::smtp::{Encryption, Server};
use crate::world::World;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tubel::kernel::settings::{MailSecurity, Secret};

/// An authority; its certificate lies in a file.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    file: PathBuf,
}

impl Authority {
    fn new(folder: &Path, name: &str) -> Self {
        let key = KeyPair::generate().unwrap();
        let mut parameters = CertificateParams::new(vec![name.to_owned()]).unwrap();
        parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = parameters.self_signed(&key).unwrap();
        let file = folder.join(format!("{name}.pem"));
        std::fs::write(&file, certificate.pem()).unwrap();
        Self { issuer: Issuer::new(parameters, key), file }
    }

    fn server_for(&self, host: &str) -> Arc<rustls::ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let parameters = CertificateParams::new(vec![host.to_owned()]).unwrap();
        let certificate = parameters.signed_by(&key, &self.issuer).unwrap();
        let chain = vec![CertificateDer::from(certificate.der().to_vec())];
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .unwrap();
        Arc::new(config)
    }
}

fn world(server: &Server, security: MailSecurity, authority: &Authority) -> World {
    let world = World::with(|settings| {
        "localhost".clone_into(&mut settings.mail.smtp_host);
        settings.mail.smtp_port = server.port;
        settings.mail.security = security;
        settings.mail.timeout_seconds = 5;
        settings.mail.ca_file.clone_from(&authority.file);
        "tubel".clone_into(&mut settings.mail.user);
        settings.mail.password = Secret::new("rahasia");
    });
    world.post(&world.person(1, "Siti"), "M-001");
    world
}

const WAYS: [(MailSecurity, Encryption); 2] =
    [(MailSecurity::Starttls, Encryption::Starttls), (MailSecurity::Tls, Encryption::Tls)];

#[actix_web::test]
async fn a_letter_travels_encrypted_and_signed_in_to_a_relay_with_the_right_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Authority::new(folder.path(), "ours");
    for (security, encryption) in WAYS {
        let server = Server::on(0, encryption, Some(ours.server_for("localhost")));
        let world = world(&server, security, &ours);
        world.work().await;
        assert_eq!(world.states(), ["sent"], "{:?}", world.queue());
        let letter = server.received().remove(0);
        assert!(letter.encrypted);
        // base64 of "\0tubel\0rahasia"
        assert_eq!(letter.credentials.as_deref(), Some("AHR1YmVsAHJhaGFzaWE="));
    }
}

#[actix_web::test]
async fn a_certificate_of_another_authority_or_for_another_host_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) =
        (Authority::new(folder.path(), "ours"), Authority::new(folder.path(), "theirs"));
    for (security, encryption) in WAYS {
        for wrong in [theirs.server_for("localhost"), ours.server_for("mail.example")] {
            let server = Server::on(0, encryption, Some(wrong));
            let world = world(&server, security, &ours);
            assert!(world.work().await.is_relay_down);
            assert_eq!((world.states(), server.received()), (vec!["queued".to_owned()], vec![]));
            assert!(world.reason().contains("certificate"), "{}", world.reason());
            let said = server.commands().join("\n");
            assert!(!said.contains("AUTH") && !said.contains("MAIL"), "{said}");
        }
    }
}

#[actix_web::test]
async fn a_relay_that_offers_no_encryption_gets_neither_letter_nor_password() {
    let folder = tempfile::tempdir().unwrap();
    let ours = Authority::new(folder.path(), "ours");
    let server = Server::start();
    let world = world(&server, MailSecurity::Starttls, &ours);
    assert!(world.work().await.is_relay_down);
    assert!(world.reason().contains("STARTTLS"), "{}", world.reason());
    let said = server.commands().join("\n");
    assert!(!said.contains("AUTH") && !said.contains("MAIL"), "{said}");
}

#[test]
fn a_relay_elsewhere_without_encryption_is_refused_at_start() {
    let world = World::with(|settings| {
        "mail.example".clone_into(&mut settings.mail.smtp_host);
        settings.mail.security = MailSecurity::None;
    });
    let refused = tubel::platform::mail::Worker::open(&world.app).err().unwrap();
    assert!(refused.to_string().contains("only for a relay on this machine"), "{refused}");
}
