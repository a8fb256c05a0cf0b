//! Keys, transactions, leases, watches, members, maintenance, users and roles.

use serde_json::{Value, json};

use crate::client::{Client, models::*};
use crate::league::{League, body};

pub fn calls(league: &League) -> Option<()> {
    let bare = league.client(Client::builder());
    league.call("without the key that the document declares", bare.kv().range(body(json!({"key": "YQ=="}))));
    // While authentication is off, the server refuses every key.
    let client = league.anonymous_client(Client::builder().api_key("ApiKey", "none"));
    keys(league, &client);
    leases(league, &client);
    streams(league, &client);
    cluster(league, &client);
    users(league, &client)
}

/// Keys and values are Base64: `YQ==` is `a`, `YWI=` is `ab`, `Yg==` is `b`.
fn keys(league: &League, client: &Client) {
    let kv = client.kv();
    league.call("new", kv.put(body(json!({"key": "YQ==", "value": "AP8="}))));
    league.call("with the previous value", kv.put(body(json!({"key": "YQ==", "value": "Yg==", "prev_kv": true}))));
    league.call("empty value", kv.put(body(json!({"key": "YWI=", "value": ""}))));
    league.call("one", kv.range(body(json!({"key": "YQ=="}))));
    league.call("first of two", kv.range(body(json!({"key": "YQ==", "range_end": "Yg==", "limit": "1"}))));
    let sorted = json!({"key": "AA==", "range_end": "AA==", "sort_order": "DESCEND", "sort_target": "MOD"});
    league.call("all, sorted", kv.range(body(sorted)));
    league.call("only the number", kv.range(body(json!({"key": "AA==", "range_end": "AA==", "count_only": true}))));
    league.call("no such key", kv.range(body(json!({"key": "enp6"}))));
    league.refused("empty key", kv.range(body(json!({}))));
    league.refused("future revision", kv.range(body(json!({"key": "YQ==", "revision": "9000"}))));
    let compare = json!([{"key": "YQ==", "target": "VALUE", "result": "EQUAL", "value": "Yg=="}]);
    let success: Value = json!([{"request_put": {"key": "Yg==", "value": "YQ=="}}, {"request_range": {"key": "YQ=="}}]);
    let failure = json!([{"request_delete_range": {"key": "YQ=="}}]);
    let transaction = json!({"compare": compare, "success": success, "failure": failure});
    league.call("succeeds", kv.txn(body(transaction)));
    let other = json!({"compare": [{"key": "YQ==", "target": "VERSION", "result": "GREATER", "version": "100"}],
        "success": success, "failure": failure});
    league.call("fails", kv.txn(body(other)));
    league.call("one", kv.delete_range(body(json!({"key": "Yg==", "prev_kv": true}))));
    league.call("none", kv.delete_range(body(json!({"key": "Yg=="}))));
    league.call("old revisions", kv.compact(body(json!({"revision": "3"}))));
    league.refused("twice", kv.compact(body(json!({"revision": "3"}))));
}

fn leases(league: &League, client: &Client) {
    let lease = client.lease();
    league.call("new", lease.grant(body(json!({"TTL": "600", "ID": "77"}))));
    league.call("key", client.kv().put(body(json!({"key": "bGVhc2U=", "value": "MQ==", "lease": "77"}))));
    league.call("one", lease.leases(body(json!({}))));
    league.call("one", lease.leases2(body(json!({}))));
    league.call("with keys", lease.time_to_live(body(json!({"ID": "77", "keys": true}))));
    league.call("without keys", lease.time_to_live2(body(json!({"ID": "77"}))));
    league.json_lines("one", lease.keep_alive(body(json!({"ID": "77"}))), |call| call.json_lines(), 1);
    league.call("one", lease.revoke(body(json!({"ID": "77"}))));
    league.refused("gone", lease.revoke2(body(json!({"ID": "77"}))));
}

fn streams(league: &League, client: &Client) {
    let watch = json!({"create_request": {"key": "YQ==", "range_end": "Yg==", "start_revision": "4", "prev_kv": true}});
    league.json_lines("created, and an old change", client.watch().watch(body(watch)), |call| call.json_lines(), 2);
    let compacted = json!({"create_request": {"key": "YQ==", "start_revision": "1"}});
    league.json_lines("compacted", client.watch().watch(body(compacted)), |call| call.json_lines(), 2);
    league.json_lines("whole", client.maintenance().snapshot(body(json!({}))), |call| call.json_lines(), 100);
    league.download("whole, as bytes", client.maintenance().snapshot(body(json!({}))));
}

fn cluster(league: &League, client: &Client) {
    let (cluster, maintenance) = (client.cluster(), client.maintenance());
    league.call("one", cluster.member_list(body(json!({}))));
    let id = league.last_text("/members/0/ID");
    league.call("same address", cluster.member_update(body(json!({"ID": id, "peerURLs": ["http://127.0.0.1:1"]}))));
    league.refused("unknown", cluster.member_remove(body(json!({"ID": "1"}))));
    league.refused("no learner", cluster.member_promote(body(json!({"ID": id}))));
    league.refused("without an address", cluster.member_add(body(json!({}))));
    league.call("leader", maintenance.status(body(json!({}))));
    league.call("none", maintenance.alarm(body(json!({"action": "GET", "alarm": "NOSPACE"}))));
    league.call("all keys", maintenance.hash_kv(body(json!({}))));
    league.call("all", maintenance.defragment(body(json!({}))));
    league.refused("no other member", maintenance.move_leader(body(json!({"targetID": "1"}))));
}

fn users(league: &League, client: &Client) -> Option<()> {
    let auth = client.auth();
    league.call("new", auth.role_add(body(json!({"name": "root"}))));
    league.call("new", auth.user_add(body(json!({"name": "root", "password": "r"}))));
    league.call("role", auth.user_grant_role(body(json!({"user": "root", "role": "root"}))));
    league.call("second", auth.role_add(body(json!({"name": "reader"}))));
    let permission = json!({"permType": "READ", "key": "YQ==", "range_end": "Yg=="});
    league.call("read", auth.role_grant_permission(body(json!({"name": "reader", "perm": permission}))));
    league.call("one", auth.role_get(body(json!({"role": "reader"}))));
    league.call("two", auth.role_list(body(json!({}))));
    league.call("second", auth.user_add(body(json!({"name": "ada", "password": "a"}))));
    league.call("role of the second", auth.user_grant_role(body(json!({"user": "ada", "role": "reader"}))));
    league.call("one", auth.user_get(body(json!({"name": "ada"}))));
    league.call("two", auth.user_list(body(json!({}))));
    league.call("one", auth.user_change_password(body(json!({"name": "ada", "password": "b"}))));
    league.refused("unknown", auth.user_get(body(json!({"name": "eve"}))));
    league.call("on", auth.enable(body(json!({}))));
    league.refused("wrong password", auth.authenticate(body(json!({"name": "root", "password": "x"}))));
    let token = league.call("root", auth.authenticate(body(json!({"name": "root", "password": "r"}))))?.token?;
    let root = league.client(Client::builder().api_key("ApiKey", token));
    league.refused("without a token", client.kv().range(body(json!({"key": "YQ=="}))));
    league.call("with a token", root.kv().range(body(json!({"key": "YQ=="}))));
    league.call("one", root.auth().user_revoke_role(body(json!({"name": "ada", "role": "reader"}))));
    let range = json!({"role": "reader", "key": "YQ==", "range_end": "Yg=="});
    league.call("one", root.auth().role_revoke_permission(body(range)));
    league.call("one", root.auth().user_delete(body(json!({"name": "ada"}))));
    league.call("one", root.auth().role_delete(body(json!({"role": "reader"}))));
    league.call("off", root.auth().disable(body(json!({}))));
    Some(())
}
