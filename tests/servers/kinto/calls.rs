//! Accounts, buckets, collections, groups, records, their history and permissions, batches.

use serde_json::{Value, json};

use crate::client::{Client, models::*};
use crate::league::{League, body};

pub fn calls(league: &League) -> Option<()> {
    let stranger = league.client(Client::builder());
    let utilities = stranger.utilities();
    league.call("settings", utilities.server_info());
    league.call("all well", utilities.heartbeat());
    league.call("all well", utilities.lbheartbeat());
    league.call("document", utilities.get_openapi_spec());
    league.refused("no file", utilities.version());
    league.call("about", utilities.contribute());

    let anonymous = league.anonymous_client(Client::builder().basic_auth("nobody", "nothing"));
    league.refused("without credentials", anonymous.buckets().get_buckets());
    accounts(league, &anonymous);
    let client = league.client(Client::builder().basic_auth("ada", "secret"));
    buckets(league, &client);
    collections(league, &client);
    groups(league, &client);
    records(league, &client);
    pages(league, &client);
    conditions(league, &client);
    others(league, &client);
    deletions(league, &client);
    Some(())
}

fn data(data: Value) -> Value {
    json!({"data": data})
}

fn accounts(league: &League, stranger: &Client) {
    let new = |name: &str| body(data(json!({"id": name, "password": "secret"})));
    league.call("ada", stranger.accounts().create_account(new("ada")));
    league.refused("wrong name", stranger.accounts().create_account(body(data(json!({"id": "eve ve", "password": "x"})))));
    league.call("bob, by PUT", stranger.accounts().update_account("bob", body(data(json!({"password": "secret"})))));
    let ada = league.client(Client::builder().basic_auth("ada", "secret"));
    let accounts = ada.accounts();
    league.call("own", accounts.get_accounts());
    league.call("one", accounts.get_account("ada"));
    league.call("note", accounts.patch_account("ada", body(data(json!({"note": "ü", "password": "secret"})))));
    league.refused("of another", accounts.get_account("bob"));
    let bob = league.client(Client::builder().basic_auth("bob", "secret"));
    league.call("own", bob.accounts().delete_account("bob"));
}

fn buckets(league: &League, client: &Client) {
    let buckets = client.buckets();
    league.call("none yet", buckets.get_buckets());
    league.call("one", buckets.create_bucket(body(data(json!({"id": "b1", "color": "red"})))));
    let permissions = json!({"data": {}, "permissions": {"read": ["system.Everyone"]}});
    league.call("second, by PUT", buckets.update_bucket("b2", body(permissions)));
    league.call("again, by PUT", buckets.update_bucket("b2", body(data(json!({"size": 1.5})))));
    league.call("existing", buckets.create_bucket(body(data(json!({"id": "b1"})))));
    league.call("one", buckets.get_bucket("b1"));
    league.call("two", buckets.get_buckets());
    league.call("sorted, with a filter", buckets.get_buckets().sort(["-last_modified", "id"]).since(1));
    league.call("changed", buckets.patch_bucket("b1", body(data(json!({"color": null, "deep": {"a": [1, "b"]}})))));
    league.call("changed, light response", buckets.patch_bucket("b1", body(data(json!({"color": "blue"})))).response_behavior("light"));
    league.refused("wrong name", buckets.update_bucket("b 3", body(data(json!({})))));
    league.refused("unknown", buckets.get_bucket("nothing"));
}

fn collections(league: &League, client: &Client) {
    let collections = client.collections();
    let schema = json!({"type": "object", "properties": {"n": {"type": "integer"}}, "required": ["n"]});
    league.call("with a schema", collections.create_collection("b1", body(data(json!({"id": "c1", "schema": schema})))));
    league.call("by PUT", collections.update_collection("b1", "c2", body(data(json!({})))));
    league.call("one", collections.get_collection("b1", "c1"));
    league.call("two", collections.get_collections("b1"));
    league.call("changed", collections.patch_collection("b1", "c1", body(data(json!({"cache_expires": 60})))));
    league.refused("no such bucket", collections.get_collections("nothing"));
}

fn groups(league: &League, client: &Client) {
    let groups = client.groups();
    league.call("one", groups.create_group("b1", body(data(json!({"id": "g1", "members": ["account:ada"]})))));
    league.call("by PUT", groups.update_group("b1", "g2", body(data(json!({"members": []})))));
    league.call("one", groups.get_group("b1", "g1"));
    league.call("two", groups.get_groups("b1"));
    league.call("changed", groups.patch_group("b1", "g1", body(data(json!({"members": ["account:ada", "account:bob"]})))));
    league.call("one", groups.delete_group("b1", "g2"));
}

fn records(league: &League, client: &Client) {
    let records = client.records();
    let new = json!({"id": "r0", "n": 0, "text": "ü \"\n\u{1F600}", "float": 1.0, "big": 9_007_199_254_740_993_i64, "none": null});
    league.call("with members of every kind", records.create_record("b1", "c1", body(data(new))));
    league.call("one", records.get_record("b1", "c1", "r0"));
    league.call("by PUT", records.update_record("b1", "c1", "r1", body(data(json!({"n": 1})))));
    league.refused("against the schema", records.create_record("b1", "c1", body(data(json!({"n": "one"})))));
    for n in 2..5 {
        league.call(&format!("number {n}"), records.create_record("b1", "c1", body(data(json!({"id": format!("r{n}"), "n": n})))));
    }
    league.call("five", records.get_records("b1", "c1").sort(["n"]));
    league.call("undeclared filter", records.get_records("b1", "c1").query_param("min_n", 3));
    league.call("only some members", records.get_records("b1", "c1").fields(["n", "text"]));
    league.call("changed", records.patch_record("b1", "c1", "r1", body(data(json!({"n": 11})))));
    league.call("one", records.delete_record("b1", "c1", "r4"));
    league.refused("gone", records.get_record("b1", "c1", "r4"));
    league.call("with deleted ones", records.get_records("b1", "c1").since(1));
}

fn pages(league: &League, client: &Client) {
    let records = client.records();
    league.call("first page", records.get_records("b1", "c1").limit(2).sort(["n"]));
    let next = league.last_header("next-page");
    let token = next.split("_token=").nth(1).and_then(|rest| rest.split('&').next()).unwrap_or_default().replace("%3D", "=");
    league.call("second page", records.get_records("b1", "c1").limit(2).sort(["n"]).token(token));
}

fn conditions(league: &League, client: &Client) {
    let records = client.records();
    league.call("before a condition", records.get_record("b1", "c1", "r0"));
    let tag = league.last_header("etag");
    league.call("If-None-Match, not modified", records.get_record("b1", "c1", "r0").if_none_match(&tag));
    league.call("If-Match", records.update_record("b1", "c1", "r0", body(data(json!({"n": 5})))).if_match(&tag));
    league.refused("If-Match, modified", records.update_record("b1", "c1", "r0", body(data(json!({"n": 6})))).if_match(&tag));
    league.refused("If-None-Match: *", records.update_record("b1", "c1", "r0", body(data(json!({"n": 7})))).if_none_match("*"));
}

fn others(league: &League, client: &Client) {
    league.call("of a bucket", client.history().get_history("b1"));
    league.call("two entries", client.history().get_history("b1").limit(2));
    league.call("all", client.permissionss().get_permissionss());
    let requests = json!({"defaults": {"method": "GET"}, "requests": [
        {"path": "/v1/buckets/b1"}, {"path": "/v1/buckets/nothing"},
        {"method": "PUT", "path": "/v1/buckets/b1/collections/c2/records/x", "body": {"data": {"a": true}}}]});
    league.call("three requests", client.batch().batch(body(requests)));
    league.call("nothing to do", client.batch().batch(body(json!({"requests": []}))));
}

fn deletions(league: &League, client: &Client) {
    league.call("with a filter", client.records().delete_records("b1", "c1").id("r0"));
    league.call("all", client.records().delete_records("b1", "c1"));
    league.call("one", client.collections().delete_collection("b1", "c1"));
    league.call("all", client.collections().delete_collections("b1"));
    league.call("all", client.groups().delete_groups("b1"));
    league.call("all", client.history().delete_history("b1"));
    league.call("one", client.buckets().delete_bucket("b1"));
    league.call("all", client.buckets().delete_buckets());
    league.call("whole server", client.flush().create_flush());
}
