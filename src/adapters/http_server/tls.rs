//! `--tls-self-signed`: a certificate authority of this run's own, for clients that insist on https.

use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// A server certificate signed by an authority that lives as long as this run.
pub struct SelfSigned {
    acceptor: TlsAcceptor,
    authority_pem: String,
}

impl std::fmt::Debug for SelfSigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SelfSigned(***)")
    }
}

/// Why no certificate could be made.
#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    /// The certificate itself.
    #[error("cannot make a certificate for `{}`: {}", .hosts.join("`, `"), .fault)]
    Certificate {
        /// For these names.
        hosts: Vec<String>,
        /// Because.
        fault: rcgen::Error,
    },
    /// The server's configuration.
    #[error("cannot serve TLS: {0}")]
    Configuration(#[from] rustls::Error),
}

impl SelfSigned {
    /// A certificate for these host names and addresses.
    ///
    /// # Errors
    /// [`TlsFault`] when a name cannot stand in a certificate.
    pub fn new(hosts: &[String]) -> Result<Self, TlsFault> {
        let fault = |fault| TlsFault::Certificate { hosts: hosts.to_vec(), fault };
        let mut authority = CertificateParams::default();
        authority.distinguished_name.push(DnType::CommonName, "localgear, for this run only");
        authority.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        authority.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        let issuer =
            CertifiedIssuer::self_signed(authority, KeyPair::generate().map_err(fault)?).map_err(fault)?;
        let mut server = CertificateParams::new(hosts.to_vec()).map_err(fault)?;
        server.distinguished_name.push(DnType::CommonName, "localgear");
        server.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate().map_err(fault)?;
        let certificate = server.signed_by(&key, &issuer).map_err(fault)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)?;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), authority_pem: issuer.pem() })
    }

    /// The authority's certificate in PEM, for clients to trust.
    #[must_use]
    pub fn authority_pem(&self) -> &str {
        &self.authority_pem
    }

    pub(super) async fn accept(&self, stream: TcpStream) -> std::io::Result<TlsStream<TcpStream>> {
        self.acceptor.accept(stream).await
    }
}
