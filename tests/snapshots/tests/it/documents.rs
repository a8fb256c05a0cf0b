//! How documents are read, as bytes on the wire: scalars where texts are expected, placeholders of paths, objects behind references.

use loopback::{Server, ServerResponse};
use oaspen_client::{Error, RetryPolicy};
use snapshots::scalars_as_texts::models::{OddValue0x1F, Value2024V, Value2024Value7, Value2024Yes};

macro_rules! client {
    ($case:ident, $server:expr) => {
        snapshots::$case::Client::builder()
            .base_url($server.url())
            .retries(RetryPolicy::none())
    };
}

#[tokio::test]
#[expect(deprecated, reason = "the case declares it")]
async fn scalars_are_sent_as_they_are_written() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    let client = client!(scalars_as_texts, server).build()?;
    for (yes, seven, v, target) in [
        (
            Value2024Yes::True,
            Value2024Value7::Value1e3,
            Value2024V::Value110,
            "yes=true&7=1e3&v=1.10",
        ),
        (
            Value2024Yes::False,
            Value2024Value7::Value5,
            Value2024V::Value11,
            "yes=False&7=.5&v=1.1",
        ),
        (
            Value2024Yes::Null,
            Value2024Value7::Value5,
            Value2024V::Value11,
            "yes=NULL&7=.5&v=1.1",
        ),
    ] {
        client.value_0x10().value_2024(yes).value_7(seven).v(v).await?;
        assert_eq!(server.last().target, format!("/a?{target}"));
    }
    let odd = r#"{"1.50":"2.50","true":"x","0x1F":"2024-01-01"}"#;
    let odd: snapshots::scalars_as_texts::models::Odd = serde_json::from_str(odd).unwrap();
    assert_eq!(odd.value_0x1_f, Some(OddValue0x1F::Value20240101));
    Ok(())
}

#[tokio::test]
async fn a_value_never_reaches_another_path() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    let client = client!(path_placeholders, server).build()?;
    client.a().digits("1/password").await?;
    assert_eq!(server.last().target, "/a/1%2Fpassword");
    client.b().braces("a/b").await?;
    assert_eq!(server.last().target, "/b/a%2Fb/x");
    client.j().optional("a/b").await?;
    assert_eq!(server.last().target, "/j/a%2Fb");
    client.c().rest("a/b").await?;
    assert_eq!(server.last().target, "/c/a/b");
    client.d().starred("a/b").await?;
    assert_eq!(server.last().target, "/d/a/b");
    client.m().two("a/b", "c/d").await?;
    assert_eq!(server.last().target, "/m/a%2Fb/c/d");
    client.h().colon("1").await?;
    assert_eq!(server.last().target, "/h/1/x");
    client.k().left_over(7, "x").await?;
    assert_eq!(server.last().target, "/k/7/x");
    client.n().colon_pattern("a/b").await?;
    assert_eq!(server.last().target, "/n/a%2Fb/x");
    client.o().colon_rest("a/b").await?;
    assert_eq!(server.last().target, "/o/a/b");
    client.p().angle_path("a/b").await?;
    assert_eq!(server.last().target, "/p/a/b");
    client.q().converter_path("a/b").await?;
    assert_eq!(server.last().target, "/q/a/b");
    client.r().dots("a/b").await?;
    assert_eq!(server.last().target, "/r/a/b");
    client.l().no_placeholder("find").sort("up").await?;
    assert_eq!(server.last().target, "/l?q=find&sort=up");
    assert!(client.a().digits("..").await.is_err());
    Ok(())
}

#[tokio::test]
async fn the_query_of_a_path_is_sent() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::empty(204));
    let client = client!(path_with_query, server).build()?;
    client.a().a().await?;
    assert_eq!(server.last().target, "/a?x=1");
    client.a().a2().y("z").await?;
    assert_eq!(server.last().target, "/a?x=2&acl=&y=z");
    client.b().b(7, "big").await?;
    assert_eq!(server.last().target, "/b/7?Action=Get%20It&kind=big");
    client.c().c().await?;
    assert_eq!(server.last().target, "/c?sort=up");
    client.c().c().sort("down").await?;
    assert_eq!(server.last().target, "/c?sort=down");
    client.b().b(7, "big").q("x y").await?;
    assert_eq!(server.last().target, "/b/7?Action=Get%20It&kind=big&q=x%20y");
    let client = client!(path_query_parameters, server).build()?;
    client.words().expression(7).q("a").tag(["b", "c"]).await?;
    assert_eq!(server.last().target, "/words/7?q=a&tag=b&tag=c");
    client.words().renamed(3).await?;
    assert_eq!(server.last().target, "/words/renamed?q=3");
    client.sources().interpolated_twice(3, "n").await?;
    assert_eq!(server.last().target, "/sources/a3/n.json");
    client.sources().literal(3).await?;
    assert_eq!(server.last().target, "/sources/$metadata/$(3)");
    Ok(())
}

#[tokio::test]
async fn operations_without_responses_accept_every_2xx() -> Result<(), Error> {
    for response in [
        ServerResponse::empty(204),
        ServerResponse::json(200, "{\"a\":[1]}"),
        ServerResponse::json(202, "no"),
    ] {
        let server = Server::responding(response);
        let client = client!(operation_tolerance, server).bearer_token("t").build()?;
        client.a().no_responses().await?;
        client.a().null_responses().await?;
    }
    let server = Server::responding(ServerResponse::json(404, "{}"));
    let client = client!(operation_tolerance, server).bearer_token("t").build()?;
    assert!(client.a().no_responses().await.is_err());
    let server = Server::responding(ServerResponse::empty(204));
    let client = client!(operation_tolerance, server).bearer_token("t").build()?;
    client.g().old_body(7).await?;
    assert_eq!(server.last().text(), "7");
    assert_eq!(server.last().header("authorization"), Some("Bearer t"));
    Ok(())
}

#[tokio::test]
async fn objects_behind_references_are_used() -> Result<(), Error> {
    use snapshots::ref_kinds_by_referrer::models::PlaceOrderRequest;

    let server = Server::responding(ServerResponse::json(201, r#"["a"]"#));
    let client = client!(ref_kinds_by_referrer, server).bearer_token("t").build()?;
    let placed = client
        .orders()
        .place_order(PlaceOrderRequest::new())
        .limit(3)
        .trace("x")
        .await?;
    assert_eq!(placed, ["a"]);
    let request = server.last();
    assert_eq!(
        (request.target.as_str(), request.text().as_ref()),
        ("/orders?limit=3", r#"{"note":null}"#)
    );
    assert_eq!(
        (request.header("authorization"), request.header("trace")),
        (Some("Bearer t"), Some("x"))
    );
    Ok(())
}

#[tokio::test]
async fn maps_and_values_behind_references_are_used() -> Result<(), Error> {
    let server = Server::responding(ServerResponse::json(404, r#"{"m":"gone"}"#));
    let client = client!(ref_maps_used_inline, server).build()?;
    let error = client.a().a(7, 3).await.unwrap_err();
    assert_eq!(server.last().target, "/a/7?limit=3");
    assert_eq!(error.error_body().map(|body| body.m.as_str()), Some("gone"));
    let server = Server::responding(ServerResponse::json(200, r#"{"1.50":"x"}"#));
    let client = client!(ref_values, server).build()?;
    let version = snapshots::ref_values::models::Av::Value110;
    let sixteen = snapshots::ref_values::models::An::Value16;
    client.value_1_0().a(version, sixteen).await?;
    assert_eq!(server.last().target, "/a?v=1.10&n=16");
    Ok(())
}

#[tokio::test]
async fn form_fields_of_another_file_keep_their_types() -> Result<(), Error> {
    use oaspen_client::FilePart;
    use snapshots::swagger2_split_form::models::{ARequest, BRequest};

    let server = Server::responding(ServerResponse::empty(204));
    let client = client!(swagger2_split_form, server).build()?;
    client.a().a(ARequest::new(FilePart::new("one")).with_note("n")).await?;
    let sent = server.last().text();
    assert!(sent.contains("name=\"file\"; filename=\"file\"\r\n"), "{sent}");
    assert!(sent.contains("name=\"note\"\r\n\r\nn\r\n"), "{sent}");
    client.b().b(BRequest::new(FilePart::new("one"), vec![1, 2])).await?;
    let sent = server.last().text();
    assert!(sent.contains("name=\"sizes\"\r\n\r\n1\r\n"), "{sent}");
    Ok(())
}
