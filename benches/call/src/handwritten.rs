//! A handwritten client with the same calls: reqwest, serde's derive, typed errors, encoded paths.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::time::Duration;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoded, but not used")]
pub struct User {
    pub id: String,
    pub username: Option<String>,
    pub primary_email: Option<String>,
    pub primary_phone: Option<String>,
    pub name: Option<String>,
    pub avatar: Option<String>,
    pub custom_data: Map<String, Value>,
    pub identities: BTreeMap<String, Identity>,
    pub last_sign_in_at: Option<f64>,
    pub created_at: f64,
    pub updated_at: f64,
    pub profile: Profile,
    pub application_id: Option<String>,
    pub is_suspended: bool,
    pub has_password: Option<bool>,
    pub sso_identities: Option<Vec<SsoIdentity>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoded, but not used")]
pub struct Identity {
    pub user_id: String,
    pub details: Option<Map<String, Value>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoded, but not used")]
pub struct Profile {
    pub family_name: Option<String>,
    pub given_name: Option<String>,
    pub middle_name: Option<String>,
    pub nickname: Option<String>,
    pub preferred_username: Option<String>,
    pub profile: Option<String>,
    pub website: Option<String>,
    pub gender: Option<String>,
    pub birthdate: Option<String>,
    pub zoneinfo: Option<String>,
    pub locale: Option<String>,
    pub address: Option<Address>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoded, but not used")]
pub struct Address {
    pub formatted: Option<String>,
    pub street_address: Option<String>,
    pub locality: Option<String>,
    pub region: Option<String>,
    pub postal_code: Option<String>,
    pub country: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code, reason = "decoded, but not used")]
pub struct SsoIdentity {
    pub tenant_id: String,
    pub id: String,
    pub user_id: String,
    pub issuer: String,
    pub identity_id: String,
    pub detail: Map<String, Value>,
    pub created_at: f64,
    pub sso_connector_id: String,
}

#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UpdateUser {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// The error of a call.
#[derive(Debug)]
#[allow(dead_code, reason = "printed")]
pub enum Error {
    Http(reqwest::Error),
    Status(u16, String),
    Json(serde_json::Error),
}

pub struct Client {
    http: reqwest::Client,
    base: String,
}

impl Client {
    pub fn new(base: &str, token: &str) -> Result<Self, Box<dyn std::error::Error>> {
        let mut token = HeaderValue::from_str(&format!("Bearer {token}"))?;
        token.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, token);
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let http = reqwest::Client::builder()
            .default_headers(headers)
            .user_agent("handwritten/0.1.0")
            .connect_timeout(Duration::from_secs(10))
            .timeout(Duration::from_secs(30))
            .redirect(reqwest::redirect::Policy::none())
            .build()?;
        Ok(Self {
            http,
            base: base.to_owned(),
        })
    }

    async fn send<T: for<'a> Deserialize<'a>>(&self, request: reqwest::RequestBuilder) -> Result<T, Error> {
        let response = request.send().await.map_err(Error::Http)?;
        let status = response.status();
        let body = response.bytes().await.map_err(Error::Http)?;
        if !status.is_success() {
            return Err(Error::Status(
                status.as_u16(),
                String::from_utf8_lossy(&body).into_owned(),
            ));
        }
        serde_json::from_slice(&body).map_err(Error::Json)
    }

    fn user(&self, id: &str) -> String {
        format!("{}/api/users/{}", self.base, utf8_percent_encode(id, NON_ALPHANUMERIC))
    }

    pub async fn get_user(&self, id: &str) -> Result<User, Error> {
        self.send(self.http.get(self.user(id))).await
    }

    pub async fn list_users(&self, page: i64, page_size: i64) -> Result<Vec<User>, Error> {
        let request = self.http.get(format!("{}/api/users", self.base));
        self.send(request.query(&[("page", page), ("page_size", page_size)]))
            .await
    }

    pub async fn update_user(&self, id: &str, body: &UpdateUser) -> Result<User, Error> {
        self.send(self.http.patch(self.user(id)).json(body)).await
    }
}
