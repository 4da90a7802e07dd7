//! Bodies as they go onto the wire: whole, or damaged on purpose.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use futures_util::stream::{self, Stream};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use hyper::Response;
use hyper::body::{Bytes, Frame};
use hyper::header::{CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderValue, LOCATION};

use crate::faults::Delivery;
use crate::random;
use crate::sts::Reply;

/// Any body this server sends.
pub(crate) type Body = UnsyncBoxBody<Bytes, Infallible>;

/// Long enough for what was written to leave, before the connection is cut.
const FLUSH: Duration = Duration::from_millis(50);
const BLOCK: usize = 16 * 1024;

/// Returns a whole body.
pub(crate) fn whole(body: impl Into<Bytes>) -> Body {
    Full::new(body.into()).boxed_unsync()
}

/// Turns a reply into a response; a reset is the connection's business and an error here.
pub(crate) fn response(reply: Reply) -> io::Result<Response<Body>> {
    let full = reply.body.len();
    let (body, length) = delivered(reply.body.into_bytes(), &reply.delivery)?;
    let mut response = Response::new(body);
    *response.status_mut() =
        hyper::StatusCode::from_u16(reply.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    let date = reply.date.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let texts = [
        (DATE, Some(date)),
        (hyper::header::HeaderName::from_static("x-amzn-requestid"), Some(reply.request_id)),
        (LOCATION, reply.location),
    ];
    for (name, value) in texts {
        let value = value.and_then(|text| HeaderValue::from_str(&text).ok());
        value.and_then(|value| headers.insert(name, value));
    }
    match length {
        Length::AsSent => {}
        Length::AsPromised => drop(headers.insert(CONTENT_LENGTH, HeaderValue::from(full))),
    }
    Ok(response)
}

/// What Content-Length says.
enum Length {
    AsSent,
    AsPromised,
}

fn delivered(body: Vec<u8>, delivery: &Delivery) -> io::Result<(Body, Length)> {
    let kept = |bytes: &Option<usize>| bytes.unwrap_or(body.len() / 2).min(body.len());
    Ok(match delivery {
        Delivery::Whole => (whole(body), Length::AsSent),
        Delivery::Reset => return Err(io::ErrorKind::ConnectionReset.into()),
        Delivery::Garbage => (whole(random::bytes(512).unwrap_or_default()), Length::AsSent),
        Delivery::Cut(bytes) => (whole(body[..kept(bytes)].to_vec()), Length::AsSent),
        Delivery::Interrupted(bytes) => {
            (boxed(interrupted(body[..kept(bytes)].to_vec())), Length::AsPromised)
        }
        Delivery::Drip(pause) => (boxed(dripping(body, *pause)), Length::AsPromised),
        Delivery::Endless => (boxed(endless(body)), Length::AsSent),
    })
}

fn boxed(chunks: impl Stream<Item = Bytes> + Send + 'static) -> Body {
    use futures_util::StreamExt;
    StreamBody::new(chunks.map(|bytes| Ok(Frame::data(bytes)))).boxed_unsync()
}

// Ends before Content-Length is reached: hyper closes the connection then.
fn interrupted(body: Vec<u8>) -> impl Stream<Item = Bytes> + Send {
    stream::unfold(Some(body), |left| async {
        match left {
            Some(body) => Some((Bytes::from(body), None)),
            None => {
                tokio::time::sleep(FLUSH).await;
                None
            }
        }
    })
}

fn dripping(body: Vec<u8>, pause: Duration) -> impl Stream<Item = Bytes> + Send {
    stream::unfold(Bytes::from(body), move |mut left| async move {
        if left.is_empty() {
            return None;
        }
        tokio::time::sleep(pause).await;
        Some((left.split_to(1), left))
    })
}

// The beginning of the true answer up to the middle, then the letter A for ever.
fn endless(body: Vec<u8>) -> impl Stream<Item = Bytes> + Send {
    let half = body.len() / 2;
    let first = Bytes::from(body).slice(..half);
    let block = Bytes::from(vec![b'A'; BLOCK]);
    stream::unfold(first, move |next| {
        let block = block.clone();
        async move { Some((next, block)) }
    })
}
