//! Flows, their runs and states, deployments, task runs, artifacts, blocks, pools, queues, limits, variables, events.

use oaspen_client::Uuid;
use serde_json::json;

use crate::client::{Client, models::*};
use crate::league::{League, body};

pub fn calls(league: &League) -> Option<()> {
    let client = league.client(Client::builder());
    let root = client.root();
    league.call("well", root.health_check());
    league.call("version", root.server_version());
    league.call("hello", root.hello());
    league.call("ready", root.perform_readiness_check());
    league.call("all", client.admin().read_settings());
    league.call("version", client.admin().read_version());
    league.call("none", client.admin().read_server_default_result_storage());
    league.refused("switched off", client.csrf_token().create_csrf_token("me"));
    let flow = flows(league, &client)?;
    pools(league, &client);
    deployments(league, &client, flow);
    let run = runs(league, &client, flow)?;
    states(league, &client, run);
    inputs(league, &client, run);
    tasks(league, &client, run);
    artifacts(league, &client, run);
    logs(league, &client, run);
    blocks(league, &client);
    limits(league, &client);
    limits_of_tags(league, &client);
    variables(league, &client);
    searches(league, &client);
    automations(league, &client);
    events(league, &client);
    ends(league, &client, flow, run);
    Some(())
}

fn unknown() -> Uuid {
    "00000000-0000-4000-8000-000000000000".parse().unwrap()
}

fn last_id(league: &League) -> Option<Uuid> {
    league.last_text("/id").parse().ok()
}

fn flows(league: &League, client: &Client) -> Option<Uuid> {
    let flows = client.flows();
    league.call("none yet", flows.read_flows());
    let new = json!({"name": "first", "tags": ["a", "ü"], "labels": {"text": "x", "number": 1, "float": 1.5, "yes": true}});
    league.call("new", flows.create_flow(body(new)));
    let id = last_id(league)?;
    league.call("existing", flows.create_flow(body(json!({"name": "first"}))));
    for name in ["second", "third"] {
        league.call(name, flows.create_flow(body(json!({"name": name}))));
    }
    league.call("one", flows.read_flow(id));
    league.call("by name", flows.read_flow_by_name("first"));
    league.call("tags", flows.update_flow(id, body(json!({"tags": ["b"]}))));
    league.call("two, sorted", flows.read_flows().body(body(json!({"limit": 2, "offset": 0, "sort": "NAME_DESC"}))));
    league.call("by tag", flows.read_flows().body(body(json!({"flows": {"tags": {"all_": ["b"]}, "name": {"like_": "fir"}}}))));
    league.call("second page", flows.paginate_flows().body(body(json!({"page": 2, "limit": 2}))));
    league.call("all", flows.count_flows());
    league.refused("empty name", flows.create_flow(body(json!({"name": ""}))));
    league.refused("unknown", flows.read_flow(unknown()));
    league.refused("negative limit", flows.read_flows().body(body(json!({"limit": -1}))));
    Some(id)
}

fn pools(league: &League, client: &Client) -> Option<()> {
    let (pools, queues) = (client.work_pools(), client.work_queues());
    league.call("none yet", pools.read_work_pools());
    league.call("process", pools.create_work_pool(body(json!({"name": "pool", "type": "process", "description": "d", "concurrency_limit": 3}))));
    league.refused("twice", pools.create_work_pool(body(json!({"name": "pool", "type": "process"}))));
    league.call("one", pools.read_work_pool("pool"));
    league.call("paused", pools.update_work_pool("pool", body(json!({"is_paused": true}))));
    league.call("on", pools.update_work_pool("pool", body(json!({"is_paused": false}))));
    league.call("one", pools.read_work_pools().body(body(json!({"work_pools": {"name": {"any_": ["pool"]}}, "limit": 5}))));
    league.call("all", pools.count_work_pools());
    league.call("none runs", pools.read_work_pool_concurrency_status("pool"));
    league.call("none", pools.get_scheduled_flow_runs("pool"));
    // Under load, the server responds with 503 to a queue right after its pool was changed.
    std::thread::sleep(std::time::Duration::from_secs(2));
    league.call("new", pools.create_work_queue_work_pools_work_pool_name_queues_post("pool", body(json!({"name": "queue", "priority": 2}))));
    league.call("one", pools.read_work_queue_work_pools_work_pool_name_queues_name_get("pool", "queue"));
    league.call("two", pools.read_work_queues_work_pools_work_pool_name_queues_filter_post("pool"));
    league.call("worker", pools.worker_heartbeat("pool", body(json!({"name": "w1", "heartbeat_interval_seconds": 30}))));
    league.call("one", pools.read_workers("pool"));
    league.call("one", pools.delete_worker("pool", "w1"));
    league.refused("unknown", pools.read_work_pool("nothing"));
    league.call("new", queues.create_work_queue_work_queues_post(body(json!({"name": "old", "concurrency_limit": 1}))));
    let id = last_id(league)?;
    league.call("one", queues.read_work_queue_work_queues_id_get(id));
    league.call("by name", queues.read_work_queue_by_name("old"));
    league.call("paused", queues.update_work_queue_work_queues_id_patch(id, body(json!({"is_paused": true}))));
    league.call("one", queues.read_work_queue_status(id));
    league.call("none", queues.read_work_queue_runs(id));
    league.call("all", queues.read_work_queues_work_queues_filter_post());
    league.call("one", queues.delete_work_queue_work_queues_id_delete(id));
    Some(())
}

fn deployments(league: &League, client: &Client, flow: Uuid) -> Option<()> {
    let deployments = client.deployments();
    let schedule = json!({"active": false, "schedule": {"interval": 3600.0, "anchor_date": "2030-01-01T00:00:00Z", "timezone": "UTC"}});
    let cron = json!({"active": false, "schedule": {"cron": "0 0 * * *", "timezone": "Europe/Berlin", "day_or": true}});
    let new = json!({"name": "daily", "flow_id": flow, "schedules": [schedule, cron], "work_pool_name": "pool", "work_queue_name": "queue",
        "parameters": {"n": 1, "list": [1, "a", null]}, "parameter_openapi_schema": {"type": "object", "properties": {"n": {"type": "integer"}}},
        "tags": ["a"], "entrypoint": "flow.py:first", "enforce_parameter_schema": false});
    league.call("with schedules", deployments.create_deployment(body(new)));
    let id = last_id(league)?;
    league.call("by name only", deployments.create_deployment(body(json!({"name": "plain", "flow_id": flow}))));
    league.call("one", deployments.read_deployment(id));
    league.call("by name", deployments.read_deployment_by_name("first", "daily"));
    league.call("description", deployments.update_deployment(id, body(json!({"description": "changed"}))));
    league.call("all", deployments.read_deployments());
    league.call("first page", deployments.paginate_deployments().body(body(json!({"page": 1, "limit": 1}))));
    league.call("all", deployments.count_deployments());
    league.call("two", deployments.read_deployment_schedules(id));
    let rule = json!([{"active": false, "schedule": {"rrule": "FREQ=DAILY;COUNT=3", "timezone": "UTC"}}]);
    league.call("rule", deployments.create_deployment_schedules(id, body(rule)));
    let schedule: Uuid = league.last_text("/0/id").parse().ok()?;
    league.call("on", deployments.update_deployment_schedule(id, schedule, body(json!({"active": false}))));
    league.call("one", deployments.delete_deployment_schedule(id, schedule));
    league.call("run", deployments.create_flow_run_from_deployment(id, body(json!({"parameters": {"n": 2}, "tags": ["x"]}))));
    league.call("two runs", deployments.bulk_create_flow_runs_from_deployment(id, body(json!([{}, {"name": "named"}]))));
    league.call("one", deployments.pause_deployment(id));
    league.call("one", deployments.resume_deployment(id));
    league.call("now", deployments.schedule_deployment(id));
    let scheduled = json!({"deployment_ids": [id], "limit": 5});
    league.call("of one", deployments.get_scheduled_flow_runs_for_deployments(body(scheduled)));
    league.call("one", deployments.work_queue_check_for_deployment(id));
    league.refused("unknown flow", deployments.create_deployment(body(json!({"name": "x", "flow_id": unknown(), "work_pool_name": "nothing"}))));
    league.call("one", deployments.delete_deployment(id));
    league.refused("gone", deployments.read_deployment(id));
    Some(())
}

fn runs(league: &League, client: &Client, flow: Uuid) -> Option<Uuid> {
    let runs = client.flow_runs();
    let new = json!({"flow_id": flow, "name": "run 1", "parameters": {"a": [1, {"b": null}]}, "tags": ["t"], "state": {"type": "PENDING"},
        "labels": {"k": "v"}, "context": {}, "empirical_policy": {"retries": 1, "retry_delay": 2}});
    league.call("pending", runs.create_flow_run(body(new)));
    let id = last_id(league)?;
    league.call("without a state", runs.create_flow_run(body(json!({"flow_id": flow, "name": "run 2"}))));
    league.call("one", runs.read_flow_run(id));
    league.call("name", runs.update_flow_run(id, body(json!({"name": "renamed", "tags": ["u"]}))));
    league.call("all of a flow", runs.read_flow_runs().body(body(json!({"flows": {"id": {"any_": [flow]}}, "sort": "NAME_ASC"}))));
    let page = json!({"page": 1, "limit": 1, "flow_runs": {"name": {"any_": ["renamed", "run 2"]}}});
    league.call("first page", runs.paginate_flow_runs().body(body(page)));
    league.call("of a flow", runs.count_flow_runs().body(body(json!({"flows": {"id": {"any_": [flow]}}}))));
    league.call("of a flow", runs.average_flow_run_lateness());
    league.call("labels", runs.update_flow_run_labels(id, body(json!({"more": 1}))));
    league.call("empty", runs.read_flow_run_graph_v1(id));
    league.call("empty", runs.read_flow_run_graph_v2(id));
    league.refused("unknown", runs.read_flow_run(unknown()));
    Some(id)
}

fn states(league: &League, client: &Client, run: Uuid) -> Option<()> {
    let runs = client.flow_runs();
    for (state, message) in [("RUNNING", "go"), ("COMPLETED", "done, ü")] {
        let change = json!({"state": {"type": state, "message": message, "state_details": {}}, "force": false});
        league.call(state, runs.set_flow_run_state(run, body(change)));
    }
    league.call("all of a run", client.flow_run_states().read_flow_run_states(run));
    let state: Uuid = league.last_text("/0/id").parse().ok()?;
    league.call("one", client.flow_run_states().read_flow_run_state(state));
    league.call("not paused", runs.resume_flow_run(run));
    let bulk = json!({"flow_runs": {"id": {"any_": [run]}}, "state": {"type": "FAILED", "name": "Failed"}, "force": true});
    league.call("failed", runs.bulk_set_flow_run_state(body(bulk)));
    league.refused("unknown", client.flow_run_states().read_flow_run_state(unknown()));
    Some(())
}

fn inputs(league: &League, client: &Client, run: Uuid) {
    let runs = client.flow_runs();
    league.call("new", runs.create_flow_run_input(run, body(json!({"key": "in", "value": "{\"a\": 1}", "sender": "me"}))));
    league.refused("twice", runs.create_flow_run_input(run, body(json!({"key": "in", "value": "x"}))));
    league.call("one", runs.read_flow_run_input(run, "in"));
    league.call("by prefix", runs.filter_flow_run_input(run, body(json!({"prefix": "i", "limit": 1}))));
    league.call("one", runs.delete_flow_run_input(run, "in"));
    league.refused("gone", runs.read_flow_run_input(run, "in"));
}

fn tasks(league: &League, client: &Client, run: Uuid) -> Option<()> {
    let tasks = client.task_runs();
    let new = json!({"flow_run_id": run, "task_key": "k", "dynamic_key": "0", "name": "task", "state": {"type": "PENDING"},
        "task_inputs": {"x": [{"input_type": "constant", "type": "int"}, {"input_type": "parameter", "name": "p"}]}, "tags": ["t"]});
    league.call("new", tasks.create_task_run(body(new)));
    let id = last_id(league)?;
    league.call("one", tasks.read_task_run(id));
    league.call("name", tasks.update_task_run(id, body(json!({"name": "renamed"}))));
    league.call("running", tasks.set_task_run_state(id, body(json!({"state": {"type": "RUNNING"}}))));
    league.call("of a run", tasks.read_task_runs().body(body(json!({"task_runs": {"flow_run_id": {"any_": [run]}}}))));
    league.call("first page", tasks.paginate_task_runs().body(body(json!({"page": 1, "limit": 1}))));
    league.call("all", tasks.count_task_runs());
    league.call("all of a task", client.task_run_states().read_task_run_states(id));
    let history = json!({"history_start": "2030-01-01T00:00:00Z", "history_end": "2030-01-02T00:00:00Z", "history_interval_seconds": 43200});
    league.call("of two days", tasks.history(body(history.clone())));
    league.call("of two days", client.flow_runs().history(body(history)));
    league.call("with a task", client.flow_runs().read_flow_run_graph_v2(run));
    league.call("one", tasks.delete_task_run(id));
    league.refused("gone", tasks.read_task_run(id));
    league.call("none", client.task_workers().read_task_workers());
    Some(())
}

fn artifacts(league: &League, client: &Client, run: Uuid) -> Option<()> {
    let artifacts = client.artifacts();
    let new = json!({"key": "table", "type": "table", "description": "# ü", "data": [{"a": 1, "b": null}], "flow_run_id": run, "metadata_": {"k": "v"}});
    league.call("table", artifacts.create_artifact(body(new)));
    let id = last_id(league)?;
    league.call("text", artifacts.create_artifact(body(json!({"key": "text", "type": "markdown", "data": "plain"}))));
    league.call("one", artifacts.read_artifact(id));
    league.call("by key", artifacts.read_latest_artifact("table"));
    league.call("all", artifacts.read_artifacts());
    league.call("latest", artifacts.read_latest_artifacts());
    league.call("all", artifacts.count_artifacts());
    league.call("latest", artifacts.count_latest_artifacts());
    league.call("description", artifacts.update_artifact(id, body(json!({"description": "new"}))));
    league.call("one", artifacts.delete_artifact(id));
    league.refused("gone", artifacts.read_artifact(id));
    Some(())
}

fn logs(league: &League, client: &Client, run: Uuid) {
    let line = |level: i64, message: &str| json!({"name": "n", "level": level, "message": message, "timestamp": "2030-01-01T00:00:00Z", "flow_run_id": run});
    league.call("two", client.logs().create_logs(body(json!([line(20, "a,\"b\"\n"), line(40, "ü")]))));
    league.call("of a run", client.logs().read_logs().body(body(json!({"logs": {"flow_run_id": {"any_": [run]}, "level": {"ge_": 30}}}))));
    league.download("of a run", client.flow_runs().download_logs(run));
    league.call("of a run, as declared", client.flow_runs().download_logs(run));
}

fn blocks(league: &League, client: &Client) -> Option<()> {
    let (types, schemas, documents) = (client.block_types(), client.block_schemas(), client.block_documents());
    league.call("system", types.install_system_block_types());
    league.call("two", types.read_block_types().body(body(json!({"limit": 2, "offset": 1}))));
    league.call("new", types.create_block_type(body(json!({"name": "Own", "slug": "own", "logo_url": "http://127.0.0.1/logo.png", "description": "d"}))));
    let kind = last_id(league)?;
    league.call("one", types.read_block_type_by_id(kind));
    league.call("by name", types.read_block_type_by_slug("own"));
    league.call("changed", types.update_block_type(kind, body(json!({"description": "e"}))));
    let fields = json!({"title": "Own", "type": "object", "properties": {"x": {"type": "string"}, "p": {"type": "string", "format": "password", "writeOnly": true}},
        "block_type_slug": "own", "secret_fields": ["p"]});
    league.call("new", schemas.create_block_schema(body(json!({"fields": fields, "block_type_id": kind, "capabilities": ["c"], "version": "1.0"}))));
    let schema = last_id(league)?;
    let checksum = league.last_text("/checksum");
    league.call("one", schemas.read_block_schema_by_id(schema));
    league.call("by checksum", schemas.read_block_schema_by_checksum(&checksum));
    league.call("of a type", schemas.read_block_schemas().body(body(json!({"block_schemas": {"block_type_id": {"any_": [kind]}}}))));
    let new = json!({"name": "doc", "data": {"x": "y", "p": "secret"}, "block_schema_id": schema, "block_type_id": kind});
    league.call("new", documents.create_block_document(body(new)));
    let document = last_id(league)?;
    league.call("one", documents.read_block_document_by_id(document).include_secrets(true));
    league.call("by name", types.read_block_document_by_name_for_block_type("own", "doc"));
    league.call("of a type", types.read_block_documents_for_block_type("own"));
    league.call("all", documents.read_block_documents());
    league.call("all", documents.count_block_documents());
    league.call("changed", documents.update_block_document_data(document, body(json!({"data": {"x": "z"}, "merge_existing_data": true}))));
    league.call("all", client.block_capabilities().read_available_block_capabilities());
    league.call("one", documents.delete_block_document(document));
    league.call("one", schemas.delete_block_schema(schema));
    league.call("one", types.delete_block_type(kind));
    league.refused("gone", types.read_block_type_by_id(kind));
    Some(())
}

fn limits(league: &League, client: &Client) {
    let limits = client.concurrency_limits_v2();
    league.call("new", limits.create_concurrency_limit_v2(body(json!({"name": "db", "limit": 2, "slot_decay_per_second": 0.5}))));
    league.call("one", limits.read_concurrency_limit_v2("db"));
    league.call("all", limits.read_all_concurrency_limits_v2());
    league.call("limit", limits.update_concurrency_limit_v2("db", body(json!({"limit": 3}))));
    league.call("one slot", limits.bulk_increment_active_slots(body(json!({"slots": 1, "names": ["db"], "mode": "concurrency"}))));
    league.call("one slot", limits.bulk_decrement_active_slots(body(json!({"slots": 1, "names": ["db"], "occupancy_seconds": 1.0}))));
    let lease = json!({"slots": 1, "names": ["db"], "mode": "concurrency", "lease_duration": 60});
    league.call("one slot", limits.bulk_increment_active_slots_with_lease(body(lease)));
    if let Ok(lease) = league.last_text("/lease_id").parse::<Uuid>() {
        league.call("lease", limits.renew_concurrency_lease(lease));
        league.call("lease", limits.bulk_decrement_active_slots_with_lease(body(json!({"lease_id": lease}))));
    }
    league.call("one", limits.delete_concurrency_limit_v2("db"));
    league.refused("gone", limits.read_concurrency_limit_v2("db"));
}

fn limits_of_tags(league: &League, client: &Client) {
    let limits = client.concurrency_limits();
    league.call("new", limits.create_concurrency_limit(body(json!({"tag": "t", "concurrency_limit": 1}))));
    league.call("by tag", limits.read_concurrency_limit_by_tag("t"));
    league.call("all", limits.read_concurrency_limits().body(body(json!({"limit": 5}))));
    league.call("empty", limits.reset_concurrency_limit_by_tag("t"));
    league.call("by tag", limits.delete_concurrency_limit_by_tag("t"));
    league.refused("gone", limits.read_concurrency_limit_by_tag("t"));
}

fn variables(league: &League, client: &Client) -> Option<()> {
    let variables = client.variables();
    for (name, value) in [("text", json!("ü")), ("number", json!(1.5)), ("object", json!({"a": [1, null]})), ("none", json!(null))] {
        league.call(name, variables.create_variable(body(json!({"name": name, "value": value, "tags": ["a"]}))));
    }
    let id = last_id(league)?;
    league.call("one", variables.read_variable(id));
    league.call("by name", variables.read_variable_by_name("object"));
    league.call("two", variables.read_variables().body(body(json!({"limit": 2, "sort": "NAME_ASC"}))));
    league.call("all", variables.count_variables());
    league.call("value", variables.update_variable(id, body(json!({"value": true}))));
    league.call("value", variables.update_variable_by_name("text", body(json!({"value": ["list"]}))));
    league.refused("twice", variables.create_variable(body(json!({"name": "text", "value": 1}))));
    league.call("one", variables.delete_variable(id));
    league.call("by name", variables.delete_variable_by_name("text"));
    league.refused("gone", variables.read_variable(id));
    Some(())
}

fn searches(league: &League, client: &Client) -> Option<()> {
    let searches = client.saved_searches();
    let filter = json!({"object": "flow_run", "property": "name", "type": "string", "operation": "equals", "value": "x"});
    league.call("new", searches.create_saved_search(body(json!({"name": "s", "filters": [filter]}))));
    let id = last_id(league)?;
    league.call("one", searches.read_saved_search(id));
    league.call("all", searches.read_saved_searches());
    league.call("one", searches.delete_saved_search(id));
    league.refused("gone", searches.read_saved_search(id));
    Some(())
}

fn automations(league: &League, client: &Client) -> Option<()> {
    let automations = client.automations();
    let trigger = json!({"type": "event", "match": {"prefect.resource.id": "x.*"}, "expect": ["x.done"], "posture": "Reactive", "threshold": 1, "within": 0});
    let new = json!({"name": "a", "description": "d", "enabled": false, "trigger": trigger, "actions": [{"type": "do-nothing"}]});
    league.call("new", automations.create_automation(body(new.clone())));
    let id = last_id(league)?;
    league.call("one", automations.read_automation(id));
    league.call("all", automations.read_automations());
    league.call("all", automations.count_automations());
    league.call("whole", automations.update_automation(id, body(new)));
    league.call("off", automations.patch_automation(id, body(json!({"enabled": false}))));
    league.call("none", automations.read_automations_related_to_resource("x.1"));
    league.call("valid", automations.validate_template_automations_templates_validate_post().body("{{ a }}".to_owned()));
    league.refused("not valid", automations.validate_template_automations_templates_validate_post().body("{{ a".to_owned()));
    league.call("one", automations.delete_automation(id));
    league.refused("gone", automations.read_automation(id));
    Some(())
}

fn events(league: &League, client: &Client) {
    let events = client.events();
    let event = |n: u32| json!({"occurred": "2030-01-01T00:00:00Z", "event": "x.done", "resource": {"prefect.resource.id": format!("x.{n}")},
        "related": [], "payload": {"n": n}, "id": format!("00000000-0000-4000-8000-00000000000{n}")});
    league.call("two", events.create_events(body(json!([event(1), event(2)]))));
    league.call("first page", events.read_events().body(body(json!({"limit": 1}))));
    league.refused("no token", events.read_account_events_page("nothing"));
    let filter = json!({"filter": {"event": {"name": ["x.done"]}}, "time_unit": "day", "time_interval": 1});
    league.call("by kind", events.count_account_events("event", body(filter)));
}

fn ends(league: &League, client: &Client, flow: Uuid, run: Uuid) {
    league.call("one", client.flow_runs().delete_flow_run(run));
    league.refused("twice", client.flow_runs().delete_flow_run(run));
    league.call("one", client.flows().delete_flow(flow));
    league.call("by name", client.flows().bulk_delete_flows().body(body(json!({"flows": {"name": {"any_": ["second", "third"]}}}))));
    league.call("one", client.work_pools().delete_work_pool("pool"));
    league.call("all", client.collections().read_view_content("aggregate-worker-metadata"));
}
