//! Alerts, their groups, and silences.

use oaspen_client::Timestamp;
use serde_json::json;

use crate::client::{Client, models::*};
use crate::league::{League, body};

pub fn calls(league: &League) -> Option<()> {
    let client = league.client(Client::builder());
    league.call("fresh", client.general().get_status())?;
    league.call("all", client.receiver().get_receivers())?;
    league.call("none yet", client.alert().get_alerts())?;

    let alert = |name: &str, severity: &str| {
        json!({"labels": {"alertname": name, "severity": severity, "host": "ä 1"}, "annotations": {"note": "a \"b\"\n"},
            "generatorURL": "http://127.0.0.1/graph?g0.expr=up+%3D%3D+0"})
    };
    let alerts = body(json!([alert("Down", "page"), alert("Slow", "info"), alert("Full", "page")]));
    league.call("three", client.alert().post_alerts(alerts));
    league.call("three", client.alert().get_alerts());
    league.call("filtered", client.alert().get_alerts().filter(["severity=\"page\"", "alertname=~\"D.*\""]));
    league.call("by receiver", client.alert().get_alerts().receiver("pager").silenced(false));
    league.call("all", client.alertgroup().get_alert_groups());
    league.call("by receiver", client.alertgroup().get_alert_groups().receiver("team"));
    league.refused("filter that is none", client.alert().get_alerts().filter(["="]));
    league.refused("filter that is none", client.alertgroup().get_alert_groups().receiver("["));
    league.refused("without labels", client.alert().post_alerts(body(json!([{"labels": {}}]))));

    silences(league, &client)
}

fn silences(league: &League, client: &Client) -> Option<()> {
    let time = |text: &str| text.parse::<Timestamp>().unwrap();
    let matcher = json!([{"name": "alertname", "value": "Down", "isRegex": false, "isEqual": true}]);
    let silence = |matchers| {
        let (begin, end) = (time("2030-01-01T00:00:00Z"), time("2030-01-02T00:00:00.5+02:00"));
        PostableSilence::builder().matchers(body(matchers)).starts_at(begin).ends_at(end)
            .created_by("oaspen").comment("a comment, ü").build().unwrap()
    };
    league.call("none yet", client.silence().get_silences());
    let made = league.call("one", client.silence().post_silences(silence(matcher.clone())))?;
    let id = made.silence_id.as_deref()?.parse().ok()?;
    let read = league.call("one", client.silence().get_silence(id))?;
    league.call("one", client.silence().get_silences());
    league.call("filtered", client.silence().get_silences().filter(["alertname=\"Down\""]));
    let changed = silence(matcher).with_id(read.id).with_comment("another");
    league.call("changed", client.silence().post_silences(changed));
    league.call("the only one", client.silence().delete_silence(id));
    league.call("expired", client.silence().get_silences());
    league.call("twice", client.silence().delete_silence(id));
    league.refused("unknown", client.silence().get_silence("00000000-0000-4000-8000-000000000000".parse().ok()?));
    league.refused("without matchers", client.silence().post_silences(silence(json!([]))));
    Some(())
}
