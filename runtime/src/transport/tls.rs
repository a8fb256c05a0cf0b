//! TLS of the built-in transport.

use crate::base::BoxError;
use rustls_platform_verifier::BuilderVerifierExt as _;
use std::sync::{Arc, OnceLock};

/// rustls with `ring`, or with the provider the program installed, and the system's certificates.
/// They are read once, as reading them is slow.
pub(super) fn config(https: bool) -> Result<rustls::ClientConfig, BoxError> {
    static CONFIG: OnceLock<rustls::ClientConfig> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(config.clone());
    }
    let provider = rustls::crypto::CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    match builder.clone().with_platform_verifier() {
        Ok(verified) => Ok(CONFIG.get_or_init(|| verified.with_no_client_auth()).clone()),
        Err(error) if https => Err(Box::new(error)),
        // A machine without certificates can still speak plain HTTP to a local server.
        Err(_) => Ok(builder
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth()),
    }
}
