//! Which server a request goes to: the API's, one that an operation has of its own, or the caller's.

use crate::params::base_url::BaseUrl;
use crate::params::error::AddressError;
use crate::table::api::{Api, Server, Variable};

/// The servers that a program has chosen.
#[derive(Clone, Default)]
pub(crate) struct ServerOptions {
    /// The index of the chosen server in the API's list.
    pub(crate) chosen: Option<usize>,
    pub(crate) base_url: Option<String>,
    /// The scheme, host and port of the server, instead of those that the API declares.
    pub(crate) origin: Option<String>,
    /// Values of variables, by name.
    pub(crate) variables: Vec<(String, String)>,
    /// Replacements of servers that operations have of their own.
    pub(crate) operation_overrides: Vec<(String, String)>,
}

/// The addresses of a client.
#[derive(Clone)]
pub(crate) struct BaseUrls {
    pub(crate) base: BaseUrl,
    /// The base URL of each operation server; a problem is reported when such a call is sent.
    own: Box<[(&'static str, Result<BaseUrl, AddressError>)]>,
}

impl BaseUrls {
    /// The address for an operation with this server of its own.
    pub(crate) fn of(&self, own: Option<&str>) -> Result<&BaseUrl, AddressError> {
        let Some(own) = own else { return Ok(&self.base) };
        match self.own.iter().find(|(url, _)| *url == own) {
            Some((_, base)) => base.as_ref().map_err(Clone::clone),
            None => Ok(&self.base),
        }
    }
}

impl ServerOptions {
    /// Computes every address.
    pub(crate) fn resolve(&self, api: &'static Api) -> Result<BaseUrls, AddressError> {
        self.check_names(api)?;
        let declared = self.declared(api)?.map(|server| self.fill(server)).transpose()?;
        let base = match (&self.base_url, &self.origin, &declared) {
            (Some(url), ..) => BaseUrl::parse(url)?,
            (None, Some(origin), _) => at_origin(origin, declared.as_deref().unwrap_or_default())?,
            (None, None, Some(url)) => BaseUrl::parse(url)?,
            (None, None, None) => return Err(AddressError::NoServer),
        };
        let declared = declared.unwrap_or_default();
        let own = api.operation_servers.iter();
        let own = own.map(|server| (server.url, self.own(server, &base, &declared)));
        Ok(BaseUrls {
            own: own.collect(),
            base,
        })
    }

    /// The server of the API that is used, or that a base URL replaces.
    fn declared(&self, api: &'static Api) -> Result<Option<&'static Server>, AddressError> {
        let Some(index) = self.chosen else {
            let defaults = Self::default();
            // A relative server is not passed over: credentials would go to another one, such as that for tests.
            let is_usable = |server: &&Server| {
                defaults
                    .fill(server)
                    .is_ok_and(|url| !url.contains("://") || BaseUrl::parse(&url).is_ok())
            };
            return Ok(api.servers.iter().find(is_usable).or(api.servers.first()));
        };
        match api.servers.get(index) {
            Some(server) => Ok(Some(server)),
            None => Err(AddressError::NoSuchServer {
                index,
                count: api.servers.len(),
            }),
        }
    }

    /// The base URL of an operation server. `declared` is the URL of the API, which `base` may replace.
    fn own(&self, server: &Server, base: &BaseUrl, declared: &str) -> Result<BaseUrl, AddressError> {
        if let Some((_, url)) = self.operation_overrides.iter().find(|(url, _)| url == server.url) {
            return BaseUrl::parse(url);
        }
        let url = self.fill(server)?;
        let (origin, path) = split(&url);
        if !origin.is_empty() && self.base_url.is_none() && self.origin.is_none() {
            return BaseUrl::parse(&url);
        }
        let (declared_origin, declared_path) = split(declared);
        let (path, declared_path) = (rooted(path), rooted(declared_path));
        if !origin.is_empty() && !origin.eq_ignore_ascii_case(declared_origin) {
            return Ok(base.clone());
        }
        // The same origin as the API, but another path.
        match base.as_str().strip_suffix(declared_path.trim_end_matches('/')) {
            Some(root) => BaseUrl::parse(&format!("{root}{path}")),
            None => Ok(base.clone()),
        }
    }

    /// The address with a value for each variable.
    fn fill(&self, server: &Server) -> Result<String, AddressError> {
        let mut url = String::with_capacity(server.url.len());
        let mut rest = server.url;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            url.push_str(before);
            match server.variables.iter().find(|variable| variable.name == name) {
                Some(variable) => url.push_str(self.value(variable, &url, after)?),
                None => {
                    url.push('{');
                    url.push_str(name);
                    url.push('}');
                }
            }
            rest = after;
        }
        url.push_str(rest);
        Ok(url)
    }

    fn value(&self, variable: &Variable, before: &str, after: &str) -> Result<&str, AddressError> {
        let Some((_, value)) = self.variables.iter().find(|(name, _)| name == variable.name) else {
            return Ok(variable.values.first().copied().unwrap_or_default());
        };
        let name = variable.name;
        if variable.closed && !variable.values.contains(&value.as_str()) {
            let allowed = variable.values;
            return Err(AddressError::VariableValue { name, allowed });
        }
        let fits = match before.split_once("://") {
            // The scheme, or a whole address, which is checked as one.
            None => !after.starts_with("://") || matches!(value.as_str(), "http" | "https"),
            Some((_, rest)) if rest.contains('/') => fits_path(value),
            Some(_) => fits_host(value),
        };
        if !fits && !variable.values.contains(&value.as_str()) {
            return Err(AddressError::VariableChangesUrl(name));
        }
        Ok(value)
    }

    /// Without this check, unknown names would be ignored silently.
    fn check_names(&self, api: &Api) -> Result<(), AddressError> {
        let servers = || api.servers.iter().chain(api.operation_servers);
        let names = || {
            servers()
                .flat_map(|server| server.variables)
                .map(|variable| variable.name)
        };
        if let Some((name, _)) = self
            .variables
            .iter()
            .find(|(name, _)| !names().any(|known| known == name))
        {
            return Err(AddressError::UnknownVariable {
                name: name.clone(),
                known: names().collect(),
            });
        }
        let own = || api.operation_servers.iter().map(|server| server.url);
        if let Some((url, _)) = self
            .operation_overrides
            .iter()
            .find(|(url, _)| !own().any(|known| known == url))
        {
            return Err(AddressError::UnknownOperationServer {
                url: url.clone(),
                known: own().collect(),
            });
        }
        Ok(())
    }
}

/// The path of a server at another origin.
fn at_origin(origin: &str, declared: &str) -> Result<BaseUrl, AddressError> {
    let origin = BaseUrl::parse(origin)?;
    if !origin.path.is_empty() {
        return Err(AddressError::OriginPath);
    }
    let (_, path) = split(declared);
    BaseUrl::parse(&format!("{}{}", origin.as_str(), rooted(path)))
}

/// The path with a slash before it, so that it cannot continue a host; empty for none.
fn rooted(path: &str) -> String {
    let path = path.strip_prefix("./").or(path.strip_prefix('/')).unwrap_or(path);
    match path {
        "" | "." => String::new(),
        path => format!("/{path}"),
    }
}

/// Origin and path of an address; a relative one has no origin. The path starts with a slash, or is empty.
fn split(url: &str) -> (&str, &str) {
    let Some(start) = url.find("://").map(|at| at + 3) else {
        return ("", url);
    };
    let end = url.get(start..).and_then(|rest| rest.find('/'));
    url.split_at(end.map_or(url.len(), |end| start + end))
}

/// A host, a part of one, or a port.
fn fits_host(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:".contains(&b))
}

fn fits_path(value: &str) -> bool {
    let known = |b: u8| b.is_ascii_alphanumeric() || b"-._~/".contains(&b);
    value.bytes().all(known) && !value.split('/').any(|segment| matches!(segment, "." | ".."))
}

#[cfg(test)]
#[path = "server_tests.rs"]
mod tests;
