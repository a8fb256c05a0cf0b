//! Images, containers, processes in them, networks, volumes, events; of dockerd also a swarm with its objects.

use serde_json::json;

use crate::client::{Client, models::*};
use crate::league::{League, body};

const IMAGE: &str = "box:latest";

pub fn calls(league: &League) -> Option<()> {
    let client = league.client(Client::builder());
    let system = client.system();
    league.call("alive", system.ping());
    league.call("alive", system.ping_head());
    league.call("version", system.version());
    league.call("fresh", system.info());
    league.call("fresh", system.data_usage());
    images(league, &client);
    containers(league, &client);
    running(league, &client);
    files(league, &client);
    networks(league, &client);
    volumes(league, &client);
    events(league, &client);
    plugins(league, &client);
    if league.server() == "dockerd" {
        swarm(league, &client);
    }
    ends(league, &client);
    Some(())
}

fn images(league: &League, client: &Client) {
    let image = client.image();
    league.call("none yet", image.list());
    let import = image.create().from_src("-").repo("box").tag("latest").message("made by oaspen");
    league.call("from an archive", import.bytes_body(league.file("root.tar")));
    league.call("one", image.list());
    league.call("with digests", image.list().all(true).digests(true));
    league.call("one", image.inspect(IMAGE));
    league.call("one", image.history(IMAGE));
    league.call("second name", image.tag(IMAGE).repo("other/box").tag("v1"));
    league.call("by name", image.list().filters(r#"{"reference": ["other/box"]}"#));
    league.refused("unknown", image.inspect("nothing:latest"));
    league.call("pull without a network", image.create().from_image("localhost:1/nothing").tag("latest"));
    let archive = league.call("archive", image.get("other/box:v1"));
    league.download("archive, by name", image.get_all().names(["other/box:v1"]));
    league.call("second name", image.delete("other/box:v1"));
    if let Some(archive) = archive {
        league.call("archive", image.load().quiet(true).body(archive));
    }
    league.call("nothing unused", image.prune().filters(r#"{"dangling": ["true"]}"#));
    league.refused("no registry", image.search("nothing"));
    league.refused("no registry", client.distribution().inspect("localhost:1/nothing"));
    league.call("build cache", image.build_prune());
}

fn containers(league: &League, client: &Client) {
    let container = client.container();
    league.call("none yet", container.list());
    let create = json!({"Image": IMAGE, "Cmd": ["sh", "-c", "echo out; echo err >&2; sleep 600"], "Env": ["A=b c"],
        "Labels": {"made-by": "oaspen"}, "Tty": false, "HostConfig": {"NetworkMode": "none", "RestartPolicy": {"Name": "no"}}});
    league.call("sleeps", container.create(body(create)).name("sleeper"));
    let short = json!({"Image": IMAGE, "Cmd": ["sh", "-c", "exit 3"], "HostConfig": {"NetworkMode": "none"}});
    league.call("ends", container.create(body(short)).name("ender"));
    league.refused("no such image", container.create(body(json!({"Image": "nothing:latest"}))));
    league.call("none runs", container.list());
    league.call("all", container.list().all(true).size(true));
    league.call("created", container.inspect("sleeper"));
    league.call("ends", container.start("ender"));
    league.call("ended", container.wait("ender"));
    league.call("ended", container.inspect("ender").size(true));
    league.call("sleeps", container.start("sleeper"));
    league.call("runs already", container.start("sleeper"));
    league.refused("unknown", container.start("nothing"));
}

fn running(league: &League, client: &Client) {
    let container = client.container();
    league.call("runs", container.inspect("sleeper"));
    league.call("by label", container.list().filters(r#"{"label": ["made-by=oaspen"]}"#).limit(1));
    league.call("one", container.top("sleeper"));
    league.call("options of ps", container.top("sleeper").ps_args("-ef"));
    league.call("both streams", container.logs("sleeper").stdout(true).stderr(true));
    league.call("once", container.stats("sleeper").stream_param(false));
    league.call("made files", container.changes("sleeper"));
    league.call("memory", container.update("sleeper", body(json!({"CpuShares": 512}))));
    league.call("renamed", container.rename("ender", "ended"));
    league.call("one", container.pause("sleeper"));
    league.refused("paused already", container.pause("sleeper"));
    league.call("one", container.unpause("sleeper"));
    league.call("one", container.resize("sleeper", 40, 100));

    let exec = client.exec();
    let command = json!({"AttachStdout": true, "Cmd": ["sh", "-c", "echo inside"], "Env": ["X=1"]});
    league.call("echo", exec.container_exec("sleeper", body(command)));
    let id = league.last_text("/Id");
    league.call("not started", exec.inspect(&id));
    league.call("output", exec.start(&id).body(body(json!({"Detach": false, "Tty": false}))));
    league.call("ended", exec.inspect(&id));
    league.refused("unknown", exec.inspect("nothing"));
    league.call("one", container.restart("sleeper").t(0));
    league.call("one", container.kill("sleeper").signal("SIGKILL"));
    league.call("killed", container.wait("sleeper"));
    league.call("stopped already", container.stop("sleeper").t(0));
}

fn files(league: &League, client: &Client) {
    let container = client.container();
    league.call("archive", container.put_container_archive("ended", "/", "application/x-tar", league.file("note.tar")));
    league.call("file", container.archive_info("ended", "/note.txt"));
    league.call("file", container.archive("ended", "/note.txt"));
    league.download("file, piece by piece", container.archive("ended", "/note.txt"));
    league.refused("no such file", container.archive("ended", "/nothing"));
    league.download("whole", container.export("ended"));
    let commit = client.image().commit().container("ended").repo("made").tag("v1").comment("ü").author("oaspen");
    league.call("made", commit.body(body(json!({"Cmd": ["true"]}))));
    league.call("made", client.image().inspect("made:v1"));
    league.call("made", client.image().delete("made:v1").force(true));
}

fn networks(league: &League, client: &Client) {
    let network = client.network();
    league.call("as installed", network.list());
    let create = json!({"Name": "net1", "Driver": "bridge", "Internal": true, "Labels": {"a": "b"},
        "IPAM": {"Driver": "default", "Config": [{"Subnet": "10.213.0.0/24", "Gateway": "10.213.0.1"}]}});
    league.call("bridge", network.create(body(create)));
    league.call("one", network.inspect("net1"));
    league.call("verbose", network.inspect("net1").verbose(true));
    league.call("one", network.list().filters(r#"{"name": ["net1"]}"#));
    league.refused("container without networks", network.connect("net1", body(json!({"Container": "ended"}))));
    league.refused("container without networks", network.disconnect("net1", body(json!({"Container": "ended", "Force": true}))));
    league.refused("unknown", network.inspect("nothing"));
    league.call("one", network.delete("net1"));
    league.call("none", network.prune());
}

fn volumes(league: &League, client: &Client) {
    let volume = client.volume();
    league.call("none yet", volume.list());
    league.call("one", volume.create(body(json!({"Name": "v1", "Labels": {"a": "b"}, "DriverOpts": {}}))));
    league.call("one", volume.inspect("v1"));
    league.call("one", volume.list().filters(r#"{"name": ["v1"]}"#));
    league.refused("unknown", volume.inspect("nothing"));
    league.call("one", volume.delete("v1"));
    league.call("none", volume.prune());
}

fn events(league: &League, client: &Client) {
    let until = (std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH)).map_or(0, |time| time.as_secs());
    let filters = r#"{"type": ["volume"]}"#;
    league.call("of volumes", client.system().events().since("1").until(until.to_string()).filters(filters));
    league.call("with objects", client.system().data_usage());
    league.call("with objects", client.system().info());
    league.refused("no registry", client.system().auth().body(body(json!({"username": "a", "password": "b", "serveraddress": "http://127.0.0.1:1"}))));
}

fn plugins(league: &League, client: &Client) {
    league.call("none", client.plugin().list());
    league.refused("unknown", client.plugin().inspect("nothing"));
}

fn swarm(league: &League, client: &Client) -> Option<()> {
    let swarm = client.swarm();
    league.refused("none yet", swarm.inspect());
    let init = json!({"ListenAddr": "127.0.0.1:0", "AdvertiseAddr": "127.0.0.1", "ForceNewCluster": false, "Spec": {}});
    league.call("new", swarm.init(body(init)))?;
    league.call("one", swarm.inspect());
    let version: i64 = league.last_text("/Version/Index").parse().ok()?;
    league.call("other name", swarm.update(version, body(json!({"Name": "default", "Labels": {"a": "b"}}))));
    league.call("none", swarm.unlockkey());
    league.call("one", client.node().list());
    let node = league.last_text("/0/ID");
    league.call("one", client.node().inspect(&node));
    let version: i64 = league.last_text("/Version/Index").parse().ok()?;
    league.call("label", client.node().update(&node, version).body(body(json!({"Role": "manager", "Availability": "active", "Labels": {"a": "b"}}))));
    league.refused("runs", client.node().delete(&node));

    let (config, secret, service) = (client.config(), client.secret(), client.service());
    league.call("new", config.create().body(body(json!({"Name": "c1", "Data": "aGVsbG8=", "Labels": {"a": "b"}}))));
    let id = league.last_text("/ID");
    league.call("one", config.inspect(&id));
    league.call("one", config.list());
    let version: i64 = league.last_text("/0/Version/Index").parse().ok()?;
    league.call("labels", config.update(&id, version).body(body(json!({"Name": "c1", "Data": "aGVsbG8=", "Labels": {}}))));
    league.call("one", config.delete(&id));
    league.call("new", secret.create().body(body(json!({"Name": "s1", "Data": "aGVsbG8="}))));
    let id = league.last_text("/ID");
    league.call("one", secret.inspect(&id));
    league.call("one", secret.list());
    league.call("one", secret.delete(&id));

    let spec = |replicas: i64| json!({"Name": "web", "TaskTemplate": {"ContainerSpec": {"Image": IMAGE, "Command": ["sleep", "600"]},
        "RestartPolicy": {"Condition": "none"}}, "Mode": {"Replicated": {"Replicas": replicas}}});
    league.call("none runs", service.create(body(spec(0))));
    let id = league.last_text("/ID");
    league.call("one", service.inspect(&id).insert_defaults(true));
    let version: i64 = league.last_text("/Version/Index").parse().ok()?;
    league.call("one", service.list().status(true));
    league.call("none runs", client.task().list());
    league.call("label", service.update(&id, version, body(json!({"Name": "web", "Labels": {"a": "b"},
        "TaskTemplate": {"ContainerSpec": {"Image": IMAGE}}, "Mode": {"Replicated": {"Replicas": 0}}}))));
    league.call("none", service.logs(&id).stdout(true));
    league.call("one", service.delete(&id));
    league.call("forced", swarm.leave().force(true));
    Some(())
}

fn ends(league: &League, client: &Client) {
    let container = client.container();
    league.call("one", container.delete("ended").v(true));
    league.refused("gone", container.delete("ended"));
    league.call("the other", container.prune());
    league.call("image", client.image().delete(IMAGE).force(true));
}
