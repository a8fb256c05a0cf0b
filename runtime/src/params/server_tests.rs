#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use super::{BaseUrls, ServerOptions};
use crate::table::api::Api;
use crate::table::api::Server;
use crate::table::api::Variable;

const REGION: Variable = Variable {
    name: "region",
    values: &["eu", "us"],
    closed: true,
};
const TENANT: Variable = Variable {
    name: "tenant",
    values: &["demo"],
    closed: false,
};
const VERSION: Variable = Variable {
    name: "version",
    values: &["v1"],
    closed: false,
};

static API: Api = Api {
    name: "demo",
    title: "Demo",
    version: "1",
    servers: &[
        Server {
            url: "https://{tenant}.{region}.example.com/{version}",
            variables: &[TENANT, REGION, VERSION],
        },
        Server {
            url: "https://api.example.org/v2/",
            variables: &[],
        },
    ],
    operation_servers: &[
        Server {
            url: "https://files.{region}.example.com/up",
            variables: &[REGION],
        },
        Server {
            url: "https://demo.eu.example.com/v9",
            variables: &[],
        },
        Server {
            url: "/root",
            variables: &[],
        },
        Server {
            url: "ftp://old.example.com",
            variables: &[],
        },
    ],
    schemes: &[],
    unused_schemes: &[],
};
static RELATIVE: Api = Api {
    name: "demo",
    title: "Demo",
    version: "1",
    servers: &[Server {
        url: "/api/v2",
        variables: &[],
    }],
    operation_servers: &[Server {
        url: "",
        variables: &[],
    }],
    schemes: &[],
    unused_schemes: &[],
};

fn with(variables: &[(&str, &str)]) -> ServerOptions {
    let variables = variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    ServerOptions {
        variables: variables.collect(),
        ..ServerOptions::default()
    }
}

fn at(url: &str) -> ServerOptions {
    ServerOptions {
        base_url: Some(url.to_owned()),
        ..ServerOptions::default()
    }
}

fn base(servers: &ServerOptions) -> Result<String, String> {
    let bases = servers.resolve(&API).map_err(|error| error.to_string())?;
    Ok(bases.base.as_str().to_owned())
}

fn own(bases: &BaseUrls, url: &str) -> Result<String, String> {
    let base = bases.of(Some(url)).map_err(|error| error.to_string())?;
    Ok(base.as_str().to_owned())
}

#[test]
fn variables_have_defaults_and_take_values() {
    assert_eq!(base(&with(&[])).as_deref(), Ok("https://demo.eu.example.com/v1"));
    let chosen = with(&[("region", "us"), ("tenant", "acme-1"), ("version", "beta/v3")]);
    assert_eq!(base(&chosen).as_deref(), Ok("https://acme-1.us.example.com/beta/v3"));
}

#[test]
fn a_value_outside_the_list_is_refused_with_the_list() {
    let problem = base(&with(&[("region", "mars")])).unwrap_err();
    assert_eq!(problem, "the server variable `region` takes one of `eu`, `us`");
    let problem = base(&with(&[("regoin", "eu")])).unwrap_err();
    assert_eq!(
        problem,
        "the API has no server variable `regoin`; there are `tenant`, `region`, `version`"
    );
}

#[test]
fn no_value_leads_to_another_address() {
    for tenant in [
        "evil.com/",
        "evil.com#",
        "evil.com?",
        "a@evil.com",
        "evil.com\\",
        "evil.com%2f",
        "é",
        "a b",
        "[::1]",
    ] {
        let problem = base(&with(&[("tenant", tenant)])).unwrap_err();
        assert!(
            problem.contains("would change the host or the path"),
            "{tenant}: {problem}"
        );
    }
    // A port in the middle of a host is no port.
    assert!(base(&with(&[("tenant", "evil.com:443")])).is_err());
    for version in ["..", "a/../b", "?", "#", "%2e%2e", "a b"] {
        assert!(base(&with(&[("version", version)])).is_err(), "{version}");
    }
}

#[test]
fn a_server_is_chosen_by_its_place() {
    let second = ServerOptions {
        chosen: Some(1),
        ..ServerOptions::default()
    };
    assert_eq!(base(&second).as_deref(), Ok("https://api.example.org/v2"));
    let third = ServerOptions {
        chosen: Some(2),
        ..ServerOptions::default()
    };
    assert_eq!(base(&third).unwrap_err(), "the API has 2 servers, none is number 2");
}

#[test]
fn own_servers_of_operations_are_used() {
    let bases = with(&[("region", "us")]).resolve(&API).expect("bases");
    let files = "https://files.{region}.example.com/up";
    assert_eq!(own(&bases, files).as_deref(), Ok("https://files.us.example.com/up"));
    assert_eq!(own(&bases, "/root").as_deref(), Ok("https://demo.us.example.com/root"));
    assert!(
        own(&bases, "ftp://old.example.com")
            .unwrap_err()
            .contains("neither http")
    );
    assert_eq!(bases.of(None).expect("base").as_str(), bases.base.as_str());
}

#[test]
fn a_base_url_replaces_own_servers_too() {
    let bases = at("http://127.0.0.1:8080/v1").resolve(&API).expect("bases");
    let files = "https://files.{region}.example.com/up";
    assert_eq!(own(&bases, files).as_deref(), Ok("http://127.0.0.1:8080/v1"));
    // The same origin as the API's server: only the path differs.
    let sibling = "https://demo.eu.example.com/v9";
    assert_eq!(own(&bases, sibling).as_deref(), Ok("http://127.0.0.1:8080/v9"));
    let elsewhere = at("http://127.0.0.1:8080").resolve(&API).expect("bases");
    assert_eq!(own(&elsewhere, sibling).as_deref(), Ok("http://127.0.0.1:8080"));
}

#[test]
fn an_own_server_can_be_replaced_alone() {
    let files = "https://files.{region}.example.com/up";
    let mut servers = with(&[]);
    servers
        .operation_overrides
        .push((files.to_owned(), "http://127.0.0.1:9".to_owned()));
    let bases = servers.resolve(&API).expect("bases");
    assert_eq!(own(&bases, files).as_deref(), Ok("http://127.0.0.1:9"));
    servers
        .operation_overrides
        .push(("https://nobody".to_owned(), "http://127.0.0.1:9".to_owned()));
    assert!(
        servers
            .resolve(&API)
            .is_err_and(|problem| problem.to_string().contains("no operation has"))
    );
}

#[test]
fn a_variable_in_the_path_is_no_part_of_a_relative_own_server() {
    let bases = with(&[("version", "v3")]).resolve(&API).expect("bases");
    assert_eq!(own(&bases, "/root").as_deref(), Ok("https://demo.eu.example.com/root"));
}

#[test]
fn a_server_that_is_no_url_is_passed_over() {
    static API: Api = Api {
        servers: &[
            Server {
                url: "https://[tenant_id].example.com",
                variables: &[],
            },
            Server {
                url: "https://api.example.com",
                variables: &[],
            },
        ],
        operation_servers: &[],
        name: "demo",
        title: "Demo",
        version: "1",
        schemes: &[],
        unused_schemes: &[],
    };
    let bases = ServerOptions::default().resolve(&API).expect("bases");
    assert_eq!(bases.base.as_str(), "https://api.example.com");
}

#[test]
fn relative_servers_need_a_base_url() {
    let problem = ServerOptions::default().resolve(&RELATIVE).err();
    assert!(problem.is_some_and(|problem| problem.to_string().contains("relative")));
    let bases = at("http://127.0.0.1:8086/api/v2").resolve(&RELATIVE).expect("bases");
    assert_eq!(own(&bases, "").as_deref(), Ok("http://127.0.0.1:8086"));
}

fn server(url: &'static str) -> Server {
    Server { url, variables: &[] }
}

/// The base URL of an API with these servers.
fn base_of(servers: Vec<Server>, options: &ServerOptions) -> Result<String, String> {
    let api: &'static Api = Box::leak(Box::new(Api {
        servers: servers.leak(),
        operation_servers: &[],
        name: "demo",
        title: "Demo",
        version: "1",
        schemes: &[],
        unused_schemes: &[],
    }));
    let bases = options.resolve(api).map_err(|error| error.to_string())?;
    Ok(bases.base.as_str().to_owned())
}

fn origin(url: &str) -> ServerOptions {
    ServerOptions {
        origin: Some(url.to_owned()),
        ..ServerOptions::default()
    }
}

#[test]
fn a_relative_server_that_comes_first_is_not_passed_over() {
    let sandbox = "https://sandbox.example/v1";
    for (first, path) in [
        ("/api/v1", "/api/v1"),
        ("/", ""),
        ("./", ""),
        ("", ""),
        (".", ""),
        ("api", "/api"),
        ("./api/", "/api"),
        ("api.example.com/v1", "/api.example.com/v1"),
    ] {
        let servers = || vec![server(first), server(sandbox)];
        let problem = base_of(servers(), &ServerOptions::default()).unwrap_err();
        assert!(
            problem.contains("relative") && problem.contains("origin("),
            "{first}: {problem}"
        );
        let second = ServerOptions {
            chosen: Some(1),
            ..ServerOptions::default()
        };
        assert_eq!(base_of(servers(), &second).as_deref(), Ok(sandbox));
        let at = base_of(servers(), &origin("https://real.example:8443/")).unwrap();
        assert_eq!(
            at.trim_end_matches('/'),
            format!("https://real.example:8443{}", path),
            "{first}"
        );
        assert_eq!(
            base_of(servers(), &self::at("https://x.example")).as_deref(),
            Ok("https://x.example")
        );
    }
    // All relative, and one that no URL can be behind another that is none.
    assert!(base_of(vec![server("/a"), server("/b")], &ServerOptions::default()).is_err());
    let servers = vec![server("https://[tenant].example.com"), server("/b"), server(sandbox)];
    assert!(
        base_of(servers, &ServerOptions::default())
            .unwrap_err()
            .contains("relative")
    );
}

#[test]
fn a_relative_server_may_have_variables() {
    const BASE_PATH: Variable = Variable {
        name: "base",
        values: &["v1", "v2"],
        closed: true,
    };
    let servers = || {
        vec![
            Server {
                url: "/{base}",
                variables: &[BASE_PATH],
            },
            server("https://sandbox.example"),
        ]
    };
    assert!(
        base_of(servers(), &ServerOptions::default())
            .unwrap_err()
            .contains("relative")
    );
    let mut options = origin("http://127.0.0.1:8080");
    options.variables.push(("base".to_owned(), "v2".to_owned()));
    assert_eq!(base_of(servers(), &options).as_deref(), Ok("http://127.0.0.1:8080/v2"));
}

#[test]
fn an_origin_keeps_the_path_of_the_server() {
    let mut options = origin("http://127.0.0.1:8080");
    assert_eq!(base(&options).as_deref(), Ok("http://127.0.0.1:8080/v1"));
    // The servers of operations are those of the origin too.
    let bases = options.resolve(&API).expect("bases");
    assert_eq!(own(&bases, "/root").as_deref(), Ok("http://127.0.0.1:8080/root"));
    let sibling = "https://demo.eu.example.com/v9";
    assert_eq!(own(&bases, sibling).as_deref(), Ok("http://127.0.0.1:8080/v9"));
    let files = "https://files.{region}.example.com/up";
    assert_eq!(own(&bases, files).as_deref(), Ok("http://127.0.0.1:8080/v1"));
    options.chosen = Some(1);
    assert_eq!(base(&options).as_deref(), Ok("http://127.0.0.1:8080/v2"));
    for (wrong, why) in [
        ("https://a.example/v1", "has a path"),
        ("a.example", "relative"),
        ("https://a.example?x", "query"),
    ] {
        let problem = base(&origin(wrong)).unwrap_err();
        assert!(problem.contains(why), "{wrong}: {problem}");
    }
}

#[test]
fn a_relative_server_of_an_operation_cannot_change_the_host() {
    static API: Api = Api {
        servers: &[Server {
            url: "https://api.example.com/v1",
            variables: &[],
        }],
        operation_servers: &[
            Server {
                url: ".evil.example",
                variables: &[],
            },
            Server {
                url: "./files",
                variables: &[],
            },
        ],
        name: "demo",
        title: "Demo",
        version: "1",
        schemes: &[],
        unused_schemes: &[],
    };
    let bases = ServerOptions::default().resolve(&API).expect("bases");
    assert_eq!(
        own(&bases, ".evil.example").as_deref(),
        Ok("https://api.example.com/.evil.example")
    );
    assert_eq!(own(&bases, "./files").as_deref(), Ok("https://api.example.com/files"));
}

#[test]
fn no_operation_leaves_the_chosen_origin() {
    for options in [origin("https://mine.example"), at("https://mine.example/v")] {
        for api in [&API, &RELATIVE] {
            let bases = options.resolve(api).expect("bases");
            for server in api.operation_servers {
                if let Ok(url) = own(&bases, server.url) {
                    assert!(
                        url == "https://mine.example" || url.starts_with("https://mine.example/"),
                        "{url}"
                    );
                }
            }
        }
    }
    // Unless the program names the server.
    let mut options = origin("https://mine.example");
    let declared = "https://demo.eu.example.com/v9";
    options
        .operation_overrides
        .push((declared.to_owned(), declared.to_owned()));
    let bases = options.resolve(&API).expect("bases");
    assert_eq!(own(&bases, declared).as_deref(), Ok(declared));
    // Without a choice, the document names the servers.
    let bases = ServerOptions::default().resolve(&API).expect("bases");
    assert_eq!(own(&bases, "https://demo.eu.example.com/v9").as_deref(), Ok(declared));
}
