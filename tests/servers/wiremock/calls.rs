//! Stubs, requests that were received, scenarios, files and recordings.

use serde_json::{Value, json};

use crate::client::{Client, models::*};
use crate::league::{League, body};

const UNKNOWN: &str = "00000000-0000-4000-8000-000000000000";

pub fn calls(league: &League) -> Option<()> {
    let client = league.client(Client::builder());
    league.call("version", client.system().get_version());
    league.call("well", client.system().get_health());
    let stub = stubs(league, &client);
    requests(league, &client);
    scenarios(league, &client);
    files(league, &client);
    recordings(league, &client);
    let mappings = client.stub_mappings();
    league.call("one", mappings.delete_stub_mapping(&stub));
    league.refused("gone", mappings.get_stub_mapping_by_id(&stub));
    league.call("those that matched nothing", mappings.remove_unmatched_stub_mappings());
    league.call("by metadata", mappings.remove_stub_mappings_by_metadata().body(body(metadata("b"))));
    league.call("saved", mappings.persist_stub_mappings());
    league.call("to the saved ones", mappings.reset_stub_mappings());
    league.call("all", mappings.delete_all_stub_mappings());
    league.call("delay", client.system().update_global_settings(body(json!({"fixedDelay": 0}))));
    league.call("all", client.system().reset_mappings_and_journal());
    Some(())
}

fn metadata(value: &str) -> Value {
    json!({"matchesJsonPath": {"expression": "$.kind", "equalTo": value}})
}

fn stubs(league: &League, client: &Client) -> String {
    let mappings = client.stub_mappings();
    league.call("none yet", mappings.get_all_stub_mappings());
    let stub = json!({"name": "hello", "request": {"method": "GET", "urlPath": "/hello"}, "metadata": {"kind": "a"},
        "response": {"status": 200, "jsonBody": {"hello": ["w", 1, null]}, "headers": {"Content-Type": "application/json"}}});
    league.call("JSON", mappings.create_new_stub_mapping().body(body(stub)));
    let id = league.last_text("/id");
    let stub = json!({"name": "text", "priority": 3, "persistent": true, "metadata": {"kind": "b"},
        "request": {"method": "POST", "urlPathPattern": "/echo/.*", "headers": {"X-A": {"contains": "a"}},
            "queryParameters": {"q": {"equalTo": "1"}}, "bodyPatterns": [{"equalToJson": {"a": 1}, "ignoreExtraElements": true}]},
        "response": {"status": 201, "body": "ü", "fixedDelayMilliseconds": 1, "transformers": []}});
    league.call("text, with patterns", mappings.create_new_stub_mapping().body(body(stub)));
    let fault = json!({"request": {"method": "ANY", "url": "/fault"}, "response": {"fault": "EMPTY_RESPONSE"}});
    league.call("fault", mappings.create_new_stub_mapping().body(body(fault)));
    league.call("three", mappings.get_all_stub_mappings());
    league.call("the second", mappings.get_all_stub_mappings().limit(1).offset(1));
    league.pages("by two", mappings.get_all_stub_mappings().limit(2), "/mappings", 5);
    league.call("one", mappings.get_stub_mapping_by_id(&id));
    let change = json!({"request": {"method": "GET", "urlPath": "/hello"}, "response": {"status": 202, "body": "x"}, "metadata": {"kind": "a"}});
    league.call("changed", mappings.update_stub_mapping(&id).body(body(change)));
    league.call("by metadata", mappings.find_stub_mappings_by_metadata(body(metadata("a"))));
    league.call("those that matched nothing", mappings.find_unmatched_stub_mappings());
    league.refused("unknown", mappings.get_stub_mapping_by_id(UNKNOWN));
    league.refused("without a body", mappings.import_stub_mappings());
    id
}

fn requests(league: &League, client: &Client) {
    // The stubs are called by the client of their own server, as its only other operations.
    for path in ["/hello", "/hello", "/nothing"] {
        league.get(path);
    }
    let requests = client.requests();
    league.call("all", requests.get_all_requests_in_journal());
    league.call("one", requests.get_all_requests_in_journal().limit("1"));
    let id = league.last_text("/requests/0/id");
    league.call("one", requests.get_request_by_id(&id));
    let pattern = json!({"method": "GET", "urlPath": "/hello"});
    league.call("two", requests.count_requests_by_criteria(body(pattern.clone())));
    league.call("two", requests.find_requests_by_criteria(body(pattern.clone())));
    league.call("one", requests.find_unmatched_requests());
    league.call("one", client.near_misses().retrieve_near_misses_for_unmatched_requests());
    let logged = json!({"url": "/hullo", "absoluteUrl": "http://127.0.0.1/hullo", "method": "GET", "headers": {}});
    league.call("of a request", client.near_misses().find_near_misses_for_request(body(logged)));
    league.call("of a pattern", client.near_misses().find_near_misses_for_request_pattern(body(json!({"method": "GET", "url": "/helo"}))));
    league.call("by criteria", requests.remove_requests_by_criteria(body(json!({"method": "GET", "urlPath": "/nothing"}))));
    league.call("by metadata", requests.remove_requests_by_metadata().body(body(metadata("a"))));
    league.call("one", requests.delete_request_by_id(UNKNOWN));
    league.refused("unknown", requests.get_request_by_id(UNKNOWN));
    league.call("all", requests.empty_request_journal());
    league.call("all", requests.delete_all_requests_in_journal());
}

fn scenarios(league: &League, client: &Client) {
    let step = json!({"scenarioName": "steps", "requiredScenarioState": "Started", "newScenarioState": "second",
        "request": {"method": "GET", "urlPath": "/step"}, "response": {"status": 204}});
    league.call("with a scenario", client.stub_mappings().create_new_stub_mapping().body(body(step)));
    league.call("one", client.scenarios().get_all_scenarios());
    league.call("all", client.scenarios().reset_all_scenarios());
}

fn files(league: &League, client: &Client) {
    let files = client.files();
    league.call("text", files.update_file_by_id("a.txt").body("hello, ü"));
    league.call("folder", files.update_file_by_id("folder%2Fb.txt").body("b"));
    league.call("names", files.get_all_file_names());
    league.download("text", files.get_file_by_id("a.txt"));
    league.call("text, as a whole", files.get_file_by_id("a.txt"));
    league.call("text", files.delete_file_by_id("a.txt"));
    league.refused("unknown", files.get_file_by_id("nothing.txt"));
}

fn recordings(league: &League, client: &Client) {
    let recordings = client.recordings();
    league.call("never", recordings.get_recording_status());
    league.call("start", recordings.start_recording(body(json!({"targetBaseUrl": league.url()}))));
    league.call("on", recordings.get_recording_status());
    league.call("nothing recorded", recordings.stop_recording());
    league.call("nothing received", recordings.take_recording_snapshot(body(json!({}))));
}
