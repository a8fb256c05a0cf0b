//! A layer around the transport of a client: it keeps each response with the bytes of its body, and sends requests to
//! another transport while a value is only to be encoded again.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use oaspen_client::http::{HeaderMap, Request, Response};
use oaspen_client::http_body::{Body as HttpBody, Frame, SizeHint};
use oaspen_client::tower_layer::Layer;
use oaspen_client::tower_service::Service;
use oaspen_client::{Body, BoxError, Bytes, HttpService, ResponseBody};

/// A response. The body grows while it is read.
#[derive(Clone)]
pub struct Exchange {
    pub status: u16,
    headers: HeaderMap,
    body: Pieces,
}

type Pieces = Arc<Mutex<Vec<u8>>>;

impl Exchange {
    pub fn body(&self) -> Vec<u8> {
        self.body.lock().unwrap().clone()
    }

    /// A header field; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// All exchanges of the clients that the layer is part of.
#[derive(Clone, Default)]
pub struct Exchanges {
    all: Arc<Mutex<Vec<Exchange>>>,
    /// Where requests are sent instead of to the server.
    instead: Arc<Mutex<Option<HttpService>>>,
}

impl Exchanges {
    pub fn count(&self) -> usize {
        self.all.lock().unwrap().len()
    }

    pub fn since(&self, count: usize) -> Vec<Exchange> {
        self.all.lock().unwrap().iter().skip(count).cloned().collect()
    }

    /// Sends requests to another transport while `work` runs, and does not keep their responses.
    pub fn instead<T>(&self, transport: HttpService, work: impl FnOnce() -> T) -> T {
        *self.instead.lock().unwrap() = Some(transport);
        let result = work();
        *self.instead.lock().unwrap() = None;
        result
    }
}

impl Layer<HttpService> for Exchanges {
    type Service = Keeping;

    fn layer(&self, server: HttpService) -> Keeping {
        Keeping { server, exchanges: self.clone() }
    }
}

#[derive(Clone)]
pub struct Keeping {
    server: HttpService,
    exchanges: Exchanges,
}

type Sent = Result<Response<Tee<ResponseBody>>, BoxError>;

impl Service<Request<Body>> for Keeping {
    type Response = Response<Tee<ResponseBody>>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Sent> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let other = self.exchanges.instead.lock().unwrap().clone();
        let is_kept = other.is_none();
        let mut transport = other.unwrap_or_else(|| self.server.clone());
        let exchanges = self.exchanges.clone();
        Box::pin(async move {
            let response = transport.call(request).await?;
            let pieces = Pieces::default();
            if is_kept {
                exchanges.all.lock().unwrap().push(Exchange {
                    status: response.status().as_u16(),
                    headers: response.headers().clone(),
                    body: Arc::clone(&pieces),
                });
            }
            Ok(response.map(|body| Tee { body, pieces }))
        })
    }
}

/// A body that is also kept while it is read.
pub struct Tee<B> {
    body: B,
    pieces: Pieces,
}

impl<B> HttpBody for Tee<B>
where
    B: HttpBody<Data = Bytes> + Unpin,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let polled = Pin::new(&mut self.body).poll_frame(cx);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            self.pieces.lock().unwrap().extend_from_slice(data);
        }
        polled.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Keeps the transport of a client.
#[derive(Clone, Default)]
pub struct Capture(pub Arc<Mutex<Option<HttpService>>>);

impl Layer<HttpService> for Capture {
    type Service = HttpService;

    fn layer(&self, transport: HttpService) -> HttpService {
        *self.0.lock().unwrap() = Some(transport.clone());
        transport
    }
}
