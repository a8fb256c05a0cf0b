//! Sessions and their messages, files and changes of a project, terminals, events, settings. Nothing needs a model.

use std::thread;
use std::time::Duration;

use oaspen_client::BlockingCall;
use serde_json::json;

use crate::client::{Client, models::*};
use crate::league::{League, body};

pub fn calls(league: &League) -> Option<()> {
    let client = league.client(Client::builder());
    league.call("well", client.global().health());
    settings(league, &client);
    project(league, &client);
    files(league, &client);
    let session = sessions(league, &client);
    messages(league, &client, &session);
    streams(league, &client);
    second_version(league, &client);
    integrations(league, &client);
    terminals(league, &client);
    screen(league, &client);
    requests(league, &client);
    league.call("all", client.instance().dispose());
    Some(())
}

fn settings(league: &League, client: &Client) {
    let (config, global, control) = (client.config(), client.global(), client.control());
    league.call("fresh", config.get());
    league.call("fresh", global.config_get());
    league.call("name", global.config_update().body(body(json!({"username": "ada"}))));
    let agents = json!({"review": {"description": "reads", "mode": "subagent", "temperature": 0.5, "permission": {"edit": "deny"}}});
    league.call("agent", config.update().body(body(json!({"agent": agents, "share": "disabled"}))));
    league.call("changed", config.get());
    league.call("all", config.providers());
    league.call("key", control.auth_set("demo").body(body(json!({"type": "api", "key": "k"}))));
    league.call("key", control.auth_remove("demo"));
    let line = json!({"service": "league", "level": "info", "message": "ü", "extra": {"a": [1, null]}});
    league.call("line", control.app_log().body(body(line)));
    league.call("all", client.provider().list());
    league.call("all", client.provider().auth());
    let instance = client.instance();
    league.call("all", instance.app_agents());
    league.call("all", instance.app_skills());
    league.call("all", instance.command_list());
    league.call("none", instance.lsp_status());
    league.call("none", instance.formatter_status());
    league.call("all", instance.path_get());
    let experimental = client.experimental();
    league.call("all", experimental.capabilities_get());
    league.call("all", experimental.console_get());
    league.call("none", experimental.console_list_orgs());
    league.call("all", experimental.tool_ids());
    league.call("for a model", experimental.tool_list("demo", "none"));
    league.call("none", experimental.resource_list());
    let mcp = client.mcp();
    league.call("none", mcp.status());
    let server = json!({"type": "local", "command": ["false"], "environment": {"A": "b"}, "enabled": false});
    league.call("local", mcp.add().body(body(json!({"name": "m", "config": server}))));
    league.call("one", mcp.status());
    league.call("one", mcp.connect("m"));
    league.call("one", mcp.disconnect("m"));
    league.refused("not by OAuth", mcp.auth_start("m"));
    league.call("none", mcp.auth_remove("m"));
}

fn project(league: &League, client: &Client) {
    let (project, instance, experimental) = (client.project(), client.instance(), client.experimental());
    league.call("one", project.list());
    league.call("one", project.current());
    let id = league.last_text("/id");
    league.call("name", project.update(&id).body(body(json!({"name": "demo", "icon": {"color": "blue"}}))));
    league.refused("unknown", project.update("none").body(body(json!({"name": "demo"}))));
    league.call("one", project.directories(&id));
    league.call("is one already", project.init_git());
    league.call("branch", instance.vcs_get());
    league.call("one change", instance.vcs_status());
    league.call("one change", instance.vcs_diff("git"));
    league.call("from the branch", instance.vcs_diff("branch").context(0));
    league.call("one change", instance.vcs_diff_raw());
    league.download("piece by piece", instance.vcs_diff_raw());
    league.refused("no patch", instance.vcs_apply().body(body(json!({"patch": "x"}))));
    let patch = "diff --git a/new.txt b/new.txt\nnew file mode 100644\n--- /dev/null\n+++ b/new.txt\n@@ -0,0 +1 @@\n+new\n";
    league.call("file", instance.vcs_apply().body(body(json!({"patch": patch}))));
    league.call("none", experimental.worktree_list());
    league.call("new", experimental.worktree_create().body(body(json!({"name": "side"}))));
    let folder = league.last_text("/directory");
    thread::sleep(Duration::from_secs(2));
    league.call("one", experimental.worktree_list());
    league.call("one", experimental.worktree_reset().body(body(json!({"directory": folder}))));
    league.call("one", experimental.worktree_remove().body(body(json!({"directory": folder}))));
    let workspace = client.workspace();
    league.call("all", workspace.experimental_workspace_adapter_list());
    league.call("none", workspace.experimental_workspace_list());
    league.call("none", workspace.experimental_workspace_status());
    league.call("none", workspace.experimental_workspace_sync_list());
}

fn files(league: &League, client: &Client) {
    let (file, system) = (client.file(), client.filesystem());
    league.call("root", file.list("."));
    league.call("text", file.read("note.txt"));
    league.call("no such file", file.read("none.txt"));
    league.call("all", file.status());
    league.call("word", file.find_text("hello"));
    league.call("no such word", file.find_text("nothing like it"));
    league.call("by name", file.find_files("note").limit(5));
    league.call("none", file.find_symbols("note"));
    league.call("root", system.v2_fs_list());
    league.call("by name", system.v2_fs_find("note"));
}

fn sessions(league: &League, client: &Client) -> String {
    let session = client.session();
    league.call("none yet", session.list());
    let rules = json!([{"permission": "edit", "pattern": "*.txt", "action": "ask"}]);
    league.call("new", session.create().body(body(json!({"title": "one", "permission": rules, "metadata": {"a": 1}}))));
    let id = league.last_text("/id");
    league.call("child", session.create().body(body(json!({"parentID": id}))));
    let child = league.last_text("/id");
    league.call("two", session.list());
    league.call("roots", session.list().roots(body::<Roots>(json!(true))).limit(1.0));
    league.call("one", session.get(&id));
    league.refused("unknown", session.get("ses_none"));
    league.call("title", session.update(&id).body(body(json!({"title": "two", "metadata": {"b": null}}))));
    league.call("one", session.children(&id));
    league.call("none", session.todo(&id));
    league.call("none", session.diff(&id));
    league.call("idle", session.status());
    league.call("is not shared", session.unshare(&id));
    league.call("archived", session.update(&child).body(body(json!({"time": {"archived": 1.5e12}}))));
    league.call("child", session.delete(&child));
    league.call("all", client.experimental().session_list());
    league.call("by one", client.experimental().session_list().limit(1.0));
    id
}

fn messages(league: &League, client: &Client, id: &str) {
    let session = client.session();
    league.call("none yet", session.messages(id));
    let parts = json!([{"type": "text", "text": "hello ü"}, {"type": "file", "mime": "text/plain", "filename": "a.txt",
        "url": "data:text/plain;base64,aGVsbG8="}]);
    let model = json!({"providerID": "demo", "modelID": "none"});
    let message = json!({"noReply": true, "agent": "build", "model": model, "parts": parts, "system": "s", "tools": {"bash": false}});
    league.call("without a reply", session.prompt(id).body(body(message)));
    let (first, part) = (league.last_text("/info/id"), league.last_text("/parts/0/id"));
    let later = json!({"noReply": true, "agent": "build", "model": model, "parts": [{"type": "text", "text": "later"}]});
    league.call("without a reply", session.prompt_async(id).body(body(later)));
    let shell = json!({"agent": "build", "model": model, "command": "echo out; echo err >&2"});
    league.call("echo", session.shell(id).body(body(shell)));
    league.call("all", session.messages(id));
    league.call("by one", session.messages(id).limit(1));
    league.call("one", session.message(id, &first));
    league.refused("unknown", session.message(id, "msg_none"));
    let text = json!({"id": part, "sessionID": id, "messageID": first, "type": "text", "text": "bye"});
    league.call("text", session.part_update(id, &first, &part).body(body(text)));
    league.call("text", session.part_delete(id, &first, &part));
    league.call("all", session.fork(id).body(body(json!({}))));
    league.call("first message", session.revert(id).body(body(json!({"messageID": first}))));
    league.call("first message", session.unrevert(id));
    league.call("nothing runs", session.abort(id));
    league.call("one", session.delete_message(id, &first));
    league.call("one", session.delete(id));
}

/// Events follow each other in real time, so that only those are read that a call of another client causes.
fn streams(league: &League, client: &Client) {
    let other = Client::builder().base_url(league.url()).build().unwrap();
    let create = || {
        let new = json!({"title": "seen"});
        other.session().create().body(body(new)).send_blocking().unwrap();
    };
    league.events("new session", client.event().subscribe(), |call| call.events(), 2, create);
    league.events("new session", client.global().event(), |call| call.events(), 2, create);
    league.events("new session", client.events().v2_event_subscribe(), |call| call.events(), 2, create);
}

fn second_version(league: &League, client: &Client) {
    let (sessions, messages) = (client.sessions(), client.messages());
    let api = client.opencode_http_api();
    league.call("well", api.v2_health_get());
    league.call("one", api.v2_location_get());
    league.call("all", api.v2_agent_list());
    league.call("all", client.commands().v2_command_list());
    league.call("all", client.skills().v2_skill_list());
    league.call("none", client.reference().v2_reference_list());
    league.call("all", client.models_api().v2_model_list());
    league.call("all", client.providers().v2_provider_list());
    league.refused("unknown", client.providers().v2_provider_get("none"));
    league.call("new", sessions.v2_session_create(body(json!({}))));
    let id = league.last_text("/data/id");
    league.call("all", sessions.v2_session_list());
    league.pages("by two", sessions.v2_session_list().limit(2.0), "/data", 10);
    league.call("none", sessions.v2_session_active());
    league.call("one", sessions.v2_session_get(&id));
    league.refused("unknown", sessions.v2_session_get("ses_none"));
    league.call("plan", sessions.v2_session_switch_agent(&id, body(json!({"agent": "plan"}))));
    let model = json!({"model": {"id": "none", "providerID": "demo"}});
    league.call("other", sessions.v2_session_switch_model(&id, body(model)));
    let prompt = json!({"prompt": {"text": "hello"}, "resume": false});
    league.call("not resumed", sessions.v2_session_prompt(&id, body(prompt)));
    league.call("two", sessions.v2_session_context(&id));
    league.call("three", sessions.v2_session_history(&id));
    league.pages("by one", sessions.v2_session_history(&id).limit("1"), "/data", 10);
    league.call("two", messages.v2_session_messages(&id));
    let message = league.last_text("/data/0/id");
    league.pages("by one", messages.v2_session_messages(&id).limit(1.0), "/data", 10);
    league.call("one", sessions.v2_session_message(&id, &message));
    league.events("three", sessions.v2_session_events(&id), |call| call.events(), 3, || {});
    league.call("nothing runs", sessions.v2_session_interrupt(&id));
    league.refused("not available", sessions.v2_session_wait(&id));
    league.refused("not available", sessions.v2_session_compact(&id));
}

fn integrations(league: &League, client: &Client) {
    let (integrations, api) = (client.integrations(), client.opencode_http_api());
    league.call("all", integrations.v2_integration_list());
    let id = league.last_text("/data/0/id");
    league.call("one", integrations.v2_integration_get(&id));
    league.call("key", integrations.v2_integration_connect_key(&id, body(json!({"key": "k", "label": "one"}))));
    league.call("with a key", integrations.v2_integration_get(&id));
    let credential = league.last_text("/data/connections/0/id");
    league.call("label", api.v2_credential_update(&credential, body(json!({"label": "two"}))));
    league.call("one", api.v2_credential_remove(&credential));
    league.call("unknown", integrations.v2_integration_get("none"));
    league.refused("unknown", integrations.v2_integration_attempt_status("none"));
}

fn terminals(league: &League, client: &Client) {
    let pty = client.pty();
    league.call("all", pty.shells());
    league.call("none", pty.list());
    let cat = json!({"command": "cat", "args": [], "title": "t", "env": {"A": "b"}});
    league.call("cat", pty.create().body(body(cat.clone())));
    let id = league.last_text("/id");
    league.call("one", pty.list());
    league.call("one", pty.get(&id));
    league.call("size", pty.update(&id).body(body(json!({"title": "u", "size": {"rows": 20, "cols": 80}}))));
    league.refused("of another origin", pty.connect_token(&id));
    league.call("one", pty.remove(&id));
    league.refused("removed", pty.get(&id));
    league.call("cat", pty.v2_pty_create(body(cat)));
    let id = league.last_text("/data/id");
    league.call("one", pty.v2_pty_list());
    league.call("one", pty.v2_pty_get(&id));
    league.call("size", pty.v2_pty_update(&id, body(json!({"size": {"rows": 20, "cols": 80}}))));
    league.call("one", pty.v2_pty_remove(&id));
    league.refused("removed", pty.v2_pty_get(&id));
}

/// What a terminal interface shows; there is none.
fn screen(league: &League, client: &Client) {
    let tui = client.tui();
    league.call("one", tui.open_help());
    league.call("one", tui.open_sessions());
    league.call("one", tui.open_themes());
    league.call("one", tui.open_models());
    league.call("text", tui.append_prompt().body(body(json!({"text": "a"}))));
    league.call("text", tui.clear_prompt());
    league.call("one", tui.submit_prompt());
    league.call("one", tui.execute_command().body(body(json!({"command": "agent_cycle"}))));
    league.call("one", tui.show_toast().body(body(json!({"message": "m", "variant": "info", "duration": 10}))));
    let event = json!({"type": "tui.prompt.append", "properties": {"text": "b"}});
    league.call("text", tui.publish().body(body(event)));
    league.call("all", client.sync().start());
    league.call("all", client.sync().history_list().body(body(json!({}))));
}

fn requests(league: &League, client: &Client) {
    let (permission, question) = (client.permission(), client.question());
    league.call("none", permission.list());
    league.refused("unknown", permission.reply("per_1").body(body(json!({"reply": "once"}))));
    league.call("none", question.list());
    league.refused("unknown", question.reply("que_1").body(body(json!({"answers": [["a"]]}))));
    league.refused("unknown", question.reject("que_1"));
    let (permissions, questions) = (client.permissions(), client.session_questions());
    league.call("none", permissions.v2_permission_request_list());
    league.call("none", permissions.v2_permission_saved_list());
    league.call("with an agent", client.sessions().v2_session_create(body(json!({"agent": "build"}))));
    let id = league.last_text("/data/id");
    league.call("none", permissions.v2_session_permission_list(&id));
    let read = json!({"action": "read", "resources": ["note.txt"], "metadata": {}});
    league.call("read", permissions.v2_session_permission_create(&id, body(read)));
    league.refused("unknown", permissions.v2_session_permission_get(&id, "per_1"));
    league.call("none", questions.v2_question_request_list());
    league.call("none", questions.v2_session_question_list(&id));
}
