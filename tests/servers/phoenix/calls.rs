//! Datasets that are uploaded as forms and downloaded as CSV and JSON lines, experiments, prompts, projects with spans and
//! traces, annotations. Every list is read by cursor.

use oaspen_client::{FilePart, Timestamp};
use serde_json::{Value, json};

use crate::client::{Client, models::*};
use crate::league::{League, body};

const PROJECT: &str = "default";
const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";

pub fn calls(league: &League) -> Option<()> {
    let client = league.client(Client::builder());
    let dataset = datasets(league, &client);
    labels(league, &client, &dataset);
    splits(league, &client, &dataset);
    experiments(league, &client, &dataset);
    projects(league, &client);
    spans(league, &client);
    annotations(league, &client);
    configs(league, &client);
    prompts(league, &client);
    others(league, &client);
    ends(league, &client, &dataset);
    Some(())
}

fn datasets(league: &League, client: &Client) -> String {
    let datasets = client.datasets();
    league.call("none yet", datasets.list_datasets());
    let file = FilePart::new("question,answer,note\nWhat?,\"a, b\",1\nü,\"c\nd\",2\n".to_owned()).with_file_name("qa.csv").with_content_type("text/csv");
    let keys = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let form = UploadDatasetMultipartRequest::new("uploaded", keys(&["question"]), keys(&["answer"]), file)
        .with_metadata_keys(keys(&["note"])).with_description("ü");
    league.call("CSV as a form", datasets.upload_dataset().sync(true).multipart_body(form));
    let dataset = league.last_text("/data/dataset_id");
    let lines = FilePart::new("{\"q\": \"1\", \"a\": \"x\"}\n{\"q\": \"2\", \"a\": \"y\"}\n".to_owned()).with_file_name("qa.jsonl").with_content_type("application/jsonl");
    let form = UploadDatasetMultipartRequest::new("lines", keys(&["q"]), keys(&["a"]), lines);
    league.call("JSON lines as a form", datasets.upload_dataset().sync(true).multipart_body(form));
    let upload = json!({"action": "create", "name": "json", "description": "d", "inputs": [{"i": 1}, {"i": 2}], "outputs": [{"o": "x"}, {"o": null}],
        "metadata": [{}, {"m": [1.5]}]});
    league.call("as JSON", datasets.upload_dataset().sync(true).body(body(upload)));
    league.call("without waiting", datasets.upload_dataset().body(body(json!({"action": "append", "name": "json", "inputs": [{"i": 3}], "outputs": [{}]}))));
    league.refused("twice", datasets.upload_dataset().sync(true).body(body(json!({"action": "create", "name": "lines", "inputs": [{"i": 3}]}))));
    league.call("three", datasets.list_datasets());
    league.call("by name", datasets.list_datasets().name("lines"));
    league.pages("by one", datasets.list_datasets().limit(1), "/data", 9);
    league.call("one", datasets.get_dataset(&dataset));
    league.call("all", datasets.get_dataset_examples(&dataset));
    league.call("all", datasets.list_dataset_versions_by_dataset_id(&dataset));
    league.call("whole", datasets.get_dataset_csv(&dataset));
    league.download("piece by piece", datasets.get_dataset_csv(&dataset));
    league.call("whole", datasets.get_dataset_jsonl(&dataset));
    league.call("whole", datasets.get_dataset_jsonl_open_ai_evals(&dataset));
    league.call("whole", datasets.get_dataset_jsonl_open_ai_fine_tuning(&dataset));
    league.refused("wrong id", datasets.get_dataset("nothing"));
    dataset
}

fn labels(league: &League, client: &Client, dataset: &str) {
    let datasets = client.datasets();
    for name in ["red", "blue", "green"] {
        league.call(name, datasets.create_dataset_label(body(json!({"name": name, "color": "#ff0000", "description": "d"}))));
    }
    let label = league.last_text("/data/id");
    league.pages("by two", datasets.list_dataset_labels().limit(2), "/data", 5);
    league.call("all", datasets.list_dataset_labels());
    league.call("one", datasets.get_dataset_label(&label));
    league.call("color", datasets.update_dataset_label(&label, body(json!({"color": "#00ff00"}))));
    league.call("one", datasets.add_dataset_label_to_dataset(dataset, &label));
    league.call("one", datasets.list_dataset_labels_for_dataset(dataset));
    league.call("the same", datasets.set_dataset_labels_for_dataset(dataset, body(json!({"dataset_label_ids": [label]}))));
    league.call("one", datasets.remove_dataset_label_from_dataset(dataset, &label));
    league.call("one", datasets.delete_dataset_label(&label));
    league.refused("gone", datasets.get_dataset_label(&label));
}

fn splits(league: &League, client: &Client, dataset: &str) {
    let datasets = client.datasets();
    league.call("empty", datasets.create_dataset_split(dataset, body(json!({"name": "train", "color": "#0000ff", "metadata": {"a": 1}}))));
    league.call("second", datasets.create_dataset_split(dataset, body(json!({"name": "test"}))));
    let split = league.last_text("/data/id");
    league.pages("by one", datasets.list_dataset_splits(dataset).limit(1), "/data", 5);
    league.call("all", datasets.list_dataset_splits(dataset));
    league.call("renamed", datasets.update_dataset_split(dataset, &split, body(json!({"name": "check"}))));
    league.call("one", datasets.delete_dataset_split(dataset, &split));
}

fn experiments(league: &League, client: &Client, dataset: &str) {
    let experiments = client.experiments();
    league.call("of the dataset", client.datasets().get_dataset_examples(dataset));
    let (first, second) = (league.last_text("/data/examples/0/id"), league.last_text("/data/examples/1/id"));
    league.call("one", experiments.create_experiment(dataset, body(json!({"name": "e1", "description": "d", "metadata": {"k": [1]}, "repetitions": 1}))));
    let id = league.last_text("/data/id");
    league.call("by default", experiments.create_experiment(dataset, body(json!({}))));
    league.call("one", experiments.get_experiment(&id));
    league.pages("by one", experiments.list_experiments(dataset).limit(1), "/data", 5);
    league.call("renamed", experiments.update_experiment(&id, body(json!({"name": "e2"}))));
    let times = json!({"start_time": "2030-01-01T00:00:00Z", "end_time": "2030-01-01T00:00:01.5Z"});
    let run = |example: &str, output: Value| {
        let mut run = times.clone();
        run["dataset_example_id"] = example.into();
        run["output"] = output;
        run["repetition_number"] = 1.into();
        body(run)
    };
    league.call("object", experiments.create_experiment_run(&id, run(&first, json!({"a": [1, null, 1.5]}))));
    let made = league.last_text("/data/id");
    league.call("one left", experiments.get_incomplete_experiment_runs(&id));
    league.call("text", experiments.create_experiment_run(&id, run(&second, json!("ü"))));
    league.call("two", experiments.list_experiment_runs(&id));
    league.pages("by one", experiments.list_experiment_runs(&id).limit(1), "/data", 5);
    let mut evaluation = times;
    evaluation["experiment_run_id"] = made.into();
    evaluation["name"] = "exact".into();
    evaluation["annotator_kind"] = "CODE".into();
    evaluation["result"] = json!({"label": "good", "score": 1.0, "explanation": "e"});
    league.call("one", experiments.upsert_experiment_evaluation(body(evaluation)));
    league.call("one left", experiments.get_incomplete_experiment_evaluations(&id).evaluation_name(["exact"]));
    league.call("one", experiments.set_experiment_tag(&id, body(json!({"name": "best", "description": "d"}))));
    league.call("one", experiments.list_experiment_tags(&id));
    league.call("one", experiments.delete_experiment_tag(&id, "best"));
    league.call("whole", experiments.get_experiment_json(&id));
    league.download("whole, as bytes", experiments.get_experiment_csv(&id));
    league.call("as declared", experiments.get_experiment_csv(&id));
    league.call("one", experiments.delete_experiment(&id));
    league.refused("gone", experiments.get_experiment(&id));
}

fn projects(league: &League, client: &Client) {
    let projects = client.projects();
    for name in ["one", "two"] {
        league.call(name, projects.create_project(body(json!({"name": name, "description": "ü"}))));
    }
    league.call("by name", projects.get_project("one"));
    league.pages("by two", projects.get_projects().limit(2), "/data", 5);
    league.call("all", projects.get_projects().include_experiment_projects(false));
    league.call("description", projects.update_project("two", body(json!({"description": "new"}))));
    league.call("one", projects.delete_project("two"));
    league.refused("unknown", projects.get_project("nothing"));
    league.refused("twice", projects.create_project(body(json!({"name": "one"}))));
}

fn span(id: &str, parent: Option<&str>) -> Value {
    json!({"name": format!("step {id}"), "context": {"trace_id": TRACE, "span_id": id}, "span_kind": "CHAIN", "parent_id": parent,
        "start_time": "2026-01-01T00:00:00Z", "end_time": "2026-01-01T00:00:01.25Z", "status_code": "OK",
        "attributes": {"input.value": "ü", "n": 1, "f": 1.5, "session.id": "s1", "list": ["a"]},
        "events": [{"name": "e", "timestamp": "2026-01-01T00:00:00.5Z", "attributes": {"k": "v"}}]})
}

const SPANS: [&str; 3] = ["00f067aa0ba902b1", "00f067aa0ba902b2", "00f067aa0ba902b3"];

fn spans(league: &League, client: &Client) {
    let (spans, traces, sessions) = (client.spans(), client.traces(), client.sessions());
    let [first, second, third] = SPANS;
    let new = json!({"data": [span(first, None), span(second, Some(first)), span(third, Some(first))]});
    league.call("three", spans.create_spans(PROJECT, body(new)));
    // They are stored a moment later.
    league.wait_for(&format!("/v1/projects/{PROJECT}/spans"), third);
    league.refused("twice", spans.create_spans(PROJECT, body(json!({"data": [span(first, None)]}))));
    league.call("all", spans.get_spans(PROJECT));
    league.pages("by two", spans.get_spans(PROJECT).limit(2), "/data", 5);
    league.call("by trace", spans.get_spans(PROJECT).trace_id([TRACE]).name(["step 00f067aa0ba902b2"]));
    league.call("all", spans.search(PROJECT));
    league.call("all", traces.list_project_traces(PROJECT));
    league.call("all", sessions.list_project_sessions(PROJECT));
    league.call("one", sessions.get_session("s1"));
    league.refused("unknown project", spans.get_spans("nothing"));
}

fn annotations(league: &League, client: &Client) {
    let (spans, traces, sessions, annotations) = (client.spans(), client.traces(), client.sessions(), client.annotations());
    let [first, second, _] = SPANS;
    let result = json!({"label": "good", "score": 0.5, "explanation": "ü"});
    let data = |key: &str, id: &str| json!({"data": [{"name": "quality", "annotator_kind": "HUMAN", key: id, "result": result, "metadata": {"a": 1}, "identifier": "i"}]});
    league.call("one", spans.annotate_spans(body(data("span_id", first))).sync(true));
    league.call("another", spans.annotate_spans(body(data("span_id", second))).sync(true));
    league.refused("unknown", spans.annotate_spans(body(data("span_id", "00f067aa0ba90fff"))).sync(true));
    league.call("both", annotations.list_span_annotations_by_span_ids(PROJECT).span_ids([first, second]));
    league.pages("by one", annotations.list_span_annotations_by_span_ids(PROJECT).span_ids([first, second]).limit(1), "/data", 5);
    league.call("note", spans.create_span_note(body(json!({"data": {"span_id": first, "note": "n"}}))));
    league.call("one", traces.annotate_traces(body(data("trace_id", TRACE))).sync(true));
    league.call("one", annotations.list_trace_annotations_by_trace_ids(PROJECT).trace_ids([TRACE]));
    league.call("note", traces.create_trace_note(body(json!({"data": {"trace_id": TRACE, "note": "n"}}))));
    league.call("one", sessions.annotate_sessions(body(data("session_id", "s1"))).sync(true));
    league.call("one", annotations.list_session_annotations_by_session_ids(PROJECT).session_ids(["s1"]));
    league.call("by name", annotations.delete_span_annotations(PROJECT).name("quality").delete_all(true));
    league.call("one", spans.delete_span(SPANS[2]));
    league.call("one", traces.delete_trace(TRACE));
    league.refused("gone", traces.delete_trace(TRACE));
    let time = |text: &str| text.parse::<Timestamp>().unwrap();
    league.call("old ones", traces.delete_project_traces(PROJECT, time("2020-01-01T00:00:00Z"), time("2021-01-01T00:00:00Z")));
}

fn configs(league: &League, client: &Client) {
    let configs = client.annotation_configs();
    league.call("as installed", configs.list_annotation_configs());
    let values = json!([{"label": "yes", "score": 1.0}, {"label": "no", "score": null}]);
    let categorical = json!({"type": "CATEGORICAL", "name": "choice", "description": "d", "optimization_direction": "MAXIMIZE", "values": values});
    league.call("categorical", configs.create_annotation_config(body(categorical.clone())));
    let id = league.last_text("/data/id");
    let continuous = json!({"type": "CONTINUOUS", "name": "scale", "optimization_direction": "NONE", "lower_bound": 0.0, "upper_bound": 1.5});
    league.call("continuous", configs.create_annotation_config(body(continuous)));
    league.call("freeform", configs.create_annotation_config(body(json!({"type": "FREEFORM", "name": "text", "description": null}))));
    league.call("by name", configs.get_annotation_config("choice"));
    league.pages("by two", configs.list_annotation_configs().limit(2), "/data", 5);
    league.call("all", configs.list_annotation_configs());
    league.call("changed", configs.update_annotation_config(&id, body(categorical)));
    league.call("one", configs.assign_annotation_config_to_project(PROJECT, "choice"));
    league.call("one", configs.get_project_annotation_configs(PROJECT));
    league.call("none", configs.set_project_annotation_configs(PROJECT, body(json!({"annotation_config_ids": []}))));
    league.call("one", configs.delete_annotation_config(&id));
    league.refused("gone", configs.get_annotation_config(&id));
}

fn prompts(league: &League, client: &Client) {
    let prompts = client.prompts();
    let version = |text: &str| json!({"description": "v", "model_provider": "OPENAI", "model_name": "m", "template_type": "CHAT", "template_format": "MUSTACHE",
        "template": {"type": "chat", "messages": [{"role": "system", "content": text}, {"role": "user", "content": [{"type": "text", "text": "{{ q }}"}]}]},
        "invocation_parameters": {"type": "openai", "openai": {"temperature": 0.5, "max_tokens": 10}},
        "tools": {"type": "tools", "tools": [{"type": "function", "function": {"name": "f", "description": "d", "parameters": {"type": "object"}}}]}});
    let new = |name: &str| body(json!({"prompt": {"name": name, "description": "d", "metadata": {"a": 1}}, "version": version("ü")}));
    league.call("new", prompts.post_prompt_version(new("first")));
    league.call("second version", prompts.create_prompt_version("first", body(json!({"version": version("b"), "tags": [{"name": "beta"}]}))));
    let id = league.last_text("/data/id");
    league.call("second", prompts.post_prompt_version(new("second")));
    league.call("both", prompts.get_prompts());
    league.pages("by one", prompts.get_prompts().limit(1), "/data", 5);
    league.pages("by one", prompts.list_prompt_versions("first").limit(1), "/data", 5);
    league.call("latest", prompts.get_prompt_version_latest("first"));
    league.call("one", prompts.get_prompt_version_by_prompt_version_id(&id));
    league.call("one", prompts.create_prompt_version_tag(&id, body(json!({"name": "live", "description": "d"}))));
    league.call("one", prompts.get_prompt_version_by_tag_name("first", "live"));
    league.call("all", prompts.get_prompt_version_tags(&id));
    league.call("description", prompts.patch_prompt("first", body(json!({"description": "new"}))));
    league.call("one", prompts.delete_prompt_version_tag(&id, "live"));
    league.call("one", prompts.delete_prompt("second"));
    league.refused("unknown", prompts.get_prompt_version_latest("nothing"));
}

fn others(league: &League, client: &Client) {
    league.call("all", client.model_providers().get_model_providers());
    league.call("none", client.model_providers().get_custom_model_providers());
    league.call("as installed", client.users().get_users());
    league.call("without authentication", client.users().get_viewer());
    league.call("none", client.chat().list_agent_sessions());
    league.call("one", client.secrets().upsert_or_delete_secrets(body(json!({"secrets": [{"key": "K", "value": "v"}]}))));
}

fn ends(league: &League, client: &Client, dataset: &str) {
    league.call("one", client.datasets().delete_dataset_by_id(dataset));
    league.refused("gone", client.datasets().get_dataset(dataset));
}
