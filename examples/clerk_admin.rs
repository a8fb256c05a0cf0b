//! Manages the users of a Clerk instance from the command line:
//! `CLERK_SECRET_KEY=sk_... cargo run --example clerk_admin -- list --limit 20`

pub mod common;

use clap::{ArgGroup, Args, Parser, Subcommand};
use common::{Environment, Export, Failure, Row, Terminal};
use oaspen_client::{ClientBuilder, Error, PagedCall, RetryPolicy};
use std::env;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;
use user_apis::clerk::Client;
use user_apis::clerk::api::users::{GetUserList, Users};
use user_apis::clerk::models::{ClerkErrors, CreateUserRequest, User};

/// Manages the users of a Clerk instance. The secret key is read from CLERK_SECRET_KEY.
#[derive(Parser)]
#[command(name = "clerk_admin", after_help = common::EXIT_CODES)]
pub struct Cli {
    /// Prints JSON instead of tables.
    #[arg(long, global = true)]
    pub json: bool,
    /// Base URL of the API, for a proxy or a mock server.
    #[arg(long, global = true, env = "CLERK_API_URL", value_name = "URL")]
    pub base_url: Option<String>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Lists users, newest first.
    List(List),
    /// Shows one user.
    Find(Find),
    /// Creates a user.
    Create(Create),
    /// Bans users: they are signed out and cannot sign in.
    Ban {
        #[arg(required = true)]
        id: Vec<String>,
    },
    /// Unbans users.
    Unban {
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
    /// Writes all users, one JSON object per line, oldest first.
    Export {
        /// Output file; stdout by default.
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
        #[command(flatten)]
        filter: Filter,
    },
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    filter: Filter,
    /// Maximum number of users to list.
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: u64,
    /// Field to sort by; a leading - sorts in descending order.
    #[arg(
        long,
        default_value = "-created_at",
        allow_hyphen_values = true,
        value_name = "FIELD"
    )]
    order_by: String,
}

#[derive(Args, Default)]
pub struct Filter {
    /// Text to search for in addresses, numbers, names and identifiers.
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    /// Only members of this organization.
    #[arg(long, value_name = "ID")]
    organization: Vec<String>,
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
    /// Email address; the first one becomes the primary one.
    #[arg(long, value_name = "ADDRESS")]
    email: Vec<String>,
    /// Login name.
    #[arg(long, value_name = "NAME")]
    username: Option<String>,
    #[arg(long, value_name = "NAME")]
    first_name: Option<String>,
    #[arg(long, value_name = "NAME")]
    last_name: Option<String>,
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

/// The client of the program. Retries and the timeout are set here, for all calls.
pub fn builder(environment: Environment<'_>, base_url: Option<&str>) -> Result<ClientBuilder<Client>, Failure> {
    let builder = Client::builder()
        .bearer_token(common::required(environment, "CLERK_SECRET_KEY")?)
        .retries(RETRIES)
        .timeout(Duration::from_secs(120))
        .on_attempt(common::report_retry);
    Ok(match base_url {
        Some(url) => builder.base_url(common::url("CLERK_API_URL or --base-url", url)?),
        None => builder,
    })
}

/// Clerk limits the number of requests per second and sends `Retry-After`.
const RETRIES: RetryPolicy = RetryPolicy::new().max_attempts(6);

pub async fn run(command: Command, client: &Client, terminal: &mut Terminal<'_>) -> Result<(), Failure> {
    let users = client.users();
    match command {
        Command::List(list) => {
            let mut found = Vec::new();
            let call = list.filter.call(&users).order_by(list.order_by);
            let page = list.limit.clamp(1, LARGEST_PAGE);
            let mut first = call.limit(page as i64).items().max_items(list.limit);
            while let Some(user) = first.next().await {
                found.push(user?);
            }
            terminal.users(&found)?;
        }
        Command::Find(by) => terminal.user(&find(&users, &by).await?)?,
        Command::Create(new) => {
            let body = new.body(terminal)?;
            // Addresses and names are unique, so a second attempt cannot create a second user.
            terminal.user(&users.create_user(body).retry(RETRIES).await?)?;
        }
        Command::Ban { id } => {
            for id in id {
                terminal.user(&users.ban_user(id).retry(RETRIES).await?)?;
            }
        }
        Command::Unban { id } => {
            for id in id {
                terminal.user(&users.unban_user(id).retry(RETRIES).await?)?;
            }
        }
        Command::Delete { id, yes } => {
            let user = users.get_user(&id).await?;
            if terminal.confirm(&format!("Delete {id} ({})?", name(&user)), yes)? {
                users.delete_user(&id).await?;
                writeln!(terminal.err, "deleted {id}")?;
            }
        }
        Command::Export { out, filter } => export(&users, &filter, out, terminal).await?,
    }
    Ok(())
}

async fn find(users: &Users, by: &Find) -> Result<User, Failure> {
    let (call, value) = match (&by.id, &by.email, &by.username) {
        (Some(id), ..) => return Ok(users.get_user(id).await?),
        (_, Some(email), _) => (users.get_user_list().email_address([email]), email),
        (_, _, Some(username)) => (users.get_user_list().username([username]), username),
        _ => return Err(Failure::Usage("no user to find is given".to_owned())),
    };
    let found = call.limit(1).await?;
    found
        .into_iter()
        .next()
        .ok_or_else(|| Failure::NoSuchUser(value.clone()))
}

async fn export(
    users: &Users,
    filter: &Filter,
    path: Option<PathBuf>,
    terminal: &mut Terminal<'_>,
) -> Result<(), Failure> {
    let export = Export {
        path: path.as_deref(),
        total: filter.count(users).await?,
        page_size: LARGEST_PAGE as usize,
    };
    // Oldest first: users who sign up during the export come last and do not shift the pages.
    let call = filter.call(users).order_by("+created_at").limit(LARGEST_PAGE as i64);
    let fetch = async |before: u64, _| {
        let call = match before {
            0 => call.clone(),
            before => call.clone().offset(before as i64),
        };
        let send = async || call.clone().send_streamed().await.map_err(Failure::from);
        Ok((common::page(send).await?, None))
    };
    let interrupted = terminal.interrupted();
    export.run(terminal, fetch, interrupted).await
}

/// The largest `limit` that Clerk accepts.
const LARGEST_PAGE: u64 = 500;

impl Filter {
    fn call(&self, users: &Users) -> GetUserList {
        let call = users.get_user_list().organization_id(&self.organization);
        match &self.query {
            Some(query) => call.query(query),
            None => call,
        }
    }

    /// The number of users, if known: the API does not count the members of organizations.
    async fn count(&self, users: &Users) -> Result<Option<u64>, Failure> {
        if !self.organization.is_empty() {
            return Ok(None);
        }
        let call = users.get_users_count();
        let count = match &self.query {
            Some(query) => call.query(query).await?,
            None => call.await?,
        };
        Ok(u64::try_from(count.total_count).ok())
    }
}

impl Create {
    fn body(self, terminal: &mut Terminal<'_>) -> Result<CreateUserRequest, Failure> {
        let mut body = CreateUserRequest::new();
        body.email_address = Some(self.email).filter(|email| !email.is_empty());
        if let Some(username) = self.username {
            body = body.with_username(username);
        }
        if let Some(first_name) = self.first_name {
            body = body.with_first_name(first_name);
        }
        if let Some(last_name) = self.last_name {
            body = body.with_last_name(last_name);
        }
        Ok(if self.password_stdin {
            body.with_password(terminal.line()?)
        } else {
            body.with_skip_password_requirement(true)
        })
    }
}

impl Row for User {
    const HEADINGS: &'static [&'static str] = &["ID", "NAME", "EMAIL", "CREATED", "SEEN", "STATE"];

    fn cells(&self) -> Vec<String> {
        let state = match (self.banned, self.locked) {
            (Some(true), _) => "banned",
            (_, Some(true)) => "locked",
            _ => "",
        };
        vec![
            self.id.clone().unwrap_or_default(),
            name(self),
            email(self).unwrap_or_default().to_owned(),
            common::day(self.created_at),
            common::last_day(self.last_active_at),
            state.to_owned(),
        ]
    }

    fn is_shut_out(&self) -> bool {
        self.banned == Some(true) || self.locked == Some(true)
    }

    fn details(&self) -> Vec<(&'static str, String)> {
        let username = self.username.clone().map(|username| ("USERNAME", username));
        username.into_iter().collect()
    }
}

/// The display name of the user.
fn name(user: &User) -> String {
    let full = [&user.first_name, &user.last_name]
        .map(|name| name.as_deref().unwrap_or_default())
        .join(" ");
    let names = [Some(full.trim()), user.username.as_deref(), email(user)];
    names
        .into_iter()
        .flatten()
        .find(|name| !name.is_empty())
        .unwrap_or_default()
        .to_owned()
}

/// The primary email address, or the first one.
fn email(user: &User) -> Option<&str> {
    let all = user.email_addresses.as_deref().unwrap_or_default();
    let primary = all
        .iter()
        .find(|email| email.id.is_some() && email.id == user.primary_email_address_id);
    primary.or(all.first()).map(|email| email.email_address.as_str())
}

/// The messages of a typed error of Clerk.
pub fn api_messages(error: &Error) -> Vec<String> {
    let Some(body) = error.downcast_ref::<ClerkErrors>() else {
        return Vec::new();
    };
    let lines = body
        .errors
        .iter()
        .map(|error| format!("{} ({})", error.long_message.trim_end_matches('.'), error.code));
    lines.collect()
}
