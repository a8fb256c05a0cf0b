//! Feature flags with strategies, variants, tags, segments; projects, tokens, users, client and frontend APIs.

use oaspen_client::BlockingCall;
use serde_json::json;

use crate::client::{Client, models::*};
use crate::league::{League, body};

const PROJECT: &str = "default";
const ENVIRONMENT: &str = "development";

pub fn calls(league: &League) -> Option<()> {
    let client = league.client(Client::builder().api_key("apiKey", "*:*.admin-token"));
    let stranger = league.client(Client::builder().api_key("apiKey", "wrong"));
    league.call("well", client.operational().get_health());
    league.call("ready", client.operational().get_ready());
    league.refused("wrong token", stranger.tags().get_tags());
    features(league, &client);
    strategies(league, &client);
    variants(league, &client);
    tags(league, &client);
    context(league, &client);
    segments(league, &client);
    kinds_of_strategies(league, &client);
    environments(league, &client);
    tokens(league, &client);
    users(league, &client);
    projects(league, &client);
    playground(league, &client);
    addons(league, &client);
    events(league, &client);
    archive(league, &client);
    Some(())
}

fn features(league: &League, client: &Client) {
    let features = client.features();
    league.call("none yet", features.get_features(PROJECT));
    let new = json!({"name": "first", "type": "release", "description": "ü", "impressionData": true});
    league.call("release", features.create_feature(PROJECT, body(new)));
    league.call("by name only", features.create_feature(PROJECT, body(json!({"name": "second"}))));
    league.refused("twice", features.create_feature(PROJECT, body(json!({"name": "first"}))));
    league.refused("wrong name", features.create_feature(PROJECT, body(json!({"name": "a b/c"}))));
    league.call("one", features.get_feature(PROJECT, "first"));
    league.call("two", features.get_features(PROJECT));
    league.refused("unknown", features.get_feature(PROJECT, "nothing"));
    league.call("changed", features.update_feature(PROJECT, "first", body(json!({"description": "new", "type": "experiment"}))));
    let patch = json!([{"op": "replace", "path": "/stale", "value": true}]);
    league.call("stale, by patch", features.patch_feature(PROJECT, "first", body(patch)));
    league.call("stale, both", features.stale_features(PROJECT, body(json!({"features": ["first", "second"], "stale": false}))));
    league.call("copy", features.clone_feature(PROJECT, "first", body(json!({"name": "third"}))));
    league.call("free name", features.validate_feature(body(json!({"name": "free"}))));
    league.refused("taken name", features.validate_feature(body(json!({"name": "first"}))));
    league.call("one", features.add_favorite_feature(PROJECT, "first"));
    league.call("one", features.remove_favorite_feature(PROJECT, "first"));
    league.call("one", features.create_feature_link(PROJECT, "first", body(json!({"url": "http://127.0.0.1/", "title": "t"}))));
    league.call("one", features.get_feature_lifecycle(PROJECT, "first"));
    league.call("all", features.get_feature_lifecycle_stage_count());
    league.call("all", client.search().features());
    league.call("second page", client.search().features().limit("2").offset("2").sort_by("name"));
    league.call("by text", client.search().features().query("sec"));
    league.call("all", client.feature_types().get_all_feature_types());
    league.call("days", client.feature_types().update_feature_type_lifetime("release", body(json!({"lifetimeDays": 7}))));
    let dependencies = client.dependencies();
    league.call("on the first", dependencies.add_feature_dependency(PROJECT, "second", body(json!({"feature": "first"}))));
    league.call("some", dependencies.check_dependencies_exist(PROJECT));
    league.call("of the third", dependencies.list_parent_options(PROJECT, "third"));
    league.call("with a dependency", features.get_feature(PROJECT, "second"));
    league.call("all", dependencies.delete_feature_dependencies(PROJECT, "second"));
}

fn strategies(league: &League, client: &Client) {
    let features = client.features();
    let new = json!({"name": "flexibleRollout", "title": "half", "parameters": {"rollout": "50", "stickiness": "default", "groupId": "first"},
        "constraints": [{"contextName": "appName", "operator": "IN", "values": ["a", "b"], "inverted": false, "caseInsensitive": false}]});
    league.call("with a constraint", features.add_feature_strategy(PROJECT, "first", ENVIRONMENT, body(new)));
    let id = league.last_text("/id");
    league.call("without parameters", features.add_feature_strategy(PROJECT, "first", ENVIRONMENT, body(json!({"name": "default"}))));
    let other = league.last_text("/id");
    league.call("two", features.get_feature_strategies(PROJECT, "first", ENVIRONMENT));
    league.call("one", features.get_feature_strategy(PROJECT, "first", ENVIRONMENT, &id));
    let change = json!({"name": "flexibleRollout", "parameters": {"rollout": "75", "stickiness": "random", "groupId": "first"}});
    league.call("changed", features.update_feature_strategy(PROJECT, "first", ENVIRONMENT, &id, body(change)));
    let patch = json!([{"op": "replace", "path": "/parameters/rollout", "value": "10"}]);
    league.call("by patch", features.patch_feature_strategy(PROJECT, "first", ENVIRONMENT, &id, body(patch)));
    let order = json!([{"id": id, "sortOrder": 2}, {"id": other, "sortOrder": 1}]);
    league.call("other order", features.set_strategy_sort_order(PROJECT, "first", ENVIRONMENT, body(order)));
    league.call("on", features.toggle_feature_environment_on(PROJECT, "first", ENVIRONMENT));
    league.call("with strategies", features.get_feature_environment(PROJECT, "first", ENVIRONMENT));
    league.call("off", features.toggle_feature_environment_off(PROJECT, "first", ENVIRONMENT));
    league.call("both on", features.bulk_toggle_features_environment_on(PROJECT, ENVIRONMENT, body(json!({"features": ["first", "third"]}))));
    league.call("one", features.delete_feature_strategy(PROJECT, "first", ENVIRONMENT, &other));
    league.refused("unknown", features.get_feature_strategy(PROJECT, "first", ENVIRONMENT, "00000000-0000-4000-8000-000000000000"));
}

fn variants(league: &League, client: &Client) {
    let features = client.features();
    let variants = json!([{"name": "a", "weight": 500, "weightType": "variable", "stickiness": "default", "payload": {"type": "json", "value": "{\"a\":1}"},
        "overrides": [{"contextName": "userId", "values": ["1"]}]}, {"name": "b", "weight": 500, "weightType": "variable", "stickiness": "default"}]);
    league.refused("deprecated", features.overwrite_environment_feature_variants(PROJECT, "first", ENVIRONMENT, body(variants)));
    league.call("none", features.get_environment_feature_variants(PROJECT, "first", ENVIRONMENT));
    let patch = json!([{"op": "replace", "path": "/0/name", "value": "c"}]);
    league.refused("no such variant", features.patch_environments_feature_variants(PROJECT, "first", ENVIRONMENT, body(patch)));
    league.call("with variants", features.get_feature(PROJECT, "first"));
}

fn tags(league: &League, client: &Client) {
    let tags = client.tags();
    league.call("as installed", tags.get_tag_types());
    league.call("valid", tags.validate_tag_type(body(json!({"name": "team", "description": "d", "icon": "i"}))));
    league.call("new", tags.create_tag_type(body(json!({"name": "team", "description": "d", "icon": "i"}))));
    league.call("one", tags.get_tag_type("team"));
    league.call("changed", tags.update_tag_type("team", body(json!({"description": "e", "icon": "j"}))));
    league.call("new", tags.create_tag(body(json!({"type": "team", "value": "red blue"}))));
    league.call("all", tags.get_tags());
    league.call("by type", tags.get_tags_by_type("team"));
    league.call("one", tags.get_tag("team", "red blue"));
    league.call("to a feature", client.features().add_tag("first", body(json!({"type": "team", "value": "red blue"}))));
    league.call("of a feature", client.features().list_tags("first"));
    league.call("changed", client.features().update_tags("first", body(json!({"addedTags": [{"type": "team", "value": "green"}], "removedTags": []}))));
    league.call("to both", tags.add_tag_to_features(PROJECT, body(json!({"features": ["first", "second"], "tags": {"addedTags": [{"type": "simple", "value": "x y"}], "removedTags": []}}))));
    league.call("with tags", client.search().features().tag("INCLUDE:team:green"));
    league.call("one", client.features().remove_tag("first", "team", "green"));
    league.refused("unknown", tags.get_tag_type("nothing"));
    league.call("one", tags.delete_tag("team", "red blue"));
    league.call("one", tags.delete_tag_type("team"));
}

fn context(league: &League, client: &Client) {
    let context = client.context();
    league.call("as installed", context.get_context_fields());
    let new = json!({"name": "region", "description": "d", "stickiness": true, "legalValues": [{"value": "eu", "description": "e"}]});
    league.call("new", context.create_context_field(body(new)));
    league.call("one", context.get_context_field("region"));
    league.call("value", context.update_context_field_legal_value("region", body(json!({"value": "us"}))));
    league.call("value", context.delete_context_field_legal_value("region", "us"));
    league.call("changed", context.update_context_field("region", body(json!({"description": "e", "legalValues": []}))));
    league.call("free name", context.validate_context_field_name(body(json!({"name": "free"}))));
    league.call("none", client.strategies().get_strategies_by_context_field("region"));
    league.call("one", context.delete_context_field("region"));
}

fn segments(league: &League, client: &Client) -> Option<()> {
    let segments = client.segments();
    let constraint = json!({"contextName": "userId", "operator": "IN", "values": ["1", "2"], "inverted": false, "caseInsensitive": false});
    league.call("none yet", segments.get_segments());
    league.call("one", segments.create_segment(body(json!({"name": "beta", "description": "b", "constraints": [constraint]}))));
    let id = league.last_text("/id").parse().ok()?;
    league.call("one", segments.get_segment(id));
    league.call("all", segments.get_segments());
    league.call("changed", segments.update_segment(id, body(json!({"name": "beta2", "constraints": []}))));
    league.call("free name", segments.validate_segment(body(json!({"name": "free"}))));
    league.refused("taken name", segments.validate_segment(body(json!({"name": "beta2"}))));
    let strategy = json!({"name": "default", "segments": [id]});
    league.call("with a segment", client.features().add_feature_strategy(PROJECT, "second", ENVIRONMENT, body(strategy)));
    let strategy = league.last_text("/id");
    league.call("of a strategy", segments.get_segments_by_strategy_id(&strategy));
    league.call("one", segments.get_strategies_by_segment_id(id));
    let none = json!({"projectId": PROJECT, "strategyId": strategy, "environmentId": ENVIRONMENT, "segmentIds": []});
    league.call("none", client.strategies().update_feature_strategy_segments(body(none)));
    league.call("one", segments.remove_segment(id));
    league.refused("gone", segments.get_segment(id));
    Some(())
}

fn kinds_of_strategies(league: &League, client: &Client) {
    let strategies = client.strategies();
    league.call("as installed", strategies.get_all_strategies());
    let parameters = json!([{"name": "list", "type": "list", "description": "d", "required": true}]);
    league.call("new", strategies.create_strategy(body(json!({"name": "own", "description": "d", "parameters": parameters}))));
    league.call("one", strategies.get_strategy("own"));
    league.call("changed", strategies.update_strategy("own", body(json!({"description": "e", "parameters": []}))));
    league.call("one", strategies.deprecate_strategy("own"));
    league.call("one", strategies.reactivate_strategy("own"));
    league.call("one", strategies.remove_strategy("own"));
    league.refused("gone", strategies.get_strategy("own"));
}

fn environments(league: &League, client: &Client) {
    let environments = client.environments();
    league.call("as installed", environments.get_all_environments());
    league.call("one", environments.get_environment(ENVIRONMENT));
    league.call("of a project", environments.get_project_environments(PROJECT));
    league.call("order", environments.update_sort_order(body(json!({"development": 1, "production": 2}))));
    league.call("off", environments.toggle_environment_off("production"));
    league.call("on", environments.toggle_environment_on("production"));
    league.refused("unknown", environments.get_environment("nothing"));
}

fn tokens(league: &League, client: &Client) -> Option<()> {
    let tokens = client.api_tokens();
    league.call("as installed", tokens.get_all_api_tokens());
    let new = json!({"type": "client", "tokenName": "backend", "environment": ENVIRONMENT, "projects": ["*"]});
    league.call("of a backend", tokens.create_api_token(body(new)));
    let backend = league.last_text("/secret");
    let new = json!({"type": "frontend", "tokenName": "page", "environment": ENVIRONMENT, "projects": ["*"], "expiresAt": "2099-01-01T00:00:00.000Z"});
    league.call("of a page", tokens.create_api_token(body(new)));
    let frontend = league.last_text("/secret");
    league.call("by name", tokens.get_api_tokens_by_name("page"));
    league.call("later end", tokens.update_api_token(&frontend, body(json!({"expiresAt": "2098-01-01T00:00:00.000Z"}))));

    let client = league.client(Client::builder().api_key("apiKey", backend.clone()));
    let api = client.client_api();
    let application = json!({"appName": "app", "instanceId": "i1", "sdkVersion": "x:1.0.0", "interval": 10, "started": "2026-01-01T00:00:00Z", "strategies": ["default"]});
    league.call("application", api.register_client_application(body(application)));
    league.call("all", api.get_all_client_features());
    league.call("one", api.get_client_feature("first"));
    let bucket = json!({"start": "2026-01-01T00:00:00Z", "stop": "2026-01-01T00:01:00Z", "toggles": {"first": {"yes": 3, "no": 1, "variants": {"c": 2}}}});
    league.call("one bucket", api.register_client_metrics(body(json!({"appName": "app", "instanceId": "i1", "bucket": bucket}))));
    let page = league.client(Client::builder().api_key("apiKey", frontend));
    let api = page.frontend_api();
    league.call("enabled ones", api.get_frontend_features());
    league.call("by POST", api.get_frontend_api_features_with_post(body(json!({"context": {"appName": "app", "userId": "1"}}))));
    league.call("page", api.register_frontend_client(body(json!({"appName": "page", "interval": 10, "started": 1, "strategies": ["default"]}))));
    league.call("one bucket", api.register_frontend_metrics(body(json!({"appName": "page", "bucket": bucket}))));
    Some(())
}

fn users(league: &League, client: &Client) -> Option<()> {
    let users = client.users();
    league.call("as installed", users.get_users());
    league.call("new", users.create_user(body(json!({"username": "ada", "email": "ada@example.org", "name": "Ada", "rootRole": 1, "sendEmail": false}))));
    let id: i64 = league.last_text("/id").parse().ok()?;
    league.call("one", users.get_user(id));
    league.call("renamed", users.update_user(id, body(json!({"name": "Ada L."}))));
    league.call("by text", users.search_users().q("ada"));
    league.call("names", users.get_base_users_and_groups());
    league.call("number", users.get_admin_count());
    league.call("inactive", users.get_inactive_users());
    league.call("strong", users.validate_user_password(body(json!({"password": "a8!dwq7XpLm#42"}))));
    league.refused("weak", users.validate_user_password(body(json!({"password": "a"}))));
    league.call("password", users.change_user_password(id, body(json!({"password": "a8!dwq7XpLm#42"}))));
    league.refused("not by a token", users.reset_user_password(body(json!({"id": id.to_string()}))));
    league.call("of a token", users.get_me());
    let tokens = client.public_signup_tokens();
    league.call("new", tokens.create_public_signup_token(body(json!({"name": "all", "expiresAt": "2099-01-01T00:00:00.000Z"}))));
    let token = league.last_text("/secret");
    league.call("one", tokens.get_public_signup_token(&token));
    league.call("all", tokens.get_all_public_signup_tokens());
    league.call("off", tokens.update_public_signup_token(&token, body(json!({"enabled": true}))));
    league.call("valid", tokens.validate_public_signup_token(&token));
    league.call("eve", tokens.add_public_signup_token_user(&token, body(json!({"username": "eve", "email": "eve@example.org", "name": "Eve", "password": "a8!dwq7XpLm#42"}))));
    let anyone = league.client(Client::builder().api_key("apiKey", ""));
    league.call("ada", anyone.auth().login(body(json!({"username": "ada", "password": "a8!dwq7XpLm#42"}))));
    league.refused("wrong password", anyone.auth().login(body(json!({"username": "ada", "password": "x"}))));
    league.call("one", users.delete_user(id));
    league.refused("gone", users.get_user(id));
    Some(())
}

fn projects(league: &League, client: &Client) {
    let projects = client.projects();
    league.call("one", projects.get_projects());
    league.call("one", projects.get_project_overview(PROJECT));
    league.call("one", projects.get_project_health_report(PROJECT));
    league.call("one", projects.get_project_insights(PROJECT));
    league.call("one", projects.get_project_status(PROJECT));
    league.call("one", projects.get_project_dora(PROJECT));
    league.call("all", projects.get_project_flag_creators(PROJECT));
    league.call("all", projects.get_project_api_tokens(PROJECT));
    league.call("all", projects.get_project_applications(PROJECT));
    league.call("none", projects.get_outdated_project_sdks(PROJECT));
    league.call("removed", projects.remove_environment_from_project(PROJECT, "production"));
    league.call("added", projects.add_environment_to_project(PROJECT, body(json!({"environment": "production"}))));
    league.refused("unknown", projects.get_project_overview("nothing"));
    let metrics = client.metrics();
    // Applications appear after the next summary of the server.
    for _ in 0..100 {
        match metrics.get_application("app").send_raw_blocking() {
            Ok(response) if response.status() == 200 => break,
            _ => std::thread::sleep(std::time::Duration::from_millis(500)),
        }
    }
    league.call("all", metrics.get_applications());
    league.call("one", metrics.get_application("app"));
    league.call("one", metrics.get_application_overview("app"));
    league.call("none", metrics.get_outdated_sdks());
    league.call("one", metrics.get_feature_usage_summary("first"));
    league.call("one", metrics.get_raw_feature_metrics("first"));
    league.call("none", metrics.get_prometheus_metrics());
    league.call("one", metrics.delete_application("app"));
}

fn playground(league: &League, client: &Client) {
    let context = json!({"appName": "app", "userId": "1", "properties": {"a": "b"}});
    let one = json!({"environment": ENVIRONMENT, "projects": "*", "context": context});
    league.call("one environment", client.playground().get_playground(body(one)));
    let several = json!({"environments": [ENVIRONMENT, "production"], "projects": ["default"], "context": context});
    league.call("two environments", client.playground().get_advanced_playground(body(several)));
    let export = league.call("two", client.import_export().export_features(body(json!({"environment": ENVIRONMENT, "features": ["first", "second"]}))));
    if let Some(export) = export {
        let data: serde_json::Value = oaspen_client::json::to_value(&export);
        let import = json!({"project": PROJECT, "environment": "production", "data": data});
        league.call("as exported", client.import_export().validate_import(body(import.clone())));
        league.refused("not by an admin token", client.import_export().import_toggles(body(import)));
    }
}

fn addons(league: &League, client: &Client) {
    let addons = client.addons();
    league.call("none yet", addons.get_addons());
    let new = json!({"provider": "webhook", "description": "d", "enabled": false, "parameters": {"url": "http://127.0.0.1:1/"}, "events": ["feature-created"], "projects": ["*"], "environments": []});
    league.call("webhook", addons.create_addon(body(new.clone())));
    let id = league.last_text("/id");
    league.call("one", addons.get_addon(&id));
    league.call("changed", addons.update_addon(&id, body(new)));
    league.call("none", addons.get_integration_events(&id));
    league.call("one", addons.delete_addon(&id));
    league.refused("gone", addons.get_addon(&id));
}

fn events(league: &League, client: &Client) {
    let events = client.events();
    league.call("all", events.get_events());
    league.call("of a project", events.get_events().project(PROJECT));
    league.call("of a feature", events.get_events_for_toggle("first"));
    league.call("two", events.search_events().limit("2").offset("1"));
    league.call("all", events.get_event_creators());
    league.call("settings", client.admin_ui().get_ui_config());
    league.call("off", client.maintenance().get_maintenance());
    league.call("none", client.unknown_flags().get_unknown_flags());
}

fn archive(league: &League, client: &Client) {
    let (features, archive) = (client.features(), client.archive());
    league.call("both", features.validate_archive_features(PROJECT, body(json!({"features": ["first", "second"]}))));
    league.call("first", features.archive_feature(PROJECT, "first"));
    league.call("one", features.archive_features(PROJECT, body(json!({"features": ["second"]}))));
    league.call("one", archive.revive_feature("first"));
    league.call("one", archive.revive_features(PROJECT, body(json!({"features": ["second"]}))));
    league.call("third", features.archive_feature(PROJECT, "third"));
    std::thread::sleep(std::time::Duration::from_secs(3));
    league.call("one", archive.delete_feature("third"));
    league.call("second", features.archive_feature(PROJECT, "second"));
    // The server ends if a feature is deleted while it still stores that it was archived.
    std::thread::sleep(std::time::Duration::from_secs(3));
    league.call("one", archive.delete_features(PROJECT, body(json!({"features": ["second"]}))));
}
