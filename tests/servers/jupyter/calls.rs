//! Files, checkpoints, kernels, sessions, terminals and configuration.

use serde_json::json;

use crate::client::{Client, models::*};
use crate::league::{League, body};

pub fn calls(league: &League) -> Option<()> {
    // The document declares no credentials.
    let client = league.client(Client::builder().default_header("Authorization", "token tok"));
    league.call("version", client.default_api().get_api());
    league.call("status", client.status().get_api_status());
    league.call("who", client.identity().get_api_me());
    league.call("permissions", client.identity().get_api_me().permissions("{\"contents\": [\"read\", \"write\"]}"));
    league.call("document", client.api_spec().get_api_spec_yaml());
    league.call("one", client.kernelspecs().get_api_kernelspecs());
    let stranger = league.client(Client::builder());
    league.refused("without a token", stranger.status().get_api_status());

    contents(league, &client);
    checkpoints(league, &client);
    kernels(league, &client);
    sessions(league, &client);
    terminals(league, &client);
    let config = client.config();
    league.call("empty", config.get_api_config_by_section_name("notebook"));
    let change = config.patch_api_config_by_section_name("notebook");
    league.call("two members", change.body(body(json!({"theme": {"dark": true}, "size": 1.5}))));
    league.call("with members", config.get_api_config_by_section_name("notebook"));
    Some(())
}

fn contents(league: &League, client: &Client) {
    let contents = client.contents();
    let file = |name: &str, text: &str| body(json!({"name": name, "type": "file", "format": "text", "content": text}));
    let put = |path: &str| contents.put_api_contents_by_path(path);
    league.call("text", put("a.txt").body(file("a.txt", "line 1\nä\n")));
    league.call("text again", put("a.txt").body(file("a.txt", "line 2")));
    let base64 = json!({"type": "file", "format": "base64", "content": "AAEC/w=="});
    league.call("bytes", put("b.bin").body(body(base64)));
    league.call("folder", put("folder").body(body(json!({"type": "directory"}))));
    league.call("inside of a folder", put("folder/ü b.txt").body(file("ü b.txt", "inside")));
    league.call("type that is none", put("e.txt").body(body(json!({"type": "nothing"}))));

    let get = |path: &str| contents.get_api_contents_by_path(path);
    league.call("text", get("a.txt"));
    league.call("inside of a folder", get("folder/ü b.txt"));
    league.call("as Base64", get("a.txt").format("base64"));
    league.call("with a hash", get("a.txt").hash_param(1));
    league.call("without content", get("a.txt").content(0));
    league.call("bytes", get("b.bin").r#type("file").format("base64"));
    league.call("folder", get("folder"));
    league.call("empty path", get(""));
    league.refused("no such file", get("nothing.txt"));
    league.refused("wrong type", get("a.txt").r#type("directory"));
    league.refused("not text", get("b.bin").format("text"));

    let post = |path: &str| contents.post_api_contents_by_path(path);
    league.call("untitled", post("folder").body(body(json!({"type": "file", "ext": ".md"}))));
    league.call("notebook", post("folder").body(body(json!({"type": "notebook"}))));
    league.call("notebook", get("folder/Untitled.ipynb"));
    league.call("copy", post("folder").body(body(json!({"copy_from": "a.txt"}))));
    league.call("renamed", contents.patch_api_contents_by_path("a.txt", body(json!({"path": "c.txt"}))));
    league.refused("onto another", contents.patch_api_contents_by_path("c.txt", body(json!({"path": "b.bin"}))));
    league.call("file", contents.delete_api_contents_by_path("b.bin"));
    league.refused("twice", contents.delete_api_contents_by_path("b.bin"));
}

fn checkpoints(league: &League, client: &Client) {
    let contents = client.contents();
    league.call("none yet", contents.get_api_contents_by_path_checkpoints("c.txt"));
    league.call("one", contents.post_api_contents_by_path_checkpoints("c.txt"));
    let id = league.last_text("/id");
    league.call("one", contents.get_api_contents_by_path_checkpoints("c.txt"));
    league.call("back", contents.post_api_contents_by_path_checkpoints_by_checkpoint_id("c.txt", &id));
    league.call("one", contents.delete_api_contents_by_path_checkpoints_by_checkpoint_id("c.txt", &id));
    league.refused("no file", contents.post_api_contents_by_path_checkpoints("nothing.txt"));
}

fn kernels(league: &League, client: &Client) -> Option<()> {
    let kernels = client.kernels();
    league.call("none yet", kernels.get_api_kernels());
    league.call("default", kernels.post_api_kernels());
    league.call("by name", kernels.post_api_kernels().body(PostApiKernelsRequest::new("python3").with_path("folder")));
    let id = league.last_text("/id").parse().ok()?;
    league.call("two", kernels.get_api_kernels());
    league.call("one", kernels.get_api_kernels_by_kernel_id(id));
    league.call("one", kernels.post_api_kernels_by_kernel_id_interrupt(id));
    league.call("one", kernels.post_api_kernels_by_kernel_id_restart(id));
    league.call("of a kernel", client.resolve_path().get_api_resolve_path("c.txt").kernel(id));
    league.call("one", kernels.delete_api_kernels_by_kernel_id(id));
    league.refused("gone", kernels.get_api_kernels_by_kernel_id(id));
    league.refused("no such kernel", kernels.post_api_kernels().body(PostApiKernelsRequest::new("nothing")));
    Some(())
}

fn sessions(league: &League, client: &Client) -> Option<()> {
    let sessions = client.sessions();
    league.call("none yet", sessions.get_api_sessions());
    let new = json!({"path": "folder/Untitled.ipynb", "name": "first", "type": "notebook", "kernel": {"name": "python3"}});
    let typed = serde_json::to_string(&new).ok().and_then(|text| oaspen_client::json::from_str::<Session>(&text).ok());
    match typed {
        Some(session) => league.call("new", sessions.post_api_sessions().body(session)),
        None => {
            // The document requires more of a kernel than the server, which replaces it.
            let mut new = new;
            new["kernel"] = json!({"name": "python3", "id": "00000000-0000-4000-8000-000000000000"});
            league.call("new", sessions.post_api_sessions().body(body(new)))
        }
    };
    league.call("without a kernel", sessions.post_api_sessions().body(body(json!({"path": "x.ipynb", "name": "second", "type": "notebook"}))));
    let id = league.last_text("/id").parse().ok()?;
    league.call("all", sessions.get_api_sessions());
    league.call("one", sessions.get_api_sessions_by_session(id));
    league.call("renamed", sessions.patch_api_sessions_by_session(id, Session::new().with_name("third")));
    league.call("one", sessions.delete_api_sessions_by_session(id));
    league.refused("gone", sessions.get_api_sessions_by_session(id));
    Some(())
}

fn terminals(league: &League, client: &Client) {
    let terminals = client.terminals();
    league.call("none yet", terminals.get_api_terminals());
    league.call("new", terminals.post_api_terminals());
    let name = league.last_text("/name");
    league.call("one", terminals.get_api_terminals());
    league.call("one", terminals.get_api_terminals_by_terminal_id(&name));
    league.call("one", terminals.delete_api_terminals_by_terminal_id(&name));
    league.refused("gone", terminals.get_api_terminals_by_terminal_id(&name));
}
