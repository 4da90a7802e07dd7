//! The real SDK against a strict STS over HTTP: what was said, what was sent, what was spent.

mod answers;
mod clock;
mod connections;
mod proxy;
mod refusals;
mod sessions;
mod stage;
mod tls;
mod written;
