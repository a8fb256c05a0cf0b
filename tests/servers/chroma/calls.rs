//! Tenants, databases, collections of vectors, and searches in them.

use serde_json::{Value, json};

use crate::client::{Client, models::*};
use crate::league::{League, body};

const TENANT: &str = "default_tenant";
const DATABASE: &str = "default_database";

pub fn calls(league: &League) -> Option<()> {
    // The document declares an API key, and the server has none.
    let client = league.client(Client::builder().without_credentials());
    let system = client.system();
    league.call("alive", system.heartbeat());
    league.call("well", system.healthcheck());
    league.call("limits", system.pre_flight_checks());
    league.call("version", system.version());
    league.call("everyone", client.authentication().get_user_identity());
    tenants(league, &client);
    let id = collections(league, &client)?;
    records(league, &client, &id);
    searches(league, &client, &id);
    functions(league, &client, &id);
    ends(league, &client, &id);
    league.refused("not allowed", system.reset());
    Some(())
}

fn tenants(league: &League, client: &Client) {
    let (tenant, database) = (client.tenant(), client.database());
    league.call("new", tenant.create_tenant(body(json!({"name": "tenant1"}))));
    league.call("one", tenant.get_tenant("tenant1"));
    league.call("resource", tenant.update_tenant("tenant1", body(json!({"resource_name": "r1"}))));
    league.call("with a resource", tenant.get_tenant("tenant1"));
    league.refused("twice", tenant.create_tenant(body(json!({"name": "tenant1"}))));
    league.refused("unknown", tenant.get_tenant("nothing"));
    for name in ["d-one", "d-two", "d-three"] {
        league.call(name, database.create_database("tenant1", body(json!({"name": name}))));
    }
    league.call("one", database.get_database("tenant1", "d-one"));
    league.call("three", database.list_databases("tenant1"));
    league.pages("by two", database.list_databases("tenant1").limit(2), "", 5);
    league.call("one", database.delete_database("tenant1", "d-three"));
    league.refused("gone", database.get_database("tenant1", "d-three"));
    league.refused("short name", database.create_database("tenant1", body(json!({"name": "d"}))));
}

fn collections(league: &League, client: &Client) -> Option<String> {
    let collection = client.collection();
    league.call("none yet", collection.list_collections(TENANT, DATABASE));
    let new = json!({"name": "first", "metadata": {"a": "b", "n": 1, "f": 1.5, "yes": true}, "get_or_create": false});
    league.call("with metadata", collection.create_collection(TENANT, DATABASE, body(new)));
    let id = league.last_text("/id");
    league.call("existing", collection.create_collection(TENANT, DATABASE, body(json!({"name": "first", "get_or_create": true}))));
    league.refused("twice", collection.create_collection(TENANT, DATABASE, body(json!({"name": "first"}))));
    let configuration = json!({"hnsw": {"space": "cosine", "ef_construction": 50, "max_neighbors": 8}});
    league.call("with a configuration", collection.create_collection(TENANT, DATABASE, body(json!({"name": "second", "configuration": configuration}))));
    league.call("without metadata", collection.create_collection(TENANT, DATABASE, body(json!({"name": "third"}))));
    league.call("three", collection.list_collections(TENANT, DATABASE));
    league.call("number", collection.count_collections(TENANT, DATABASE));
    league.pages("by two", collection.list_collections(TENANT, DATABASE).limit(2), "", 5);
    league.call("by name", collection.get_collection(TENANT, DATABASE, "first"));
    league.call("by id", collection.get_collection_by_id(TENANT, DATABASE, &id));
    league.refused("by a resource name", collection.get_collection_by_crn("t1:default:first"));
    let change = json!({"new_name": "renamed", "new_metadata": {"c": "d"}});
    league.call("renamed", collection.update_collection(TENANT, DATABASE, &id, body(change)));
    league.refused("unknown", collection.get_collection(TENANT, DATABASE, "nothing"));
    Some(id)
}

fn records(league: &League, client: &Client, id: &str) {
    let record = client.record();
    let new = json!({"ids": ["a", "b", "c"], "embeddings": [[0.1, 0.2, 0.3], [1.0, 0.0, -1.5], [3.0e-8, 12345.678, 0.5]],
        "documents": ["text a", null, "ü \"c\""], "metadatas": [{"n": 1, "s": "x", "ok": true, "f": 0.1}, null, {"n": 3}],
        "uris": ["http://127.0.0.1/a", null, null]});
    league.call("three", record.collection_add(TENANT, DATABASE, id, body(new)));
    league.refused("other dimension", record.collection_add(TENANT, DATABASE, id, body(json!({"ids": ["x"], "embeddings": [[1.0]]}))));
    league.call("three", record.collection_count(TENANT, DATABASE, id));
    let everything = json!({"include": ["documents", "embeddings", "metadatas", "uris"]});
    league.call("everything", record.collection_get(TENANT, DATABASE, id, body(everything)));
    league.call("by id", record.collection_get(TENANT, DATABASE, id, body(json!({"ids": ["a", "zz"], "include": ["documents"]}))));
    league.call("by condition", record.collection_get(TENANT, DATABASE, id, body(json!({"where": {"n": {"$gt": 1}}, "limit": 1, "offset": 0}))));
    league.call("by text", record.collection_get(TENANT, DATABASE, id, body(json!({"where_document": {"$contains": "text"}}))));
    league.refused("wrong condition", record.collection_get(TENANT, DATABASE, id, body(json!({"where": {"n": {"$wrong": 1}}}))));
    league.call("text", record.collection_update(TENANT, DATABASE, id, body(json!({"ids": ["b"], "documents": ["text b"]}))));
    let upsert = json!({"ids": ["c", "d"], "embeddings": [[1, 2, 3], [4, 5, 6]]});
    league.call("one changed, one new", record.collection_upsert(TENANT, DATABASE, id, body(upsert)));
    league.call("one", record.collection_delete(TENANT, DATABASE, id, body(json!({"ids": ["d"]}))));
    league.call("status", record.indexing_status(TENANT, DATABASE, id));
}

fn searches(league: &League, client: &Client, id: &str) {
    let record = client.record();
    let query = |members: Value| {
        let mut query = json!({"query_embeddings": [[0.1, 0.2, 0.3], [1, 2, 3]], "n_results": 2});
        for (name, value) in members.as_object().into_iter().flatten() {
            query[name] = value.clone();
        }
        body(query)
    };
    league.call("two vectors", record.collection_query(TENANT, DATABASE, id, query(json!({}))));
    let include = json!({"include": ["distances", "documents", "embeddings", "metadatas", "uris"]});
    league.call("everything", record.collection_query(TENANT, DATABASE, id, query(include)));
    league.call("by condition", record.collection_query(TENANT, DATABASE, id, query(json!({"where": {"n": 1}}))));
    let search = json!({"searches": [{"limit": {"limit": 2, "offset": 0}, "select": {"keys": ["#document"]}}]});
    league.refused("only in the cloud", record.collection_search(TENANT, DATABASE, id, body(search)));
}

fn functions(league: &League, client: &Client, id: &str) {
    let function = client.function();
    let attach = json!({"name": "f", "function_id": "record_counter", "output_collection": "counted"});
    league.refused("not here", function.attach_function(TENANT, DATABASE, id, body(attach)));
    league.refused("unknown", function.get_attached_function(TENANT, DATABASE, id, "f"));
}

fn ends(league: &League, client: &Client, id: &str) {
    let collection = client.collection();
    league.refused("only in the cloud", collection.fork_collection(TENANT, DATABASE, id, body(json!({"new_name": "fork"}))));
    league.refused("only in the cloud", collection.fork_count(TENANT, DATABASE, id));
    league.call("one", collection.delete_collection(TENANT, DATABASE, "renamed"));
    league.refused("gone", collection.delete_collection(TENANT, DATABASE, "renamed"));
}
