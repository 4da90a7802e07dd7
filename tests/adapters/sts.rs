//! The real SDK against a strict STS over HTTP: what was said, what was sent, what was spent.

mod answers;
mod clock;
mod connections;
mod console;
mod desk;
mod devices;
mod endpoints;
mod giving_up;
mod limits;
mod meddler;
mod no_proxy;
mod on_the_way;
mod parameters;
mod proxy;
mod refusals;
mod roles;
mod sessions;
mod sockets;
mod stage;
mod table;
mod tls;
mod words;
mod written;
