//! Servers: where requests go.

/// An address, with the variables in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Server {
    /// As the document writes it; relative ones too.
    pub url: String,
    /// Those that occur in the address, in its order.
    pub variables: Vec<ServerVariable>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ServerVariable {
    pub name: String,
    pub default: String,
    /// The only values there are, the default first; none when any value will do.
    pub values: Vec<String>,
}

impl Server {
    /// The address with every variable at its default.
    pub(crate) fn resolved(&self) -> String {
        self.variables.iter().fold(self.url.clone(), |url, variable| {
            url.replace(&format!("{{{}}}", variable.name), &variable.default)
        })
    }

    /// Whether requests can go there as it stands.
    pub(crate) fn is_absolute(&self) -> bool {
        let url = self.resolved().to_ascii_lowercase();
        (url.starts_with("http://") || url.starts_with("https://")) && !url.contains(['{', '[', '<'])
    }

    /// Whether both lead to the same address.
    pub(crate) fn same(&self, other: &Self) -> bool {
        self.resolved().trim_end_matches('/') == other.resolved().trim_end_matches('/')
    }
}
