//! Manages the users of a Logto tenant from the command line, as a machine-to-machine application:
//! `LOGTO_ENDPOINT=https://acme.logto.app LOGTO_APP_ID=... LOGTO_APP_SECRET=... cargo run --example logto_admin -- list`

pub mod common;

use clap::{ArgGroup, Args, Parser, Subcommand};
use common::{Environment, Export, Failure, Row, Terminal};
use oaspen_client::{ClientBuilder, ClientCredentials, Error, Json, PagedCall, RetryPolicy, json};
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use user_apis::logto::Client;
use user_apis::logto::api::users::Users;
use user_apis::logto::models::{CreateUserRequest, UpdateUserIsSuspendedRequest, User, UserSearch, UserSearchMode};

/// Manages the users of a Logto tenant, as a machine-to-machine application of it.
///
/// The environment variables are LOGTO_ENDPOINT (https://acme.logto.app), LOGTO_APP_ID, LOGTO_APP_SECRET and, for a
/// self-hosted server, LOGTO_RESOURCE: the indicator of its Management API, https://default.logto.app/api.
#[derive(Parser)]
#[command(name = "logto_admin", after_help = common::EXIT_CODES)]
pub struct Cli {
    /// Prints JSON instead of tables.
    #[arg(long, global = true)]
    pub json: bool,
    /// Base URL of the API if it is not the endpoint, for a proxy or a mock server.
    #[arg(long, global = true, env = "LOGTO_API_URL", value_name = "URL")]
    pub base_url: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Lists users.
    List(List),
    /// Shows one user.
    Find(Find),
    /// Creates a user.
    Create(Create),
    /// Suspends users: they cannot sign in.
    Suspend {
        #[arg(required = true)]
        id: Vec<String>,
    },
    /// Unsuspends users: they can sign in again.
    Unsuspend {
        #[arg(required = true)]
        id: Vec<String>,
    },
    /// Deletes a user permanently.
    Delete {
        id: String,
        /// Deletes without confirmation.
        #[arg(long)]
        yes: bool,
    },
    /// Writes all users, one JSON object per line.
    Export {
        /// Output file; stdout by default.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

#[derive(Args)]
pub struct List {
    /// Maximum number of users to list.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: usize,
    /// Only users whose identifier, name, address or number contains this text.
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    /// Only suspended users.
    #[arg(long)]
    suspended: bool,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct Find {
    #[arg(long)]
    id: Option<String>,
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
}

#[derive(Args)]
#[command(group = ArgGroup::new("login").args(["email", "username"]).required(true).multiple(true))]
pub struct Create {
    /// Email address.
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Login name.
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    /// Name to show.
    #[arg(long)]
    name: Option<String>,
    /// Reads the password from the first line of stdin. Without this option the user has no password.
    #[arg(long)]
    password_stdin: bool,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Cli {
        json,
        base_url,
        command,
    } = Cli::parse();
    common::program(json, api_messages, async |terminal| {
        let builder = builder(&|name| env::var(name).ok(), base_url.as_deref())?;
        run(command, &builder.build().map_err(Failure::Call)?, terminal).await
    })
    .await
}

/// The client of the program. It fetches its tokens when they are needed and replaces expired ones.
pub fn builder(environment: Environment<'_>, base_url: Option<&str>) -> Result<ClientBuilder<Client>, Failure> {
    let endpoint = common::required(environment, "LOGTO_ENDPOINT")?;
    let endpoint = common::url("LOGTO_ENDPOINT", endpoint.expose())?;
    let base_url = match base_url {
        Some(url) => common::url("LOGTO_API_URL or --base-url", url)?,
        None => endpoint.clone(),
    };
    let resource = environment("LOGTO_RESOURCE").unwrap_or_else(|| format!("{endpoint}/api"));
    let credentials = ClientCredentials::new(
        format!("{endpoint}/oidc/token"),
        common::required(environment, "LOGTO_APP_ID")?.expose(),
        common::required(environment, "LOGTO_APP_SECRET")?,
    );
    Ok(Client::builder()
        .base_url(base_url)
        .client_credentials(credentials.parameter("resource", resource).scope("all"))
        .retries(RETRIES)
        .timeout(Duration::from_secs(120))
        .on_attempt(common::report_retry))
}

const RETRIES: RetryPolicy = RetryPolicy::new().max_attempts(6);

pub async fn run(command: Command, client: &Client, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let users = client.users();
    match command {
        Command::List(list) => {
            let mut found = Vec::new();
            let mut all = users.list_users().page_size(PAGE).items();
            while found.len() < list.limit
                && let Some(user) = all.next().await
            {
                found.extend(Some(user?).filter(|user| list.matches(user)));
            }
            terminal.users(&found)?;
        }
        Command::Find(by) => terminal.user(&find(&users, &by).await?)?,
        Command::Create(new) => {
            let body = new.body(terminal)?;
            // Addresses and names are unique, so a second attempt cannot create a second user.
            terminal.user(&users.create_user(body).retry(RETRIES).await?)?;
        }
        Command::Suspend { id } => suspend(&users, id, true, terminal).await?,
        Command::Unsuspend { id } => suspend(&users, id, false, terminal).await?,
        Command::Delete { id, yes } => {
            let user = users.get_user(&id).await?;
            if terminal.confirm(&format!("Delete {id} ({})?", name(&user)), yes)? {
                users.delete_user(&id).await?;
                writeln!(terminal.err, "deleted {id}")?;
            }
        }
        Command::Export { out } => export(&users, out, terminal).await?,
    }
    Ok(())
}

async fn find(users: &Users, by: &Find) -> Result<User, Failure> {
    let mut search = UserSearch::default();
    let wanted = match (&by.id, &by.email, &by.username) {
        (Some(id), ..) => return Ok(users.get_user(id).await?),
        (_, Some(email), _) => {
            search.search_primary_email = Some(email.clone());
            search.mode_primary_email = Some(UserSearchMode::Exact);
            email
        }
        (_, _, Some(username)) => {
            search.search_username = Some(username.clone());
            search.mode_username = Some(UserSearchMode::Exact);
            username
        }
        _ => return Err(Failure::Usage("no user to find is given".to_owned())),
    };
    // The search ignores case, and a server without the search returns all users.
    let is_wanted = |user: &User| match (&by.email, &by.username) {
        (Some(email), _) => user
            .primary_email
            .as_ref()
            .is_some_and(|known| known.eq_ignore_ascii_case(email)),
        (_, username) => user.username == *username,
    };
    let mut all = users.list_users().search_params(search).page_size(PAGE).items();
    while let Some(user) = all.next().await {
        let user = user?;
        if is_wanted(&user) {
            return Ok(user);
        }
    }
    Err(Failure::NoSuchUser(wanted.clone()))
}

async fn suspend(
    users: &Users,
    ids: Vec<String>,
    is_suspended: bool,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    for id in ids {
        let call = users.update_user_is_suspended(id, UpdateUserIsSuspendedRequest::new(is_suspended));
        terminal.user(&call.retry(RETRIES).await?)?;
    }
    Ok(())
}

async fn export(users: &Users, path: Option<PathBuf>, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let export = Export {
        path: path.as_deref(),
        total: None,
        page_size: PAGE as usize,
    };
    let fetch = async |_, number: u64| {
        let call = match number {
            0 => users.list_users().page_size(PAGE),
            number => users.list_users().page_size(PAGE).page(number as i64 + 1),
        };
        let send = async || call.clone().send_streamed().await.map_err(Failure::from);
        let page = common::page(send).await?;
        let total = page.headers.get("total-number");
        let total = total.and_then(|total| total.to_str().ok()?.parse().ok());
        Ok((page, total))
    };
    let interrupted = terminal.interrupted();
    export.run(terminal, fetch, interrupted).await
}

/// The largest page size that the server accepts.
const PAGE: i64 = 100;

impl List {
    fn matches(&self, user: &User) -> bool {
        let texts = [
            Some(&user.id),
            user.username.as_ref(),
            user.name.as_ref(),
            user.primary_email.as_ref(),
            user.primary_phone.as_ref(),
        ];
        let has = |query: &String| texts.into_iter().flatten().any(|text| text.contains(query));
        (user.is_suspended || !self.suspended) && self.query.as_ref().is_none_or(has)
    }
}

impl Create {
    fn body(self, terminal: &mut Terminal<'_>) -> Result<CreateUserRequest, Failure> {
        let mut body = CreateUserRequest::new();
        body.primary_email = self.email;
        body.username = self.username;
        body.name = self.name;
        if self.password_stdin {
            body.password = Some(terminal.line()?);
        }
        Ok(body)
    }
}

impl Row for User {
    const HEADINGS: &'static [&'static str] = &["ID", "NAME", "EMAIL", "CREATED", "SEEN", "STATE"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.clone(),
            name(self),
            self.primary_email.clone().unwrap_or_default(),
            common::day(Some(self.created_at as i64)),
            common::last_day(self.last_sign_in_at.map(|time| time as i64)),
            if self.is_suspended {
                "suspended".to_owned()
            } else {
                String::new()
            },
        ]
    }

    fn is_shut_out(&self) -> bool {
        self.is_suspended
    }

    fn details(&self) -> Vec<(&'static str, String)> {
        let details = [("USERNAME", &self.username), ("PHONE", &self.primary_phone)];
        let known = details
            .into_iter()
            .filter_map(|(heading, value)| Some((heading, value.clone()?)));
        known.collect()
    }
}

/// The display name of the user.
fn name(user: &User) -> String {
    let names = [&user.name, &user.username, &user.primary_email];
    names.into_iter().flatten().next().cloned().unwrap_or_default()
}

/// The message of an error of Logto, and its details. The document declares no body for errors, so the raw body is read.
pub fn api_messages(error: &Error) -> Vec<String> {
    let body: Option<Json> = error.raw_body().and_then(|body| json::from_slice(body).ok());
    let member = |name: &str| match body.as_ref()?.get(name)? {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let texts = [member("message"), member("details"), resource_hint(error)];
    let lines = texts.iter().flatten().flat_map(|text| text.lines());
    lines.map(ToOwned::to_owned).collect()
}

/// What to set if the server does not know the resource that tokens are requested for.
fn resource_hint(error: &Error) -> Option<String> {
    let token = common::failure::token_error(error)?;
    (token.code() == Some("invalid_target")).then(|| {
        "the server has no API with the indicator of LOGTO_RESOURCE (default: LOGTO_ENDPOINT with /api). A self-hosted server \
         has https://default.logto.app/api, whatever its address is; the console shows it under API resources"
            .to_owned()
    })
}
