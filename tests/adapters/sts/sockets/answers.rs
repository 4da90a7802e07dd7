//! Answers on the wire, made of what STS said.

use chrono::{TimeDelta, Utc};

use super::super::meddler::Piece::{self, Bytes};

pub fn bytes(text: String) -> Piece {
    Bytes(text.into_bytes())
}

pub fn ok(body: &str) -> Vec<Piece> {
    answer("200 OK", "Content-Type: text/xml\r\n", body.as_bytes())
}

pub fn answer(status: &str, headers: &str, body: &[u8]) -> Vec<Piece> {
    let head = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    vec![Bytes([head.as_bytes(), body].concat())]
}

/// All before these words, and a few of their characters.
pub fn cut<'a>(body: &'a str, words: &str) -> &'a str {
    let at = body.find(words).unwrap();
    &body[..at + words.len().min(3)]
}

pub fn interrupted(body: &str, words: &str, how: Piece) -> Vec<Piece> {
    interrupted_with("200 OK", body, words, how)
}

pub fn interrupted_with(status: &str, body: &str, words: &str, how: Piece) -> Vec<Piece> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\n\r\n", body.len());
    vec![bytes(format!("{head}{}", cut(body, words))), how]
}

/// The answer with another text in an element.
pub fn put(body: &str, element: &str, text: &str) -> String {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let (head, rest) = body.split_once(&open).unwrap();
    let (_, tail) = rest.split_once(&close).unwrap();
    format!("{head}{open}{text}{close}{tail}")
}

pub fn without(body: &str, element: &str) -> String {
    put(body, element, "").replace(&format!("<{element}></{element}>"), "")
}

/// The answer with so much room before its end that it is longer than any of STS.
pub fn padded(body: &str) -> String {
    let (head, tail) = body.split_at(body.rfind("</").unwrap());
    format!("{head}{}{tail}", " ".repeat(70_000))
}

pub fn in_hours(hours: i64) -> String {
    (Utc::now() + TimeDelta::hours(hours)).format("%Y-%m-%dT%H:%M:%SZ").to_string()
}
