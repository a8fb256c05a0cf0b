//! Zones with records, metadata and keys; searches, statistics and configuration.

use serde_json::json;

use crate::client::{Client, models::*};
use crate::league::{League, body};

const HOST: &str = "localhost";
const ZONE: &str = "example.org.";

pub fn calls(league: &League) -> Option<()> {
    let client = league.client(Client::builder().api_key("APIKeyHeader", "secret"));
    let stranger = league.client(Client::builder().api_key("APIKeyHeader", "wrong"));
    league.refused("wrong key", stranger.servers().list_servers());
    league.call("one", client.servers().list_servers());
    league.call("one", client.servers().list_server(HOST));
    league.refused("no such server", client.servers().list_server("nowhere"));
    league.call("all", client.config().get_config(HOST));
    league.call("one", client.config().get_config_setting(HOST, "local-port"));

    zones(league, &client);
    changes(league, &client);
    metadata(league, &client);
    keys(league, &client);
    tsig_keys(league, &client);
    let auto = client.autoprimary();
    let primary = Autoprimary::new().with_ip("192.0.2.1").with_nameserver("ns1.example.net").with_account("oaspen");
    league.call("one", auto.create_autoprimary(HOST, primary));
    league.call("one", auto.get_autoprimaries(HOST));
    league.call("one", auto.delete_autoprimary(HOST, "192.0.2.1", "ns1.example.net"));
    league.call("all", client.search().data(HOST, "*example*", 100));
    league.call("only zones", client.search().data(HOST, "*example*", 100).object_type("zone"));
    league.call("only records", client.search().data(HOST, "192.0.2.*", 2).object_type("record"));
    league.call("all", client.stats().get_stats(HOST).includerings(true));
    league.call("one", client.stats().get_stats(HOST).statistic("uptime"));
    league.refused("no such statistic", client.stats().get_stats(HOST).statistic("nothing"));
    league.call("one name", client.servers().cache_flush_by_name(HOST, "www.example.org."));
    league.call("zone", client.zones().delete_zone(HOST, ZONE));
    league.refused("twice", client.zones().delete_zone(HOST, ZONE));
    league.call("the other zone", client.zones().list_zones(HOST));
    Some(())
}

fn zones(league: &League, client: &Client) {
    let zones = client.zones();
    league.call("none yet", zones.list_zones(HOST));
    let zone = json!({"name": ZONE, "kind": "Native", "nameservers": ["ns1.example.org.", "ns2.example.org."],
        "account": "oaspen", "soa_edit_api": "INCREASE"});
    league.call("native", zones.create_zone(HOST, body(zone)));
    let records = json!({"name": "example.net.", "kind": "Master", "masters": [], "nameservers": [], "rrsets": [
        {"name": "example.net.", "type": "SOA", "ttl": 3600, "changetype": "REPLACE",
            "records": [{"content": "a.example.net. b.example.net. 1 10800 3600 604800 3600", "disabled": false}]},
        {"name": "txt.example.net.", "type": "TXT", "ttl": 60, "changetype": "REPLACE",
            "records": [{"content": "\"a \\\"b\\\" ;c\"", "disabled": true}],
            "comments": [{"content": "ü", "account": "me", "modified_at": 1}]}]});
    league.call("with records, without the RRsets", zones.create_zone(HOST, body(records)).rrsets(false));
    let secondary = json!({"name": "example.com.", "kind": "Slave", "masters": ["192.0.2.7"], "nameservers": []});
    league.call("secondary", zones.create_zone(HOST, body(secondary)));
    league.refused("twice", zones.create_zone(HOST, body(json!({"name": ZONE, "kind": "Native", "nameservers": []}))));
    league.refused("not canonical", zones.create_zone(HOST, body(json!({"name": "example.org", "kind": "Native"}))));
    league.call("three", zones.list_zones(HOST));
    league.call("one by name", zones.list_zones(HOST).zone(ZONE).dnssec(false));
    league.call("one", zones.list_zone(HOST, ZONE));
    league.call("with records", zones.list_zone(HOST, "example.net."));
    league.call("without RRsets", zones.list_zone(HOST, ZONE).rrsets(false));
    league.call("one RRset", zones.list_zone(HOST, "example.net.").rrset_name("txt.example.net.").rrset_type("TXT"));
    league.refused("unknown", zones.list_zone(HOST, "nothing.example."));
    league.call("exported", zones.axfr_export_zone(HOST, ZONE));
}

fn changes(league: &League, client: &Client) {
    let zones = client.zones();
    let addresses = json!({"rrsets": [{"name": "www.example.org.", "type": "A", "ttl": 300, "changetype": "REPLACE",
        "records": [{"content": "192.0.2.1", "disabled": false}, {"content": "192.0.2.2", "disabled": false}]}]});
    league.call("records", zones.patch_zone(HOST, ZONE, body(addresses)));
    let wrong = json!({"rrsets": [{"name": "www.example.org.", "type": "A", "ttl": 300, "changetype": "REPLACE",
        "records": [{"content": "not an address"}]}]});
    league.refused("wrong record", zones.patch_zone(HOST, ZONE, body(wrong)));
    league.call("changed", zones.list_zone(HOST, ZONE));
    let deleted = json!({"rrsets": [{"name": "www.example.org.", "type": "A", "ttl": 300, "changetype": "DELETE", "records": []}]});
    league.call("records deleted", zones.patch_zone(HOST, ZONE, body(deleted)));
    league.call("settings", zones.put_zone(HOST, ZONE, body(json!({"kind": "Master", "account": "other"}))));
    league.call("notified", zones.notify_zone(HOST, ZONE));
    league.call("rectified", zones.rectify_zone(HOST, ZONE));
    league.call("secondary", zones.axfr_retrieve_zone(HOST, "example.com."));
    league.refused("not a secondary", zones.axfr_retrieve_zone(HOST, ZONE));
}

fn metadata(league: &League, client: &Client) {
    let metadata = client.zonemetadata();
    league.call("as created", metadata.list_metadata(HOST, ZONE));
    let new = Metadata::new().with_kind("ALLOW-AXFR-FROM").with_metadata(vec!["192.0.2.0/24".to_owned(), "AUTO-NS".to_owned()]);
    league.call("one", metadata.create_metadata(HOST, ZONE, new));
    league.call("one", metadata.list_metadata(HOST, ZONE));
    league.call("one", metadata.get_metadata(HOST, ZONE, "ALLOW-AXFR-FROM"));
    let change = Metadata::new().with_metadata(vec!["AUTO-NS".to_owned()]);
    league.call("changed", metadata.modify_metadata(HOST, ZONE, "ALLOW-AXFR-FROM", change));
    league.call("one", metadata.delete_metadata(HOST, ZONE, "ALLOW-AXFR-FROM"));
    league.refused("unknown kind", metadata.get_metadata(HOST, ZONE, "SOA-EDIT-NOTHING"));
}

fn keys(league: &League, client: &Client) {
    let keys = client.zonecryptokey();
    league.call("none yet", keys.list_cryptokeys(HOST, ZONE));
    let new = json!({"keytype": "csk", "active": true, "algorithm": "ecdsap256sha256", "bits": 256});
    league.call("one", keys.create_cryptokey(HOST, ZONE, body(new)));
    let id = league.last_text("/id");
    league.call("one", keys.list_cryptokeys(HOST, ZONE));
    league.call("one", keys.get_cryptokey(HOST, ZONE, &id));
    league.call("inactive", keys.modify_cryptokey(HOST, ZONE, &id, Cryptokey::new().with_active(false)));
    league.call("secured", client.zones().list_zone(HOST, ZONE).rrsets(false));
    league.call("one", keys.delete_cryptokey(HOST, ZONE, &id));
    league.refused("gone", keys.get_cryptokey(HOST, ZONE, &id));
    league.refused("unknown algorithm", keys.create_cryptokey(HOST, ZONE, body(json!({"keytype": "ksk", "algorithm": "none"}))));
}

fn tsig_keys(league: &League, client: &Client) {
    let keys = client.tsigkey();
    league.call("none yet", keys.list_tsig_keys(HOST));
    league.call("made by the server", keys.create_tsig_key(HOST, body(json!({"name": "first", "algorithm": "hmac-sha256"}))));
    let id = league.last_text("/id");
    league.call("one", keys.list_tsig_keys(HOST));
    league.call("one", keys.get_tsig_key(HOST, &id));
    league.call("renamed", keys.put_tsig_key(HOST, &id, TsigKey::new().with_name("second")));
    let id = league.last_text("/id");
    league.refused("twice", keys.create_tsig_key(HOST, body(json!({"name": "second", "algorithm": "hmac-sha256"}))));
    league.call("one", keys.delete_tsig_key(HOST, &id));
    league.refused("unknown", keys.get_tsig_key(HOST, "nothing."));
}
